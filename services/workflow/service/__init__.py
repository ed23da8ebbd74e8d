"""The window's gRPC service: one thin method per RPC."""

import hmac

from google.protobuf.json_format import MessageToDict
from qi.workflow.v1 import workflow_service_pb2 as pb
from qi.workflow.v1 import workflow_service_pb2_grpc as pb_grpc

from services.kit.errors import NotFound, malformed
from services.kit.identity import Caller
from services.kit.lifecycle import Head
from services.kit.repository import Repository, Request
from services.kit.rights import sight
from services.kit.server import ANYONE, Served, caller, request_id, roles
from services.workflow.rules import identifiers, lifecycle
from services.workflow.service import catalogue as shelves
from services.workflow.service import views
from services.workflow.service.acting import Acting
from services.workflow.service.catalogue import Catalogue
from services.workflow.service.clocks import Deadlines
from services.workflow.service.filing import Intake

READERS = roles("enterprise clerk specialist approver supervisor department service")
ACTIONS = ("receive", "accept", "refuse", "dispatch", "decide", "close", "deliver", "withdraw")
FILERS = {"portal": "enterprise", "referral": "department"}  # channel → in which role; else the clerk's
RULES = {
    "PublishItems": roles("service"),
    "ListItems": ANYONE,
    "GetItem": ANYONE,
    "ListStations": ANYONE,
    "PutStation": roles("admin"),
    "FileCase": roles("enterprise clerk department"),
    "ListCases": READERS,
    "GetCase": READERS,
    "ListEntries": READERS,
    "GetProgress": ANYONE,
    "RateByKey": ANYONE,
    **{f"{action.capitalize()}Case": lifecycle.roles_of(action) for action in ACTIONS},
}


class WorkflowService(pb_grpc.WorkflowServiceServicer):
    """Catalogue, stations and cases."""

    def __init__(
        self, cases: Repository, catalogue: Catalogue, deadlines: Deadlines, intake: Intake, acting: Acting
    ) -> None:
        self._cases, self._catalogue, self._deadlines = cases, catalogue, deadlines
        self._intake, self._acting, self._act = intake, acting, acting.act

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
        usual = FILERS.get(request.channel, "clerk")
        role = usual if who.has(usual) else "clerk"
        ask = Request.of(request_id(), who.subject, role, MessageToDict(request))
        return self._whole(self._intake.file(request, ask, who))

    def ListCases(self, request: pb.ListCasesRequest, context: object) -> pb.ListCasesResponse:
        """The cases the caller may see, newest first or by their due date."""
        found, token = views.page(self._cases.collection(), sight(caller()), request, self._deadlines.now())
        told = [views.case_message(case, caller(), self._deadlines.due(case)) for case in found]
        return pb.ListCasesResponse(cases=told, next_page_token=token)

    def GetCase(self, request: pb.GetCaseRequest, context: object) -> pb.Case:
        """One case."""
        scope = sight(caller())
        if request.known:
            seen = self._cases.get(request.no, scope, views.TAGGED)
            tag = views.tag(seen, caller(), self._deadlines.as_of())
            if tag in request.known:
                return pb.Case(no=request.no, revision=seen["revision"], tag=tag)
        return self._whole(self._cases.get(request.no, scope, views.READ))

    def ListEntries(self, request: pb.ListEntriesRequest, context: object) -> pb.ListEntriesResponse:
        """A case's history."""
        return pb.ListEntriesResponse(
            entries=views.entry_messages(self._cases.get(request.no, sight(caller())), caller())
        )

    def GetProgress(self, request: pb.GetProgressRequest, context: object) -> pb.Progress:
        """Where a case stands, for whoever holds its number and key."""
        return self._progress(self._by_key(request.no, request.query_key))

    def RateByKey(self, request: pb.RateByKeyRequest, context: object) -> pb.Progress:
        """delivered → rated, without an account."""
        case = self._by_key(request.no, request.query_key)
        holder = Caller(subject="key", roles=roles("enterprise"), uscc=case["uscc"])  # says nothing of the person
        said = {"level": request.level, "comment": request.comment}
        return self._progress(self._acting.changed("rate", case["_id"], holder, said))

    def ReceiveCase(self, request: pb.ReceiveCaseRequest, context: object) -> pb.Case:
        """filed → received."""
        said = {"received_on": request.received_on, "basis": request.basis, "reason": request.reason}
        return self._act("receive", request, {name: value for name, value in said.items() if value})

    def AcceptCase(self, request: pb.AcceptCaseRequest, context: object) -> pb.Case:
        """received → accepted."""
        return self._act("accept", request)

    def RefuseCase(self, request: pb.RefuseCaseRequest, context: object) -> pb.Case:
        """received → not_accepted."""
        said = {"reason": request.reason, "organ": request.organ, "ground": request.ground}
        return self._act("refuse", request, {**said, **_remedies(request)})

    def DispatchCase(self, request: pb.DispatchCaseRequest, context: object) -> pb.Case:
        """accepted → dispatched."""
        return self._act("dispatch", request)

    def DecideCase(self, request: pb.DecideCaseRequest, context: object) -> pb.Case:
        """in_review → decided."""
        said = {"outcome": request.outcome, "reason": request.reason}
        return self._act("decide", request, {**said, **_remedies(request)})

    def CloseCase(self, request: pb.CloseCaseRequest, context: object) -> pb.Case:
        """decided → closed."""
        return self._act("close", request)

    def DeliverCase(self, request: pb.DeliverCaseRequest, context: object) -> pb.Case:
        """closed → delivered."""
        return self._act("deliver", request, {"means": request.means, "receiver": request.receiver})

    def WithdrawCase(self, request: pb.WithdrawCaseRequest, context: object) -> pb.Case:
        """→ withdrawn, or terminated once it was accepted."""
        return self._act("withdraw", request)

    def _by_key(self, no: str, key: str) -> Head:
        """The case whose number and key somebody holds."""
        case = self._cases.get(identifiers.checked_number(no))
        if not hmac.compare_digest(case["key_hash"], shelves.key_hash(key.strip().upper())):
            raise NotFound("NOT_FOUND")
        return case

    def _progress(self, case: Head) -> pb.Progress:
        return views.progress_message(case, self._deadlines.due(case))

    def _whole(self, case: Head) -> pb.Case:
        return views.whole_message(case, caller(), self._deadlines.due(case), self._deadlines.as_of())


def _remedies(request: pb.RefuseCaseRequest | pb.DecideCaseRequest) -> Head:
    return {"remedies": MessageToDict(request.remedies, preserving_proto_field_name=True)}


def served(service: WorkflowService) -> Served:
    """The service with its rules."""
    descriptor = pb.DESCRIPTOR.services_by_name["WorkflowService"]
    return Served(descriptor, pb_grpc.add_WorkflowServiceServicer_to_server, service, RULES)
