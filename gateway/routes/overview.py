"""What is going on at a glance."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query
from qi.workflow.v1 import overview_service_pb2 as pb

from gateway.document import refusals
from gateway.identity import Admit, Ask
from gateway.plain import told
from gateway.schemas.overview import Board, Counts, Load, Ratings

router = APIRouter(prefix="/api/overview", tags=["desk"])
Window = Annotated[Ask, Depends(Admit("clerk", "supervisor"))]
Supervisor = Annotated[Ask, Depends(Admit("supervisor"))]
Station = Annotated[str, Query(pattern="^[0-9]{9}$")]
Until = Annotated[
    str, Query(pattern="^([0-9]{4}-[0-9]{2}-[0-9]{2})?$", description="Tomorrow's working day without one")
]


@router.get("/counts", operation_id="getCounts", responses=refusals(403))
async def counts(ask: Window) -> Counts:
    """How many cases each view of the queue holds."""
    return told(Counts, await ask.call("workflow", "GetCounts", pb.GetCountsRequest()))


@router.get("/board", operation_id="getBoard", responses=refusals(403))
async def board(ask: Supervisor) -> Board:
    """Stations side by side."""
    return told(Board, await ask.call("workflow", "GetBoard", pb.GetBoardRequest()))


@router.get("/load", operation_id="getLoad", responses=refusals(403))
async def load(
    ask: Supervisor,
    station: Station,
    away: Annotated[list[Annotated[str, Query(max_length=60)]], Query(max_length=50)] = [],  # noqa: B006 - FastAPI's own copy
    until: Until = "",
    a_day: Annotated[int, Query(ge=0, le=200, description="0: as assumed")] = 0,
) -> Load:
    """What each clerk has in hand, and what would be late if some were away."""
    asked = pb.GetLoadRequest(station=station, away=away, until=until, a_day=a_day)
    return told(Load, await ask.call("workflow", "GetLoad", asked))


@router.get("/ratings", operation_id="listRatings", responses=refusals(403))
async def ratings(ask: Window) -> Ratings:
    """Bad ratings, those that wait first."""
    return told(Ratings, await ask.call("workflow", "ListRatings", pb.ListRatingsRequest()))
