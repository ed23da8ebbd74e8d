"""Signs the files of papers (PAdES) with a service's own key: nothing was changed; it is no official seal."""

import io
from pathlib import Path
from typing import Any, ClassVar

import mongoengine as me
from asn1crypto import keys as asn1_keys
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko_certvalidator.registry import SimpleCertificateStore

from services.kit.authority import Identity, identity
from services.kit.documents import Stored

FIELD = "QI"
LOCATION = "宁波"


class Certificate(Stored):
    """The public chain of a key that papers were signed with; kept for ever."""

    meta: ClassVar[dict[str, Any]] = {"collection": "certificates"}
    id = me.StringField(primary_key=True)
    purpose = me.StringField(required=True)
    pem = me.StringField(required=True)
    not_before = me.DateTimeField(required=True)
    not_after = me.DateTimeField(required=True)


class Seal:
    """One key, for one purpose, and its signatures."""

    def __init__(self, folder: Path, purpose: str) -> None:
        self._purpose = purpose
        self._own: Identity = identity(folder, purpose, "QI Station")
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
        Certificate(id=self.id, purpose=self._purpose, pem=self._own.pem(), **days).save()

    def sign(self, pdf: bytes, token: str, name: str) -> bytes:
        """The file with a signature over the whole of it, which names the paper's token."""
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
