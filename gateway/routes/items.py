"""Items: what an enterprise can apply for."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from qi.workflow.v1 import draft_service_pb2 as drafts
from qi.workflow.v1 import workflow_service_pb2 as pb

from gateway.document import read_answer, refusals
from gateway.etags import tagged
from gateway.identity import ANYONE, Admit, Ask
from gateway.plain import told
from gateway.schemas.catalogue import AskedAgain, Item, Items

router = APIRouter(prefix="/api/items", tags=["catalogue"])
Anyone = Annotated[Ask, Depends(Admit(ANYONE))]


@router.get("", operation_id="listItems", responses=refusals())
async def items(ask: Anyone) -> Items:
    """The items in force."""
    answer = await ask.call("workflow", "ListItems", pb.ListItemsRequest())
    return Items(items=[_shown(item) for item in answer.items])


@router.get("/{code}", operation_id="getItem", response_model=Item, responses={**read_answer(), **refusals(404)})
async def item(code: str, request: Request, ask: Anyone) -> Response:
    """One item in force."""
    found = _shown(await ask.call("workflow", "GetItem", pb.GetItemRequest(code=code)))
    return tagged(request, found.model_dump(mode="json"), found.version)


@router.get("/{code}/asked-again", operation_id="listAskedAgain", responses=refusals(404))
async def asked_again(code: str, ask: Anyone) -> AskedAgain:
    """How often a correction asked for a paper that the enterprise had given before; each is counted up to 1000."""
    return told(AskedAgain, await ask.call("workflow", "ListAskedAgain", drafts.ListAskedAgainRequest(item=code)))


def _shown(message: pb.Item) -> Item:
    """An item; a bundle's domain is workflow, who offers it."""
    return told(Item, message, domain=message.domain or "workflow")
