"""Signs digital certificates (XML signature, enveloped) with the key that also signs their papers."""

from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from lxml import etree
from signxml.algorithms import DigestAlgorithm, SignatureConstructionMethod, SignatureMethod
from signxml.signer import XMLSigner

from services.kit.authority import identity


class _Filled(XMLSigner):
    """Leaves no element of a signature without text: the field's own checker takes an empty one for an omission."""

    def _build_sig(self, *given: Any, **named: Any) -> Any:
        signed_info, value = super()._build_sig(*given, **named)  # type: ignore[no-untyped-call]
        for element in signed_info.iter():
            if len(element) == 0 and not element.text:
                element.text = element.get("Algorithm").rpartition("#")[2]
        return signed_info, value


class Signature:
    """One key and its signatures under XML documents."""

    def __init__(self, folder: Path, purpose: str) -> None:
        own = identity(folder, purpose, "QI Station")
        self._key = own.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        self._chain = own.pem()
        self._signer: Any = _Filled(
            method=SignatureConstructionMethod.enveloped,
            signature_algorithm=SignatureMethod.ECDSA_SHA256,
            digest_algorithm=DigestAlgorithm.SHA256,
        )

    def sign(self, document: bytes) -> bytes:
        """The document with a signature over the whole of it."""
        signed = self._signer.sign(etree.fromstring(document), key=self._key, cert=self._chain)
        return bytes(etree.tostring(signed, encoding="UTF-8", xml_declaration=True))
