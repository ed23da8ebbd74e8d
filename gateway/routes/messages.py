"""Messages: the enterprise's inbox, a member's preferences, and what did not arrive."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from qi.workflow.v1 import message_service_pb2 as pb

from gateway.document import read_answer, refusals, tagged_answer, takes
from gateway.etags import tagged
from gateway.identity import Admit, Ask
from gateway.paging import Cursor, Limit
from gateway.plain import told
from gateway.reader import body_of
from gateway.schemas.messages import (
    Failure,
    Failures,
    Message,
    Messages,
    Preferences,
    PreferencesBody,
    ReadBody,
    Unread,
)

router = APIRouter(prefix="/api/messages", tags=["messages"])
Member = Annotated[Ask, Depends(Admit("enterprise"))]
Staff = Annotated[Ask, Depends(Admit("clerk", "supervisor", "admin"))]


@router.get("", operation_id="listMessages", responses=refusals(403))
async def messages(
    ask: Member,
    limit: Limit = 50,
    cursor: Cursor = "",
) -> Messages:
    """What the enterprise was told, newest first."""
    answer = await ask.call("workflow", "ListMessages", pb.ListMessagesRequest(page_size=limit, page_token=cursor))
    listed = [told(Message, one) for one in answer.messages]
    return Messages(messages=listed, next=answer.next_page_token or None, unread=answer.unread)


@router.post("/read", operation_id="readMessages", responses=refusals(403, 415), openapi_extra=takes(ReadBody))
async def read(request: Request, ask: Member) -> Unread:
    """Mark messages as read by the caller."""
    body = await body_of(request, ask, ReadBody)
    return told(Unread, await ask.call("workflow", "ReadMessages", pb.ReadMessagesRequest(ids=body.ids)))


@router.get(
    "/preferences",
    operation_id="getPreferences",
    response_model=Preferences,
    responses={**read_answer(), **refusals(403)},
)
async def preferences(request: Request, ask: Member) -> Response:
    """How the caller wants to be told."""
    found = told(Preferences, await ask.call("workflow", "GetPreferences", pb.GetPreferencesRequest()))
    return tagged(request, found.model_dump(mode="json"))


@router.put(
    "/preferences",
    operation_id="putPreferences",
    response_model=Preferences,
    responses={**tagged_answer(), **refusals(403, 415)},
    openapi_extra=takes(PreferencesBody),
)
async def put(request: Request, ask: Member) -> Response:
    """Say how the caller wants to be told; the same again changes nothing."""
    body = await body_of(request, ask, PreferencesBody)
    asked = pb.PutPreferencesRequest(preferences=pb.Preferences(**body.model_dump()))
    kept = told(Preferences, await ask.call("workflow", "PutPreferences", asked))
    return tagged(request, kept.model_dump(mode="json"))


@router.get("/failures", operation_id="listMessageFailures", responses=refusals(403))
async def failures(ask: Staff) -> Failures:
    """Deliveries that failed for good: of the clerk's station, or everywhere."""
    answer = await ask.call("workflow", "ListFailures", pb.ListFailuresRequest())
    return Failures(deliveries=[told(Failure, one) for one in answer.deliveries])
