"""What inspection publishes of what it owns."""

from typing import Any

from google.protobuf.message import Message
from qi.event.v1 import commission_pb2, rectification_pb2, report_pb2, series_pb2

from services.kit.events import Build, Publication
from services.kit.lifecycle import Entry, Head

SOURCE = "/qi/inspection"


def _series(kind: type[Message], *fields: str) -> Build:
    def build(document: Head, entry: Entry) -> Message:
        constant = {name: document[name] for name in ("uscc", "level", "aql")}
        header = series_pb2.SeriesHeader(series_id=document["_id"], severity=entry.state, **constant)
        told: dict[str, Any] = {name: entry.data[name] for name in fields if name != "why"}
        if "why" in fields:
            told["why"] = entry.data["standing"]["why"]
        return kind(series=header, **told)

    return build


LOT = ("batch", "lot_size", "code_letter", "sample_size", "accept", "nonconforming", "accepted", "resubmitted", "why")
SERIES = Publication(
    "qi.series",
    SOURCE,
    {
        "begin": ("qi.series.begun.v1", _series(series_pb2.SeriesBegun)),
        "record_lot": ("qi.series.lot_recorded.v1", _series(series_pb2.SeriesLotRecorded, *LOT)),
        "inform": ("qi.series.informed.v1", _series(series_pb2.SeriesInformed, "steady", "agreed")),
        "resume": ("qi.series.resumed.v1", _series(series_pb2.SeriesResumed, "reference")),
    },
)


def _report(kind: type[Message], *fields: str) -> Build:
    def build(document: Head, entry: Entry) -> Message:
        constant = {name: document[name] for name in ("number", "kind", "uscc")}
        header = report_pb2.ReportHeader(report_key=document["_id"], state=entry.state, **constant)
        return kind(report=header, **{name: entry.data[name] for name in fields})

    return build


REPORTS = Publication(
    "qi.report",
    SOURCE,
    {
        "issue": ("qi.report.issued.v1", _report(report_pb2.ReportIssued, "sha256")),
        "replace": ("qi.report.replaced.v1", _report(report_pb2.ReportReplaced, "by")),
    },
)


def _commission(kind: type[Message], *fields: str) -> Build:
    def build(document: Head, entry: Entry) -> Message:
        constant = {name: document[name] for name in ("uscc", "case_no")}
        header = commission_pb2.CommissionHeader(commission_id=document["_id"], state=entry.state, **constant)
        return kind(commission=header, **{name: entry.data[name] for name in fields})

    return build


COMMISSIONS = Publication(
    "qi.commission",
    SOURCE,
    {
        "begin": ("qi.commission.begun.v1", _commission(commission_pb2.CommissionBegun)),
        "review": ("qi.commission.reviewed.v1", _commission(commission_pb2.CommissionReviewed, "decision")),
        "move_sample": (
            "qi.commission.sample_moved.v1",
            _commission(commission_pb2.CommissionSampleMoved, "sample", "place"),
        ),
        "enter": (
            "qi.commission.result_entered.v1",
            _commission(commission_pb2.CommissionResultEntered, "item", "method", "verdict", "why"),
        ),
        "check": ("qi.commission.results_checked.v1", _commission(commission_pb2.CommissionResultsChecked)),
        "report": ("qi.commission.reported.v1", _commission(commission_pb2.CommissionReported)),
        "amend": ("qi.commission.amended.v1", _commission(commission_pb2.CommissionAmended, "why")),
    },
)


def _rectification(kind: type[Message], *fields: str) -> Build:
    def build(document: Head, entry: Entry) -> Message:
        constant = {name: document[name] for name in ("uscc", "district", "category", "source")}
        header = rectification_pb2.RectificationHeader(rectification_id=document["_id"], state=entry.state, **constant)
        return kind(rectification=header, **{name: entry.data[name] for name in fields})

    return build


LOOP = rectification_pb2
RECTIFICATIONS = Publication(
    "qi.rectification",
    SOURCE,
    {
        "list": ("qi.rectification.listed.v1", _rectification(LOOP.RectificationListed, "campaign", "problem")),
        "sample": ("qi.rectification.sampled.v1", _rectification(LOOP.RectificationSampled, "list_number")),
        "conclude": (
            "qi.rectification.concluded.v1",
            _rectification(LOOP.RectificationConcluded, "conforms", "report"),
        ),
        "notify": (
            "qi.rectification.notified.v1",
            _rectification(LOOP.RectificationNotified, "served_on", "retest_due", "plan_due"),
        ),
        "request_retest": (
            "qi.rectification.retest_requested.v1",
            _rectification(LOOP.RectificationRetestRequested),
        ),
        "plan": ("qi.rectification.planned.v1", _rectification(LOOP.RectificationPlanned, "mend_due")),
        "give_evidence": (
            "qi.rectification.evidence_given.v1",
            _rectification(LOOP.RectificationEvidenceGiven, "files"),
        ),
        "recheck": ("qi.rectification.rechecked.v1", _rectification(LOOP.RectificationRechecked, "closed")),
        "escalate": ("qi.rectification.escalated.v1", _rectification(LOOP.RectificationEscalated, "reference")),
        "card": ("qi.rectification.carded.v1", _rectification(LOOP.RectificationCarded, "clock", "due")),
    },
)
