"""Working days for whoever asks, and the years of the calendar for its administrator."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from itertools import islice
from typing import Any

from google.protobuf.json_format import MessageToDict
from qi.workflow.v1 import calendar_service_pb2 as pb
from qi.workflow.v1 import calendar_service_pb2_grpc as pb_grpc

from services.kit.clock import checked_day
from services.kit.errors import FieldFault, Malformed, malformed
from services.kit.lifecycle import Head
from services.kit.repository import Request
from services.kit.server import ANYONE, Served, caller, request_id, roles
from services.kit.stamps import stamp
from services.workflow.documents.calendar import CalendarChange
from services.workflow.rules.calendar import Year
from services.workflow.rules.clocks import Move
from services.workflow.service.calendar import Calendars, by_text, day_messages, revision_of
from services.workflow.service.publishing import Publishing

MOST_DAYS = 400
YEARS = range(2000, 2100)
SHOWN = 200  # cases of a preview; all of them are counted
ADMIN = roles("admin")
Asked = pb.PreviewCalendarYearRequest | pb.PublishCalendarYearRequest
RULES = {
    "CalculateDueDate": ANYONE,
    "GetCalendarYear": ANYONE,
    "PreviewCalendarYear": ADMIN,
    "PublishCalendarYear": ADMIN,
}


class CalendarService(pb_grpc.CalendarServiceServicer):
    """Calculations, and years: read, previewed, published."""

    def __init__(self, calendars: Calendars, publishing: Publishing) -> None:
        self._calendars, self._publishing = calendars, publishing

    def CalculateDueDate(self, request: pb.CalculateDueDateRequest, context: object) -> pb.CalculateDueDateResponse:
        """The n-th working day after a start, with each day on the way."""
        if not 1 <= request.days <= MOST_DAYS:
            raise malformed("days", "OUT_OF_RANGE", min=1, max=MOST_DAYS)
        start = date.fromisoformat(checked_day(request.start, "start"))
        if start.year not in YEARS:
            raise malformed("start", "OUT_OF_RANGE", min=f"{YEARS[0]}-01-01", max=f"{YEARS[-1]}-12-31")
        calendar = self._calendars.current()
        days = calendar.until(start, request.days)
        due, provisional = days[-1].on.isoformat(), calendar.provisional(days)
        return pb.CalculateDueDateResponse(due=due, provisional=provisional, days=day_messages(days))

    def GetCalendarYear(self, request: pb.GetCalendarYearRequest, context: object) -> pb.CalendarYear:
        """A year as it is in force."""
        return self._year(_number(request.year))

    def PreviewCalendarYear(
        self, request: pb.PreviewCalendarYearRequest, context: object
    ) -> pb.PreviewCalendarYearResponse:
        """What a year would move, without moving it."""
        moved = list(self._publishing.preview(_checked(request)))
        stations = Counter(str(case["station"]) for case, _moves in moved)
        return pb.PreviewCalendarYearResponse(
            year=request.year,
            moved=len(moved),
            stations=[pb.StationCount(station=code, moved=count) for code, count in sorted(stations.items())],
            cases=[_moved_message(case, moves) for case, moves in islice(moved, SHOWN)],
        )

    def PublishCalendarYear(self, request: pb.PublishCalendarYearRequest, context: object) -> pb.CalendarYear:
        """Put a year in force; a job goes through the open cases."""
        year, who = _checked(request), caller()
        ask = Request.of(request_id(), who.subject, "admin", {"publish": MessageToDict(request)})
        self._publishing.publish(year, request.expected_revision, ask)
        return self._year(year.number)

    def _year(self, number: int) -> pb.CalendarYear:
        year = self._calendars.current().year(number)
        message = pb.CalendarYear(year=number, published=year.published, revision=revision_of(number))
        message.off.extend(_named(year.off))
        message.work.extend(_named(year.work))
        change = CalendarChange.objects(year=number).order_by("-revision").first()
        if change is not None and caller().has("admin"):
            message.change.CopyFrom(_change_message(change))
        return message


def _named(days: Mapping[date, str]) -> Iterable[pb.NamedDay]:
    return (pb.NamedDay(date=on, name=name) for on, name in by_text(days).items())


def _change_message(change: CalendarChange) -> pb.CalendarChange:
    counts: dict[str, Any] = {name: getattr(change, name) for name in ("revision", "state", "open", "checked", "moved")}
    finished = stamp(change.finished_at) if change.finished_at else None
    return pb.CalendarChange(asked_at=stamp(change.at), finished_at=finished, **counts)


def _moved_message(case: Head, moves: Iterable[Move]) -> pb.MovedCase:
    told = [
        pb.MovedClock(clock=move.name, subject=move.subject, old=move.old.isoformat(), new=move.new.isoformat())
        for move in moves
    ]
    return pb.MovedCase(no=case["_id"], item=case["item"], station=case["station"], moves=told)


def _number(number: int) -> int:
    if number not in YEARS:
        raise malformed("year", "OUT_OF_RANGE", min=YEARS[0], max=YEARS[-1])
    return number


def _checked(request: Asked) -> Year:
    """A year as its notice has it: every day its own, named, of this year; and only weekends are worked instead."""
    number, faults = _number(request.year), list[FieldFault]()
    off, work = (_days(request, name, faults) for name in ("off", "work"))
    for on in work:
        if on in off:
            faults.append(FieldFault(f"work/{on}", "DAY_TWICE"))
        elif on.weekday() < 5:
            faults.append(FieldFault(f"work/{on}", "NO_WEEKEND"))
    if faults:
        raise Malformed(faults[0].reason, fields=faults[:50])
    return Year(number, True, off, work)


def _days(request: Asked, field: str, faults: list[FieldFault]) -> dict[date, str]:
    found: dict[date, str] = {}
    for place, told in enumerate(getattr(request, field)):
        on, path = date.fromisoformat(checked_day(told.date, f"{field}/{place}/date")), f"{field}/{place}"
        if on.year != request.year:
            faults.append(FieldFault(f"{path}/date", "OUT_OF_RANGE"))
        if on in found:
            faults.append(FieldFault(f"{path}/date", "DAY_TWICE"))
        if not told.name.strip():
            faults.append(FieldFault(f"{path}/name", "REQUIRED"))
        found[on] = told.name.strip()
    return found


def served(service: CalendarService) -> Served:
    """The service with its rules."""
    descriptor = pb.DESCRIPTOR.services_by_name["CalendarService"]
    return Served(descriptor, pb_grpc.add_CalendarServiceServicer_to_server, service, RULES)
