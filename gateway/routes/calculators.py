"""Calculators: what the rules give, without an account."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from qi.inspection.v1 import calculator_service_pb2 as sampling
from qi.inspection.v1 import net_content_service_pb2 as packing
from qi.metrology.v1 import calculator_service_pb2 as measuring
from qi.workflow.v1 import calendar_service_pb2 as pb

from gateway.document import refusals, takes
from gateway.identity import ANYONE, Admit, Ask
from gateway.plain import told
from gateway.reader import body_of
from gateway.schemas.calendar import DueDate, DueDateBody
from gateway.schemas.fields import Body
from gateway.schemas.inspection.reports import NetContent, NetContentBody
from gateway.schemas.measurement import ConformityDecision, DecisionBody, UncertaintyBody, UncertaintyBudget
from gateway.schemas.sampling import OcCurve, OcCurveBody, SamplingPlan, SamplingPlanBody

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


@router.post(
    "/sampling-plan",
    operation_id="calculateSamplingPlan",
    responses=refusals(415),
    openapi_extra=takes(SamplingPlanBody),
)
async def sampling_plan(request: Request, ask: Anyone) -> SamplingPlan:
    """The plan of one lot by GB/T 2828.1."""
    asked = sampling.CalculateSamplingPlanRequest(**_given(await body_of(request, ask, SamplingPlanBody)))
    return told(SamplingPlan, await ask.call("inspection", "CalculateSamplingPlan", asked))


@router.post("/oc-curve", operation_id="calculateOcCurve", responses=refusals(415), openapi_extra=takes(OcCurveBody))
async def oc_curve(request: Request, ask: Anyone) -> OcCurve:
    """How likely a plan accepts a lot, by its quality."""
    asked = sampling.CalculateOcCurveRequest(**_given(await body_of(request, ask, OcCurveBody)))
    return told(OcCurve, await ask.call("inspection", "CalculateOcCurve", asked))


@router.post(
    "/net-content",
    operation_id="calculateNetContent",
    responses=refusals(415),
    openapi_extra=takes(NetContentBody),
)
async def net_content(request: Request, ask: Anyone) -> NetContent:
    """A batch of prepackages by JJF 1070: the mean, and the packages that fall short."""
    asked = packing.CalculateNetContentRequest(**_given(await body_of(request, ask, NetContentBody)))
    return told(NetContent, await ask.call("inspection", "CalculateNetContent", asked))


def _given(body: Body) -> dict[str, Any]:
    return body.model_dump(exclude_none=True)
