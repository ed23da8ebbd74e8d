"""Commissioned tests: samples, results, reports."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from qi.inspection.v1 import commission_service_pb2 as pb

from gateway import actions
from gateway.actions import Action
from gateway.document import KEYED, read_answer, refusals, tagged_answer, takes
from gateway.etags import answered
from gateway.identity import Admit, Ask
from gateway.paging import Cursor, Limit
from gateway.plain import told
from gateway.reader import body_of, expect_key
from gateway.schemas.inspection.commissions import (
    AmendBody,
    Commission,
    CommissionBody,
    CommissionHead,
    Commissions,
    ResultBody,
    ReviewBody,
    SampleBody,
)

router = APIRouter(prefix="/api/inspection/commissions", tags=["inspection"])
Reader = Annotated[Ask, Depends(Admit("enterprise", "specialist", "approver", "supervisor"))]
Specialist = Annotated[Ask, Depends(Admit("specialist"))]
ACTIONS = {
    "review": Action("ReviewCommission", pb.ReviewCommissionRequest, "open → agreed: contract and rule", ReviewBody),
    "move_sample": Action("MoveSample", pb.MoveSampleRequest, "a sample in other hands", SampleBody),
    "enter": Action("EnterResult", pb.EnterResultRequest, "a result, through every gate of the laboratory", ResultBody),
    "check": Action("ConfirmResults", pb.ConfirmResultsRequest, "agreed → checked, by somebody who entered none"),
    "report": Action("IssueTestReport", pb.IssueTestReportRequest, "checked → reported"),
    "amend": Action("AmendTestReport", pb.AmendTestReportRequest, "reported → agreed: to be replaced", AmendBody),
}


@router.post(
    "",
    status_code=201,
    operation_id="beginCommission",
    response_model=Commission,
    responses={**tagged_answer(201), **refusals(403, 415)},
    openapi_extra=takes(CommissionBody, KEYED),
)
async def begin(request: Request, ask: Specialist) -> Response:
    """What is to be tested, for whom."""
    expect_key(request)
    body = await body_of(request, ask, CommissionBody)
    made = await ask.call("inspection", "BeginCommission", pb.BeginCommissionRequest(**body.model_dump()))
    return answered(Commission, request, made, 201, Location=f"/api/inspection/commissions/{made.id}")


@router.get("", operation_id="listCommissions", responses=refusals(403))
async def listed(
    ask: Reader,
    limit: Limit = 50,
    cursor: Cursor = "",
) -> Commissions:
    """The commissions that the caller may see, the newest first."""
    asked = pb.ListCommissionsRequest(page_size=limit, page_token=cursor)
    page = await ask.call("inspection", "ListCommissions", asked)
    return Commissions(commissions=[told(CommissionHead, one) for one in page.commissions], next=page.next_page_token)


@router.get(
    "/{commission_id}",
    operation_id="getCommission",
    response_model=Commission,
    responses={**read_answer(), **refusals(403, 404)},
)
async def one(commission_id: str, request: Request, ask: Reader) -> Response:
    """One commission, with every observation."""
    return answered(
        Commission, request, await ask.call("inspection", "GetCommission", pb.GetCommissionRequest(id=commission_id))
    )


def _add(name: str, action: Action) -> None:
    async def act(commission_id: str, request: Request, ask: Specialist) -> Response:
        move = await actions.move_of(request, ask, action)
        return answered(Commission, request, await ask.call("inspection", action.rpc, move.message(id=commission_id)))

    actions.add(router, "/{commission_id}", name, action, act, answer=Commission)


for _name, _action in ACTIONS.items():
    _add(_name, _action)
