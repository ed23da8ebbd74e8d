"""The issuer's public keys: fetched, kept on disk, and good through an outage of the issuer."""

import json
import os
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import structlog
from joserfc.errors import JoseError
from joserfc.jwk import ECKey

from services.kit import errors

LOG = structlog.get_logger()
PAUSE_SECONDS = 30.0
FRESH_SECONDS = 3600.0
NO_KEYS = (ValueError, KeyError, TypeError, AttributeError, JoseError)  # what a document that holds none leads to


class IssuerKeys:
    """Keys by id. An unknown id is looked up once per pause for all threads; a bad answer never replaces good keys."""

    def __init__(
        self,
        fetch: Callable[[], dict[str, Any]],
        store: Path,
        now: Callable[[], float] = time.monotonic,
        pause: float = PAUSE_SECONDS,
    ) -> None:
        self._fetch, self._store, self._now, self._pause = fetch, store, now, pause
        self._lock = threading.Lock()
        self._turn = 0
        self._tried = float("-inf")
        self._keys = self._stored()

    def key(self, kid: str) -> ECKey:
        """The key of an id; ValueError when the issuer has none, Away when nothing is known of the issuer."""
        turn = self._turn
        if kid not in self._keys or self._now() - self._tried > FRESH_SECONDS:
            self.refresh(turn)
        if not self._keys:
            raise errors.Away("DEPENDENCY_AWAY", "no keys of the issuer yet", params={"service": "issuer"})
        if kid not in self._keys:
            raise ValueError("unknown key id")
        return self._keys[kid]

    def refresh(self, seen: int) -> bool:
        """Fetch, unless another thread has just done so or the pause runs."""
        with self._lock:
            if seen != self._turn:
                return True
            if self._now() - self._tried < (self._pause if self._keys else 1.0):
                return False
            self._tried = self._now()
            try:
                document = self._fetch()
                keys = _parsed(document)
            except (httpx.HTTPError, *NO_KEYS):
                return False
            self._keys, self._turn = keys, self._turn + 1
            self._write(document)
            return True

    def _stored(self) -> dict[str, ECKey]:
        try:
            return _parsed(json.loads(self._store.read_text()))
        except (OSError, *NO_KEYS):
            return {}

    def _write(self, document: dict[str, Any]) -> None:
        """For the next start; where it cannot be written, the keys in memory are good all the same."""
        try:
            self._store.parent.mkdir(parents=True, exist_ok=True)
            partial = self._store.with_suffix(f".{os.getpid()}")
            partial.write_text(json.dumps(document))
            partial.replace(self._store)
        except OSError as fault:
            LOG.warning("keys_not_kept", fault=type(fault).__name__)


def fetch_from(issuer: str) -> Callable[[], dict[str, Any]]:
    """How the keys of an issuer are had."""

    def fetch() -> dict[str, Any]:
        answer = httpx.get(f"{issuer}/protocol/openid-connect/certs", timeout=5)
        answer.raise_for_status()
        document: dict[str, Any] = answer.json()
        return document

    return fetch


def _parsed(document: dict[str, Any]) -> dict[str, ECKey]:
    keys = {key["kid"]: ECKey.import_key(key) for key in document["keys"] if key.get("crv") == "P-256"}
    if not keys:
        raise ValueError("no usable key")
    return keys
