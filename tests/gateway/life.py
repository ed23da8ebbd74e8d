"""The rest of a case's life as the gateway's tests need it: every action moves a fake case as its table says."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from qi.workflow.v1.lifecycle_service_pb2_grpc import LifecycleServiceServicer

from services.kit.identity import Caller
from tests.gateway.fake_workflow import FakeWorkflow
from tests.gateway.fakes import Fake, rpc

MOVES = {
    "RequestCorrection": ("received", "correction"),
    "CorrectOnSpot": ("received", "received"),
    "ResubmitCase": ("correction", "received"),
    "AcceptWithPromise": ("received", "accepted"),
    "KeepPromise": ("accepted", "accepted"),
    "CompleteOnSpot": ("filed", "delivered"),
    "SendPart": ("in_review", "dispatched"),
    "StartSpecial": ("in_review", "special"),
    "EndSpecial": ("special", "in_review"),
    "SuspendCase": ("in_review", "suspended"),
    "ResumeCase": ("suspended", "in_review"),
    "ExtendCase": ("in_review", "in_review"),
    "TerminateCase": ("in_review", "terminated"),
    "RateCase": ("delivered", "rated"),
    "RectifyCase": ("rated", "rated"),
    "AddDocument": ("closed", "closed"),
    "ReopenCase": ("delivered", "in_review"),
    "ArchiveCase": ("delivered", "archived"),
    "AnswerCard": ("in_review", "in_review"),
    "AnnulCard": ("in_review", "in_review"),
    "EscalateCard": ("in_review", "in_review"),
}


@dataclass
class FakeLife(Fake, LifecycleServiceServicer):
    """Moves the cases of a fake window."""

    workflow: FakeWorkflow = field(default_factory=FakeWorkflow)


def _moving(name: str, before: str, after: str) -> Callable[..., Any]:
    def move(self: FakeLife, request: Any, who: Caller) -> Any:
        self.workflow.heard.append(self.heard[-1])
        return self.workflow._move(request, who, (before,), after)

    move.__name__ = name
    return rpc(move)


for _name, (_before, _after) in MOVES.items():
    setattr(FakeLife, _name, _moving(_name, _before, _after))
