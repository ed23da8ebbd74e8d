"""The closed loop: spot checks, problems, plans, evidence, closing."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from qi.inspection.v1 import rectification_service_pb2 as pb

from gateway import actions
from gateway.actions import Action
from gateway.document import KEYED, read_answer, refusals, tagged_answer, takes
from gateway.etags import answered
from gateway.identity import Admit, Ask
from gateway.paging import Cursor, Limit
from gateway.plain import told
from gateway.reader import body_of, expect_key
from gateway.schemas.inspection.rectification import (
    ConclusionBody,
    EscalateBody,
    EvidenceBody,
    PlanBody,
    ProblemBody,
    RecheckBody,
    Rectification,
    RectificationFigures,
    RectificationHead,
    Rectifications,
    RetestBody,
    SamplingBody,
    ServedBody,
)

router = APIRouter(prefix="/api/inspection/rectifications", tags=["inspection"])
Reader = Annotated[Ask, Depends(Admit("enterprise", "specialist", "approver", "supervisor"))]
Specialist = Annotated[Ask, Depends(Admit("specialist"))]
Counter = Annotated[Ask, Depends(Admit("specialist", "approver", "supervisor"))]
Actor = Annotated[Ask, Depends(Admit("enterprise", "specialist"))]
ITEM = "J-04"  # for which evidence is given
FILE = ("id", "sha256", "size", "media_type", "name")
ACTIONS = {
    "sample": Action("RecordSampling", pb.RecordSamplingRequest, "listed → sampled", SamplingBody),
    "conclude": Action("ConcludeTest", pb.ConcludeTestRequest, "sampled, retesting → passed or failed", ConclusionBody),
    "notify": Action("NotifyResult", pb.NotifyResultRequest, "failed → notified: its days begin", ServedBody),
    "request_retest": Action(
        "RequestRetest", pb.RequestRetestRequest, "notified → retesting, within its days", RetestBody
    ),
    "plan": Action("PlanRectification", pb.PlanRectificationRequest, "notified → planned", PlanBody),
    "give_evidence": Action("GiveEvidence", pb.GiveEvidenceRequest, "planned → evidenced", EvidenceBody),
    "recheck": Action(
        "RecheckRectification", pb.RecheckRectificationRequest, "evidenced → closed, planned", RecheckBody
    ),
    "escalate": Action("EscalateRectification", pb.EscalateRectificationRequest, "→ escalated", EscalateBody),
}


@router.post(
    "",
    status_code=201,
    operation_id="listProblem",
    response_model=Rectification,
    responses={**tagged_answer(201), **refusals(403, 415)},
    openapi_extra=takes(ProblemBody, KEYED),
)
async def begin(request: Request, ask: Specialist) -> Response:
    """A product that is to be looked at, or a problem that is known."""
    expect_key(request)
    body = await body_of(request, ask, ProblemBody)
    made = await ask.call("inspection", "ListProblem", pb.ListProblemRequest(**body.model_dump()))
    return answered(Rectification, request, made, 201, Location=f"/api/inspection/rectifications/{made.id}")


@router.get("", operation_id="listRectifications", responses=refusals(403))
async def listed(
    ask: Reader,
    limit: Limit = 50,
    cursor: Cursor = "",
) -> Rectifications:
    """Those that the caller may see, the newest first."""
    asked = pb.ListRectificationsRequest(page_size=limit, page_token=cursor)
    page = await ask.call("inspection", "ListRectifications", asked)
    found = [told(RectificationHead, one) for one in page.rectifications]
    return Rectifications(rectifications=found, next=page.next_page_token)


@router.get("/figures", operation_id="getRectificationFigures", responses=refusals(403))
async def figures(ask: Counter) -> RectificationFigures:
    """How many are open, closed, handed on and overdue, by product and district."""
    asked = pb.GetRectificationFiguresRequest()
    return told(RectificationFigures, await ask.call("inspection", "GetRectificationFigures", asked))


@router.get(
    "/{rectification_id}",
    operation_id="getRectification",
    response_model=Rectification,
    responses={**read_answer(), **refusals(403, 404)},
)
async def one(rectification_id: str, request: Request, ask: Reader) -> Response:
    """One, with its proofs."""
    asked = pb.GetRectificationRequest(id=rectification_id)
    return answered(Rectification, request, await ask.call("inspection", "GetRectification", asked))


def _add(name: str, action: Action) -> None:
    async def act(rectification_id: str, request: Request, ask: Actor) -> Response:
        move = await actions.move_of(request, ask, action)
        if action.body is EvidenceBody:
            move.words["files"] = await _files(ask, move.words["files"])
        return answered(
            Rectification, request, await ask.call("inspection", action.rpc, move.message(id=rectification_id))
        )

    actions.add(router, "/{rectification_id}", name, action, act, answer=Rectification)


for _name, _action in ACTIONS.items():
    _add(_name, _action)


async def _files(ask: Ask, named: list[dict[str, str]]) -> list[pb.ProofFile]:
    records = await ask.door.uploads.named([one["id"] for one in named], ITEM, ask.caller)
    captions = [one["caption"] for one in named]
    return [
        pb.ProofFile(caption=caption, **{name: record[name] for name in FILE})
        for record, caption in zip(records, captions, strict=True)
    ]
