"""Writes a backup, of a running stack too: each aggregate is one document, so each is whole."""

import shutil
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bson import json_util
from bson.codec_options import CodecOptions
from bson.raw_bson import RawBSONDocument

from deploy.backup.layout import AGGREGATES, LEFT_OUT, Manifest, digest_of, documents_of, options_of
from deploy.standing import DATABASES, Client

RAW: CodecOptions[Any] = CodecOptions(document_class=RawBSONDocument)
Say = Callable[[str], None]


def back_up(client: Client, told: Mapping[str, str], state: Path, folder: Path, say: Say) -> Manifest:
    """Documents first, then the files that they name, then the keys."""
    folder.mkdir(parents=True, mode=0o700)
    counts, hashes = {}, {}
    for place in places(client):
        counts[place] = _dump(client, place, folder)
        hashes[place] = digest_of(documents_of(folder, place))
        say(f"{place} {counts[place]}")
    copy_missing(Path(told["QI_BLOBS"]), folder / "blobs")
    copy_missing(state, folder / "state")
    manifest = Manifest(datetime.now(UTC).isoformat(), epoch_of(client), counts, hashes)
    manifest.write(folder)
    return manifest


def places(client: Client) -> Iterator[str]:
    """Every collection, the window's first and in each database the aggregates first."""
    there = set(client.list_database_names())
    for database in DATABASES:
        names = client[database].list_collection_names() if database in there else []
        for name in sorted(names, key=lambda name: (name not in AGGREGATES, name)):
            if f"{database}.{name}" not in LEFT_OUT and not name.startswith("system."):
                yield f"{database}/{name}"


def collection_of(client: Client, place: str) -> Any:
    """The collection behind a place."""
    database, _, name = place.partition("/")
    return client[database][name]


def epoch_of(client: Client) -> int:
    """The highest epoch that a database knows."""
    found = (client[database]["marks"].find_one({"_id": "epoch"}) for database in DATABASES)
    return max((row["value"] for row in found if row), default=1)


def copy_missing(source: Path, target: Path) -> None:
    """Copy the files that are not there yet; `source` may be absent."""
    for file in source.rglob("*") if source.is_dir() else ():
        copied = target / file.relative_to(source)
        if file.is_file() and not copied.exists():
            copied.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            shutil.copy2(file, copied)


def _dump(client: Client, place: str, folder: Path) -> int:
    collection, count = collection_of(client, place).with_options(codec_options=RAW), 0
    documents_of(folder, place).parent.mkdir(exist_ok=True, mode=0o700)
    with documents_of(folder, place).open("wb") as file:
        for document in collection.find().sort("_id"):
            file.write(document.raw)
            count += 1
    indexes = [_index(found) for found in collection_of(client, place).list_indexes()]
    options_of(folder, place).write_text(json_util.dumps({"options": {}, "indexes": indexes}))
    return count


def _index(found: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in found.items() if key not in ("ns", "storageEngine")}
