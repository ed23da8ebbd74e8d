# ruff: noqa: N802, ARG002 - RPC names are PascalCase, and every RPC takes the caller
"""Clocks and the calendar, in memory."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from qi.workflow.v1 import calendar_service_pb2 as calendar
from qi.workflow.v1 import clock_service_pb2 as clock
from qi.workflow.v1.calendar_service_pb2_grpc import CalendarServiceServicer
from qi.workflow.v1.clock_service_pb2_grpc import ClockServiceServicer

from services.kit.clock import checked_day
from services.kit.errors import NotAllowed, NotFound, Stale
from services.kit.identity import Caller
from services.kit.paging import from_cursor
from tests.gateway.fakes import FILED_AT, STOPPED, Fake, rpc


@dataclass
class FakeClocks(Fake, ClockServiceServicer):
    """One clock for each case."""

    @rpc
    def GetClocks(self, request: clock.GetClocksRequest, who: Caller) -> clock.GetClocksResponse:
        if not request.no.startswith("NB-"):
            raise NotFound("NOT_FOUND")
        days = [calendar.Day(date="2026-11-25", counts=True, why="workday"), STOPPED]
        stop = clock.ClockStop(kind="special", type="testing", since="2026-11-25", until="2026-11-26", over=True)
        running = clock.Clock(clock="decision", limit=20, start="2026-11-24", due="2026-12-22", state="running")
        running.remaining, running.colour = 19, "green"
        running.days.extend(days)
        running.stops.append(stop)
        return clock.GetClocksResponse(no=request.no, today="2026-11-25", clocks=[running])

    @rpc
    def ListCards(self, request: clock.ListCardsRequest, who: Caller) -> clock.ListCardsResponse:
        from_cursor(request.page_token, (str, str))
        told: Any = {"no": "NB-1", "level": "red", "clock": "acceptance", "due": "2026-11-20", "on": "2026-11-21"}
        card = clock.SupervisionCard(id="NB-1.acceptance.red.20261120", state="open", answer_by="2026-11-25", **told)
        return clock.ListCardsResponse(cards=[card])

    @rpc
    def GetCard(self, request: clock.GetCardRequest, who: Caller) -> clock.SupervisionCard:
        if not request.id.startswith("NB-"):
            raise NotFound("NOT_FOUND")
        told: Any = {"no": "NB-1", "level": "red", "clock": "acceptance", "due": "2026-11-20", "on": "2026-11-21"}
        act = clock.CardAct(action="answer_card", actor="u-clerk", role="clerk", text="节前积压")
        act.at.seconds = FILED_AT
        return clock.SupervisionCard(id=request.id, state="answered", acts=[act], **told)


@dataclass
class FakeCalendar(Fake, CalendarServiceServicer):
    """A calendar on which every day counts."""

    years: dict[int, calendar.CalendarYear] = field(default_factory=dict)

    @rpc
    def GetCalendarYear(self, request: calendar.GetCalendarYearRequest, who: Caller) -> calendar.CalendarYear:
        return self.years.setdefault(request.year, calendar.CalendarYear(year=request.year, revision=1))

    @rpc
    def PreviewCalendarYear(
        self, request: calendar.PreviewCalendarYearRequest, who: Caller
    ) -> calendar.PreviewCalendarYearResponse:
        moved = calendar.MovedClock(clock="decision", old="2027-01-18", new="2027-01-19")
        case = calendar.MovedCase(no="NB-1", item="M-04", station="330203001", moves=[moved])
        stations = [calendar.StationCount(station="330203001", moved=1)]
        return calendar.PreviewCalendarYearResponse(year=request.year, moved=1, stations=stations, cases=[case])

    @rpc
    def PublishCalendarYear(self, request: calendar.PublishCalendarYearRequest, who: Caller) -> calendar.CalendarYear:
        if not who.has("admin"):
            raise NotAllowed("FORBIDDEN", params={"rule": "PublishCalendarYear: admin"})
        year = self.years.setdefault(request.year, calendar.CalendarYear(year=request.year, revision=1))
        if request.expected_revision != year.revision:
            raise Stale("STALE_REVISION", params={"revision": year.revision})
        year.published, year.revision = True, year.revision + 1
        year.change.revision, year.change.state = year.revision, "running"
        return year

    @rpc
    def CalculateDueDate(
        self, request: calendar.CalculateDueDateRequest, who: Caller
    ) -> calendar.CalculateDueDateResponse:
        days = [
            calendar.Day(
                date=(date.fromisoformat(checked_day(request.start, "start")) + timedelta(passed)).isoformat(),
                counts=True,
                why="workday",
            )
            for passed in range(1, request.days + 1)
        ]
        return calendar.CalculateDueDateResponse(due=days[-1].date, days=days)
