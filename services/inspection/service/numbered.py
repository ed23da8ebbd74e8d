"""Pages of what inspection numbers."""

from typing import Any

from services.inspection.service import DOMAIN
from services.kit.lifecycle import Head
from services.kit.paging import from_cursor, page_size, to_cursor
from services.kit.repository import Repository
from services.kit.rights import PART, sight
from services.kit.server import caller


def newest(kept: Repository, request: Any) -> tuple[list[Head], str]:
    """The newest that the caller may see, without their histories, and the token of the next page."""
    size, place = page_size(request.page_size), from_cursor(request.page_token, (int,))
    wanted = {**sight(caller(), PART, DOMAIN), **({"number": {"$lt": place[0]}} if place else {})}
    found = kept.collection().find(wanted, {"history": 0}, max_time_ms=10_000)
    rows = list(found.sort([("number", -1), ("_id", -1)]).limit(size + 1))
    return rows[:size], to_cursor([rows[size - 1]["number"]]) if len(rows) > size else ""
