"""Series of lots: begun, judged lot by lot."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from qi.inspection.v1 import series_service_pb2 as pb

from gateway import actions
from gateway.actions import Action
from gateway.document import KEY, KEYED, REVISION, read_answer, refusals, tagged_answer, takes
from gateway.etags import answered, expected_revision, tagged
from gateway.identity import Admit, Ask
from gateway.paging import Cursor, Limit
from gateway.plain import told
from gateway.reader import body_of, expect_key
from gateway.schemas.inspection.series import (
    InformBody,
    Lot,
    LotBody,
    LotVerdict,
    ResumeBody,
    Series,
    SeriesBody,
    SeriesHead,
    SeriesPage,
)

router = APIRouter(prefix="/api/inspection/series", tags=["inspection"])
Reader = Annotated[Ask, Depends(Admit("enterprise", "specialist", "approver", "supervisor"))]
Maker = Annotated[Ask, Depends(Admit("enterprise", "specialist"))]
Specialist = Annotated[Ask, Depends(Admit("specialist"))]
ACTIONS = {
    "inform": Action(
        "InformSeries",
        pb.InformSeriesRequest,
        "whether production is steady, and reduced inspection agreed to",
        InformBody,
    ),
    "resume": Action("ResumeSeries", pb.ResumeSeriesRequest, "suspended → tightened", ResumeBody),
}


@router.post(
    "",
    status_code=201,
    operation_id="beginSeries",
    response_model=Series,
    responses={**tagged_answer(201), **refusals(403, 415)},
    openapi_extra=takes(SeriesBody, KEYED),
)
async def begin(request: Request, ask: Maker) -> Response:
    """Begin a series, on normal inspection."""
    expect_key(request)
    body = await body_of(request, ask, SeriesBody)
    made = await ask.call("inspection", "BeginSeries", pb.BeginSeriesRequest(**body.model_dump(exclude_none=True)))
    return answered(Series, request, made, 201, Location=f"/api/inspection/series/{made.id}")


@router.get("", operation_id="listSeries", responses=refusals(403))
async def listed(
    ask: Reader,
    limit: Limit = 50,
    cursor: Cursor = "",
) -> SeriesPage:
    """The series that the caller may see, the newest first."""
    page = await ask.call("inspection", "ListSeries", pb.ListSeriesRequest(page_size=limit, page_token=cursor))
    return SeriesPage(series=[told(SeriesHead, one) for one in page.series], next=page.next_page_token)


@router.get(
    "/{series_id}", operation_id="getSeries", response_model=Series, responses={**read_answer(), **refusals(403, 404)}
)
async def one(series_id: str, request: Request, ask: Reader) -> Response:
    """One series, with its lots."""
    return answered(Series, request, await ask.call("inspection", "GetSeries", pb.GetSeriesRequest(id=series_id)))


@router.post(
    "/{series_id}/lots",
    status_code=201,
    operation_id="recordLot",
    response_model=LotVerdict,
    responses={**tagged_answer(201), **refusals(403, 404, 409, 412, 415, 428)},
    openapi_extra=takes(LotBody, REVISION, KEY),
)
async def lot(series_id: str, request: Request, ask: Maker) -> Response:
    """The verdict on the next lot, and the severity for the one after it."""
    revision = expected_revision(request)
    words = (await body_of(request, ask, LotBody)).model_dump()
    asked = pb.RecordLotRequest(id=series_id, expected_revision=revision, **words)
    found = await ask.call("inspection", "RecordLot", asked)
    latest = found.lots[0]
    verdict = LotVerdict(
        verdict="accepted" if latest.accepted else "not_accepted",
        severity=found.severity,
        why=latest.why,
        score=found.score,
        revision=found.revision,
        lot=told(Lot, latest),
    )
    return tagged(request, verdict.model_dump(mode="json"), found.revision, 201)


def _add(name: str, action: Action) -> None:
    async def act(series_id: str, request: Request, ask: Specialist) -> Response:
        move = await actions.move_of(request, ask, action)
        return answered(Series, request, await ask.call("inspection", action.rpc, move.message(id=series_id)))

    actions.add(router, "/{series_id}", name, action, act, answer=Series)


for _name, _action in ACTIONS.items():
    _add(_name, _action)
