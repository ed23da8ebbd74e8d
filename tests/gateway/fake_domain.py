# ruff: noqa: N802, ARG002 - RPC names are PascalCase, and every RPC takes the caller
"""A domain and its parts, in memory."""

from dataclasses import dataclass, field
from typing import Any

from google.protobuf.timestamp_pb2 import Timestamp
from qi.handling.v1 import handling_service_pb2 as handling
from qi.handling.v1.handling_service_pb2_grpc import HandlingServiceServicer

from services.kit.errors import NotFound, Stale, WrongState
from services.kit.identity import Caller
from services.kit.paging import from_cursor, page_size, to_cursor
from tests.gateway.fakes import FILED_AT, Fake, rpc


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


def _place(part: handling.Part) -> tuple[int, str]:
    sent: Timestamp = part.sent_at
    return sent.ToMilliseconds(), part.id
