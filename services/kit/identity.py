"""Who calls: access tokens of the realm, verified by every process that takes them."""

import hashlib
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from joserfc import jws, jwt
from joserfc.errors import JoseError
from joserfc.jwk import ECKey

from services.kit import errors
from services.kit.keys import IssuerKeys

AUDIENCE = "qi"
LONGEST_TOKEN = 8192
LEEWAY_SECONDS = 10
CACHED_TOKENS = 4096


@dataclass(frozen=True)
class Caller:
    """Who is behind a request, as the token says; no roles at all for an anonymous one."""

    subject: str = ""
    name: str = ""  # the account's name
    client: str = ""
    roles: frozenset[str] = field(default_factory=frozenset)
    uscc: str = ""
    station: str = ""
    division: str = ""
    unit: str = ""
    department: str = ""
    domains: frozenset[str] = field(default_factory=frozenset)
    service: str = ""

    def has(self, *roles: str) -> bool:
        """Whether the caller holds one of the roles."""
        return not self.roles.isdisjoint(roles)

    @classmethod
    def of(cls, claims: Mapping[str, Any]) -> "Caller":
        """The caller that verified claims describe."""
        domain = claims.get("domain", ())
        return cls(
            subject=claims["sub"],
            name=claims.get("preferred_username", ""),
            client=claims["azp"],
            roles=frozenset(claims.get("roles", ())),
            domains=frozenset([domain] if isinstance(domain, str) else domain),
            **{key: claims.get(key, "") for key in ("uscc", "station", "division", "unit", "department", "service")},
        )


ANONYMOUS = Caller()


class TokenVerifier:
    """Checks an access token: signature, header and claim types, issuer, audience, client, times (identity.md §3)."""

    def __init__(
        self, issuer: str, keys: IssuerKeys, clients: frozenset[str], now: Callable[[], float] = time.time
    ) -> None:
        self._keys = keys
        self._now = now
        self._seen: OrderedDict[bytes, tuple[float, Caller]] = OrderedDict()
        self._lock = threading.Lock()
        self._registry = jws.JWSRegistry(algorithms=["ES256"], strict_check_header=True)
        self._claims = jwt.JWTClaimsRegistry(
            now=lambda: int(now()),
            leeway=LEEWAY_SECONDS,
            iss={"essential": True, "value": issuer},
            aud={"essential": True, "value": AUDIENCE},
            exp={"essential": True},
            iat={"essential": True},
            sub={"essential": True},
            azp={"essential": True, "values": sorted(clients)},
            typ={"essential": True, "value": "Bearer"},
        )

    def verify(self, token: str) -> Caller:
        """The caller, or NotSignedIn; Away when no key of the issuer could be had yet."""
        if len(token) > LONGEST_TOKEN:
            raise errors.NotSignedIn("TOKEN_INVALID", "too long")
        known = self.known(token)
        if known is None:
            expires, known = self._checked(token)
            self._remember(_digest(token), expires, known)
        return known

    def known(self, token: str) -> Caller | None:
        """The caller of a token that was verified before and has not expired; costs nothing, so nobody waits for it."""
        expires, caller = self._seen.get(_digest(token), (0.0, ANONYMOUS))
        return caller if expires > self._now() else None

    def _checked(self, token: str) -> tuple[float, Caller]:
        try:
            decoded = jwt.decode(token, self._key, registry=self._registry)
            self._claims.validate(decoded.claims)
            return float(decoded.claims["exp"]), Caller.of(decoded.claims)
        except (JoseError, ValueError, TypeError, KeyError, AttributeError) as fault:
            raise errors.NotSignedIn("TOKEN_INVALID", type(fault).__name__) from fault

    def _key(self, token: Any) -> ECKey:
        headers = token.headers()
        if str(headers.get("typ", "")).lower() != "at+jwt":
            raise ValueError("not an access token")
        return self._keys.key(str(headers["kid"]))

    def _remember(self, digest: bytes, expires: float, caller: Caller) -> None:
        with self._lock:
            self._seen[digest] = (expires, caller)
            while len(self._seen) > CACHED_TOKENS:
                self._seen.popitem(last=False)


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()
