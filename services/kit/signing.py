"""A signing key of a process's own, one per purpose, made on first use; whoever has its public half can check."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import rfc8785
from joserfc import jws
from joserfc.jwk import ECKey

from services.kit.private_files import write_once

ALGORITHM = "ES256"


class Signer:
    """Signs with the key of a file; the file is made when it is missing, and readable by its owner only."""

    def __init__(self, file: Path) -> None:
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        if not file.exists():
            write_once(file, json.dumps(ECKey.generate_key("P-256", private=True).as_dict(private=True)).encode())
        self._key = ECKey.import_key(json.loads(file.read_text()))
        self.kid = self._key.thumbprint()

    def sign(self, payload: Mapping[str, Any]) -> str:
        """A compact JWS over the canonical JSON of a payload."""
        return jws.serialize_compact({"alg": ALGORITHM, "kid": self.kid}, rfc8785.dumps(dict(payload)), self._key)

    def public(self) -> dict[str, Any]:
        """The public half, as a JWK."""
        return {**self._key.as_dict(private=False), "kid": self.kid, "alg": ALGORITHM, "use": "sig"}


def signed(text: str, keys: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """What was signed; JoseError, KeyError or ValueError when the signature is not by one of the keys."""

    def key(found: Any) -> ECKey:
        return ECKey.import_key(dict(keys[found.headers()["kid"]]))

    payload: dict[str, Any] = json.loads(jws.deserialize_compact(text, key, algorithms=[ALGORITHM]).payload)
    return payload
