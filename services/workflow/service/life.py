"""The rest of a case's life: one thin method per RPC."""

from typing import Any

from qi.workflow.v1 import lifecycle_service_pb2 as pb
from qi.workflow.v1 import lifecycle_service_pb2_grpc as pb_grpc
from qi.workflow.v1.workflow_service_pb2 import Case

from services.kit.server import Served, caller
from services.workflow.rules import lifecycle
from services.workflow.service.acting import Acting

ACTIONS = {  # RPC → the action of the table, which says who may
    "RequestCorrection": "request_correction",
    "CorrectOnSpot": "correct_on_spot",
    "ResubmitCase": "resubmit",
    "AcceptWithPromise": "accept_with_promise",
    "KeepPromise": "keep_promise",
    "CompleteOnSpot": "complete_on_spot",
    "SendPart": "send_part",
    "StartSpecial": "start_special",
    "EndSpecial": "end_special",
    "SuspendCase": "suspend",
    "ResumeCase": "resume",
    "ExtendCase": "extend",
    "TerminateCase": "terminate",
    "RateCase": "rate",
    "RectifyCase": "rectify",
    "AddDocument": "add_document",
    "ReopenCase": "reopen",
    "ArchiveCase": "archive",
    "EscalateCard": "escalate_card",
    "AnswerCard": "answer_card",
    "AnnulCard": "annul_card",
}
RULES = {rpc: lifecycle.roles_of(action) for rpc, action in ACTIONS.items()}


class LifecycleService(pb_grpc.LifecycleServiceServicer):
    """What else may happen to a case."""

    def __init__(self, acting: Acting) -> None:
        self._act = acting.act

    def RequestCorrection(self, request: pb.RequestCorrectionRequest, context: object) -> Case:
        """received → correction."""
        return self._act("request_correction", request, {"missing": _rows(request.missing)})

    def CorrectOnSpot(self, request: pb.CorrectOnSpotRequest, context: object) -> Case:
        """received, put right at the window."""
        return self._act("correct_on_spot", request, {"form": request.form}, request.materials)

    def ResubmitCase(self, request: pb.ResubmitCaseRequest, context: object) -> Case:
        """correction → received."""
        basis = "portal" if caller().has("enterprise") else "register"
        return self._act("resubmit", request, {"form": request.form, "basis": basis}, request.materials)

    def AcceptWithPromise(self, request: pb.AcceptWithPromiseRequest, context: object) -> Case:
        """received → accepted."""
        return self._act("accept_with_promise", request, {"promises": _rows(request.promises)})

    def KeepPromise(self, request: pb.KeepPromiseRequest, context: object) -> Case:
        """Something promised is handed in."""
        return self._act("keep_promise", request, {}, request.materials)

    def CompleteOnSpot(self, request: pb.CompleteOnSpotRequest, context: object) -> Case:
        """filed, received → delivered."""
        return self._act("complete_on_spot", request, {"answer": request.answer, "means": request.means})

    def SendPart(self, request: pb.SendPartRequest, context: object) -> Case:
        """One part once more."""
        return self._act("send_part", request, {"part": request.part, "reason": request.reason})

    def StartSpecial(self, request: pb.StartSpecialRequest, context: object) -> Case:
        """in_review → special."""
        told = {"type": request.type, "days_needed": request.days_needed, "basis": request.basis}
        return self._act("start_special", request, {**told, "officers": list(request.officers)})

    def EndSpecial(self, request: pb.EndSpecialRequest, context: object) -> Case:
        """special → in_review."""
        return self._act("end_special", request)

    def SuspendCase(self, request: pb.SuspendCaseRequest, context: object) -> Case:
        """in_review → suspended."""
        return self._act("suspend", request, {"reason": request.reason})

    def ResumeCase(self, request: pb.ResumeCaseRequest, context: object) -> Case:
        """suspended → in_review."""
        return self._act("resume", request)

    def ExtendCase(self, request: pb.ExtendCaseRequest, context: object) -> Case:
        """in_review, for longer."""
        return self._act("extend", request, {"reason": request.reason, "document": request.document})

    def TerminateCase(self, request: pb.TerminateCaseRequest, context: object) -> Case:
        """→ terminated."""
        return self._act("terminate", request, {"ground": request.ground})

    def RateCase(self, request: pb.RateCaseRequest, context: object) -> Case:
        """delivered → rated."""
        return self._act("rate", request, {"level": request.level, "comment": request.comment})

    def RectifyCase(self, request: pb.RectifyCaseRequest, context: object) -> Case:
        """A bad rating is answered."""
        return self._act("rectify", request, {"measure": request.measure})

    def AddDocument(self, request: pb.AddDocumentRequest, context: object) -> Case:
        """A late document."""
        return self._act("add_document", request, {}, request.materials)

    def ReopenCase(self, request: pb.ReopenCaseRequest, context: object) -> Case:
        """→ in_review."""
        told = {"instrument": request.instrument, "organ": request.organ, "date": request.date}
        return self._act("reopen", request, told)

    def ArchiveCase(self, request: pb.ArchiveCaseRequest, context: object) -> Case:
        """→ archived."""
        return self._act("archive", request)

    def AnswerCard(self, request: pb.AnswerCardRequest, context: object) -> Case:
        """Says why a card was raised."""
        return self._act("answer_card", request, {"card": request.card, "reason": request.reason})

    def EscalateCard(self, request: pb.EscalateCardRequest, context: object) -> Case:
        """A card goes one step up."""
        return self._act("escalate_card", request, {"card": request.card, "reason": request.reason})

    def AnnulCard(self, request: pb.AnnulCardRequest, context: object) -> Case:
        """Takes a card back."""
        return self._act("annul_card", request, {"card": request.card, "reason": request.reason})


def _rows(messages: Any) -> list[dict[str, Any]]:
    return [{field.name: getattr(message, field.name) for field in message.DESCRIPTOR.fields} for message in messages]


def served(service: LifecycleService) -> Served:
    """The service with its rules."""
    descriptor = pb.DESCRIPTOR.services_by_name["LifecycleService"]
    return Served(descriptor, pb_grpc.add_LifecycleServiceServicer_to_server, service, RULES)
