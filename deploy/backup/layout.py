"""How a backup lies in its folder, and how it says what it holds."""

import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from deploy.engines.commands import Failed

AGGREGATES = ("cases", "parts", "roots", "instruments")
# Signing out is not undone by a restore, and what is beside an aggregate is written before the aggregate names it:
# so aggregates are read first, and what they name is there when its turn comes.
LEFT_OUT = ("qi_gateway.sessions", "qi_gateway.tickets", "qi_gateway.signins")


@dataclass(frozen=True)
class Manifest:
    """What a backup holds."""

    made_at: str
    epoch: int
    counts: dict[str, int]  # <database>/<collection> → documents
    hashes: dict[str, str]  # the same → SHA-256 of the file

    def write(self, folder: Path) -> None:
        """Written last: a folder without one is no backup."""
        (folder / "manifest.json").write_text(json.dumps(asdict(self), indent=1, sort_keys=True))

    @classmethod
    def read(cls, folder: Path) -> "Manifest":
        """The manifest of a folder whose files are all there, unchanged."""
        try:
            told: dict[str, Any] = json.loads((folder / "manifest.json").read_text())
        except FileNotFoundError:
            raise Failed("backup", f"{folder} holds none", "Name the folder that `make backup` printed.") from None
        found = cls(**told)
        for place, digest in found.hashes.items():
            if digest_of(documents_of(folder, place)) != digest:
                raise Failed("backup", f"{place} is not as it was written")
        return found


def documents_of(folder: Path, place: str) -> Path:
    """The documents of a collection, one BSON after another."""
    return folder / f"{place}.bson"


def options_of(folder: Path, place: str) -> Path:
    """The indexes of a collection."""
    return folder / f"{place}.metadata.json"


def digest_of(file: Path) -> str:
    """The SHA-256 of a file; empty when it is not there."""
    if not file.exists():
        return ""
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()
