"""Proof of a case, the signed roots, and erasing what is personal."""

import json
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Request, Response
from qi.workflow.v1 import verification_service_pb2 as pb

from gateway.document import read_answer, refusals, takes
from gateway.etags import tagged
from gateway.identity import ANYONE, Admit, Ask
from gateway.paging import Cursor, Limit
from gateway.plain import told
from gateway.reader import body_of
from gateway.schemas.verification import EraseBody, Erasure, Keys, Proof, Root, Roots, Verification

router = APIRouter(prefix="/api", tags=["proof"])
Anyone = Annotated[Ask, Depends(Admit(ANYONE))]
Reader = Annotated[Ask, Depends(Admit("enterprise", "clerk", "specialist", "approver", "supervisor"))]
Admin = Annotated[Ask, Depends(Admit("admin"))]
IsoDay = Annotated[str, Path(pattern="^[0-9]{4}-[0-9]{2}-[0-9]{2}$")]


@router.get("/cases/{no}/verification", operation_id="getVerification", responses=refusals(403, 404))
async def verification(no: str, ask: Reader) -> Verification:
    """The history replayed: its chain, the head it gives, and what was signed of it."""
    found = await ask.call("workflow", "GetVerification", pb.GetVerificationRequest(no=no))
    return told(Verification, found, first_wrong=found.first_wrong or None, finding=found.finding or None)


@router.get("/audit/roots", operation_id="listRoots", responses=refusals())
async def roots(ask: Anyone, limit: Limit = 50, cursor: Cursor = "") -> Roots:
    """The signed roots, newest first."""
    answer = await ask.call("workflow", "ListRoots", pb.ListRootsRequest(page_size=limit, page_token=cursor))
    return Roots(roots=[told(Root, root) for root in answer.roots], next=answer.next_page_token)


@router.get(
    "/audit/roots/{day}/cases/{no}",
    operation_id="getProof",
    response_model=Proof,
    responses={**read_answer(), **refusals(403, 404)},
)
async def proof(day: IsoDay, no: str, request: Request, ask: Reader) -> Response:
    """The way from a case up to a day's root."""
    found = told(Proof, await ask.call("workflow", "GetProof", pb.GetProofRequest(no=no, day=day)))
    return tagged(request, found.model_dump(mode="json"))


@router.get("/audit/keys", operation_id="listKeys", responses=refusals())
async def keys(ask: Anyone) -> Keys:
    """The public keys, as a JWK set."""
    answer = await ask.call("workflow", "ListKeys", pb.ListKeysRequest())
    return Keys(keys=[json.loads(key.jwk) for key in answer.keys])


@router.post(
    "/cases/{no}/erasure",
    operation_id="eraseCase",
    responses=refusals(403, 404, 409, 415),
    openapi_extra=takes(EraseBody),
)
async def erase(no: str, request: Request, ask: Admin) -> Erasure:
    """Erase what is personal beside a case that has ended; its history stays whole."""
    body = await body_of(request, ask, EraseBody)
    erasure = await ask.call("workflow", "EraseCase", pb.EraseCaseRequest(no=no, reason=body.reason))
    await ask.door.uploads.forget(list(erasure.materials))
    return told(Erasure, erasure)
