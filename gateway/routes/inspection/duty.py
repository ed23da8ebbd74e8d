"""Quality-safety officers: their roles, records and gaps."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Request
from qi.inspection.v1 import duty_service_pb2 as pb

from gateway.document import KEYED, refusals, takes
from gateway.identity import Admit, Ask
from gateway.plain import told
from gateway.reader import body_of, expect_key
from gateway.schemas.inspection.duty import (
    DutyFigures,
    DutyRecordBody,
    DutyUnit,
    DutyUnitBody,
    EndBody,
    OfficerBody,
)

router = APIRouter(prefix="/api/inspection/duty", tags=["inspection"])
Owner = Annotated[Ask, Depends(Admit("enterprise"))]
Watcher = Annotated[Ask, Depends(Admit("specialist", "approver", "supervisor"))]
Id = Annotated[str, Path(max_length=64)]


@router.get("", operation_id="getOwnDuty", responses=refusals(403, 404))
async def own(ask: Owner) -> DutyUnit:
    """The caller's enterprise: officers, records, what is missing."""
    return told(DutyUnit, await ask.call("inspection", "GetDutyUnit", pb.GetDutyUnitRequest()))


@router.put("", operation_id="putDuty", responses=refusals(403, 415), openapi_extra=takes(DutyUnitBody))
async def put(request: Request, ask: Owner) -> DutyUnit:
    """What is made, when, and with which risks."""
    asked = pb.PutDutyUnitRequest(**(await body_of(request, ask, DutyUnitBody)).model_dump())
    return told(DutyUnit, await ask.call("inspection", "PutDutyUnit", asked))


@router.get("/figures", operation_id="getDutyFigures", responses=refusals(403))
async def figures(ask: Watcher) -> DutyFigures:
    """The city's figure with its denominator, and whose records are missing."""
    return told(DutyFigures, await ask.call("inspection", "GetDutyFigures", pb.GetDutyFiguresRequest()))


@router.get("/units/{uscc}", operation_id="getDuty", responses=refusals(403, 404))
async def one(uscc: Id, ask: Watcher) -> DutyUnit:
    """One enterprise."""
    return told(DutyUnit, await ask.call("inspection", "GetDutyUnit", pb.GetDutyUnitRequest(uscc=uscc)))


@router.post(
    "/officers",
    status_code=201,
    operation_id="appointOfficer",
    responses=refusals(403, 404, 415),
    openapi_extra=takes(OfficerBody, KEYED),
)
async def appoint(request: Request, ask: Owner) -> DutyUnit:
    """Somebody takes over a role."""
    expect_key(request)
    asked = pb.AppointOfficerRequest(**(await body_of(request, ask, OfficerBody)).model_dump())
    return told(DutyUnit, await ask.call("inspection", "AppointOfficer", asked))


@router.post(
    "/officers/{officer}/actions/end",
    operation_id="endAppointment",
    responses=refusals(403, 404, 415),
    openapi_extra=takes(EndBody),
)
async def end(officer: Id, request: Request, ask: Owner) -> DutyUnit:
    """A role is given up."""
    body = await body_of(request, ask, EndBody)
    asked = pb.EndAppointmentRequest(id=officer, ended_on=body.ended_on)
    return told(DutyUnit, await ask.call("inspection", "EndAppointment", asked))


@router.post(
    "/records",
    status_code=201,
    operation_id="recordDuty",
    responses=refusals(403, 404, 409, 415),
    openapi_extra=takes(DutyRecordBody, KEYED),
)
async def record(request: Request, ask: Owner) -> DutyUnit:
    """The record of a day, a week or a month."""
    expect_key(request)
    asked = pb.RecordDutyRequest(**(await body_of(request, ask, DutyRecordBody)).model_dump())
    return told(DutyUnit, await ask.call("inspection", "RecordDuty", asked))
