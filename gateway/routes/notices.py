"""Notices of a case: what was issued, and its files."""

import asyncio
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Depends, Path, Request, Response
from fastapi.responses import StreamingResponse
from qi.workflow.v1 import notice_service_pb2 as pb

from gateway.document import read_answer, refusals
from gateway.etags import tagged
from gateway.identity import Admit, Ask
from gateway.plain import told
from gateway.schemas.notices import IssuedNotice, IssuedNotices, WholeNotice
from services.kit.errors import Away

router = APIRouter(prefix="/api/cases/{no}/notices", tags=["cases"])
Reader = Annotated[Ask, Depends(Admit("enterprise", "clerk", "specialist", "approver", "supervisor"))]
Number = Annotated[str, Path(max_length=60)]
Id = Annotated[str, Path(max_length=60, description="As the list has it")]
PDF = "application/pdf"
FILE: dict[int | str, dict[str, Any]] = {
    200: {"content": {PDF: {"schema": {"type": "string", "format": "binary"}}}, "description": "The file"}
}


@router.get(
    "", operation_id="listNotices", response_model=IssuedNotices, responses={**read_answer(), **refusals(403, 404)}
)
async def notices(no: Number, request: Request, ask: Reader) -> Response:
    """What was issued for a case, oldest first."""
    answer = await ask.call("workflow", "ListNotices", pb.ListNoticesRequest(case_no=no))
    listed = IssuedNotices(notices=[told(IssuedNotice, one) for one in answer.notices])
    return tagged(request, listed.model_dump(mode="json"))


@router.get(
    "/{notice}.pdf",
    operation_id="getNoticeFile",
    response_class=StreamingResponse,
    responses={**FILE, **refusals(403, 404)},
)
async def file(no: Number, notice: Id, ask: Reader) -> Response:
    """The file of a notice: PDF/A, made when it is first asked for and the same ever after."""
    found = await ask.call("workflow", "GetNoticeFile", pb.GetNoticeFileRequest(case_no=no, id=notice))
    if await asyncio.to_thread(ask.door.blobs.size, found.sha256) is None:
        raise Away("DEPENDENCY_AWAY", params={"service": "blobs", "s": 2})
    plain, named = quote(notice, safe=""), quote(found.name)
    headers = {
        "Content-Disposition": f"inline; filename=\"{plain}.pdf\"; filename*=UTF-8''{named}",
        "Content-Length": str(found.size),
        "Cache-Control": "no-store",
    }
    return StreamingResponse(ask.door.blobs.read(found.sha256), media_type=PDF, headers=headers)


@router.get(
    "/{notice}",
    operation_id="getNotice",
    response_model=WholeNotice,
    responses={**read_answer(), **refusals(403, 404)},
)
async def one(no: Number, notice: Id, request: Request, ask: Reader) -> Response:
    """What a notice says."""
    found = await ask.call("workflow", "GetNotice", pb.GetNoticeRequest(case_no=no, id=notice))
    return tagged(request, told(WholeNotice, found).model_dump(mode="json"))
