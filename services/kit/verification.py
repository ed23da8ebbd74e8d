"""Proves an aggregate: replays the hash chain over the stored bytes, and the head that its entries give."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from services.kit.documents import entry_of
from services.kit.lifecycle import GENESIS, Evolve, Head, chained
from services.kit.repository import replay

UNREADABLE = (KeyError, ValueError, TypeError, AttributeError)  # what the rules say to entries they never wrote
Stored = Mapping[str, Any]
Anchors = Iterable[tuple[int, str]]  # revision and its entry's hash, as a signed root has them


@dataclass(frozen=True)
class Finding:
    """The first entry that is wrong, and how: changed, removed, reordered, appended, rewritten, or the head itself."""

    n: int
    kind: str
    fields: tuple[str, ...] = ()  # of a head that is not what the entries give


def verify(document: Head, evolve: Evolve, anchors: Anchors = ()) -> Finding | None:
    """The first thing that is wrong with a document as stored, None when it is whole."""
    history: Sequence[Stored] = document["history"]
    return (
        _chain(history)
        or _ends(history, document["revision"])
        or _anchored(history, anchors)
        or _head(document, evolve)
    )


def _chain(history: Sequence[Stored]) -> Finding | None:
    previous = GENESIS
    for number, stored in enumerate(history, 1):
        if stored.get("n") != number:
            return Finding(number, _displaced(history, number))
        if not _fits(stored, previous):
            return Finding(number, "changed")
        previous = stored["hash"]
    return None


def _fits(stored: Stored, previous: str) -> bool:
    try:
        return bool(chained(previous, stored["body"]) == stored["hash"] and entry_of(dict(stored)).n == stored["n"])
    except UNREADABLE:
        return False


def _displaced(history: Sequence[Stored], number: int) -> str:
    """What happened at a place that holds another number than its own."""
    found = history[number - 1].get("n")
    if not isinstance(found, int):
        return "changed"
    if found < number:
        return "appended"
    return "reordered" if any(stored.get("n") == number for stored in history[number:]) else "removed"


def _ends(history: Sequence[Stored], revision: int) -> Finding | None:
    if len(history) == revision:
        return None
    return Finding(min(len(history), revision) + 1, "removed" if len(history) < revision else "appended")


def _anchored(history: Sequence[Stored], anchors: Anchors) -> Finding | None:
    """A chain that was forged as a whole fits itself, and no longer what was signed of it."""
    good = 0
    for revision, digest in sorted(anchors):
        if revision > len(history):
            return Finding(len(history) + 1, "removed")
        if history[revision - 1]["hash"] != digest:
            return Finding(good + 1, "rewritten")
        good = revision
    return None


def _head(document: Head, evolve: Evolve) -> Finding | None:
    try:
        entries = [entry_of(dict(stored)) for stored in document["history"]]
        given = replay(evolve, entries)
    except UNREADABLE:
        return Finding(document["revision"], "changed")
    wrong = tuple(sorted(field for field, value in given.items() if not _same(document.get(field), value)))
    return Finding(document["revision"], "head", wrong) if wrong else None


def _same(held: Any, given: Any) -> bool:
    """A field that came after the head was written is absent from it, and empty in what replay gives."""
    return held == given or (held is None and not given)
