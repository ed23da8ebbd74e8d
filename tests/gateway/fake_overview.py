# ruff: noqa: N802, ARG002 - RPC names are PascalCase, and every RPC takes the caller
"""Counts as the gateway's tests need them."""

from dataclasses import dataclass

from qi.workflow.v1 import overview_service_pb2 as pb
from qi.workflow.v1.clock_service_pb2 import Due
from qi.workflow.v1.overview_service_pb2_grpc import OverviewServiceServicer

from services.kit.identity import Caller
from tests.gateway.fakes import Fake, rpc

DUE = Due(clock="promised", on="2026-11-25", remaining=1, colour="yellow")


@dataclass
class FakeOverview(Fake, OverviewServiceServicer):
    """Always the same counts."""

    @rpc
    def GetCounts(self, request: pb.GetCountsRequest, who: Caller) -> pb.Counts:
        return pb.Counts(counts=[pb.Count(view="new", n=3)], cap=200)

    @rpc
    def GetBoard(self, request: pb.GetBoardRequest, who: Caller) -> pb.Board:
        states = [pb.StateCount(state="filed", n=2)]
        return pb.Board(stations=[pb.StationRow(station="330203001", states=states, open=2, red=1)], cap=200)

    @rpc
    def GetLoad(self, request: pb.GetLoadRequest, who: Caller) -> pb.Load:
        late = pb.Late(no="NB-1", item="R-03", state="filed", due=DUE)
        rows = [pb.ClerkLoad(account=name, in_hand=1, away=name in request.away) for name in ("clerk", "clerk3")]
        return pb.Load(station=request.station, until="2026-11-25", days=2, clerks=rows, late=[late], a_day=12)

    @rpc
    def ListRatings(self, request: pb.ListRatingsRequest, who: Caller) -> pb.ListRatingsResponse:
        row = pb.RatingRow(no="NB-1", item="J-06", station="330203001", level=2, rated_on="2026-11-17", due=DUE)
        return pb.ListRatingsResponse(ratings=[row])
