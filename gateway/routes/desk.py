"""The clerk's desk beside a case, standing in for colleagues, and one action on many cases."""

import asyncio
import hashlib
from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Request, Response
from qi.workflow.v1 import desk_service_pb2 as pb

from gateway import actions
from gateway.actions import Action
from gateway.document import KEY, read_answer, refusals, takes
from gateway.etags import answered
from gateway.identity import Admit, Ask
from gateway.plain import told
from gateway.problems import status_of
from gateway.reader import body_of
from gateway.routes import cases
from gateway.schemas.bulk import Bulk, Done, Many
from gateway.schemas.desk import (
    Colleagues,
    Delegation,
    DelegationBody,
    Delegations,
    Desk,
    Desks,
    Filters,
    FiltersBody,
    Log,
    Save,
    Transfer,
    Visit,
    Visits,
)
from services.kit.errors import Refusal

router = APIRouter(prefix="/api", tags=["desk"])
Clerk = Annotated[Ask, Depends(Admit("clerk"))]
Reader = Annotated[Ask, Depends(Admit("clerk", "supervisor"))]
Uscc = Annotated[str, Path(max_length=60)]
ACTIONS: Mapping[str, Action] = {
    "claim": Action("ClaimDesk", pb.ClaimDeskRequest, "for half an hour; again, for another one"),
    "release": Action("ReleaseDesk", pb.ReleaseDeskRequest, "free for everybody"),
    "transfer": Action("TransferDesk", pb.TransferDeskRequest, "to a colleague", Transfer, ("clerk", "supervisor")),
    "save": Action("SaveDesk", pb.SaveDeskRequest, "ticks and parked text as they are now", Save),
    "log": Action("LogContact", pb.LogContactRequest, "a call, a message or a visit", Log),
}
AT_ONCE = 4  # of many cases


@router.get(
    "/cases/{no}/desk", operation_id="getDesk", response_model=Desk, responses={**read_answer(), **refusals(403, 404)}
)
async def desk(no: str, request: Request, ask: Reader) -> Response:
    """Who works on a case, and what is noted beside it."""
    return answered(Desk, request, await ask.call("workflow", "GetDesk", pb.GetDeskRequest(no=no)))


def _add(name: str, action: Action) -> None:
    async def act(
        no: str, request: Request, ask: Annotated[Ask, Depends(Admit(*(action.who or ("clerk",))))]
    ) -> Response:
        move = await actions.move_of(request, ask, action)
        return answered(Desk, request, await ask.call("workflow", action.rpc, move.message(no=no)))

    actions.add(router, "/cases/{no}/desk", name, action, act, answer=Desk)


for _name, _action in ACTIONS.items():
    _add(_name, _action)


@router.get("/delegations", operation_id="listDelegations", responses=refusals(403))
async def delegations(ask: Clerk) -> Delegations:
    """Who stands in for the caller, and for whom the caller does."""
    return told(Delegations, await ask.call("workflow", "ListDelegations", pb.ListDelegationsRequest()))


@router.put(
    "/delegations",
    operation_id="putDelegation",
    response_model=Delegation,
    responses=refusals(403, 415),
    openapi_extra=takes(DelegationBody),
)
async def delegate(request: Request, ask: Clerk) -> Delegation:
    """Who stands in while the caller is on leave; the newest counts."""
    body = await body_of(request, ask, DelegationBody)
    return told(Delegation, await ask.call("workflow", "PutDelegation", pb.PutDelegationRequest(**body.model_dump())))


@router.get("/desks", operation_id="listDesks", responses=refusals(403))
async def desks(
    ask: Reader,
    no: Annotated[list[Annotated[str, Query(max_length=60)]], Query(max_length=200, description="Of cases")] = [],  # noqa: B006
    mine: Annotated[bool, Query(description="What the caller has begun and not let go of")] = False,
) -> Desks:
    """Who works on which of some cases; those that nobody has used are left out."""
    return told(Desks, await ask.call("workflow", "ListDesks", pb.ListDesksRequest(nos=no, mine=mine)))


@router.get("/colleagues", operation_id="listColleagues", responses=refusals(403))
async def colleagues(ask: Clerk) -> Colleagues:
    """Who works at the caller's station."""
    return told(Colleagues, await ask.call("workflow", "ListColleagues", pb.ListColleaguesRequest()))


@router.get("/companies/{uscc}/visits", operation_id="listVisits", responses=refusals(403))
async def visits(uscc: Uscc, ask: Reader) -> Visits:
    """What was spoken of with an enterprise outside of any case."""
    return told(Visits, await ask.call("workflow", "ListVisits", pb.ListVisitsRequest(uscc=uscc)))


@router.post(
    "/companies/{uscc}/visits",
    status_code=201,
    operation_id="logVisit",
    response_model=Visit,
    responses=refusals(403, 415),
    openapi_extra=takes(Log, KEY),
)
async def visit(uscc: Uscc, request: Request, ask: Clerk) -> Visit:
    """A call, a message or a visit."""
    body = await body_of(request, ask, Log)
    return told(Visit, await ask.call("workflow", "LogVisit", pb.LogVisitRequest(uscc=uscc, **body.model_dump())))


@router.get("/filters", operation_id="getFilters", responses=refusals(403))
async def filters(ask: Clerk) -> Filters:
    """The views of the queue that the caller has kept."""
    return told(Filters, await ask.call("workflow", "GetFilters", pb.GetFiltersRequest()))


@router.put(
    "/filters",
    operation_id="putFilters",
    response_model=Filters,
    responses=refusals(403, 415),
    openapi_extra=takes(FiltersBody),
)
async def keep_filters(request: Request, ask: Clerk) -> Filters:
    """Keep these in place of those before."""
    body = await body_of(request, ask, FiltersBody)
    asked = pb.PutFiltersRequest(filters=[pb.Filter(**one.model_dump()) for one in body.filters])
    return told(Filters, await ask.call("workflow", "PutFilters", asked))


async def _many(name: str, request: Request, ask: Ask) -> Many:
    body = await body_of(request, ask, Bulk)
    action, gate = cases.ACTIONS[name], asyncio.Semaphore(AT_ONCE)

    async def one(no: str, revision: int) -> Done:
        own = replace(ask, request_id=f"{ask.request_id}:{hashlib.sha256(no.encode()).hexdigest()[:16]}")
        async with gate:
            try:
                case = await own.call("workflow", action.rpc, action.request(no=no, expected_revision=revision))
            except Refusal as refusal:
                return Done(no=no, status=status_of(refusal), reason=refusal.reason, params=refusal.params)
            return Done(no=no, status=200, state=case.state, revision=case.revision)

    return Many(results=await asyncio.gather(*(one(row.no, row.revision) for row in body.cases)))


@router.post(
    "/cases/bulk/receive", operation_id="receiveMany", responses=refusals(403, 415), openapi_extra=takes(Bulk, KEY)
)
async def receive_many(request: Request, ask: Clerk) -> Many:
    """Receives many cases, each for itself."""
    return await _many("receive", request, ask)


@router.post(
    "/cases/bulk/dispatch", operation_id="dispatchMany", responses=refusals(403, 415), openapi_extra=takes(Bulk, KEY)
)
async def dispatch_many(request: Request, ask: Clerk) -> Many:
    """Dispatches many cases, each for itself."""
    return await _many("dispatch", request, ask)
