"""Files by their content: written once under their SHA-256, in a folder or an S3 bucket."""

import hashlib
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import obstore
from obstore.store import LocalStore, from_url


class Blobs:
    """An object store whose keys are the SHA-256 of what they hold."""

    def __init__(self, place: str) -> None:
        if "://" in place:
            self._store: Any = from_url(place)
        else:
            Path(place).mkdir(parents=True, exist_ok=True, mode=0o700)
            self._store = LocalStore(Path(place).resolve(), mkdir=True)

    async def put(self, sha256: str, content: bytes | Path | AsyncIterator[bytes]) -> None:
        """Keep content under its hash; writing the same twice is harmless."""
        await obstore.put_async(self._store, _key(sha256), content)

    def keep(self, content: bytes) -> str:
        """Keep content that a thread holds in memory; answers its hash."""
        sha256 = hashlib.sha256(content).hexdigest()
        obstore.put(self._store, _key(sha256), content)
        return sha256

    async def read(self, sha256: str) -> AsyncIterator[bytes]:
        """The content in chunks; FileNotFoundError when it is not here."""
        result = await obstore.get_async(self._store, _key(sha256))
        async for chunk in result.stream():
            yield bytes(chunk)

    def content(self, sha256: str) -> bytes:
        """The whole content, for a thread that needs it in memory; FileNotFoundError when it is not here."""
        return bytes(obstore.get(self._store, _key(sha256)).bytes())

    def size(self, sha256: str) -> int | None:
        """How many bytes are kept under a hash, None when none."""
        try:
            return int(obstore.head(self._store, _key(sha256))["size"])
        except FileNotFoundError:
            return None

    def erase(self, sha256: str) -> None:
        """Let go of what is kept under a hash; nothing, when it is not here."""
        with suppress(FileNotFoundError):
            obstore.delete(self._store, _key(sha256))


def _key(sha256: str) -> str:
    return f"{sha256[:2]}/{sha256}"
