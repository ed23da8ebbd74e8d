# ruff: noqa: N802, ARG002 - RPC names are PascalCase, and every RPC takes the caller
"""The window's cases and catalogue, in memory."""

import hashlib
from dataclasses import dataclass, field
from typing import Any

from qi.workflow.v1 import workflow_service_pb2 as pb
from qi.workflow.v1.workflow_service_pb2_grpc import WorkflowServiceServicer

from services.kit.errors import KeyReused, NotAllowed, NotFound, Stale, WrongState, malformed
from services.kit.identity import Caller
from services.kit.paging import from_cursor, page_size, to_cursor
from tests.gateway.fakes import CITY, FILED_AT, Fake, item, rpc


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


def sees(case: pb.Case, who: Caller) -> bool:
    """Whether a case is in somebody's sight."""
    own = (who.has("enterprise") and case.applicant.uscc == who.uscc) or (
        who.has("clerk") and case.station == who.station
    )
    return own or who.has(*CITY) or (who.has("specialist") and any(part.domain in who.domains for part in case.parts))
