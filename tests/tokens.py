"""Access tokens of a realm that exists only in the tests, signed with a local key and checked by the real verifier."""

import atexit
import base64
import hashlib
import hmac
import json
import shutil
import tempfile
import time
from pathlib import Path
from typing import Any

from joserfc import jwt
from joserfc.jwk import ECKey

from services.kit.identity import TokenVerifier
from services.kit.keys import IssuerKeys

ISSUER = "http://issuer.test/realms/qi"
LIFESPAN_SECONDS = 300
Claims = dict[str, Any]
KEY = ECKey.generate_key("P-256", parameters={"kid": "test"}, private=True)
FOREIGN_KEY = ECKey.generate_key("P-256", parameters={"kid": "test"}, private=True)

BUSINESS: Claims = {
    "sub": "u-business",
    "preferred_username": "business",
    "roles": ["enterprise"],
    "uscc": "91330212MA2AFQT07Y",
}
BUSINESS2: Claims = {
    "sub": "u-business2",
    "preferred_username": "business2",
    "roles": ["enterprise"],
    "uscc": "91330203MA28TEU130",
}
CLERK: Claims = {
    "sub": "u-clerk",
    "preferred_username": "clerk",
    "roles": ["clerk"],
    "station": "330203001",
    "division": "330203",
    "unit": "330203001",
}
CLERK2: Claims = {
    "sub": "u-clerk2",
    "preferred_username": "clerk2",
    "roles": ["clerk"],
    "station": "330212001",
    "division": "330212",
    "unit": "330212001",
}
APPROVER: Claims = {"sub": "u-approver", "preferred_username": "approver", "roles": ["approver"], "division": "330200"}
SUPERVISOR: Claims = {
    "sub": "u-supervisor",
    "preferred_username": "supervisor",
    "roles": ["supervisor"],
    "division": "330200",
}
ADMIN: Claims = {"sub": "u-admin", "preferred_username": "admin", "roles": ["admin"]}
DEPARTMENT: Claims = {"sub": "u-dept-amr", "azp": "dept-amr", "roles": ["department"], "department": "amr"}


def specialist(domain: str, number: str = "") -> Claims:
    """The claims of a specialist of a domain, city unit; a second one with a number."""
    name = f"{domain}{number}"
    return {"sub": f"u-{name}", "preferred_username": name, "roles": ["specialist"], "domain": [domain], "unit": "3302"}


def service(name: str) -> Claims:
    """The claims of a service's own client; those of a domain's carry the domain too."""
    domain = {} if name == "workflow" else {"domain": [name]}
    return {"sub": f"u-service-{name}", "azp": f"qi-{name}", "roles": ["service"], "service": name, **domain}


def issue(*, key: ECKey = KEY, header: dict[str, Any] | None = None, **claims: Any) -> str:
    """A token as the realm makes it, with claims added or, where None, left out."""
    now = int(time.time())
    usual = {"iss": ISSUER, "aud": "qi", "azp": "qi-dev", "typ": "Bearer", "iat": now, "exp": now + LIFESPAN_SECONDS}
    kept = {name: value for name, value in {**usual, "sub": "u-nobody", **claims}.items() if value is not None}
    return jwt.encode({"alg": "ES256", "typ": "at+jwt", "kid": "test", **(header or {})}, kept, key)


def forged(header: Claims, claims: Claims, secret: bytes = b"") -> str:
    """A token made by hand, as no library makes one: unsigned, or HS256 with any bytes for a secret."""
    text = ".".join(_encoded(json.dumps(part).encode()) for part in (header, claims))
    return f"{text}.{_encoded(hmac.digest(secret, text.encode(), hashlib.sha256)) if secret else ''}"


def told(token: str) -> tuple[Claims, Claims]:
    """The header and the claims of a token."""
    header, claims = (json.loads(base64.urlsafe_b64decode(part + "==")) for part in token.split(".")[:2])
    return header, claims


def _encoded(part: bytes) -> str:
    return base64.urlsafe_b64encode(part).decode().rstrip("=")


def bearer(**claims: Any) -> dict[str, str]:
    """The header, or the gRPC metadata, of a request with a token."""
    return {"authorization": f"Bearer {issue(**claims)}"}


def key_set() -> dict[str, Any]:
    """What the realm publishes of its keys."""
    return {"keys": [KEY.as_dict(private=False)]}


def verifier(clients: frozenset[str] = frozenset()) -> TokenVerifier:
    """The verifier of every process, trusting the tests' realm as in demo mode."""
    known = {"qi-gateway", "qi-dev", "dept-amr", "dept-ndrc", "dept-customs"}
    services = {f"qi-{name}" for name in ("workflow", "metrology", "standards", "certification", "inspection", "brand")}
    return TokenVerifier(ISSUER, keys(), clients or frozenset(known | services))


def keys() -> IssuerKeys:
    """The realm's keys, as every process has them."""
    folder = tempfile.mkdtemp(prefix="qi-keys-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return IssuerKeys(key_set, Path(folder) / "keys.json")
