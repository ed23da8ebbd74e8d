"""Notices of a case: what was issued, and its files."""

from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Depends, Path, Request, Response
from fastapi.responses import StreamingResponse
from qi.workflow.v1 import notice_service_pb2 as pb

from gateway.document import read_answer, refusals
from gateway.downloads import PDF, file_answer, kept_file
from gateway.etags import tagged
from gateway.identity import Admit, Ask
from gateway.plain import told
from gateway.schemas.notices import IssuedNotice, IssuedNotices, WholeNotice

router = APIRouter(prefix="/api/cases/{no}/notices", tags=["cases"])
Reader = Annotated[Ask, Depends(Admit("enterprise", "clerk", "specialist", "approver", "supervisor"))]
Number = Annotated[str, Path(max_length=60)]
Id = Annotated[str, Path(max_length=60, description="As the list has it")]


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
    responses={**file_answer(PDF), **refusals(403, 404)},
)
async def file(no: Number, notice: Id, ask: Reader) -> Response:
    """The file of a notice: PDF/A, made when it is first asked for and the same ever after."""
    found = await ask.call("workflow", "GetNoticeFile", pb.GetNoticeFileRequest(case_no=no, id=notice))
    plain, named = quote(notice, safe=""), quote(found.name)
    return await kept_file(ask, found.sha256, PDF, f"inline; filename=\"{plain}.pdf\"; filename*=UTF-8''{named}")


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
