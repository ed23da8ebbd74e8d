# ruff: noqa: N802, ARG002 - RPC names are PascalCase, and every RPC takes the caller
"""Metrology's calibrations: one, which is wherever it is asked to be."""

from dataclasses import dataclass
from typing import Any

from qi.metrology.v1 import calibration_service_pb2 as pb
from qi.metrology.v1.calibration_service_pb2_grpc import CalibrationServiceServicer

from services.kit.errors import NotFound, Stale, WrongState
from services.kit.identity import Caller
from services.kit.paging import from_cursor, page_size
from tests.gateway.fakes import FILED_AT, Fake, rpc

ORDER = {"customer": "某公司", "address": "宁波", "item_name": "表", "manufacturer": "某", "model": "M", "serial": "1"}
ROW = pb.LaboratoryRow(kind="method", key="JJF 1", since="2026-01-01", content='{"title": "规范"}', source="s")
STANDARD = pb.ReferenceStandard(id="s1", name="标准", serial="1", certificate="c", issuer="i", usable=True)
WORK = pb.NonconformingWork(id="s1:2026-11-01", standard="s1", faulty_since="2026-11-01", cause="drift")


def calibration(key: str) -> pb.Calibration:
    """As it is told."""
    found = pb.Calibration(id=key, part="N.M-03", case_no="N", uscc="U", state="issued", revision=1, round=1)
    found.order.CopyFrom(pb.CalibrationOrder(**ORDER, condition="完好"))
    found.rule.CopyFrom(pb.AgreedRule(name="simple", guard="0", outcome="binary"))
    point = found.points.add(
        id="p1", quantity="直流电压", unit="V", reference="10", result="error", readings=["10.001"]
    )
    point.decision.verdict = "pass"
    found.changes.add(point="p1", n=1, value="10.001", by="u-1").at.seconds = FILED_AT
    found.opened_at.seconds = FILED_AT
    return found


@dataclass
class FakeCalibrations(Fake, CalibrationServiceServicer):
    """Every call that names an id of a calibration, and the lists."""

    @rpc
    def OpenCalibration(self, request: pb.OpenCalibrationRequest, who: Caller) -> pb.Calibration:
        return calibration(f"{request.part}.C")

    @rpc
    def GetCalibration(self, request: pb.GetCalibrationRequest, who: Caller) -> pb.Calibration:
        return _found(request.id)

    @rpc
    def ListCalibrations(self, request: pb.ListCalibrationsRequest, who: Caller) -> pb.ListCalibrationsResponse:
        page_size(request.page_size)
        from_cursor(request.page_token, (str, str))
        return pb.ListCalibrationsResponse(calibrations=[calibration("N.M-03.C")])

    @rpc
    def GetCertificateFile(self, request: pb.GetCertificateFileRequest, who: Caller) -> pb.CertificateFile:
        raise NotFound("NOT_FOUND")

    @rpc
    def ReviewContract(self, request: Any, who: Caller) -> pb.Calibration:
        return _moved(request)

    @rpc
    def PrepareCalibration(self, request: Any, who: Caller) -> pb.Calibration:
        return _moved(request)

    @rpc
    def RecordReadings(self, request: Any, who: Caller) -> pb.Calibration:
        return _moved(request)

    @rpc
    def ComputeBudgets(self, request: Any, who: Caller) -> pb.Calibration:
        return _moved(request)

    @rpc
    def JudgeCalibration(self, request: Any, who: Caller) -> pb.Calibration:
        raise WrongState("RULE_NOT_FIXED")

    @rpc
    def IssueCertificate(self, request: Any, who: Caller) -> pb.Calibration:
        return _moved(request)

    @rpc
    def ReopenCalibration(self, request: Any, who: Caller) -> pb.Calibration:
        return _moved(request)

    @rpc
    def SettleCertificate(self, request: Any, who: Caller) -> pb.Calibration:
        return _moved(request)

    @rpc
    def ListStandards(self, request: Any, who: Caller) -> pb.ListStandardsResponse:
        return pb.ListStandardsResponse(standards=[STANDARD])

    @rpc
    def PutStandard(self, request: pb.PutStandardRequest, who: Caller) -> pb.ReferenceStandard:
        return STANDARD

    @rpc
    def ReportFaultyStandard(self, request: pb.ReportFaultyStandardRequest, who: Caller) -> pb.NonconformingWork:
        return WORK

    @rpc
    def ListNonconformingWork(self, request: Any, who: Caller) -> pb.ListNonconformingWorkResponse:
        return pb.ListNonconformingWorkResponse(work=[WORK])

    @rpc
    def ListLaboratoryRows(self, request: Any, who: Caller) -> pb.ListLaboratoryRowsResponse:
        return pb.ListLaboratoryRowsResponse(rows=[ROW])

    @rpc
    def PutLaboratoryRow(self, request: pb.PutLaboratoryRowRequest, who: Caller) -> pb.LaboratoryRow:
        return ROW


def _found(key: str) -> pb.Calibration:
    if not key.startswith("N"):
        raise NotFound("NOT_FOUND")
    return calibration(key)


def _moved(request: Any) -> pb.Calibration:
    found = _found(request.id)
    if request.expected_revision not in (0, found.revision):
        raise Stale("STALE_REVISION", params={"revision": found.revision})
    return found
