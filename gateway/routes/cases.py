"""Cases: filing, reading, acting, and progress without an account."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, TypeVar

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.exceptions import RequestValidationError
from pydantic import ValidationError
from qi.workflow.v1 import workflow_service_pb2 as pb

from gateway.edge import read
from gateway.etags import expected_revision, of_caller, tagged
from gateway.identity import ANYONE, Admit, Ask
from gateway.plain import plain
from gateway.schemas import PROBLEMS, Body, Decide, Deliver, Filing, Nothing, Refuse
from services.kit.errors import Malformed, NotFound

router = APIRouter(prefix="/api", responses=PROBLEMS, tags=["cases"])
Filer = Annotated[Ask, Depends(Admit("enterprise", "clerk"))]
Reader = Annotated[Ask, Depends(Admit("enterprise", "clerk", "specialist", "approver", "supervisor"))]
Actor = Annotated[Ask, Depends(Admit("enterprise", "clerk", "approver"))]
Any_ = Annotated[Ask, Depends(Admit(ANYONE))]
Filter = Annotated[str, Query(max_length=60)]
Limit = Annotated[int, Query(ge=1, le=200)]
Kind = TypeVar("Kind", bound=Body)
Cursor = Annotated[str, Query(max_length=600)]


@dataclass(frozen=True)
class Action:
    """How an action of the API is asked of a service."""

    rpc: str
    request: Any
    body: type[Body] = Nothing


ACTIONS: Mapping[str, Action] = {
    "receive": Action("ReceiveCase", pb.ReceiveCaseRequest),
    "accept": Action("AcceptCase", pb.AcceptCaseRequest),
    "refuse": Action("RefuseCase", pb.RefuseCaseRequest, Refuse),
    "dispatch": Action("DispatchCase", pb.DispatchCaseRequest),
    "decide": Action("DecideCase", pb.DecideCaseRequest, Decide),
    "close": Action("CloseCase", pb.CloseCaseRequest),
    "deliver": Action("DeliverCase", pb.DeliverCaseRequest, Deliver),
    "withdraw": Action("WithdrawCase", pb.WithdrawCaseRequest),
}


async def keyed(request: Request, ask: Filer) -> Ask:
    """A create needs a key of its own, before anything else is looked at."""
    if not request.headers.get("idempotency-key"):
        raise Malformed("KEY_REQUIRED", "Idempotency-Key is required")
    return ask


@router.post("/cases", status_code=201, operation_id="fileCase")
async def file(request: Request, ask: Annotated[Ask, Depends(keyed)]) -> Response:
    """File once per key; the same key again answers the case it made."""
    body = await parsed(request, Filing)
    await ask.call(ask.door.services.workflow.GetItem, pb.GetItemRequest(code=body.item))
    records = await ask.door.uploads.named(body.materials, body.item, ask.caller) if body.materials else []
    names = [field.name for field in pb.FiledMaterial.DESCRIPTOR.fields]
    message = pb.FileCaseRequest(
        item=body.item,
        station=body.station,
        channel=body.channel,
        applicant=pb.Applicant(**body.applicant.model_dump()),
        form=json.dumps(body.form, ensure_ascii=False, sort_keys=True),
        materials=[pb.FiledMaterial(**{name: record[name] for name in names}) for record in records],
        delivery=body.delivery,
    )
    case = await ask.call(ask.door.services.workflow.FileCase, message)
    return answered(request, ask, case, 201, Location=f"/api/cases/{case.no}")


@router.get("/cases", operation_id="listCases")
async def cases(
    ask: Reader,
    state: Filter = "",
    station: Filter = "",
    item: Filter = "",
    uscc: Filter = "",
    q: Filter = "",
    limit: Limit = 50,
    cursor: Cursor = "",
) -> dict[str, Any]:
    """The cases the caller may see, newest first."""
    asked = pb.ListCasesRequest(
        state=state, station=station, item=item, uscc=uscc, q=q, page_size=limit, page_token=cursor
    )
    answer = await ask.call(ask.door.services.workflow.ListCases, asked)
    return {"cases": [plain(case) for case in answer.cases], "next": answer.next_page_token or None}


@router.get("/cases/{no}", operation_id="getCase")
async def case(no: str, request: Request, ask: Reader) -> Response:
    """One case."""
    found = await ask.call(ask.door.services.workflow.GetCase, pb.GetCaseRequest(no=no))
    return answered(request, ask, found)


@router.get("/cases/{no}/history", operation_id="getHistory")
async def history(no: str, ask: Reader) -> dict[str, Any]:
    """What happened to a case, entry by entry."""
    answer = await ask.call(ask.door.services.workflow.ListEntries, pb.ListEntriesRequest(no=no))
    return {"entries": [plain(entry) for entry in answer.entries]}


@router.post("/cases/{no}/actions/{action}", operation_id="actOnCase")
async def act(no: str, action: str, request: Request, ask: Actor) -> Response:
    """Move a case on."""
    if action not in ACTIONS:
        raise NotFound("UNKNOWN_ACTION", params={"action": action})
    known = ACTIONS[action]
    body = await parsed(request, known.body)
    message = known.request(no=no, expected_revision=expected_revision(request), **body.model_dump())
    found = await ask.call(getattr(ask.door.services.workflow, known.rpc), message)
    return answered(request, ask, found)


@router.get("/progress", operation_id="getProgress")
async def progress(
    case_no: Annotated[str, Query(max_length=60)], key: Annotated[str, Query(max_length=60)], ask: Any_
) -> dict[str, Any]:
    """Where a case stands, for whoever holds its number and key."""
    ask.door.limits.may_guess(ask.address)
    try:
        asked = pb.GetProgressRequest(no=case_no, query_key=key)
        return plain(await ask.call(ask.door.services.workflow.GetProgress, asked))
    except NotFound:
        ask.door.limits.wrong(ask.address)
        raise


def answered(request: Request, ask: Ask, message: pb.Case, status: int = 200, **headers: str) -> Response:
    """A case with its tag."""
    etag = of_caller(message.revision, ask.caller, ask.door.clock.today())
    return tagged(request, plain(message), etag, status, **headers)


async def parsed(request: Request, kind: type[Kind]) -> Kind:
    """The body as its schema has it; an empty one is an object without fields."""
    raw = await request.body()
    try:
        return kind.model_validate(read(raw) if raw else {})
    except ValidationError as fault:
        raise RequestValidationError([{**told, "loc": ("body", *told["loc"])} for told in fault.errors()]) from fault
