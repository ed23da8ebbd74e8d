"""Calculators: what the rules give, without an account."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from google.protobuf.message import Message
from qi.inspection.v1 import calculator_service_pb2 as sampling
from qi.inspection.v1 import net_content_service_pb2 as packing
from qi.metrology.v1 import calculator_service_pb2 as measuring
from qi.workflow.v1 import calendar_service_pb2 as pb

from gateway.document import refusals, takes
from gateway.identity import ANYONE, Admit, Ask
from gateway.plain import told
from gateway.reader import body_of
from gateway.schemas.calendar import DueDate, DueDateBody
from gateway.schemas.fields import Answer, Body
from gateway.schemas.inspection.reports import NetContent, NetContentBody
from gateway.schemas.measurement import ConformityDecision, DecisionBody, UncertaintyBody, UncertaintyBudget
from gateway.schemas.sampling import OcCurve, OcCurveBody, SamplingPlan, SamplingPlanBody

router = APIRouter(prefix="/api/calculators", tags=["calculators"])
Anyone = Annotated[Ask, Depends(Admit(ANYONE))]


@dataclass(frozen=True)
class Calculator:
    """A calculation: its path and what it says in the API document, whose it is, what it takes and answers."""

    path: str
    says: str
    service: str
    request: type[Message]
    body: type[Body]
    answer: type[Answer]

    @property
    def rpc(self) -> str:
        """The method that takes the request."""
        return self.request.DESCRIPTOR.name.removesuffix("Request")


CALCULATORS = (
    Calculator(
        "due-date",
        "The n-th working day after a start",
        "workflow",
        pb.CalculateDueDateRequest,
        DueDateBody,
        DueDate,
    ),
    Calculator(
        "decision",
        "Whether a result conforms by a decision rule, and how probably that is right",
        "metrology",
        measuring.CalculateDecisionRequest,
        DecisionBody,
        ConformityDecision,
    ),
    Calculator(
        "sampling-plan",
        "The plan of one lot by GB/T 2828.1",
        "inspection",
        sampling.CalculateSamplingPlanRequest,
        SamplingPlanBody,
        SamplingPlan,
    ),
    Calculator(
        "oc-curve",
        "How likely a plan accepts a lot, by its quality",
        "inspection",
        sampling.CalculateOcCurveRequest,
        OcCurveBody,
        OcCurve,
    ),
    Calculator(
        "net-content",
        "A batch of prepackages by JJF 1070: the mean, and the packages that fall short",
        "inspection",
        packing.CalculateNetContentRequest,
        NetContentBody,
        NetContent,
    ),
)


def _add(row: Calculator) -> None:
    async def calculate(request: Request, ask: Anyone) -> Answer:
        asked = row.request(**(await body_of(request, ask, row.body)).model_dump(exclude_none=True))
        return told(row.answer, await ask.call(row.service, row.rpc, asked))

    router.add_api_route(
        f"/{row.path}",
        calculate,
        methods=["POST"],
        operation_id=row.rpc[0].lower() + row.rpc[1:],
        summary=row.says,
        response_model=row.answer,
        responses=refusals(415),
        openapi_extra=takes(row.body),
    )


for _row in CALCULATORS:
    _add(_row)


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
    asked = measuring.CalculateUncertaintyRequest(**body.model_dump(exclude_none=True))
    return told(UncertaintyBudget, await ask.call("metrology", "CalculateUncertainty", asked))
