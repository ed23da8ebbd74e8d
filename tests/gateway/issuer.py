"""Keycloak's token endpoint as the gateway's tests need it: codes, rotating refresh tokens, logout tokens."""

import time
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
from joserfc import jwt

from gateway.signin.issuer import LOGOUT, Issuer
from services.kit.keys import IssuerKeys
from tests import tokens


@dataclass
class FakeIssuer:
    """One realm: what it was asked, and how it answers next."""

    claims: tokens.Claims = field(default_factory=lambda: dict(tokens.CLERK))
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    refreshed: list[str] = field(default_factory=list)
    good: str = ""  # the one refresh token that is taken
    access_seconds: int = 300
    status: int = 200  # anything else: so it fails
    told: dict[str, Any] = field(default_factory=dict)  # claims of the ID token that are other than usual

    def client(self, public_url: str, keys: IssuerKeys) -> Issuer:
        """The gateway's client of this issuer."""
        return Issuer(tokens.ISSUER, public_url, "secret", keys, httpx.MockTransport(self._answer))

    def sign_in(self, address: str) -> dict[str, str]:
        """A person signs in at the address that the gateway told; what the browser brings back."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        code = f"code-{len(self.codes)}"
        self.codes[code] = asked
        return {"state": asked["state"], "code": code, "iss": tokens.ISSUER}

    def logout_token(self, header: str = "logout+jwt", **claims: Any) -> str:
        """A logout token, with claims changed or, where None, left out."""
        now = int(time.time())
        usual = {"iss": tokens.ISSUER, "aud": "qi-gateway", "iat": now, "exp": now + 120, "jti": "j-1", "typ": "Logout"}
        told = {**usual, "sid": "s-1", "events": {LOGOUT: {}}, **claims}
        kept = {name: value for name, value in told.items() if value is not None}
        return jwt.encode({"alg": "ES256", "typ": header, "kid": "test"}, kept, tokens.KEY)

    def _answer(self, request: httpx.Request) -> httpx.Response:
        form = {name: values[0] for name, values in parse_qs(request.content.decode()).items()}
        if self.status != 200:
            return httpx.Response(self.status, json={"error": "told_to"})
        if form["grant_type"] == "refresh_token":
            self.refreshed.append(form["refresh_token"])
            taken = form["refresh_token"] == self.good
            return self._granted({}) if taken else httpx.Response(400, json={"error": "invalid_grant"})
        asked = self.codes.pop(form["code"], None)
        return self._granted(asked) if asked else httpx.Response(400, json={"error": "invalid_grant"})

    def _granted(self, asked: dict[str, str]) -> httpx.Response:
        now = int(time.time())
        named = {"iss": tokens.ISSUER, "aud": "qi-gateway", "azp": "qi-gateway", "typ": "ID", "sid": "s-1"}
        told = {**named, "sub": self.claims["sub"], "iat": now, "exp": now + 300, "nonce": asked.get("nonce")}
        told |= {"family_name": "周", "given_name": "宁", **self.told}
        kept = {name: value for name, value in told.items() if value is not None}
        self.good = f"refresh-{len(self.refreshed)}"
        answer = {
            "access_token": tokens.issue(**{**self.claims, "azp": "qi-gateway", "jti": self.good}),
            "refresh_token": self.good,
            "id_token": jwt.encode({"alg": "ES256", "typ": "JWT", "kid": "test"}, kept, tokens.KEY),
            "expires_in": self.access_seconds,
            "refresh_expires_in": 1800,
        }
        return httpx.Response(200, json=answer)
