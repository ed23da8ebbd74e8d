"""The stream of hints for open pages."""

from typing import Annotated

from fastapi import APIRouter, Depends, Header, Response
from fastapi.responses import StreamingResponse

from gateway.identity import Ask, Glance
from gateway.live.sight import HEARERS
from gateway.live.stream import Listener

router = APIRouter(include_in_schema=False)  # a stream is no answer of a document; the README describes it
Hearer = Annotated[Ask, Depends(Glance(*HEARERS))]
HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}  # proxies must not gather it


@router.get("/api/live")
async def live(ask: Hearer, last_event_id: Annotated[str, Header(max_length=60)] = "") -> Response:
    """What moves, as far as the caller may see it: type, id, revision."""
    hub = ask.door.live.hub
    listener = Listener(ask.caller, ask.session.id if ask.session else "", ask.token)
    first = hub.join(listener, last_event_id)
    return StreamingResponse(hub.lines(listener, first), media_type="text/event-stream", headers=HEADERS)
