"""The window's gRPC service: one thin method per RPC."""

import hmac
from collections.abc import Mapping
from typing import Any

from google.protobuf.json_format import MessageToDict
from qi.workflow.v1 import workflow_service_pb2 as pb
from qi.workflow.v1 import workflow_service_pb2_grpc as pb_grpc

from services.kit.clock import Clock
from services.kit.errors import NotFound, malformed
from services.kit.lifecycle import Head
from services.kit.repository import Repository, Request
from services.kit.server import ANYONE, Served, caller, request_id, roles
from services.workflow.documents import Notice, sight
from services.workflow.rules import identifiers, lifecycle
from services.workflow.service import catalogue as shelves
from services.workflow.service import views
from services.workflow.service.catalogue import Catalogue
from services.workflow.service.clocks import Deadlines
from services.workflow.service.filing import DELIVERIES, Intake

READERS = roles("enterprise clerk specialist approver supervisor service")
CLERK = roles("clerk")
RULES = {
    "PublishItems": roles("service"),
    "ListItems": ANYONE,
    "GetItem": ANYONE,
    "ListStations": ANYONE,
    "PutStation": roles("admin"),
    "FileCase": roles("enterprise clerk"),
    "ListCases": READERS,
    "GetCase": READERS,
    "ListEntries": READERS,
    "GetProgress": ANYONE,
    "ReceiveCase": CLERK,
    "AcceptCase": CLERK,
    "RefuseCase": CLERK,
    "DispatchCase": CLERK,
    "DecideCase": roles("approver clerk"),
    "CloseCase": CLERK,
    "DeliverCase": CLERK,
    "WithdrawCase": roles("enterprise clerk"),
}


class WorkflowService(pb_grpc.WorkflowServiceServicer):
    """Catalogue, stations and cases."""

    def __init__(self, cases: Repository, catalogue: Catalogue, deadlines: Deadlines, clock: Clock) -> None:
        self._cases, self._catalogue, self._deadlines, self._clock = cases, catalogue, deadlines, clock
        self._intake = Intake(cases, catalogue, clock)

    def PublishItems(self, request: pb.PublishItemsRequest, context: object) -> pb.PublishItemsResponse:
        """A domain publishes its own items."""
        for item in request.items:
            if item.domain != caller().service:
                raise malformed("items/domain", "DOMAIN_OF_OTHER", item=item.code)
        return pb.PublishItemsResponse(stored=self._catalogue.publish(request.items))

    def ListItems(self, request: pb.ListItemsRequest, context: object) -> pb.ListItemsResponse:
        """The items in force."""
        return pb.ListItemsResponse(items=self._catalogue.in_force())

    def GetItem(self, request: pb.GetItemRequest, context: object) -> pb.Item:
        """One item."""
        return self._catalogue.item(request.code, request.version)

    def ListStations(self, request: pb.ListStationsRequest, context: object) -> pb.ListStationsResponse:
        """Every station."""
        return pb.ListStationsResponse(stations=shelves.stations())

    def PutStation(self, request: pb.PutStationRequest, context: object) -> pb.Station:
        """Make or change a station."""
        return shelves.put_station(request.station)

    def FileCase(self, request: pb.FileCaseRequest, context: object) -> pb.Case:
        """→ filed."""
        who = caller()
        role = "enterprise" if request.channel == "portal" else "clerk"
        ask = Request.of(request_id(), who.subject, role, MessageToDict(request))
        return self._whole(self._intake.file(request, ask, who))

    def ListCases(self, request: pb.ListCasesRequest, context: object) -> pb.ListCasesResponse:
        """The cases the caller may see, newest first or by their due date."""
        found, token = views.page(self._cases.collection(), sight(caller()), request)
        told = [views.case_message(case, caller(), self._deadlines.due(case)) for case in found]
        return pb.ListCasesResponse(cases=told, next_page_token=token)

    def GetCase(self, request: pb.GetCaseRequest, context: object) -> pb.Case:
        """One case."""
        return self._whole(self._cases.get(request.no, sight(caller())))

    def ListEntries(self, request: pb.ListEntriesRequest, context: object) -> pb.ListEntriesResponse:
        """A case's history."""
        return pb.ListEntriesResponse(entries=views.entry_messages(self._cases.get(request.no, sight(caller()))))

    def GetProgress(self, request: pb.GetProgressRequest, context: object) -> pb.Progress:
        """Where a case stands, for whoever holds its number and key."""
        case = self._cases.get(identifiers.checked_number(request.no))
        if not hmac.compare_digest(case["key_hash"], shelves.key_hash(request.query_key.strip().upper())):
            raise NotFound("NOT_FOUND")
        return views.progress_message(case, self._deadlines.due(case))

    def ReceiveCase(self, request: pb.ReceiveCaseRequest, context: object) -> pb.Case:
        """filed → received."""
        return self._act("receive", request, {})

    def AcceptCase(self, request: pb.AcceptCaseRequest, context: object) -> pb.Case:
        """received → accepted."""
        return self._act("accept", request, {})

    def RefuseCase(self, request: pb.RefuseCaseRequest, context: object) -> pb.Case:
        """received → not_accepted."""
        if not request.reason.strip():
            raise malformed("reason", "REASON_REQUIRED")
        return self._act(
            "refuse", request, {}, {"kind": "not_accepted", "text": request.reason, "organ": request.organ}
        )

    def DispatchCase(self, request: pb.DispatchCaseRequest, context: object) -> pb.Case:
        """accepted → dispatched."""
        return self._act("dispatch", request, {})

    def DecideCase(self, request: pb.DecideCaseRequest, context: object) -> pb.Case:
        """in_review → decided."""
        if request.outcome not in lifecycle.OUTCOMES:
            raise malformed("outcome", "OUTCOME_INVALID", possible=", ".join(lifecycle.OUTCOMES))
        if request.outcome in ("denied", "partial") and not request.reason.strip():
            raise malformed("reason", "REASON_REQUIRED")
        return self._act("decide", request, {"outcome": request.outcome}, {"kind": "decision", "text": request.reason})

    def CloseCase(self, request: pb.CloseCaseRequest, context: object) -> pb.Case:
        """decided → closed."""
        return self._act("close", request, {})

    def DeliverCase(self, request: pb.DeliverCaseRequest, context: object) -> pb.Case:
        """closed → delivered."""
        if request.means not in DELIVERIES:
            raise malformed("means", "MEANS_INVALID", possible=", ".join(DELIVERIES))
        return self._act("deliver", request, {"means": request.means})

    def WithdrawCase(self, request: pb.WithdrawCaseRequest, context: object) -> pb.Case:
        """filed, received → withdrawn."""
        return self._act("withdraw", request, {})

    def _act(
        self, action: str, request: Any, data: Mapping[str, Any], notice: Mapping[str, Any] | None = None
    ) -> pb.Case:
        who, scope = caller(), sight(caller())
        role = next((name for name in sorted(lifecycle.ROWS[action].roles) if who.has(name)), "")
        ask = Request.of(
            request_id(), who.subject, role, {"action": action, "no": request.no, **data, **(notice or {})}
        )
        if notice is not None:
            self._cases.get(request.no, scope)  # nobody writes beside a case that is out of sight
            data = {**data, "notice": self._write(request.no, ask, notice)}
        case = self._cases.change(
            request.no, ask, lambda head: lifecycle.decide(head, action, who, data), request.expected_revision, scope
        )
        return self._whole(case)

    def _whole(self, case: Head) -> pb.Case:
        return views.whole_message(case, caller(), self._deadlines.due(case))

    def _write(self, no: str, ask: Request, notice: Mapping[str, Any]) -> str:
        """Before the entry that names it; one that is never named is never shown."""
        key = f"{no}:{ask.body[:16]}"
        Notice(id=key, case_no=no, at=self._clock.now(), **notice).save()
        return key


def served(service: WorkflowService) -> Served:
    """The service with its rules."""
    descriptor = pb.DESCRIPTOR.services_by_name["WorkflowService"]
    return Served(descriptor, pb_grpc.add_WorkflowServiceServicer_to_server, service, RULES)
