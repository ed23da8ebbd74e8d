"""Calculators: what the rules give, without an account."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from qi.metrology.v1 import calculator_service_pb2 as measuring
from qi.workflow.v1 import calendar_service_pb2 as pb

from gateway.document import refusals, takes
from gateway.identity import ANYONE, Admit, Ask
from gateway.plain import told
from gateway.reader import body_of
from gateway.schemas.calendar import DueDate, DueDateBody
from gateway.schemas.fields import Body
from gateway.schemas.measurement import ConformityDecision, DecisionBody, UncertaintyBody, UncertaintyBudget

router = APIRouter(prefix="/api/calculators", tags=["calculators"])
Anyone = Annotated[Ask, Depends(Admit(ANYONE))]


@router.post("/due-date", operation_id="calculateDueDate", responses=refusals(415), openapi_extra=takes(DueDateBody))
async def due_date(request: Request, ask: Anyone) -> DueDate:
    """The n-th working day after a start."""
    body = await body_of(request, ask, DueDateBody)
    asked = pb.CalculateDueDateRequest(start=body.start, days=body.days)
    return told(DueDate, await ask.call("workflow", "CalculateDueDate", asked))


@router.post(
    "/uncertainty",
    operation_id="calculateUncertainty",
    responses=refusals(415),
    openapi_extra=takes(UncertaintyBody),
)
async def uncertainty(request: Request, ask: Anyone) -> UncertaintyBudget:
    """The uncertainty budget of a model, with its statement."""
    body = await body_of(request, ask, UncertaintyBody)
    if body.draws:
        ask.door.limits.check(ask.address)  # a check by drawing costs as much as a file that is looked at
    asked = measuring.CalculateUncertaintyRequest(**_given(body))
    return told(UncertaintyBudget, await ask.call("metrology", "CalculateUncertainty", asked))


@router.post("/decision", operation_id="calculateDecision", responses=refusals(415), openapi_extra=takes(DecisionBody))
async def decision(request: Request, ask: Anyone) -> ConformityDecision:
    """Whether a result conforms by a decision rule, and how probably that is right."""
    asked = measuring.CalculateDecisionRequest(**_given(await body_of(request, ask, DecisionBody)))
    return told(ConformityDecision, await ask.call("metrology", "CalculateDecision", asked))


def _given(body: Body) -> dict[str, Any]:
    return body.model_dump(exclude_none=True)
