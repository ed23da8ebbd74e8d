"""The RPCs of calibration and of the laboratory behind it."""

import json
from typing import Any

from qi.metrology.v1 import calibration_service_pb2 as pb
from qi.metrology.v1 import calibration_service_pb2_grpc as pb_grpc

from services.kit.clock import Clock, checked_day
from services.kit.errors import NotFound, WrongState, malformed
from services.kit.paging import from_cursor, page_size, to_cursor
from services.kit.repository import Repository, Request
from services.kit.rights import PART, sight
from services.kit.server import Served, caller, request_id, roles
from services.metrology.documents.calibration import (
    Calibration,
    NonconformingWork,
    ReferenceStandard,
)
from services.metrology.rules import calibration as rules
from services.metrology.rules.laboratory import KINDS, Row, wrong_in
from services.metrology.service.calibration import holding, messages
from services.metrology.service.calibration.work import Work

READERS = roles("enterprise clerk specialist approver supervisor")
SPECIALIST, STAFF, ADMIN = roles("specialist"), roles("specialist supervisor admin"), roles("admin")
RULES = {
    **dict.fromkeys(("GetCalibration", "ListCalibrations", "GetCertificateFile"), READERS),
    **dict.fromkeys(("OpenCalibration", "ReviewContract", "PrepareCalibration", "RecordReadings"), SPECIALIST),
    **dict.fromkeys(("ComputeBudgets", "JudgeCalibration", "IssueCertificate", "ReopenCalibration"), SPECIALIST),
    **dict.fromkeys(("SettleCertificate", "PutStandard", "ReportFaultyStandard"), SPECIALIST),
    **dict.fromkeys(("ListStandards", "ListNonconformingWork", "ListLaboratoryRows"), STAFF),
    "PutLaboratoryRow": ADMIN,
}
CAUSES = ("drift", "damage", "misuse", "certificate_withdrawn")
STANDARD = ("name", "serial", "certificate", "issuer", "valid_from", "valid_until")


class CalibrationService(pb_grpc.CalibrationServiceServicer):
    """Calibrations by their actions; standards, rows and non-conforming work as records."""

    def __init__(self, work: Work, calibrations: Repository, clock: Clock) -> None:
        self._work, self._calibrations, self._clock = work, calibrations, clock

    def OpenCalibration(self, request: pb.OpenCalibrationRequest, context: object) -> pb.Calibration:
        """Of a part that was taken."""
        return self._work.open(request)

    def GetCalibration(self, request: pb.GetCalibrationRequest, context: object) -> pb.Calibration:
        """One."""
        return self._work.get(request.id)

    def GetCertificateFile(self, request: pb.GetCertificateFileRequest, context: object) -> pb.CertificateFile:
        """Its file."""
        return self._work.file(request)

    def ListCalibrations(self, request: pb.ListCalibrationsRequest, context: object) -> pb.ListCalibrationsResponse:
        """Newest first."""
        size, who = page_size(request.page_size), caller()
        place = from_cursor(request.page_token, (str, str))
        found = _page(sight(who, PART, "metrology"), place, size)
        token = to_cursor([found[size - 1]["opened_at"], found[size - 1]["_id"]]) if len(found) > size else ""
        told = [messages.calibration(head, who, None, whole=False) for head in found[:size]]
        return pb.ListCalibrationsResponse(calibrations=told, next_page_token=token)

    def ReviewContract(self, request: pb.ReviewContractRequest, context: object) -> pb.Calibration:
        """→ reviewed."""
        return self._work.review(request)

    def PrepareCalibration(self, request: pb.PrepareCalibrationRequest, context: object) -> pb.Calibration:
        """→ prepared."""
        return self._work.prepare(request)

    def RecordReadings(self, request: pb.RecordReadingsRequest, context: object) -> pb.Calibration:
        """Readings are entered."""
        return self._work.observe(request)

    def ComputeBudgets(self, request: pb.ComputeBudgetsRequest, context: object) -> pb.Calibration:
        """→ computed."""
        return self._work.compute(request)

    def JudgeCalibration(self, request: pb.JudgeCalibrationRequest, context: object) -> pb.Calibration:
        """→ judged."""
        return self._work.judge(request)

    def IssueCertificate(self, request: pb.IssueCertificateRequest, context: object) -> pb.Calibration:
        """→ issued."""
        return self._work.issue(request)

    def ReopenCalibration(self, request: pb.ReopenCalibrationRequest, context: object) -> pb.Calibration:
        """issued → prepared."""
        return self._work.reopen(request)

    def SettleCertificate(self, request: pb.SettleCertificateRequest, context: object) -> pb.Calibration:
        """questioned → issued or withdrawn."""
        return self._work.settle(request)

    def ListStandards(self, request: pb.ListStandardsRequest, context: object) -> pb.ListStandardsResponse:
        """Every standard, with whether it may be used today."""
        _specialist()
        today = self._clock.today()
        return pb.ListStandardsResponse(standards=[messages.standard(one, today) for one in holding.standards()])

    def PutStandard(self, request: pb.PutStandardRequest, context: object) -> pb.ReferenceStandard:
        """A new standard, or a new certificate of one; what was found faulty stays so until it has one."""
        _specialist()
        given = request.standard
        if not rules.ID.fullmatch(given.id):
            raise malformed("id", "ID_INVALID")
        for name in STANDARD:
            if not 1 <= len(getattr(given, name).strip()) <= 100:
                raise malformed(name, "REQUIRED")
        if checked_day(given.valid_from, "valid_from") > checked_day(given.valid_until, "valid_until"):
            raise malformed("valid_until", "DAYS_CROSSED")
        before = ReferenceStandard.objects(id=given.id).first()
        same = before is not None and before.certificate == given.certificate
        told = {name: getattr(given, name).strip() for name in STANDARD}
        one = ReferenceStandard(id=given.id, **told, faulty_since=before.faulty_since if same else "")
        one.save()
        return messages.standard(one, self._clock.today())

    def ReportFaultyStandard(self, request: pb.ReportFaultyStandardRequest, context: object) -> pb.NonconformingWork:
        """Every certificate that relied on it since is put in question."""
        _specialist()
        if request.cause not in CAUSES:
            raise malformed("cause", "CAUSE_UNKNOWN", possible=", ".join(CAUSES))
        standard = ReferenceStandard.objects(id=request.id).first()
        if standard is None:
            raise NotFound("NOT_FOUND")
        if checked_day(request.faulty_since, "faulty_since") > self._clock.today().isoformat():
            raise malformed("faulty_since", "DAY_TO_COME")
        standard.faulty_since = request.faulty_since
        standard.save()
        key = f"{request.id}:{request.faulty_since}"
        found = Calibration.objects(standards=request.id, state="issued").only("id", "ended_on")
        questioned = [one.id for one in found if one.ended_on >= request.faulty_since]
        for calibration in questioned:
            self._question(calibration, key)
        told: Any = {"standard": request.id, "faulty_since": request.faulty_since, "cause": request.cause}
        record = NonconformingWork.objects(id=key).first() or NonconformingWork(
            id=key, found_at=self._clock.now(), found_by=caller().subject, **told
        )
        record.calibrations = sorted({*record.calibrations, *questioned})
        record.save()
        return messages.work(record)

    def _question(self, key: str, work: str) -> None:
        who = caller()
        ask = Request(f"{request_id()}:{key}", who.subject, "specialist")
        try:
            self._calibrations.change(key, ask, lambda head: rules.decide(head, "question", who, {"work": work}))
        except WrongState:
            return  # somebody has reopened or questioned it meanwhile

    def ListNonconformingWork(
        self, request: pb.ListNonconformingWorkRequest, context: object
    ) -> pb.ListNonconformingWorkResponse:
        """All of it."""
        _specialist()
        return pb.ListNonconformingWorkResponse(work=map(messages.work, NonconformingWork.objects.order_by("id")))

    def ListLaboratoryRows(
        self, request: pb.ListLaboratoryRowsRequest, context: object
    ) -> pb.ListLaboratoryRowsResponse:
        """Every row, old ones too."""
        _specialist()
        return pb.ListLaboratoryRowsResponse(rows=[messages.row(one) for one in holding.rows()])

    def PutLaboratoryRow(self, request: pb.PutLaboratoryRowRequest, context: object) -> pb.LaboratoryRow:
        """A row from a day on."""
        given = request.row
        if given.kind not in KINDS or not given.key.strip() or len(given.key) > 60:
            raise malformed("kind", "KIND_UNKNOWN", possible=", ".join(KINDS))
        if checked_day(given.since, "since") < self._clock.today().isoformat():
            raise malformed("since", "DAY_PAST")
        if given.until and checked_day(given.until, "until") < given.since:
            raise malformed("until", "DAYS_CROSSED")
        content = _content(given)
        return messages.row(holding.keep(Row(given.kind, given.key, given.since, given.until, content, given.source)))


def _content(given: pb.LaboratoryRow) -> dict[str, Any]:
    try:
        content = json.loads(given.content)
    except ValueError as fault:
        raise malformed("content", "JSON_INVALID") from fault
    wrong = wrong_in(given.kind, content)
    if wrong:
        raise malformed(f"content/{wrong}", "REQUIRED")
    return dict(content)


def _specialist() -> None:
    """A specialist of another domain has no business in this laboratory."""
    if caller().has("specialist"):
        sight(caller(), PART, "metrology")


def _page(scope: dict[str, Any], place: list[str | int] | None, size: int) -> list[dict[str, Any]]:
    wanted = dict(scope)
    if place is not None:
        after = [{"opened_at": {"$lt": place[0]}}, {"opened_at": place[0], "_id": {"$lt": place[1]}}]
        wanted |= {"opened_at": {"$lte": place[0]}, "$or": after}
    cursor = Calibration._get_collection().find(wanted, {"history": 0}, max_time_ms=10_000)
    return list(cursor.sort([("opened_at", -1), ("_id", -1)]).limit(size + 1))


def served(service: CalibrationService) -> Served:
    """The service with its rules."""
    descriptor = pb.DESCRIPTOR.services_by_name["CalibrationService"]
    return Served(descriptor, pb_grpc.add_CalibrationServiceServicer_to_server, service, RULES)
