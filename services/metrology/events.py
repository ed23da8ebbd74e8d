"""What metrology publishes of the instruments in its ledgers, and of the certificates it issues."""

from collections.abc import Callable

from google.protobuf.message import Message
from qi.event.v1 import certificate_pb2 as certificates
from qi.event.v1 import instrument_pb2 as pb

from services.kit.events import Build, Publication
from services.kit.lifecycle import Entry, Head

TOPIC = "qi.instrument"


def _of(kind: Callable[..., Message], *names: str) -> Build:
    def build(document: Head, entry: Entry) -> Message:
        header = pb.InstrumentHeader(instrument_id=document["_id"], uscc=document["uscc"], state=entry.state)
        return kind(instrument=header, **{name: entry.data[name] for name in names if entry.data.get(name)})

    return build


def _due(document: Head, entry: Entry) -> Message:
    header = pb.InstrumentHeader(instrument_id=document["_id"], uscc=document["uscc"], state=entry.state)
    return pb.InstrumentDue(instrument=header, days=entry.data["days"], due_on=entry.data["of"])


DAYS = ("verified_on", "valid_until")
INSTRUMENTS = Publication(
    TOPIC,
    "/qi/metrology",
    {
        "register": ("qi.instrument.registered.v1", _of(pb.InstrumentRegistered, "category", "use", "mode", *DAYS)),
        "correct": ("qi.instrument.corrected.v1", _of(pb.InstrumentCorrected, "category", "valid_until")),
        "stop": ("qi.instrument.stopped.v1", _of(pb.InstrumentStopped)),
        "resume": ("qi.instrument.resumed.v1", _of(pb.InstrumentResumed)),
        "retire": ("qi.instrument.retired.v1", _of(pb.InstrumentRetired)),
        "verify": ("qi.instrument.verified.v1", _of(pb.InstrumentVerified, *DAYS, "certificate", "institution")),
        "fail": ("qi.instrument.failed.v1", _of(pb.InstrumentFailed, "verified_on", "notice", "institution")),
        "remind": ("qi.instrument.due.v1", _due),
    },
)


def _certified(kind: type[Message], **fields: str) -> Build:
    """A message with the header, and the named values of the entry (message's field → entry's)."""

    def build(document: Head, entry: Entry) -> Message:
        constant = {name: document[name] for name in ("case_no", "uscc")}
        header = certificates.CertificateHeader(
            calibration=document["_id"], state=entry.state, round=entry.data["round"], **constant
        )
        return kind(certificate=header, **{field: entry.data[name] for field, name in fields.items()})

    return build


CERTIFICATE = Publication(
    "qi.certificate",
    "/qi/metrology",
    {
        "open": ("qi.certificate.opened.v1", _certified(certificates.CertificateOpened)),
        "review": ("qi.certificate.reviewed.v1", _certified(certificates.CertificateReviewed, method="method")),
        "prepare": (
            "qi.certificate.prepared.v1",
            _certified(certificates.CertificatePrepared, standards="standards"),
        ),
        "observe": ("qi.certificate.observed.v1", _certified(certificates.CertificateObserved)),
        "compute": ("qi.certificate.computed.v1", _certified(certificates.CertificateComputed)),
        "judge": ("qi.certificate.judged.v1", _certified(certificates.CertificateJudged)),
        "issue": (
            "qi.certificate.issued.v1",
            _certified(
                certificates.CertificateIssued,
                number="number",
                sha256="sha256",
                dcc_sha256="dcc",
                replaces="replaces",
            ),
        ),
        "reopen": ("qi.certificate.reopened.v1", _certified(certificates.CertificateReopened, reason="reason")),
        "question": (
            "qi.certificate.questioned.v1",
            _certified(certificates.CertificateQuestioned, number="number", work="work"),
        ),
        "confirm": ("qi.certificate.confirmed.v1", _certified(certificates.CertificateConfirmed, number="number")),
        "withdraw": ("qi.certificate.withdrawn.v1", _certified(certificates.CertificateWithdrawn, number="number")),
    },
)
