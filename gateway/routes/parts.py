"""Parts: the domains' shares of cases, gathered from whoever owns them."""

import asyncio
import json
from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from qi.handling.v1 import handling_service_pb2 as pb
from qi.workflow.v1 import workflow_service_pb2 as workflow_pb

from gateway import actions
from gateway.actions import Action
from gateway.document import read_answer, refusals
from gateway.etags import tagged
from gateway.identity import Admit, Ask
from gateway.paging import Cursor, Limit
from gateway.plain import told
from gateway.routes.cases import Filter, SignedIn
from gateway.schemas.fields import Domain
from gateway.schemas.parts import Finish, HandOver, Part, Parts, Refer, Return
from gateway.services import DOMAINS
from services.kit.errors import Away, NotFound
from services.kit.paging import from_cursor, to_cursor

router = APIRouter(prefix="/api/parts", tags=["parts"])
Reader = Annotated[Ask, Depends(Admit("enterprise", "clerk", "specialist", "approver", "supervisor"))]
Specialist = Annotated[Ask, Depends(Admit("specialist"))]
SHARE_SECONDS = 3.0  # that one domain may take for its share of a list
WIDE = ("clerk", "approver", "supervisor", "enterprise")  # who may have parts in every domain
FILE = tuple(field.name for field in pb.FileRef.DESCRIPTOR.fields)
ACTIONS: Mapping[str, Action] = {
    "take": Action("TakePart", pb.TakePartRequest, "dispatched → taken"),
    "release": Action("ReleasePart", pb.ReleasePartRequest, "taken → dispatched"),
    "finish": Action("FinishPart", pb.FinishPartRequest, "taken → finished", Finish),
    "hand_over": Action(
        "HandOverPart", pb.HandOverPartRequest, "dispatched, taken → dispatched at another unit", HandOver
    ),
    "refer": Action("ReferPart", pb.ReferPartRequest, "taken → referred: another organ does it", Refer),
    "report_back": Action("ReportBack", pb.ReportBackRequest, "referred → finished", Finish),
    "return": Action("ReturnPart", pb.ReturnPartRequest, "dispatched, taken → returned", Return),
}


@router.get("", operation_id="listParts", responses=refusals(403))
async def parts(
    ask: Reader,
    domain: Domain | None = None,
    state: Filter = "",
    case_no: Filter = "",
    limit: Limit = 50,
    cursor: Cursor = "",
) -> Parts:
    """The parts the caller may see, oldest first.

    With a case number the parts that still wait for their needs follow on the first page, as far as it has room.
    A domain that does not answer is named in `away`, unless it is the only one asked. The cursor leads on in the order
    of the parts, past those that an absent domain has there: ask again from the beginning when it is back.
    """
    from_cursor(cursor, (int, str))
    asked = pb.ListPartsRequest(state=state, case_no=case_no, page_size=limit, page_token=cursor)
    names = _domains(ask, domain)
    pages, away = await _gathered(ask, names, asked)
    found = sorted((part for page in pages for part in page.parts), key=_place)
    more = len(found) > limit or any(page.next_page_token for page in pages)
    listed = [told(Part, part) for part in found[:limit]]
    if case_no and not cursor and state in ("", "waiting"):
        listed += [part for part in await _waiting(ask, case_no) if part.domain in names]
    return Parts(parts=listed[:limit], away=away, next=to_cursor(_place(found[:limit][-1])) if more else None)


async def _gathered(
    ask: Ask, names: list[str], asked: pb.ListPartsRequest
) -> tuple[list[pb.ListPartsResponse], list[str]]:
    """The pages of the domains that answer, and the names of those that do not; Away when none does."""
    answers = await asyncio.gather(*(_page_or_away(ask, name, asked) for name in names))
    absent = {name: answer for name, answer in zip(names, answers, strict=True) if isinstance(answer, Away)}
    if absent and len(absent) == len(names):
        raise absent[names[0]]
    return [answer for answer in answers if not isinstance(answer, Away)], list(absent)


async def _page_or_away(ask: Ask, domain: str, request: pb.ListPartsRequest) -> pb.ListPartsResponse | Away:
    """A domain's page, or that it is away."""
    try:
        page: pb.ListPartsResponse = await ask.call(domain, "ListParts", request, SHARE_SECONDS)
        return page
    except Away as away:
        return away


def _place(part: pb.Part) -> tuple[int, str]:
    """The order of every domain's pages, so that one cursor serves them all."""
    return part.sent_at.ToMilliseconds(), part.id


def _domains(ask: Ask, domain: str | None) -> list[str]:
    own = [name for name in DOMAINS if ask.caller.has(*WIDE) or name in ask.caller.domains]
    return [name for name in own if domain in (None, name)]


async def _waiting(ask: Ask, case_no: str) -> list[Part]:
    """What the window knows of a case's parts that no domain has yet."""
    try:
        case = await ask.call("workflow", "GetCase", workflow_pb.GetCaseRequest(no=case_no))
    except NotFound:
        return []
    known = {"case_no": case.no, "station": case.station, "uscc": case.applicant.uscc, "revision": 0, "actions": []}
    return [told(Part, part, **known) for part in case.parts if part.state == "waiting"]


@router.get(
    "/{part_id}", operation_id="getPart", response_model=Part, responses={**read_answer(), **refusals(403, 404)}
)
async def part(part_id: str, request: Request, ask: Reader) -> Response:
    """One part."""
    domain = await _domain_of(ask, part_id)
    try:
        return _answered(request, told(Part, await ask.call(domain, "GetPart", pb.GetPartRequest(id=part_id))))
    except NotFound:
        for waiting in await _waiting(ask, part_id.rpartition(".")[0]):
            if waiting.id == part_id:
                return _answered(request, waiting)
        raise


def _add(name: str, action: Action) -> None:
    async def act(part_id: str, request: Request, ask: Specialist) -> Response:
        move = await actions.move_of(request, ask, action)
        if action.body is Finish:
            move.words["data"] = json.dumps(move.words["data"], ensure_ascii=False)
            move.words["materials"] = await _files(ask, part_id, move.words["materials"])
        domain = await _domain_of(ask, part_id)
        return _answered(request, told(Part, await ask.call(domain, action.rpc, move.message(id=part_id))))

    actions.add(router, "/{part_id}", name, action, act, answer=Part)


for _name, _action in ACTIONS.items():
    _add(_name, _action)


@router.post("/{part_id}/actions/{action}", include_in_schema=False)
async def unknown(action: str, _ask: SignedIn) -> None:
    """No such action."""
    raise NotFound("UNKNOWN_ACTION", params={"action": action[:40], "possible": ", ".join(ACTIONS)})


async def _files(ask: Ask, part_id: str, ids: list[str]) -> list[pb.FileRef]:
    records = await ask.door.uploads.named(ids, part_id.rpartition(".")[2], ask.caller)
    return [pb.FileRef(**{name: record[name] for name in FILE}) for record in records]


async def _domain_of(ask: Ask, part_id: str) -> str:
    """The domain that owns the item in a part's id; NOT_FOUND for what is no part's id."""
    code, known = part_id.rpartition(".")[2], ask.door.domains
    if code not in known:
        try:
            item: Any = await ask.call("workflow", "GetItem", workflow_pb.GetItemRequest(code=code))
        except NotFound as fault:
            raise NotFound("NOT_FOUND") from fault
        known[code] = item.domain
    if known[code] not in DOMAINS:
        raise NotFound("NOT_FOUND")
    return known[code]


def _answered(request: Request, part: Part) -> Response:
    return tagged(request, part.model_dump(mode="json"), part.revision)
