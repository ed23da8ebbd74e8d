"""Calculators: what the rules give, without an account."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from qi.workflow.v1 import calendar_service_pb2 as pb

from gateway.document import refusals, takes
from gateway.identity import ANYONE, Admit, Ask
from gateway.plain import told
from gateway.reader import body_of
from gateway.schemas.calendar import DueDate, DueDateBody

router = APIRouter(prefix="/api/calculators", tags=["calculators"])
Anyone = Annotated[Ask, Depends(Admit(ANYONE))]


@router.post("/due-date", operation_id="calculateDueDate", responses=refusals(415), openapi_extra=takes(DueDateBody))
async def due_date(request: Request, ask: Anyone) -> DueDate:
    """The n-th working day after a start."""
    body = await body_of(request, ask, DueDateBody)
    asked = pb.CalculateDueDateRequest(start=body.start, days=body.days)
    return told(DueDate, await ask.call("workflow", "CalculateDueDate", asked))
