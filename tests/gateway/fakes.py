# ruff: noqa: N802, ARG002 - RPC names are PascalCase, and every RPC takes the caller
"""The services as the gateway's tests need them: whole, on real gRPC, in memory."""

import asyncio
import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import wraps
from typing import Any

import grpc
from google.protobuf.timestamp_pb2 import Timestamp
from grpc_status import rpc_status
from qi.handling.v1 import handling_service_pb2 as handling
from qi.handling.v1.handling_service_pb2_grpc import HandlingServiceServicer
from qi.workflow.v1 import calendar_service_pb2 as calendar
from qi.workflow.v1 import clock_service_pb2 as clock
from qi.workflow.v1 import draft_service_pb2 as drafting
from qi.workflow.v1 import workflow_service_pb2 as pb
from qi.workflow.v1.calendar_service_pb2_grpc import CalendarServiceServicer
from qi.workflow.v1.clock_service_pb2_grpc import ClockServiceServicer
from qi.workflow.v1.draft_service_pb2_grpc import DraftServiceServicer
from qi.workflow.v1.workflow_service_pb2_grpc import WorkflowServiceServicer

from services.kit.errors import KeyReused, NotAllowed, NotFound, Refusal, Stale, WrongState, malformed
from services.kit.identity import ANONYMOUS, Caller
from services.kit.paging import from_cursor, page_size, to_cursor
from services.kit.status import to_status
from tests import tokens

SCHEMA = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "additionalProperties": False,
    "required": ["subject"],
    "properties": {"subject": {"type": "string", "minLength": 2}},
}
FILED_AT = 1_795_500_000  # 2026-11-24
STOPPED = calendar.Day(date="2026-11-26", why="stopped")
CITY = ("approver", "supervisor")
VERIFIER = tokens.verifier()


@dataclass(frozen=True)
class Heard:
    """A call as the service heard it."""

    rpc: str
    request: Any
    metadata: dict[str, Any]


@dataclass
class Fake:
    """What all fakes do: listen, fail when told to, and turn refusals into statuses as the real ones do."""

    heard: list[Heard] = field(default_factory=list)
    failing: list[grpc.StatusCode | Refusal] = field(default_factory=list)  # the next calls, in their order
    slow_seconds: float = 0

    def calls(self, rpc: str) -> list[Heard]:
        """The calls of one RPC."""
        return [call for call in self.heard if call.rpc == rpc]


def rpc(method: Callable[[Any, Any, Caller], Any]) -> Callable[..., Any]:
    """An RPC of a fake, which is given the caller in place of the context."""

    @wraps(method)
    async def serve(self: Any, request: Any, context: Any) -> Any:
        metadata = {key: value for key, value in context.invocation_metadata()}
        self.heard.append(Heard(method.__name__, request, metadata))
        await asyncio.sleep(self.slow_seconds)
        try:
            await _fail(self, context)
            _, _, token = str(metadata.get("authorization", "")).partition(" ")
            return method(self, request, VERIFIER.verify(token) if token else ANONYMOUS)
        except Refusal as refusal:
            await context.abort_with_status(rpc_status.to_status(to_status(refusal)))

    return serve


async def _fail(fake: Fake, context: Any) -> None:
    if not fake.failing:
        return
    failure = fake.failing.pop(0)
    if isinstance(failure, Refusal):
        raise failure
    await context.abort(failure, "told to")


def item(code: str, domain: str, **more: Any) -> pb.Item:
    """An item of the fake catalogue."""
    texts = {"form_schema": json.dumps(SCHEMA), "ui_schema": "{}", "example": '{"subject": "校准"}'}
    material = pb.Material(code="order", name="委托单", source="applicant", necessity="required")
    told: dict[str, Any] = {"kind": "FW", "version": 1, "name": code, "applicant": "企业", "outcome": "证书", **texts}
    return pb.Item(code=code, domain=domain, promised_days=10, **{**told, "materials": [material], **more})


@dataclass
class FakeWorkflow(Fake, WorkflowServiceServicer):
    """The window: two items and a bundle, one station, and cases that move as their table says."""

    items: dict[str, pb.Item] = field(default_factory=dict)
    stations: dict[str, pb.Station] = field(default_factory=dict)
    cases: dict[str, pb.Case] = field(default_factory=dict)
    filed: dict[str, tuple[bytes, str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        bundle = [pb.BundlePart(item="M-03", mandatory=True), pb.BundlePart(item="J-01", needs=["M-03"])]
        offered = [item("M-03", "metrology"), item("J-01", "inspection"), item("X-05", "", kind="bundle", parts=bundle)]
        self.items = {one.code: one for one in offered}
        told = {"name": "望春窗口", "district": "海曙区", "address": "质安路 18 号", "phone": "0000", "hours": "8:30"}
        self.stations = {"330203001": pb.Station(code="330203001", **told)}

    @rpc
    def ListItems(self, request: pb.ListItemsRequest, who: Caller) -> pb.ListItemsResponse:
        return pb.ListItemsResponse(items=self.items.values())

    @rpc
    def GetItem(self, request: pb.GetItemRequest, who: Caller) -> pb.Item:
        if request.code not in self.items:
            raise NotFound("UNKNOWN_ITEM", params={"code": request.code})
        return self.items[request.code]

    @rpc
    def ListStations(self, request: pb.ListStationsRequest, who: Caller) -> pb.ListStationsResponse:
        return pb.ListStationsResponse(stations=self.stations.values())

    @rpc
    def PutStation(self, request: pb.PutStationRequest, who: Caller) -> pb.Station:
        self.stations[request.station.code] = request.station
        return request.station

    @rpc
    def FileCase(self, request: pb.FileCaseRequest, who: Caller) -> pb.Case:
        key = f"{who.subject}:{self.heard[-1].metadata['qi-request-id']}"
        body = request.SerializeToString(deterministic=True)
        if key in self.filed:
            if self.filed[key][0] != body:
                raise KeyReused("KEY_REUSED", params={"no": self.filed[key][1]})
            return self._seen(self.filed[key][1], who)
        if request.station not in self.stations:
            raise malformed("station", "UNKNOWN_STATION")
        if who.has("enterprise") and request.applicant.uscc != who.uscc:
            raise NotAllowed("FORBIDDEN", params={"rule": "own"})
        no = self._made(request)
        self.filed[key] = (body, no)
        return self._seen(no, who)

    def _made(self, request: pb.FileCaseRequest) -> str:
        no = f"NB-{request.station}-20261124-{len(self.cases) + 1:05d}-A"
        found = self.items[request.item]
        case = pb.Case(no=no, query_key="ABCDEFGH2", item=found.code, item_version=1, item_name=found.name)
        case.kind, case.state, case.revision, case.received_on = found.kind, "filed", 1, "2026-11-24"
        case.station, case.channel, case.delivery = request.station, request.channel, request.delivery
        case.due.clock, case.due.on, case.due.remaining, case.due.colour = "acceptance", "2026-12-01", 5, "green"
        case.applicant.CopyFrom(request.applicant)
        case.form, case.filed_at.seconds = request.form, FILED_AT
        case.materials.extend(request.materials)
        for part in found.parts or [pb.BundlePart(item=found.code, mandatory=True)]:
            domain = self.items[part.item].domain
            case.parts.add(id=f"{no}.{part.item}", item=part.item, domain=domain, state="waiting", needs=part.needs)
        self.cases[no] = case
        return no

    @rpc
    def ListCases(self, request: pb.ListCasesRequest, who: Caller) -> pb.ListCasesResponse:
        place = from_cursor(request.page_token, (str, str))
        size = page_size(request.page_size)
        after = str(place[1]) if place else ""
        found = [case for no, case in sorted(self.cases.items()) if sees(case, who) and no > after]
        token = to_cursor(["", found[size - 1].no]) if len(found) > size else ""
        return pb.ListCasesResponse(cases=found[:size], next_page_token=token)

    @rpc
    def GetCase(self, request: pb.GetCaseRequest, who: Caller) -> pb.Case:
        found = self._seen(request.no, who)
        alone = pb.Case(no=found.no, revision=found.revision, tag=found.tag)
        return alone if found.tag in request.known else found

    @rpc
    def ListEntries(self, request: pb.ListEntriesRequest, who: Caller) -> pb.ListEntriesResponse:
        case = self._seen(request.no, who)
        entry = pb.Entry(n=1, actor="u-business", role="enterprise", action="file", state="filed", hash="0" * 64)
        entry.at.CopyFrom(case.filed_at)
        return pb.ListEntriesResponse(entries=[entry])

    @rpc
    def GetProgress(self, request: pb.GetProgressRequest, who: Caller) -> pb.Progress:
        if request.no.endswith("-Z"):
            raise malformed("case_no", "CHECK_CHARACTER")
        case = self.cases.get(request.no)
        if case is None or case.query_key != request.query_key:
            raise NotFound("NOT_FOUND")
        return pb.Progress(no=case.no, item=case.item, state=case.state, station=case.station, next_step="receive")

    @rpc
    def RateByKey(self, request: pb.RateByKeyRequest, who: Caller) -> pb.Progress:
        case = self.cases.get(request.no)
        if case is None or case.query_key != request.query_key:
            raise NotFound("NOT_FOUND")
        if case.state != "delivered":
            raise WrongState("WRONG_STATE", params={"state": case.state, "action": "rate"})
        case.state = "rated"
        return pb.Progress(no=case.no, item=case.item, state=case.state, station=case.station)

    @rpc
    def ReceiveCase(self, request: pb.ReceiveCaseRequest, who: Caller) -> pb.Case:
        return self._move(request, who, ("filed",), "received")

    @rpc
    def AcceptCase(self, request: pb.AcceptCaseRequest, who: Caller) -> pb.Case:
        return self._move(request, who, ("received",), "accepted")

    @rpc
    def RefuseCase(self, request: pb.RefuseCaseRequest, who: Caller) -> pb.Case:
        if not request.reason.strip():
            raise malformed("reason", "REASON_REQUIRED")
        return self._move(request, who, ("received",), "not_accepted")

    @rpc
    def DispatchCase(self, request: pb.DispatchCaseRequest, who: Caller) -> pb.Case:
        return self._move(request, who, ("accepted",), "dispatched")

    @rpc
    def DecideCase(self, request: pb.DecideCaseRequest, who: Caller) -> pb.Case:
        return self._move(request, who, ("dispatched", "in_review"), "decided", outcome=request.outcome)

    @rpc
    def CloseCase(self, request: pb.CloseCaseRequest, who: Caller) -> pb.Case:
        return self._move(request, who, ("decided",), "closed")

    @rpc
    def DeliverCase(self, request: pb.DeliverCaseRequest, who: Caller) -> pb.Case:
        return self._move(request, who, ("closed",), "delivered")

    @rpc
    def WithdrawCase(self, request: pb.WithdrawCaseRequest, who: Caller) -> pb.Case:
        return self._move(request, who, ("filed", "received"), "withdrawn")

    def _seen(self, no: str, who: Caller) -> pb.Case:
        case = self.cases.get(no)
        if case is None or not sees(case, who):
            raise NotFound("NOT_FOUND")
        shown = pb.Case()
        shown.CopyFrom(case)
        if not who.has("enterprise", "clerk"):
            shown.query_key = ""
        shown.actions.append("receive" if who.has("clerk") else "withdraw")
        shown.tag = hashlib.sha256(shown.SerializeToString(deterministic=True)).hexdigest()[:16]
        return shown

    def _move(self, request: Any, who: Caller, states: tuple[str, ...], state: str, **more: Any) -> pb.Case:
        case = self.cases.get(self._seen(request.no, who).no)
        assert case is not None
        if request.expected_revision not in (0, case.revision):
            raise Stale("STALE_REVISION", params={"revision": case.revision})
        if case.state not in states:
            raise WrongState("WRONG_STATE", params={"state": case.state})
        case.state, case.revision = state, case.revision + 1
        for name, value in more.items():
            setattr(case, name, value)
        return self._seen(case.no, who)


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
            calendar.Day(date=(day_of(request.start) + timedelta(passed)).isoformat(), counts=True, why="workday")
            for passed in range(1, request.days + 1)
        ]
        return calendar.CalculateDueDateResponse(due=days[-1].date, days=days)


@dataclass
class FakeDrafts(Fake, DraftServiceServicer):
    """Drafts in memory, and a check that finds nothing."""

    drafts: dict[str, drafting.Draft] = field(default_factory=dict)
    given: list[drafting.GivenMaterial] = field(default_factory=list)

    @rpc
    def SaveDraft(self, request: drafting.SaveDraftRequest, who: Caller) -> drafting.Draft:
        draft = request.draft
        if draft.id and self._found(draft.id).revision != request.expected_revision:
            raise Stale("STALE_REVISION")
        draft.id = draft.id or f"d-{len(self.drafts) + 1}"
        draft.revision = request.expected_revision + 1
        self.drafts[draft.id] = draft
        return draft

    @rpc
    def GetDraft(self, request: drafting.GetDraftRequest, who: Caller) -> drafting.Draft:
        return self._found(request.id)

    @rpc
    def ListDrafts(self, request: drafting.ListDraftsRequest, who: Caller) -> drafting.ListDraftsResponse:
        page_size(request.page_size)
        from_cursor(request.page_token, (int, str))
        return drafting.ListDraftsResponse(drafts=self.drafts.values())

    @rpc
    def DropDraft(self, request: drafting.DropDraftRequest, who: Caller) -> drafting.DropDraftResponse:
        self.drafts.pop(request.id, None)
        return drafting.DropDraftResponse()

    @rpc
    def CheckFiling(self, request: drafting.CheckFilingRequest, who: Caller) -> drafting.CheckFilingResponse:
        day = "2026-11-24"
        return drafting.CheckFilingResponse(outcome="complete", received_on=day, accept_due=day, promised_due=day)

    @rpc
    def ListGivenMaterials(self, request: Any, who: Caller) -> drafting.ListGivenMaterialsResponse:
        return drafting.ListGivenMaterialsResponse(materials=self.given)

    @rpc
    def GetGivenMaterial(self, request: drafting.GetGivenMaterialRequest, who: Caller) -> drafting.GivenMaterial:
        for one in self.given:
            if one.file.id == request.id:
                return one
        raise NotFound("NOT_FOUND")

    @rpc
    def ListAskedAgain(self, request: drafting.ListAskedAgainRequest, who: Caller) -> drafting.ListAskedAgainResponse:
        if request.item not in ("M-03", "J-01", "X-05"):
            raise NotFound("UNKNOWN_ITEM", params={"code": request.item})
        asked = drafting.AskedAgain(material="order", name="委托单", times=2)
        return drafting.ListAskedAgainResponse(materials=[asked])

    def _found(self, key: str) -> drafting.Draft:
        if key not in self.drafts:
            raise NotFound("NOT_FOUND")
        return self.drafts[key]


def day_of(text: str) -> date:
    """A day as the services read it."""
    try:
        return date.fromisoformat(text)
    except ValueError as fault:
        raise malformed("start", "DAY_INVALID") from fault


@dataclass
class FakeDomain(Fake, HandlingServiceServicer):
    """A domain with its parts."""

    name: str = ""
    parts: dict[str, handling.Part] = field(default_factory=dict)

    def send(self, part_id: str, milliseconds: int = 0) -> handling.Part:
        """A part arrives."""
        case_no, _, code = part_id.rpartition(".")
        part = handling.Part(id=part_id, case_no=case_no, item=code, domain=self.name, state="dispatched", revision=1)
        part.station, part.item_version = "330203001", 1
        part.sent_at.FromMilliseconds(FILED_AT * 1000 + milliseconds)
        self.parts[part_id] = part
        return part

    @rpc
    def ListParts(self, request: handling.ListPartsRequest, who: Caller) -> handling.ListPartsResponse:
        place, size = from_cursor(request.page_token, (int, str)), page_size(request.page_size)
        wanted = [
            part
            for part in sorted(self.parts.values(), key=_place)
            if (place is None or _place(part) > tuple(place)) and request.case_no in ("", part.case_no)
        ]
        token = to_cursor(_place(wanted[size - 1])) if len(wanted) > size else ""
        return handling.ListPartsResponse(parts=wanted[:size], next_page_token=token)

    @rpc
    def GetPart(self, request: handling.GetPartRequest, who: Caller) -> handling.Part:
        return self._seen(request.id)

    @rpc
    def TakePart(self, request: handling.TakePartRequest, who: Caller) -> handling.Part:
        return self._move(request, ("dispatched",), "taken", taken_by=who.subject)

    @rpc
    def ReleasePart(self, request: handling.ReleasePartRequest, who: Caller) -> handling.Part:
        return self._move(request, ("taken",), "dispatched", taken_by="")

    @rpc
    def FinishPart(self, request: handling.FinishPartRequest, who: Caller) -> handling.Part:
        part = self._move(
            request, ("taken",), "finished", result=request.result, summary=request.summary, data=request.data
        )
        part.materials.extend(request.materials)
        return part

    @rpc
    def HandOverPart(self, request: handling.HandOverPartRequest, who: Caller) -> handling.Part:
        return self._move(request, ("dispatched", "taken"), "dispatched", unit=request.unit)

    @rpc
    def ReferPart(self, request: handling.ReferPartRequest, who: Caller) -> handling.Part:
        return self._move(request, ("taken",), "referred", organ=request.organ, number=request.number)

    @rpc
    def ReportBack(self, request: handling.ReportBackRequest, who: Caller) -> handling.Part:
        return self._move(request, ("referred",), "finished", result=request.result, summary=request.summary)

    @rpc
    def ReturnPart(self, request: handling.ReturnPartRequest, who: Caller) -> handling.Part:
        return self._move(request, ("dispatched", "taken"), "returned", return_reason=request.reason)

    @rpc
    def FindInFiling(self, request: handling.FindInFilingRequest, who: Caller) -> handling.FindInFilingResponse:
        raise AssertionError("the gateway never asks this")

    @rpc
    def ReceivePart(self, request: handling.ReceivePartRequest, who: Caller) -> handling.Part:
        raise AssertionError("the gateway never asks this")

    @rpc
    def CompareParts(self, request: handling.ComparePartsRequest, who: Caller) -> handling.ComparePartsResponse:
        raise AssertionError("the gateway never asks this")

    def _seen(self, part_id: str) -> handling.Part:
        if part_id not in self.parts:
            raise NotFound("NOT_FOUND")
        return self.parts[part_id]

    def _move(self, request: Any, states: tuple[str, ...], state: str, **more: Any) -> handling.Part:
        part = self._seen(request.id)
        if request.expected_revision not in (0, part.revision):
            raise Stale("STALE_REVISION")
        if part.state not in states:
            raise WrongState("WRONG_STATE", params={"state": part.state})
        for name, value in {**more, "state": state, "revision": part.revision + 1}.items():
            setattr(part, name, value)
        return part


def sees(case: pb.Case, who: Caller) -> bool:
    """Whether a case is in somebody's sight."""
    own = (who.has("enterprise") and case.applicant.uscc == who.uscc) or (
        who.has("clerk") and case.station == who.station
    )
    return own or who.has(*CITY) or (who.has("specialist") and any(part.domain in who.domains for part in case.parts))


def _place(part: handling.Part) -> tuple[int, str]:
    sent: Timestamp = part.sent_at
    return sent.ToMilliseconds(), part.id
