"""A browser before the gateway: keeps its cookies and sends what a page of ours sends."""

from typing import Any

import httpx

from gateway.signin.cookies import SESSION
from tests.gateway.conftest import Gateway


class Browser:
    """One browser; a jar of Python would not send Secure cookies over loopback's plain HTTP."""

    def __init__(self, gateway: Gateway) -> None:
        self.gateway = gateway
        self.cookies: dict[str, str] = {}
        self.own = {"Origin": gateway.door.settings.origin(), "X-QI": "1", "Sec-Fetch-Site": "same-origin"}

    def ask(self, method: str, path: str, headers: dict[str, str] | None = None, **given: Any) -> httpx.Response:
        """A request with the cookies; with the headers of an own page unless others are given."""
        kept = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        told = {**(self.own if headers is None else headers), **({"Cookie": kept} if kept else {})}
        answer = self.gateway.http.request(method, path, headers=told, **given)
        for line in answer.headers.get_list("set-cookie"):
            name, _, value = line.partition(";")[0].partition("=")
            self.cookies[name] = value.strip('"')
            if not self.cookies[name]:
                del self.cookies[name]
        return answer

    def begin(self, back: str = "/desk", **more: str) -> dict[str, str]:
        """Sign in with Keycloak; what the browser brings back."""
        sent = self.ask("GET", "/auth/login", params={"return": back, **more})
        assert sent.status_code == 303
        return self.gateway.behind.issuer.sign_in(sent.headers["location"])

    def come_back(self, **brought: str) -> httpx.Response:
        """Follow Keycloak back to the gateway."""
        return self.ask("GET", "/auth/callback", params=brought)

    def sign_in(self, back: str = "/desk") -> httpx.Response:
        """The whole course."""
        return self.come_back(**self.begin(back))

    @property
    def session(self) -> str:
        """The secret of the session."""
        return self.cookies.get(SESSION, "")
