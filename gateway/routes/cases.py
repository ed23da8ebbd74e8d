"""Cases: filing, reading and acting."""

import json
from collections.abc import Mapping
from typing import Annotated, Literal
from urllib.parse import quote

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import StreamingResponse
from qi.workflow.v1 import lifecycle_service_pb2 as life
from qi.workflow.v1 import workflow_service_pb2 as pb

from gateway import actions
from gateway.actions import Action
from gateway.document import KEYED, read_answer, refusals, tagged_answer, takes
from gateway.downloads import file_answer, kept_file
from gateway.etags import known_to, revised, unchanged
from gateway.identity import SIGNED_IN, Admit, Ask
from gateway.paging import Cursor, Limit
from gateway.plain import told
from gateway.reader import body_of, expect_key
from gateway.schemas import actions as said
from gateway.schemas.cases import Case, CaseHead, Cases, Entry, Filing, History
from services.kit.errors import NotFound

router = APIRouter(prefix="/api/cases", tags=["cases"])
Filer = Annotated[Ask, Depends(Admit("enterprise", "clerk", "department"))]
Reader = Annotated[Ask, Depends(Admit("enterprise", "clerk", "specialist", "approver", "supervisor", "department"))]
ACTORS = ("enterprise", "clerk", "approver")
SignedIn = Annotated[Ask, Depends(Admit(SIGNED_IN))]
Filter = Annotated[str, Query(max_length=60)]
Sort = Annotated[Literal["newest", "due"], Query(description="`due`: by the end of the earliest clock")]
View = Annotated[
    Literal["", "new", "to_accept", "tomorrow", "overdue", "returned", "to_deliver"],
    Query(description="A view of the window's queue, by its due dates"),
]
SHOWN = ("application/pdf", "image/jpeg", "image/png")  # what a browser may show beside our own pages
ACTIONS: Mapping[str, Action] = {
    "receive": Action("ReceiveCase", pb.ReceiveCaseRequest, "filed → received", said.Receive),
    "request_correction": Action(
        "RequestCorrection", life.RequestCorrectionRequest, "received → correction, once", said.RequestCorrection
    ),
    "correct_on_spot": Action(
        "CorrectOnSpot", life.CorrectOnSpotRequest, "received, put right at the window", said.Resubmit
    ),
    "resubmit": Action("ResubmitCase", life.ResubmitCaseRequest, "correction → received", said.Resubmit),
    "accept": Action("AcceptCase", pb.AcceptCaseRequest, "received → accepted"),
    "accept_with_promise": Action(
        "AcceptWithPromise", life.AcceptWithPromiseRequest, "received → accepted", said.AcceptWithPromise
    ),
    "keep_promise": Action("KeepPromise", life.KeepPromiseRequest, "hands in what was promised", said.Files),
    "refuse": Action("RefuseCase", pb.RefuseCaseRequest, "received → not_accepted", said.Refuse),
    "complete_on_spot": Action(
        "CompleteOnSpot",
        life.CompleteOnSpotRequest,
        "filed, received → delivered, for instant items",
        said.CompleteOnSpot,
    ),
    "dispatch": Action(
        "DispatchCase", pb.DispatchCaseRequest, "accepted → dispatched; again, returned parts once more"
    ),
    "send_part": Action("SendPart", life.SendPartRequest, "one part once more to its domain", said.SendPart),
    "start_special": Action(
        "StartSpecial", life.StartSpecialRequest, "in_review → special: the clock stands still", said.StartSpecial
    ),
    "end_special": Action("EndSpecial", life.EndSpecialRequest, "special → in_review"),
    "suspend": Action(
        "SuspendCase", life.SuspendCaseRequest, "in_review → suspended, as the applicant asked", said.Suspend
    ),
    "resume": Action("ResumeCase", life.ResumeCaseRequest, "suspended → in_review"),
    "extend": Action("ExtendCase", life.ExtendCaseRequest, "more time to decide, once", said.Extend),
    "terminate": Action(
        "TerminateCase", life.TerminateCaseRequest, "accepted to suspended → terminated", said.Terminate
    ),
    "decide": Action("DecideCase", pb.DecideCaseRequest, "dispatched, in_review → decided", said.Decide),
    "close": Action("CloseCase", pb.CloseCaseRequest, "decided → closed"),
    "deliver": Action("DeliverCase", pb.DeliverCaseRequest, "closed → delivered", said.Deliver),
    "withdraw": Action(
        "WithdrawCase", pb.WithdrawCaseRequest, "filed to correction → withdrawn; accepted to suspended → terminated"
    ),
    "rate": Action("RateCase", life.RateCaseRequest, "delivered → rated, once", said.Rate),
    "rectify": Action("RectifyCase", life.RectifyCaseRequest, "answers a bad rating", said.Rectify),
    "add_document": Action("AddDocument", life.AddDocumentRequest, "a document that came after the end", said.Files),
    "reopen": Action("ReopenCase", life.ReopenCaseRequest, "decided to rated → in_review", said.Reopen),
    "archive": Action("ArchiveCase", life.ArchiveCaseRequest, "→ archived: read-only"),
    "answer_card": Action("AnswerCard", life.AnswerCardRequest, "says why a card was raised", said.AboutCard),
    "escalate_card": Action(
        "EscalateCard", life.EscalateCardRequest, "takes a card one step up", said.AboutCard, ("supervisor",)
    ),
    "annul_card": Action(
        "AnnulCard", life.AnnulCardRequest, "takes back a card nobody is to blame for", said.AboutCard, ("supervisor",)
    ),
}


@router.post(
    "",
    status_code=201,
    operation_id="fileCase",
    response_model=Case,
    responses={**tagged_answer(201), **refusals(403, 404, 409, 415)},
    openapi_extra=takes(Filing, KEYED),
)
async def file(request: Request, ask: Filer) -> Response:
    """File once per key; the same key again answers the case it made."""
    expect_key(request)
    body = await body_of(request, ask, Filing)
    await ask.call("workflow", "GetItem", pb.GetItemRequest(code=body.item))
    files = await ask.door.uploads.files(body.materials, body.item, ask.caller)
    case = await ask.call("workflow", "FileCase", _filed(body, files))
    return answered(case, 201, Location=f"/api/cases/{case.no}")


def _filed(body: Filing, files: list[pb.FiledMaterial]) -> pb.FileCaseRequest:
    return pb.FileCaseRequest(
        item=body.item,
        station=body.station,
        channel=body.channel,
        applicant=pb.Applicant(**body.applicant.model_dump()),
        form=json.dumps(body.form, ensure_ascii=False, sort_keys=True),
        materials=files,
        delivery=body.delivery,
        follows=body.follows,
    )


@router.get("", operation_id="listCases", response_model=Cases, responses=refusals(403))
async def cases(
    ask: Reader,
    state: Filter = "",
    station: Filter = "",
    item: Filter = "",
    uscc: Filter = "",
    q: Filter = "",
    view: View = "",
    sort: Sort = "newest",
    limit: Limit = 50,
    cursor: Cursor = "",
) -> Response:
    """The cases the caller may see, newest first or the most urgent first."""
    order = "" if sort == "newest" else sort
    asked = pb.ListCasesRequest(
        state=state,
        station=station,
        item=item,
        uscc=uscc,
        q=q,
        view=view,
        sort=order,
        page_size=limit,
        page_token=cursor,
    )
    answer = await ask.call("workflow", "ListCases", asked)
    page = Cases(cases=[told(CaseHead, case) for case in answer.cases], next=answer.next_page_token)
    return Response(page.model_dump_json(), media_type="application/json")


@router.get("/{no}", operation_id="getCase", response_model=Case, responses={**read_answer(), **refusals(403, 404)})
async def case(no: str, request: Request, ask: Reader) -> Response:
    """One case."""
    known = known_to(request)
    found = await ask.call("workflow", "GetCase", pb.GetCaseRequest(no=no, known=known))
    return unchanged(found.revision, found.tag) if found.tag in known else answered(found)


@router.get(
    "/{no}/materials/{material_id}",
    operation_id="getFiledFile",
    response_class=StreamingResponse,
    responses={**file_answer("*/*"), **refusals(403, 404)},
)
async def filed_file(no: str, material_id: str, ask: Reader) -> Response:
    """A file of a filing, for whoever is shown the filing."""
    found: pb.Case = await ask.call("workflow", "GetCase", pb.GetCaseRequest(no=no))
    material = next((one for one in found.materials if one.id == material_id), None)
    if material is None:
        raise NotFound("NOT_FOUND")
    shown = "inline" if material.media_type in SHOWN else "attachment"
    named = f"{shown}; filename*=UTF-8''{quote(material.name or material.id, safe='')}"
    apart = {"Content-Security-Policy": "sandbox; default-src 'none'", "Cache-Control": "private, no-store"}
    return await kept_file(ask, material.sha256, material.media_type, named, apart)


@router.get("/{no}/history", operation_id="getHistory", responses=refusals(403, 404))
async def history(no: str, ask: Reader) -> History:
    """What happened to a case, entry by entry."""
    answer = await ask.call("workflow", "ListEntries", pb.ListEntriesRequest(no=no))
    return History(entries=[told(Entry, entry) for entry in answer.entries])


def _add(name: str, action: Action) -> None:
    async def act(no: str, request: Request, ask: Annotated[Ask, Depends(Admit(*(action.who or ACTORS)))]) -> Response:
        move = await actions.move_of(request, ask, action)
        if move.words.get("materials"):
            move.words["materials"] = await _files(ask, no, move.words["materials"])
        if move.words.get("form") is not None:
            move.words["form"] = json.dumps(move.words["form"], ensure_ascii=False, sort_keys=True)
        return answered(await ask.call("workflow", action.rpc, move.message(no=no)))

    actions.add(router, "/{no}", name, action, act, answer=Case)


async def _files(ask: Ask, no: str, ids: list[str]) -> list[pb.FiledMaterial]:
    """The files that an action names, given for the case's item."""
    case: pb.Case = await ask.call("workflow", "GetCase", pb.GetCaseRequest(no=no))
    return await ask.door.uploads.files(ids, case.item, ask.caller)


for _name, _action in ACTIONS.items():
    _add(_name, _action)


@router.post("/{no}/actions/{action}", include_in_schema=False)
async def unknown(action: str, _ask: SignedIn) -> None:
    """No such action."""
    raise NotFound("UNKNOWN_ACTION", params={"action": action[:40], "possible": ", ".join(ACTIONS)})


def answered(message: pb.Case, status: int = 200, **headers: str) -> Response:
    """A case with its tag; the query key only where the service gave one."""
    body = told(Case, message)
    left_out = frozenset() if body.query_key else frozenset({"query_key"})
    return revised(body, message.revision, message.tag, status, left_out, **headers)
