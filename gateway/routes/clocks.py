"""Clocks: the limits of a case, each with its whole computation."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from qi.workflow.v1 import clock_service_pb2 as pb

from gateway.document import read_answer, refusals
from gateway.etags import tagged
from gateway.identity import Admit, Ask
from gateway.plain import told
from gateway.schemas.clocks import Clocks

router = APIRouter(tags=["clocks"])
Reader = Annotated[Ask, Depends(Admit("enterprise", "clerk", "specialist", "approver", "supervisor"))]


@router.get(
    "/api/cases/{no}/clocks",
    operation_id="getClocks",
    response_model=Clocks,
    responses={**read_answer(), **refusals(403, 404)},
)
async def clocks(no: str, request: Request, ask: Reader) -> Response:
    """Every clock of a case: limit, start, due date, and why each day counts or not."""
    found = told(Clocks, await ask.call("workflow", "GetClocks", pb.GetClocksRequest(no=no)))
    return tagged(request, found.model_dump(mode="json"))
