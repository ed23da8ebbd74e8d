"""What the gateway asks of Keycloak, and what it checks of the answers."""

import asyncio
import base64
import hashlib
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import httpx
from joserfc import jws, jwt
from joserfc.errors import JoseError

from services.kit.errors import Away, NotSignedIn
from services.kit.identity import LEEWAY_SECONDS
from services.kit.keys import IssuerKeys

CLIENT = "qi-gateway"
WAIT_SECONDS = 8
LOGOUT = "http://schemas.openid.net/event/backchannel-logout"
KINDS = {"ID": "jwt", "Logout": "logout+jwt"}  # claim typ → header typ


class Refused(Exception):  # noqa: N818 - says what happened
    """Keycloak does not take a code or a refresh token, or what it gave does not pass the checks."""


@dataclass(frozen=True)
class Granted:
    """Tokens for a person, and for how many seconds they are good."""

    access: str
    refresh: str
    identity: str
    access_seconds: float
    refresh_seconds: float


class Issuer:
    """Keycloak, as one confidential client sees it."""

    def __init__(
        self,
        address: str,
        public_url: str,
        secret: str,
        keys: IssuerKeys,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        self.address, self._public_url, self._keys = address, public_url, keys
        self._endpoint = f"{address}/protocol/openid-connect"
        self._http = httpx.AsyncClient(transport=transport, timeout=WAIT_SECONDS, auth=(CLIENT, secret))
        self._registry = jws.JWSRegistry(algorithms=["ES256"], strict_check_header=True)

    def sign_in_url(self, state: str, nonce: str, verifier: str, locale: str) -> str:
        """Where a browser goes to sign in (code with PKCE)."""
        challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")
        asked = {
            "response_type": "code",
            "client_id": CLIENT,
            "redirect_uri": self._callback,
            "scope": "openid",
            "state": state,
            "nonce": nonce,
            "code_challenge": challenge,
            "code_challenge_method": "S256",
            "ui_locales": locale,
        }
        return f"{self._endpoint}/auth?{urlencode(asked)}"

    def sign_out_url(self, identity: str) -> str:
        """Where a browser goes to end its session with Keycloak too."""
        asked = {"id_token_hint": identity, "client_id": CLIENT, "post_logout_redirect_uri": f"{self._public_url}/"}
        return f"{self._endpoint}/logout?{urlencode(asked)}"

    async def exchange(self, code: str, verifier: str) -> Granted:
        """The tokens of a code."""
        form = {"grant_type": "authorization_code", "code": code, "code_verifier": verifier}
        return await self._granted({**form, "redirect_uri": self._callback})

    async def refresh(self, token: str) -> Granted:
        """The tokens that follow; the given one is used up."""
        return await self._granted({"grant_type": "refresh_token", "refresh_token": token})

    async def identity(self, token: str, nonce: str) -> Mapping[str, Any]:
        """The claims of an ID token made for this sign-in."""
        return await self._claims(token, "ID", nonce={"essential": True, "value": nonce}, sid={"essential": True})

    async def logout(self, token: str) -> Mapping[str, Any]:
        """The claims of a logout token."""
        claims = await self._claims(token, "Logout", jti={"essential": True})
        events = claims.get("events")
        if "nonce" in claims or not isinstance(events, dict) or LOGOUT not in events:
            raise Refused("no logout token")
        if not (claims.get("sid") or claims.get("sub")):
            raise Refused("nobody is named")
        return claims

    async def close(self) -> None:
        """Close the connections."""
        await self._http.aclose()

    @property
    def _callback(self) -> str:
        return f"{self._public_url}/auth/callback"

    async def _granted(self, form: Mapping[str, str]) -> Granted:
        try:
            async with asyncio.timeout(WAIT_SECONDS):
                answer = await self._http.post(f"{self._endpoint}/token", data=form)
        except (httpx.TransportError, TimeoutError) as fault:
            raise _away() from fault
        if answer.status_code >= 500 or answer.status_code == 429:
            raise _away()
        if answer.status_code != 200:
            raise Refused(answer.text[:200])
        told = answer.json()
        return Granted(
            told["access_token"],
            told["refresh_token"],
            told["id_token"],
            float(told["expires_in"]),
            float(told["refresh_expires_in"]),
        )

    async def _claims(self, token: str, kind: str, **more: Any) -> Mapping[str, Any]:
        """Verified in a thread: the keys may have to be fetched."""
        rules = jwt.JWTClaimsRegistry(
            now=lambda: int(time.time()),
            leeway=LEEWAY_SECONDS,
            iss={"essential": True, "value": self.address},
            aud={"essential": True, "value": CLIENT},
            exp={"essential": True},
            iat={"essential": True},
            typ={"essential": True, "value": kind},
            **more,
        )
        try:
            decoded = await asyncio.to_thread(jwt.decode, token, self._finder(KINDS[kind]), registry=self._registry)
            rules.validate(decoded.claims)
        except (JoseError, ValueError, TypeError, KeyError, AttributeError) as fault:
            raise Refused(type(fault).__name__) from fault
        return decoded.claims

    def _finder(self, kind: str) -> Any:
        def find(token: Any) -> Any:
            headers = token.headers()
            if str(headers.get("typ", "")).lower() != kind:
                raise ValueError("a token of another kind")
            return self._keys.key(str(headers["kid"]))

        return find


def _away() -> Away:
    return Away("DEPENDENCY_AWAY", params={"service": "issuer", "s": 5})


def signed_out() -> NotSignedIn:
    """What everybody hears who has no session, or none any more."""
    return NotSignedIn("SIGNED_OUT")
