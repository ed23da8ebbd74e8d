"""Signs the files of notices (PAdES) with the portal's own key: nothing was changed; it is no official seal."""

import io
from pathlib import Path

from asn1crypto import keys as asn1_keys
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko_certvalidator.registry import SimpleCertificateStore

from services.kit.authority import Identity, identity
from services.workflow.documents.notices import Certificate

PURPOSE = "notices"
FIELD = "QI"
LOCATION = "宁波"


class Seal:
    """One key and its signatures."""

    def __init__(self, folder: Path) -> None:
        self._own: Identity = identity(folder, PURPOSE, "QI Station")
        self.id = self._own.id
        chain = SimpleCertificateStore()  # type: ignore[no-untyped-call]
        chain.register(_certificate(self._own.issuer))
        private = self._own.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
        key = asn1_keys.PrivateKeyInfo.load(private)
        self._signer = signers.SimpleSigner(_certificate(self._own.certificate), key, chain)

    def publish(self) -> None:
        """Keep the public chain where it stays when the key is gone."""
        own = self._own.certificate
        days = {"not_before": own.not_valid_before_utc, "not_after": own.not_valid_after_utc}
        Certificate(id=self.id, purpose=PURPOSE, pem=self._own.pem(), **days).save()

    def sign(self, pdf: bytes, token: str, name: str) -> bytes:
        """The file with a signature over the whole of it, which names the notice's token."""
        about = signers.PdfSignatureMetadata(
            field_name=FIELD,
            md_algorithm="sha256",
            name=name,
            location=LOCATION,
            reason=f"qi-notice {token}",
            subfilter=SigSeedSubFilter.PADES,
        )
        signed = signers.sign_pdf(IncrementalPdfFileWriter(io.BytesIO(pdf)), about, self._signer, output=io.BytesIO())
        return bytes(signed.getvalue())


def _certificate(certificate: x509.Certificate) -> asn1_x509.Certificate:
    return asn1_x509.Certificate.load(certificate.public_bytes(Encoding.DER))
