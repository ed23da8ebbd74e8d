"""The latest events of cases and parts, for departments."""

import json
from typing import Annotated

from fastapi import APIRouter, Depends, Query

from gateway.document import refusals
from gateway.identity import Admit, Ask
from gateway.paging import Cursor, Limit
from gateway.schemas.events import Happened, Happenings
from services.kit.paging import from_cursor, to_cursor

router = APIRouter(prefix="/api/events", tags=["events"])
Onlooker = Annotated[Ask, Depends(Admit("department", "admin"))]
Exact = Annotated[str, Query(max_length=120)]
TOLD = ("type", "key", "sequence", "time")


@router.get("", operation_id="listEvents", responses=refusals(403))
async def events(
    ask: Onlooker, type: Exact = "", key: Exact = "", limit: Limit = 50, cursor: Cursor = ""
) -> Happenings:
    """What happened, the newest first, as far as the caller's department is told; of the last 30 days."""
    place = from_cursor(cursor, (str,))
    found = await ask.door.events.page(ask.caller, type, key, str(place[0]) if place else "", limit)
    page = [
        Happened(id=row["_id"], data=json.loads(row["data"]), **{name: row[name] for name in TOLD})
        for row in found[:limit]
    ]
    return Happenings(events=page, next=to_cursor([found[limit - 1]["place"]]) if len(found) > limit else None)
