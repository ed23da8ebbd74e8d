"""Progress: where a case stands, without an account."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response
from qi.workflow.v1 import workflow_service_pb2 as pb

from gateway.document import KEY, read_answer, refusals, tagged_answer, takes
from gateway.etags import tagged
from gateway.identity import ANYONE, Admit, Ask
from gateway.plain import told
from gateway.reader import body_of
from gateway.schemas.actions import RateByKey
from gateway.schemas.cases import Progress

router = APIRouter(prefix="/api/progress", tags=["cases"])
Anyone = Annotated[Ask, Depends(Admit(ANYONE))]
DEADLINE_SECONDS = 2.0
LONGEST = 60  # beyond it nothing is a number or a key, and nobody needs to be asked


@router.get("", operation_id="getProgress", response_model=Progress, responses={**read_answer(), **refusals(404)})
async def progress(
    case_no: Annotated[str, Query(description="The number on the receipt")],
    key: Annotated[str, Query(description="The query key on the receipt")],
    request: Request,
    ask: Anyone,
) -> Response:
    """State, dates and next step for whoever holds number and key; 404 alike for an unknown number and a wrong key."""
    asked = pb.GetProgressRequest(no=case_no[:LONGEST], query_key=key[:LONGEST])
    with ask.door.limits.guess(ask.address):
        found = told(Progress, await ask.call("workflow", "GetProgress", asked, DEADLINE_SECONDS))
    return tagged(request, found.model_dump(mode="json"))


@router.post(
    "/{no}/rating",
    operation_id="rateByKey",
    response_model=Progress,
    responses={**tagged_answer(), **refusals(404, 409, 415)},
    openapi_extra=takes(RateByKey, KEY),
)
async def rate(no: str, request: Request, ask: Anyone) -> Response:
    """Rate a delivered case, once, with the key on the receipt; who does is not kept."""
    said = await body_of(request, ask, RateByKey)
    asked = pb.RateByKeyRequest(no=no[:LONGEST], query_key=said.key, level=said.level, comment=said.comment)
    with ask.door.limits.guess(ask.address):
        rated = told(Progress, await ask.call("workflow", "RateByKey", asked))
    return tagged(request, rated.model_dump(mode="json"))
