"""The working-day calendar as it is kept, and the calculator that anybody may ask."""

import time
from collections.abc import Iterable, Mapping
from datetime import date

from chinese_calendar.constants import Holiday, holidays, workdays
from mongoengine.errors import NotUniqueError
from qi.workflow.v1 import calendar_service_pb2 as pb
from qi.workflow.v1 import calendar_service_pb2_grpc as pb_grpc

from services.kit.errors import Malformed, malformed
from services.kit.server import ANYONE, Served
from services.workflow.documents import CalendarYear
from services.workflow.rules.calendar import Calendar, Day, Year

FRESH_SECONDS = 2.0
MOST_DAYS = 400
STARTS = range(2000, 2100)  # years in which a calculation may begin
RULES = {"CalculateDueDate": ANYONE}


class Calendars:
    """The calendar in force, read again every two seconds."""

    def __init__(self) -> None:
        self._read_at, self._calendar = float("-inf"), Calendar([])

    def current(self) -> Calendar:
        """The calendar as it is now."""
        if time.monotonic() - self._read_at > FRESH_SECONDS:
            self._calendar = Calendar([year_of(row) for row in CalendarYear.objects])
            self._read_at = time.monotonic()
        return self._calendar


def year_of(row: CalendarYear) -> Year:
    """A stored year."""
    return Year(row.id, row.published, _by_day(row.off), _by_day(row.work))


def _by_day(named: Mapping[str, str]) -> dict[date, str]:
    return {date.fromisoformat(day): name for day, name in named.items()}


def known() -> list[Year]:
    """Every year whose notice the package has."""
    return [
        Year(number, True, _of_year(number, holidays), _of_year(number, workdays))
        for number in sorted({day.year for day in holidays})
    ]


def _of_year(number: int, named: Mapping[date, str]) -> dict[date, str]:
    return {day: Holiday(name).chinese for day, name in sorted(named.items()) if day.year == number}


def seed() -> int:
    """Store the known years that are not stored yet; an administrator's changes stay."""
    return sum(_store(year) for year in known())


def _store(year: Year) -> bool:
    off, work = _by_text(year.off), _by_text(year.work)
    try:
        CalendarYear(id=year.number, published=True, revision=1, off=off, work=work).save(force_insert=True)
    except NotUniqueError:
        return False
    return True


def _by_text(named: Mapping[date, str]) -> dict[str, str]:
    return {day.isoformat(): name for day, name in named.items()}


class CalendarService(pb_grpc.CalendarServiceServicer):
    """Working days for whoever asks."""

    def __init__(self, calendars: Calendars) -> None:
        self._calendars = calendars

    def CalculateDueDate(self, request: pb.CalculateDueDateRequest, context: object) -> pb.CalculateDueDateResponse:
        """The n-th working day after a start, with each day on the way."""
        if not 1 <= request.days <= MOST_DAYS:
            raise malformed("days", "OUT_OF_RANGE", min=1, max=MOST_DAYS)
        calendar = self._calendars.current()
        days = calendar.until(_start(request.start), request.days)
        return pb.CalculateDueDateResponse(
            due=days[-1].on.isoformat(), provisional=calendar.provisional(days), days=day_messages(days)
        )


def _start(text: str) -> date:
    start = day_from(text, "start")
    if start.year not in STARTS:
        raise malformed("start", "OUT_OF_RANGE", min=f"{STARTS[0]}-01-01", max=f"{STARTS[-1]}-12-31")
    return start


def day_from(text: str, path: str) -> date:
    """A day written as an ISO date; DAY_INVALID for anything else."""
    try:
        if len(text) != len("2026-11-24"):
            raise ValueError(text)
        return date.fromisoformat(text)
    except ValueError as fault:
        refusal: Malformed = malformed(path, "DAY_INVALID")
        raise refusal from fault


def day_messages(days: Iterable[Day]) -> list[pb.Day]:
    """Days as they are answered."""
    return [pb.Day(date=day.on.isoformat(), counts=day.counts, why=day.why, name=day.name) for day in days]


def served(service: CalendarService) -> Served:
    """The service with its rules."""
    descriptor = pb.DESCRIPTOR.services_by_name["CalendarService"]
    return Served(descriptor, pb_grpc.add_CalendarServiceServicer_to_server, service, RULES)
