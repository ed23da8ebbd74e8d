"""Tokens as they lie in the store: sealed with keys that the store does not have."""

import base64
import hashlib
import json
import secrets
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet


class Seal:
    """The first secret seals; every one of them opens, so that they can be changed without signing anybody out."""

    def __init__(self, *secret: str) -> None:
        self._keys = MultiFernet([Fernet(_key(one)) for one in secret])

    def close(self, value: dict[str, Any]) -> bytes:
        """A value, sealed."""
        return self._keys.encrypt(json.dumps(value).encode())

    def open(self, sealed: bytes) -> dict[str, Any] | None:
        """The value; None when none of the keys opens it."""
        try:
            value: dict[str, Any] = json.loads(self._keys.decrypt(bytes(sealed)))
        except InvalidToken:
            return None
        return value


def digest(secret: str) -> str:
    """What the store knows a secret by."""
    return hashlib.sha256(secret.encode()).hexdigest()


def draw() -> str:
    """A new secret of 256 bits, fit for a cookie or an address."""
    return secrets.token_urlsafe(32)


def _key(secret: str) -> bytes:
    return base64.urlsafe_b64encode(hashlib.sha256(b"qi sessions\0" + secret.encode()).digest())
