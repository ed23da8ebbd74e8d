"""Long histories: past a size the oldest published entries move into a chunk beside the aggregate, and read as before.

A chunk is written before the aggregate names it and never changes, so dying in between leaves one that nobody names.
Sealing is no change of the aggregate: its revision, its head and the bytes of its entries stay what they were.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import structlog
from pymongo.errors import DuplicateKeyError

from services.kit.documents import SCHEMA
from services.kit.lifecycle import Head

LOG = structlog.get_logger()
LARGE_BYTES = 200_000  # of a history: what is smaller stays whole
KEPT = 20  # of the newest entries: where a request that comes again is looked for first
ENTRY_BYTES = 100  # of an entry beside its text


def whole(collection: Any, document: Head) -> Head:
    """The document with its whole history, sealed entries and all."""
    names = _names(document)
    if not names:
        return document
    chunks = {chunk["_id"]: chunk["entries"] for chunk in _beside(collection).find({"_id": {"$in": names}})}
    return {**document, "history": [entry for name in names for entry in chunks[name]] + document["history"]}


def seal(collection: Any, document: Head) -> bool:
    """Move what can be moved of a whole document's history when it is large; whether anything was."""
    done, last = sealed(document), _movable(document)
    if last <= done or size(document["history"][done:]) <= LARGE_BYTES:
        return False
    ends = [*document.get("sealed", []), last]
    row = {"_id": _names({**document, "sealed": ends})[-1], "of": document["_id"], "schema": SCHEMA}
    try:
        _beside(collection).insert_one({**row, "entries": document["history"][done:last]})
    except DuplicateKeyError:
        LOG.info("sealed_before", chunk=row["_id"])  # by one that died, or by another process just now: the same bytes
    guard = {"_id": document["_id"], "revision": document["revision"], "sealed": document.get("sealed")}
    update = {"$set": {"history": document["history"][last:], "sealed": ends}}
    return bool(collection.update_one(guard, update).modified_count)


def sealed(document: Mapping[str, Any]) -> int:
    """How many entries stand in chunks."""
    ends = document.get("sealed")
    return int(ends[-1]) if ends else 0


def size(history: Sequence[Mapping[str, Any]]) -> int:
    """The bytes of a history, nearly."""
    return sum(len(entry["body"].encode()) + ENTRY_BYTES for entry in history)


def _movable(document: Mapping[str, Any]) -> int:
    """The last entry that is published and none of the newest."""
    revision = int(document["revision"])
    return min(int(document.get("unpublished_from", revision + 1)) - 1, revision - KEPT)


def _names(document: Mapping[str, Any]) -> list[str]:
    ends = [0, *(document.get("sealed") or [])]
    return [f"{document['_id']}:{begin + 1}-{end}" for begin, end in zip(ends, ends[1:], strict=False)]


def _beside(collection: Any) -> Any:
    return collection.database[f"{collection.name}_sealed"]
