# ruff: noqa: N802, ARG002 - RPC names are PascalCase, and every RPC takes the caller
"""Desks as the gateway's tests need them."""

from dataclasses import dataclass, field
from typing import Any

from qi.workflow.v1 import desk_service_pb2 as pb
from qi.workflow.v1.desk_service_pb2_grpc import DeskServiceServicer

from services.kit.clock import checked_day
from services.kit.errors import Stale, WrongState
from services.kit.identity import Caller
from tests.gateway.fake_workflow import FakeWorkflow
from tests.gateway.fakes import Fake, rpc


@dataclass
class FakeDesk(Fake, DeskServiceServicer):
    """Desks of a fake window's cases."""

    workflow: FakeWorkflow = field(default_factory=FakeWorkflow)
    desks: dict[str, pb.Desk] = field(default_factory=dict)
    visits: list[pb.Visit] = field(default_factory=list)
    filters: dict[str, pb.Filters] = field(default_factory=dict)

    @rpc
    def GetDesk(self, request: pb.GetDeskRequest, who: Caller) -> pb.Desk:
        return self._desk(request, who)

    @rpc
    def ClaimDesk(self, request: pb.ClaimDeskRequest, who: Caller) -> pb.Desk:
        desk = self._desk(request, who)
        if desk.claim.by not in ("", who.name):
            raise WrongState("CLAIMED_BY_OTHER", params={"who": desk.claim.by, "min": 30})
        desk.claim.by = who.name
        return self._changed(desk, request)

    @rpc
    def ReleaseDesk(self, request: pb.ReleaseDeskRequest, who: Caller) -> pb.Desk:
        desk = self._desk(request, who)
        desk.ClearField("claim")
        return self._changed(desk, request)

    @rpc
    def TransferDesk(self, request: pb.TransferDeskRequest, who: Caller) -> pb.Desk:
        desk = self._desk(request, who)
        desk.claim.by = request.to
        return self._changed(desk, request)

    @rpc
    def SaveDesk(self, request: pb.SaveDeskRequest, who: Caller) -> pb.Desk:
        desk = self._desk(request, who)
        desk.parked = request.parked
        desk.ticks.extend(request.ticks)
        return self._changed(desk, request)

    @rpc
    def LogContact(self, request: pb.LogContactRequest, who: Caller) -> pb.Desk:
        desk = self._desk(request, who)
        desk.contacts.add(by=who.name, means=request.means, text=request.text)
        return self._changed(desk, request)

    @rpc
    def PutDelegation(self, request: pb.PutDelegationRequest, who: Caller) -> pb.Delegation:
        names = ("first_day", "last_day")
        days = {name: checked_day(getattr(request, name), name) for name in names}
        return pb.Delegation(from_account=who.name, to_account=request.to, **days)

    @rpc
    def ListDelegations(self, request: pb.ListDelegationsRequest, who: Caller) -> pb.ListDelegationsResponse:
        return pb.ListDelegationsResponse()

    @rpc
    def ListDesks(self, request: pb.ListDesksRequest, who: Caller) -> pb.ListDesksResponse:
        named = [desk for no, desk in self.desks.items() if no in request.nos]
        mine = [desk for desk in self.desks.values() if desk.claim.by == who.name]
        return pb.ListDesksResponse(desks=mine if request.mine else named)

    @rpc
    def ListColleagues(self, request: pb.ListColleaguesRequest, who: Caller) -> pb.ListColleaguesResponse:
        return pb.ListColleaguesResponse(colleagues=[pb.Colleague(account=who.name)])

    @rpc
    def ListVisits(self, request: pb.ListVisitsRequest, who: Caller) -> pb.ListVisitsResponse:
        return pb.ListVisitsResponse(visits=self.visits)

    @rpc
    def LogVisit(self, request: pb.LogVisitRequest, who: Caller) -> pb.Visit:
        self.visits.append(pb.Visit(by=who.name, means=request.means, text=request.text))
        return self.visits[-1]

    @rpc
    def GetFilters(self, request: pb.GetFiltersRequest, who: Caller) -> pb.Filters:
        return self.filters.get(who.subject, pb.Filters())

    @rpc
    def PutFilters(self, request: pb.PutFiltersRequest, who: Caller) -> pb.Filters:
        self.filters[who.subject] = pb.Filters(filters=request.filters)
        return self.filters[who.subject]

    def _desk(self, request: Any, who: Caller) -> pb.Desk:
        self.workflow._seen(request.no, who)
        return self.desks.setdefault(request.no, pb.Desk(no=request.no, revision=1))

    def _changed(self, desk: pb.Desk, request: Any) -> pb.Desk:
        if request.expected_revision != desk.revision:
            raise Stale("STALE_REVISION")
        desk.revision += 1
        return desk
