"""Cursors: the place in an order at which the next page begins, opaque to whoever holds it."""

import base64
import binascii
import json
from collections.abc import Sequence

from services.kit.errors import malformed

LONGEST = 512
NUMBERS = range(10**14)  # milliseconds until the year 5138
SIZES = range(1, 201)


def page_size(asked: int, default: int = 50) -> int:
    """The size of a page: 1–200, the default where none was asked for."""
    if asked == 0:
        return default
    if asked not in SIZES:
        raise malformed("limit", "OUT_OF_RANGE", "limit is 1 to 200", min=SIZES[0], max=SIZES[-1])
    return asked


def to_cursor(place: Sequence[str | int]) -> str:
    """A place as text that is safe in an address."""
    return base64.urlsafe_b64encode(json.dumps(list(place), separators=(",", ":")).encode()).decode().rstrip("=")


def from_cursor(cursor: str, kinds: Sequence[type]) -> list[str | int] | None:
    """The place a cursor holds, None for no cursor; CURSOR_INVALID for anything we have not made."""
    if not cursor:
        return None
    try:
        if len(cursor) > LONGEST:
            raise ValueError("too long")
        padded = cursor + "=" * (-len(cursor) % 4)
        place = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
        json.dumps(place, ensure_ascii=False).encode()  # half a surrogate pair is no text
    except (ValueError, binascii.Error, RecursionError) as fault:
        raise malformed("cursor", "CURSOR_INVALID") from fault
    if not isinstance(place, list) or [type(part) for part in place] != list(kinds):
        raise malformed("cursor", "CURSOR_INVALID")
    if any(isinstance(part, int) and part not in NUMBERS for part in place):
        raise malformed("cursor", "CURSOR_INVALID")
    return place
