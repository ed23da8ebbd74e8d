"""Parts: the domains' shares of cases, gathered from whoever owns them."""

import asyncio
import json
from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from qi.handling.v1 import handling_service_pb2 as pb
from qi.workflow.v1 import workflow_service_pb2 as workflow_pb

from gateway.etags import expected_revision, of_caller, tagged
from gateway.identity import Admit, Ask
from gateway.plain import plain
from gateway.routes.cases import Action, Cursor, Filter, Limit, Reader, parsed
from gateway.schemas import PROBLEMS, Finish, Return
from gateway.services import DOMAINS
from services.kit.errors import NotFound, malformed
from services.kit.lifecycle import moment_of
from services.kit.paging import to_cursor

router = APIRouter(prefix="/api/parts", responses=PROBLEMS, tags=["parts"])
Specialist = Annotated[Ask, Depends(Admit("specialist"))]
SHARED = ("id", "item", "domain", "state", "needs", "result", "sent_at", "arrived_at", "taken_at", "finished_at")
ACTIONS: Mapping[str, Action] = {
    "take": Action("TakePart", pb.TakePartRequest),
    "release": Action("ReleasePart", pb.ReleasePartRequest),
    "finish": Action("FinishPart", pb.FinishPartRequest, Finish),
    "return": Action("ReturnPart", pb.ReturnPartRequest, Return),
}


@router.get("", operation_id="listParts")
async def parts(
    ask: Reader, domain: Filter = "", state: Filter = "", case_no: Filter = "", limit: Limit = 50, cursor: Cursor = ""
) -> dict[str, Any]:
    """The parts the caller may see, oldest first; with a case number, also those that still wait for their needs."""
    asked = pb.ListPartsRequest(state=state, case_no=case_no, page_size=limit, page_token=cursor)
    stubs = ask.door.services.domains
    answers = await asyncio.gather(*(ask.call(stubs[name].ListParts, asked) for name in _domains(ask, domain)))
    found = sorted((plain(part) for answer in answers for part in answer.parts), key=_order)
    more = len(found) > limit or any(answer.next_page_token for answer in answers)
    token = to_cursor([_order(found[:limit][-1])[0], found[:limit][-1]["id"]]) if more else None
    waiting = await _waiting(ask, case_no, domain) if case_no and not cursor and state in ("", "waiting") else []
    return {"parts": found[:limit] + waiting[: limit - len(found[:limit])], "next": token}


def _order(part: Mapping[str, Any]) -> tuple[int, str]:
    return round(moment_of(part["sent_at"]).timestamp() * 1000), part["id"]


def _domains(ask: Ask, domain: str) -> list[str]:
    if domain and domain not in DOMAINS:
        raise malformed("domain", "UNKNOWN_DOMAIN", possible=", ".join(DOMAINS))
    wide = ask.caller.has("clerk", "approver", "supervisor", "enterprise")
    own = DOMAINS if wide else sorted(ask.caller.domains & set(DOMAINS))
    return [name for name in own if domain in ("", name)]


async def _waiting(ask: Ask, case_no: str, domain: str) -> list[dict[str, Any]]:
    try:
        case = await ask.call(ask.door.services.workflow.GetCase, workflow_pb.GetCaseRequest(no=case_no))
    except NotFound:
        return []
    return [part for part in _of_case(case) if part["state"] == "waiting" and domain in ("", part["domain"])]


def _of_case(case: workflow_pb.Case) -> list[dict[str, Any]]:
    """The parts as the window knows them."""
    known = {"case_no": case.no, "station": case.station, "uscc": case.applicant.uscc, "revision": 0, "actions": []}
    return [{**{name: part[name] for name in SHARED}, **known} for part in map(plain, case.parts)]


@router.get("/{part_id}", operation_id="getPart")
async def part(part_id: str, request: Request, ask: Reader) -> Response:
    """One part."""
    domain = await _domain_of(ask, part_id)
    try:
        found = await ask.call(ask.door.services.domains[domain].GetPart, pb.GetPartRequest(id=part_id))
    except NotFound:
        waiting = [part for part in await _waiting(ask, part_id.rpartition(".")[0], domain) if part["id"] == part_id]
        if not waiting:
            raise
        return tagged(request, waiting[0], of_caller(0, ask.caller, ask.door.clock.today()))
    return _answered(request, ask, found)


@router.post("/{part_id}/actions/{action}", operation_id="actOnPart")
async def act(part_id: str, action: str, request: Request, ask: Specialist) -> Response:
    """Move a part on."""
    if action not in ACTIONS:
        raise NotFound("UNKNOWN_ACTION", params={"action": action})
    known = ACTIONS[action]
    told = (await parsed(request, known.body)).model_dump()
    if action == "finish":
        told = {
            **told,
            "data": json.dumps(told["data"], ensure_ascii=False),
            "materials": await _files(ask, part_id, told),
        }
    domain = await _domain_of(ask, part_id)
    message = known.request(id=part_id, expected_revision=expected_revision(request), **told)
    return _answered(request, ask, await ask.call(getattr(ask.door.services.domains[domain], known.rpc), message))


async def _files(ask: Ask, part_id: str, told: Mapping[str, Any]) -> list[pb.FileRef]:
    if not told["materials"]:
        return []
    records = await ask.door.uploads.named(told["materials"], part_id.rpartition(".")[2], ask.caller)
    names = [field.name for field in pb.FileRef.DESCRIPTOR.fields]
    return [pb.FileRef(**{name: record[name] for name in names}) for record in records]


async def _domain_of(ask: Ask, part_id: str) -> str:
    """The domain that owns the item in a part's id; NOT_FOUND for what is no part's id."""
    code = part_id.rpartition(".")[2]
    try:
        item = await ask.call(ask.door.services.workflow.GetItem, workflow_pb.GetItemRequest(code=code))
    except NotFound as fault:
        raise NotFound("NOT_FOUND") from fault
    if item.domain not in DOMAINS:
        raise NotFound("NOT_FOUND")
    return str(item.domain)


def _answered(request: Request, ask: Ask, message: pb.Part) -> Response:
    return tagged(request, plain(message), of_caller(message.revision, ask.caller, ask.door.clock.today()))
