"""The tree over a day's cases (RFC 6962): its root, and the way from one case up to it."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import rfc8785

EMPTY = hashlib.sha256(b"").hexdigest()


@dataclass(frozen=True)
class Step:
    """One step up: the hash that stands beside, and on which side."""

    side: str  # left | right
    hash: str


def leaf(case_no: str, revision: int, entry_hash: str) -> str:
    """The hash of what a root says of one case."""
    told = rfc8785.dumps({"case": case_no, "revision": revision, "hash": entry_hash})
    return hashlib.sha256(b"\0" + told).hexdigest()


def root(leaves: Sequence[str]) -> str:
    """The root over leaves in their order."""
    if len(leaves) < 2:
        return leaves[0] if leaves else EMPTY
    middle = _middle(len(leaves))
    return _joined(root(leaves[:middle]), root(leaves[middle:]))


def way_up(leaves: Sequence[str], place: int) -> list[Step]:
    """The steps from a leaf to the root."""
    if len(leaves) < 2:
        return []
    middle = _middle(len(leaves))
    if place < middle:
        return [*way_up(leaves[:middle], place), Step("right", root(leaves[middle:]))]
    return [*way_up(leaves[middle:], place - middle), Step("left", root(leaves[:middle]))]


def climbed(start: str, steps: Sequence[Step]) -> str:
    """The root that a leaf and its way lead to."""
    for step in steps:
        start = _joined(step.hash, start) if step.side == "left" else _joined(start, step.hash)
    return start


def _middle(count: int) -> int:
    """The largest power of two below a count."""
    return 1 << (count - 1).bit_length() - 1


def _joined(left: str, right: str) -> str:
    return hashlib.sha256(b"\1" + bytes.fromhex(left) + bytes.fromhex(right)).hexdigest()
