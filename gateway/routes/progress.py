"""Progress: where a case stands, without an account."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response
from qi.workflow.v1 import workflow_service_pb2 as pb

from gateway.document import read_answer, refusals
from gateway.etags import tagged
from gateway.identity import ANYONE, Admit, Ask
from gateway.plain import told
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
