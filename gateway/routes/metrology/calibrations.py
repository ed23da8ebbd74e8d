"""Calibrations, and the laboratory behind them."""

import json
from collections.abc import Mapping
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Depends, Path, Request, Response
from fastapi.responses import StreamingResponse
from qi.metrology.v1 import calibration_service_pb2 as pb

from gateway import actions
from gateway.actions import Action
from gateway.document import KEY, read_answer, refusals, tagged_answer, takes
from gateway.downloads import PDF, file_answer, kept_file
from gateway.etags import answered, tagged
from gateway.identity import Admit, Ask
from gateway.paging import Cursor, Limit
from gateway.plain import told
from gateway.reader import body_of
from gateway.schemas.metrology.calibrations import (
    Calibration,
    Calibrations,
    ComputeBody,
    OpenBody,
    PrepareBody,
    ReadingsBody,
    ReopenBody,
    ReviewBody,
    SettleBody,
)
from gateway.schemas.metrology.laboratory import (
    FaultBody,
    Row,
    RowBody,
    Rows,
    Standard,
    StandardBody,
    Standards,
    Work,
    Works,
)

router = APIRouter(prefix="/api/metrology", tags=["calibration"])
Reader = Annotated[Ask, Depends(Admit("enterprise", "clerk", "specialist", "approver", "supervisor"))]
Specialist = Annotated[Ask, Depends(Admit("specialist"))]
Staff = Annotated[Ask, Depends(Admit("specialist", "supervisor", "admin"))]
Admin = Annotated[Ask, Depends(Admit("admin"))]
Id = Annotated[str, Path(max_length=80)]
Code = Annotated[str, Path(pattern="^[a-z0-9_]{1,16}$")]
TYPES = {"pdf": PDF, "xml": "application/xml"}
ACTIONS: Mapping[str, Action] = {
    "review": Action(
        "ReviewContract",
        pb.ReviewContractRequest,
        "opened, reviewed, prepared → reviewed: method, points and decision rule are agreed",
        ReviewBody,
    ),
    "prepare": Action(
        "PrepareCalibration",
        pb.PrepareCalibrationRequest,
        "reviewed, prepared → prepared: standards and surroundings",
        PrepareBody,
    ),
    "observe": Action(
        "RecordReadings", pb.RecordReadingsRequest, "prepared, computed → prepared: readings", ReadingsBody
    ),
    "compute": Action(
        "ComputeBudgets", pb.ComputeBudgetsRequest, "prepared, computed → computed: uncertainty budgets", ComputeBody
    ),
    "judge": Action("JudgeCalibration", pb.JudgeCalibrationRequest, "computed → judged, by the rule that was fixed"),
    "issue": Action("IssueCertificate", pb.IssueCertificateRequest, "computed, judged → issued: the certificate"),
    "reopen": Action(
        "ReopenCalibration", pb.ReopenCalibrationRequest, "issued → prepared: to replace the certificate", ReopenBody
    ),
    "settle": Action("SettleCertificate", pb.SettleCertificateRequest, "questioned → issued or withdrawn", SettleBody),
}


@router.post(
    "/calibrations",
    operation_id="openCalibration",
    response_model=Calibration,
    status_code=201,
    responses={**tagged_answer(201), **refusals(403, 404, 409, 415)},
    openapi_extra=takes(OpenBody, KEY),
)
async def opened(request: Request, ask: Specialist) -> Response:
    """Open the calibration of a part that one has taken."""
    body = await body_of(request, ask, OpenBody)
    asked = pb.OpenCalibrationRequest(**body.model_dump(exclude_none=True))
    return answered(Calibration, request, await ask.call("metrology", "OpenCalibration", asked), 201)


@router.get("/calibrations", operation_id="listCalibrations", responses=refusals(403))
async def listed(ask: Reader, limit: Limit = 50, cursor: Cursor = "") -> Calibrations:
    """The calibrations one may see, newest first, without readings and budgets."""
    asked = pb.ListCalibrationsRequest(page_size=limit, page_token=cursor)
    answer = await ask.call("metrology", "ListCalibrations", asked)
    found = [told(Calibration, one) for one in answer.calibrations]
    return Calibrations(calibrations=found, next=answer.next_page_token or None)


@router.get(
    "/calibrations/{id}/certificate.{form}",
    operation_id="getCertificateFile",
    response_class=StreamingResponse,
    responses={**file_answer(*TYPES.values()), **refusals(403, 404)},
)
async def file(id: Id, form: Annotated[str, Path(pattern="^(pdf|xml)$")], ask: Reader) -> Response:  # noqa: A002
    """The certificate: PDF/A-3 with the digital one in it, or the digital one alone."""
    found = await ask.call("metrology", "GetCertificateFile", pb.GetCertificateFileRequest(id=id, form=form))
    named = f"inline; filename=\"certificate.{form}\"; filename*=UTF-8''{quote(found.name)}"
    return await kept_file(ask, found.sha256, TYPES[form], named)


@router.get(
    "/calibrations/{id}",
    operation_id="getCalibration",
    response_model=Calibration,
    responses={**read_answer(), **refusals(403, 404)},
)
async def one(id: Id, request: Request, ask: Reader) -> Response:  # noqa: A002
    """One calibration, with every reading that was ever entered."""
    return answered(
        Calibration, request, await ask.call("metrology", "GetCalibration", pb.GetCalibrationRequest(id=id))
    )


def _add(name: str, action: Action) -> None:
    async def act(id: Id, request: Request, ask: Specialist) -> Response:  # noqa: A002
        move = await actions.move_of(request, ask, action)
        asked = move.message(id=id)
        return answered(Calibration, request, await ask.call("metrology", action.rpc, asked))

    actions.add(router, "/calibrations/{id}", name, action, act, answer=Calibration)


for _name, _action in ACTIONS.items():
    _add(_name, _action)


@router.get("/standards", operation_id="listStandards", responses=refusals(403))
async def standards(ask: Staff) -> Standards:
    """The reference standards, and whether each may be used today."""
    answer = await ask.call("metrology", "ListStandards", pb.ListStandardsRequest())
    return Standards(standards=[told(Standard, one) for one in answer.standards])


@router.put(
    "/standards/{id}",
    operation_id="putStandard",
    response_model=Standard,
    responses={**tagged_answer(), **refusals(403, 415)},
    openapi_extra=takes(StandardBody),
)
async def put_standard(id: Code, request: Request, ask: Specialist) -> Response:  # noqa: A002
    """Enter a standard, or its new certificate."""
    body = await body_of(request, ask, StandardBody)
    asked = pb.PutStandardRequest(standard=pb.ReferenceStandard(id=id, **body.model_dump()))
    found = told(Standard, await ask.call("metrology", "PutStandard", asked))
    return tagged(request, found.model_dump(mode="json"))


@router.post(
    "/standards/{id}/fault",
    operation_id="reportFaultyStandard",
    responses=refusals(403, 404, 415),
    openapi_extra=takes(FaultBody, KEY),
)
async def fault(id: Code, request: Request, ask: Specialist) -> Work:  # noqa: A002
    """A standard was found faulty: every certificate that relied on it since is put in question."""
    body = await body_of(request, ask, FaultBody)
    asked = pb.ReportFaultyStandardRequest(id=id, **body.model_dump())
    return told(Work, await ask.call("metrology", "ReportFaultyStandard", asked))


@router.get("/nonconforming-work", operation_id="listNonconformingWork", responses=refusals(403))
async def nonconforming(ask: Staff) -> Works:
    """Non-conforming work, each with the certificates it puts in question."""
    answer = await ask.call("metrology", "ListNonconformingWork", pb.ListNonconformingWorkRequest())
    return Works(work=[told(Work, one) for one in answer.work])


@router.get("/laboratory", operation_id="listLaboratoryRows", responses=refusals(403))
async def laboratory(ask: Staff) -> Rows:
    """Methods, authorisations, limits and capabilities, by the day each holds from."""
    answer = await ask.call("metrology", "ListLaboratoryRows", pb.ListLaboratoryRowsRequest())
    return Rows(rows=[told(Row, one) for one in answer.rows])


@router.post(
    "/laboratory",
    operation_id="putLaboratoryRow",
    responses=refusals(403, 415),
    openapi_extra=takes(RowBody, KEY),
)
async def put_row(request: Request, ask: Admin) -> Row:
    """A row from a day on; none is ever changed."""
    body = (await body_of(request, ask, RowBody)).model_dump(exclude_none=True)
    body["content"] = json.dumps(body["content"], ensure_ascii=False)
    asked = pb.PutLaboratoryRowRequest(row=pb.LaboratoryRow(**body))
    return told(Row, await ask.call("metrology", "PutLaboratoryRow", asked))
