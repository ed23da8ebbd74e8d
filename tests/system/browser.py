"""A browser that signs in by form at the real Keycloak; a jar of Python would not send Secure cookies over HTTP."""

import html
import re
from typing import Any
from urllib.parse import urljoin, urlsplit

import httpx

from deploy.keycloak.tokens import PASSWORD

ACTION = re.compile(r'<form[^>]*id="kc-form-login"[^>]*action="([^"]+)"|action="([^"]+)"[^>]*id="kc-form-login"')


class Browser:
    """Cookies by origin, redirects by hand, and what a page of the portal sends."""

    def __init__(self, gateway: str) -> None:
        self.gateway = gateway
        self.cookies: dict[str, dict[str, str]] = {}
        self.http = httpx.Client(timeout=60)

    def close(self) -> None:
        """Close the connections."""
        self.http.close()

    def ask(self, method: str, url: str, **given: Any) -> httpx.Response:
        """One request, with the cookies of its host, as an own page makes it."""
        url = urljoin(self.gateway, url)
        kept = self.cookies.setdefault(urlsplit(url).netloc, {})
        headers = {"Origin": self.gateway, "X-QI": "1", **given.pop("headers", {})}
        if kept:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in kept.items())
        answer = self.http.request(method, url, headers=headers, **given)
        for line in answer.headers.get_list("set-cookie"):
            name, _, value = line.partition(";")[0].partition("=")
            kept[name] = value
        return answer

    def form(self, back: str = "/", **more: str) -> tuple[httpx.Response, str]:
        """Keycloak's page, and where its form goes."""
        sent = self.ask("GET", "/auth/login", params={"return": back, **more})
        assert sent.status_code == 303, sent.text
        page = self.ask("GET", sent.headers["location"])
        found = ACTION.search(page.text)
        assert found, page.text[:2000]
        return page, html.unescape(found[1] or found[2])

    def fill(self, action: str, username: str, password: str = PASSWORD) -> httpx.Response:
        """Send the form; what Keycloak answers."""
        return self.ask("POST", action, data={"username": username, "password": password}, headers={"Origin": "null"})

    def sign_in(self, username: str, back: str = "/") -> httpx.Response:
        """The whole course; the gateway's answer to the callback."""
        sent = self.fill(self.form(back)[1], username)
        assert sent.status_code == 302, sent.text[:2000]
        return self.ask("GET", sent.headers["location"])

    def me(self) -> httpx.Response:
        """Who the gateway says that this is."""
        return self.ask("GET", "/api/me")
