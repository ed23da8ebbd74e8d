"""A certificate authority of one's own, and keys with certificates by it: a file a purpose, made when missing."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, load_pem_private_key
from cryptography.x509.oid import NameOID

from services.kit.private_files import write_once

AUTHORITY = "authority"
YEARS = timedelta(days=3653)
Key = ec.EllipticCurvePrivateKey


@dataclass(frozen=True)
class Identity:
    """A key, its certificate, and that of who issued it."""

    key: Key
    certificate: x509.Certificate
    issuer: x509.Certificate

    @property
    def id(self) -> str:
        """What the key is known by: the beginning of its certificate's fingerprint."""
        return self.certificate.fingerprint(hashes.SHA256()).hex()[:16]

    def pem(self) -> str:
        """The public chain: certificate, then issuer."""
        return "".join(one.public_bytes(Encoding.PEM).decode() for one in (self.certificate, self.issuer))


def identity(folder: Path, purpose: str, name: str) -> Identity:
    """The identity for a purpose; an operator may put a file of another authority there before the first start."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    file = folder / f"{purpose}.pem"
    if not file.exists():
        authority = _authority(folder, name)
        key = ec.generate_private_key(ec.SECP256R1())
        certificate = _issued(f"{name} {purpose}", key, authority)
        write_once(file, _pem(key, certificate, authority.certificate))
    return _read(file)


def _authority(folder: Path, name: str) -> Identity:
    file = folder / f"{AUTHORITY}.pem"
    if not file.exists():
        key = ec.generate_private_key(ec.SECP256R1())
        certificate = _issued(f"{name} {AUTHORITY}", key, None)
        write_once(file, _pem(key, certificate, certificate))
    return _read(file)


def _issued(name: str, key: Key, by: Identity | None) -> x509.Certificate:
    """A certificate; of the authority's own key when nobody issues it."""
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now, public = datetime.now(UTC), key.public_key()
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(by.certificate.subject if by else subject)
        .public_key(public)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + YEARS)
        .add_extension(x509.BasicConstraints(ca=by is None, path_length=0 if by is None else None), critical=True)
        .add_extension(_usage(authority=by is None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
    )
    if by:
        issuer = x509.AuthorityKeyIdentifier.from_issuer_public_key(by.key.public_key())
        builder = builder.add_extension(issuer, critical=False)
    return builder.sign(by.key if by else key, hashes.SHA256())


def _usage(*, authority: bool) -> x509.KeyUsage:
    never = dict.fromkeys(
        ("key_encipherment", "data_encipherment", "key_agreement", "encipher_only", "decipher_only"), False
    )
    return x509.KeyUsage(
        digital_signature=not authority,
        content_commitment=not authority,
        key_cert_sign=authority,
        crl_sign=authority,
        **never,
    )


def _read(file: Path) -> Identity:
    content = file.read_bytes()
    key = load_pem_private_key(content, None)
    certificate, issuer = x509.load_pem_x509_certificates(content)[:2]
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise TypeError(f"{file}: a key on an elliptic curve is needed")
    return Identity(key, certificate, issuer)


def _pem(key: Key, *certificates: x509.Certificate) -> bytes:
    told = [key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())]
    return b"".join(told + [one.public_bytes(Encoding.PEM) for one in certificates])
