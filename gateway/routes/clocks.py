"""Clocks: the limits of a case, each with its whole computation; and the cards that clocks raised."""

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query, Request, Response
from qi.workflow.v1 import clock_service_pb2 as pb

from gateway.document import read_answer, refusals
from gateway.etags import tagged
from gateway.identity import Admit, Ask
from gateway.paging import Cursor
from gateway.plain import told
from gateway.schemas.clocks import Cards, Clocks, SupervisionCard, WholeCard

router = APIRouter(tags=["clocks"])
Reader = Annotated[Ask, Depends(Admit("enterprise", "clerk", "specialist", "approver", "supervisor"))]
Supervisor = Annotated[Ask, Depends(Admit("clerk", "approver", "supervisor"))]


@router.get(
    "/api/cases/{no}/clocks",
    operation_id="getClocks",
    response_model=Clocks,
    responses={**read_answer(), **refusals(403, 404)},
)
async def clocks(no: str, request: Request, ask: Reader) -> Response:
    """Every clock of a case: limit, start, due date, and why each day counts or not."""
    found = told(Clocks, await ask.call("workflow", "GetClocks", pb.GetClocksRequest(no=no)))
    return tagged(request, found.model_dump(mode="json"))


@router.get("/api/cards", operation_id="listCards", responses=refusals(403))
async def cards(
    ask: Supervisor,
    state: Literal["open", "closed"] = "open",
    level: Literal["yellow", "red"] | None = None,
    station: Annotated[str, Query(max_length=60)] = "",
    limit: Annotated[int, Query(ge=1, le=200, description="Cases, each with its cards")] = 50,
    cursor: Cursor = "",
) -> Cards:
    """The cards of the cases the caller may see, the newest first; `closed`: of cases that have no open one."""
    asked = pb.ListCardsRequest(state=state, level=level or "", station=station, page_size=limit, page_token=cursor)
    answer = await ask.call("workflow", "ListCards", asked)
    return Cards(cards=[told(SupervisionCard, card) for card in answer.cards], next=answer.next_page_token)


@router.get(
    "/api/cards/{card}",
    operation_id="getCard",
    response_model=WholeCard,
    responses={**read_answer(), **refusals(403, 404)},
)
async def card(card: str, request: Request, ask: Supervisor) -> Response:
    """One card with what was done about it; actions on it are actions on its case."""
    found = await ask.call("workflow", "GetCard", pb.GetCardRequest(id=card[:200]))
    return tagged(request, told(WholeCard, found).model_dump(mode="json"))
