"""Access tokens of demonstration people, by the password grant that only the demo and test realms allow."""

import threading
import time

import httpx

PASSWORD = "demo-only"  # noqa: S105 - of invented people, in a realm that exists on loopback only
KEPT_SECONDS = 200  # of the 300 that a token lives


class Tokens:
    """A person's token, kept while it is good; may be asked from many threads.

    People sign in one at a time: Keycloak takes sign-ins of one account side by side for an attack and refuses them.
    """

    def __init__(self, issuer: str) -> None:
        self._url = f"{issuer}/protocol/openid-connect/token"
        self._kept: dict[str, tuple[float, str]] = {}
        self._lock = threading.Lock()

    def __call__(self, name: str) -> str:
        """The token of a person."""
        with self._lock:
            until, token = self._kept.get(name, (0.0, ""))
            if until < time.monotonic():
                token = self._sign_in(name)
                self._kept[name] = (time.monotonic() + KEPT_SECONDS, token)
            return token

    def _sign_in(self, name: str) -> str:
        form = {"grant_type": "password", "client_id": "qi-dev", "username": name, "password": PASSWORD}
        answer = httpx.post(self._url, data=form, timeout=60)
        if answer.status_code != 200:
            raise RuntimeError(f"no token for {name}: {answer.status_code} {answer.text[:200]}")
        return str(answer.json()["access_token"])
