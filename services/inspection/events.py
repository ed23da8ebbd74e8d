"""What inspection publishes of what it owns."""

from google.protobuf.message import Message
from qi.event.v1 import commission_pb2, rectification_pb2, report_pb2, series_pb2

from services.kit.events import Build, Publication, builder
from services.kit.lifecycle import Entry, Head

SOURCE = "/qi/inspection"


def _header(kind: type[Message], key: str, *constants: str, state: str = "state") -> Build:
    """A header: the aggregate's key, the state after the entry, and what never changes."""

    def build(document: Head, entry: Entry) -> Message:
        return kind(**{key: document["_id"], state: entry.state}, **{name: document[name] for name in constants})

    return build


def _why(entry: Entry) -> dict[str, str]:
    return {"why": entry.data["standing"]["why"]}


_series = builder("series", _header(series_pb2.SeriesHeader, "series_id", "uscc", "level", "aql", state="severity"))
_report = builder("report", _header(report_pb2.ReportHeader, "report_key", "number", "kind", "uscc"))
_commission = builder("commission", _header(commission_pb2.CommissionHeader, "commission_id", "uscc", "case_no"))
_rectification = builder(
    "rectification",
    _header(rectification_pb2.RectificationHeader, "rectification_id", "uscc", "district", "category", "source"),
)
LOT = ("batch", "lot_size", "code_letter", "sample_size", "accept", "nonconforming", "accepted", "resubmitted", _why)
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


REPORTS = Publication(
    "qi.report",
    SOURCE,
    {
        "issue": ("qi.report.issued.v1", _report(report_pb2.ReportIssued, "sha256")),
        "replace": ("qi.report.replaced.v1", _report(report_pb2.ReportReplaced, "by")),
    },
)


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
