"""Reports, with their files; net content; the editions of rules that inspection judges by."""

import json
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Depends, Path, Request, Response
from fastapi.responses import StreamingResponse
from qi.inspection.v1 import net_content_service_pb2 as measuring
from qi.inspection.v1 import report_service_pb2 as pb
from qi.inspection.v1 import rule_service_pb2 as ruling

from gateway.document import KEYED, read_answer, refusals, takes
from gateway.downloads import PDF, file_answer, kept_file
from gateway.etags import tagged
from gateway.identity import Admit, Ask
from gateway.paging import Cursor, Limit
from gateway.plain import told
from gateway.reader import body_of, expect_key
from gateway.schemas.inspection.reports import (
    NetContentReport,
    NetContentReportBody,
    Report,
    Reports,
    RuleEdition,
    RuleEditionBody,
    RuleEditions,
)

router = APIRouter(prefix="/api/inspection", tags=["inspection"])
Reader = Annotated[Ask, Depends(Admit("enterprise", "specialist", "approver", "supervisor"))]
Specialist = Annotated[Ask, Depends(Admit("specialist"))]
Judge = Annotated[Ask, Depends(Admit("enterprise", "clerk", "specialist", "approver", "supervisor", "admin"))]
Admin = Annotated[Ask, Depends(Admit("admin"))]
Number = Annotated[str, Path(max_length=60)]


@router.get("/reports", operation_id="listReports", responses=refusals(403))
async def reports(
    ask: Reader,
    limit: Limit = 50,
    cursor: Cursor = "",
) -> Reports:
    """The reports that the caller may see, the newest first."""
    page = await ask.call("inspection", "ListReports", pb.ListReportsRequest(page_size=limit, page_token=cursor))
    return Reports(reports=[told(Report, one) for one in page.reports], next=page.next_page_token)


@router.get(
    "/reports/{number}.pdf",
    operation_id="getReportFile",
    response_class=StreamingResponse,
    responses={**file_answer(PDF), **refusals(403, 404)},
)
async def file(number: Number, ask: Reader) -> Response:
    """The signed file of a report."""
    found = await ask.call("inspection", "GetReport", pb.GetReportRequest(number=number))
    return await kept_file(ask, found.sha256, PDF, f"inline; filename*=UTF-8''{quote(number, safe='')}.pdf")


@router.get(
    "/reports/{number}",
    operation_id="getReport",
    response_model=Report,
    responses={**read_answer(), **refusals(403, 404)},
)
async def report(number: Number, request: Request, ask: Reader) -> Response:
    """One report."""
    found = await ask.call("inspection", "GetReport", pb.GetReportRequest(number=number))
    return tagged(request, told(Report, found).model_dump(mode="json"))


@router.post(
    "/net-content",
    status_code=201,
    operation_id="reportNetContent",
    responses=refusals(403, 409, 415),
    openapi_extra=takes(NetContentReportBody, KEYED),
)
async def net_content(request: Request, ask: Specialist) -> NetContentReport:
    """A batch of prepackages, judged and reported; once per key."""
    expect_key(request)
    body = await body_of(request, ask, NetContentReportBody)
    asked = measuring.ReportNetContentRequest(**body.model_dump())
    return told(NetContentReport, await ask.call("inspection", "ReportNetContent", asked))


@router.get("/rules", operation_id="listRuleEditions", responses=refusals(403))
async def editions(ask: Judge) -> RuleEditions:
    """The values that inspection judges by, and from which day each holds."""
    found = await ask.call("inspection", "ListRuleEditions", ruling.ListRuleEditionsRequest())
    return told(RuleEditions, found)


@router.post(
    "/rules",
    status_code=201,
    operation_id="addRuleEdition",
    responses=refusals(403, 415),
    openapi_extra=takes(RuleEditionBody),
)
async def add_edition(request: Request, ask: Admin) -> RuleEdition:
    """New values from a later day; those that were used stay as they are."""
    body = (await body_of(request, ask, RuleEditionBody)).model_dump()
    content = json.dumps(body.pop("content"), ensure_ascii=False)
    asked = ruling.AddRuleEditionRequest(**body, content=content)
    return told(RuleEdition, await ask.call("inspection", "AddRuleEdition", asked))
