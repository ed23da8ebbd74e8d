"""The working-day calendar: its years for everybody, and their change for an administrator."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Request, Response
from qi.workflow.v1 import calendar_service_pb2 as pb

from gateway.document import KEY, REVISION, read_answer, refusals, takes
from gateway.etags import answered, expected_revision, tagged
from gateway.identity import ANYONE, Admit, Ask
from gateway.plain import told
from gateway.reader import body_of
from gateway.schemas.calendar import CalendarPreview, CalendarYear, CalendarYearBody

router = APIRouter(prefix="/api/calendar", tags=["calendar"])
Anyone = Annotated[Ask, Depends(Admit(ANYONE))]
Administrator = Annotated[Ask, Depends(Admit("admin"))]
Number = Annotated[int, Path(ge=2000, le=2099)]
DAYS = ("off", "work")
PREVIEW_SECONDS = 60.0  # it goes through every open case


@router.get(
    "/{year}", operation_id="getCalendarYear", response_model=CalendarYear, responses={**read_answer(), **refusals()}
)
async def year(year: Number, request: Request, ask: Anyone) -> Response:
    """A year as it is in force; how its last change goes on is there for an administrator."""
    return answered(
        CalendarYear, request, await ask.call("workflow", "GetCalendarYear", pb.GetCalendarYearRequest(year=year))
    )


@router.post(
    "/{year}",
    operation_id="putCalendarYear",
    response_model=CalendarPreview | CalendarYear,
    responses=refusals(403, 409, 412, 415, 428),
    openapi_extra=takes(CalendarYearBody, {**REVISION, "required": False}, KEY),
)
async def put_year(year: Number, request: Request, ask: Administrator) -> Response:
    """Preview: the open cases whose last day would move. Otherwise publish: a job tells each of them."""
    body = await body_of(request, ask, CalendarYearBody)
    days: dict[str, Any] = {name: [pb.NamedDay(**day.model_dump()) for day in getattr(body, name)] for name in DAYS}
    if body.preview:
        preview = pb.PreviewCalendarYearRequest(year=year, **days)
        found = await ask.call("workflow", "PreviewCalendarYear", preview, PREVIEW_SECONDS)
        return tagged(request, told(CalendarPreview, found).model_dump(mode="json"))
    asked = pb.PublishCalendarYearRequest(year=year, expected_revision=expected_revision(request), **days)
    return answered(CalendarYear, request, await ask.call("workflow", "PublishCalendarYear", asked))
