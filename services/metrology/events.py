"""What metrology publishes of the instruments in its ledgers, and of the certificates it issues."""

from qi.event.v1 import certificate_pb2 as certificates
from qi.event.v1 import instrument_pb2 as pb

from services.kit.events import Publication, builder, present, renamed
from services.kit.lifecycle import Entry, Head

TOPIC = "qi.instrument"


def _instrument(document: Head, entry: Entry) -> pb.InstrumentHeader:
    return pb.InstrumentHeader(instrument_id=document["_id"], uscc=document["uscc"], state=entry.state)


_of = builder("instrument", _instrument)
DAYS = ("verified_on", "valid_until")
REGISTERED = present("category", "use", "mode", *DAYS)
VERIFIED = present(*DAYS, "certificate", "institution")
INSTRUMENTS = Publication(
    TOPIC,
    "/qi/metrology",
    {
        "register": (
            "qi.instrument.registered.v1",
            _of(pb.InstrumentRegistered, REGISTERED),
        ),
        "correct": ("qi.instrument.corrected.v1", _of(pb.InstrumentCorrected, present("category", "valid_until"))),
        "stop": ("qi.instrument.stopped.v1", _of(pb.InstrumentStopped)),
        "resume": ("qi.instrument.resumed.v1", _of(pb.InstrumentResumed)),
        "retire": ("qi.instrument.retired.v1", _of(pb.InstrumentRetired)),
        "verify": (
            "qi.instrument.verified.v1",
            _of(pb.InstrumentVerified, VERIFIED),
        ),
        "fail": ("qi.instrument.failed.v1", _of(pb.InstrumentFailed, present("verified_on", "notice", "institution"))),
        "remind": ("qi.instrument.due.v1", _of(pb.InstrumentDue, "days", renamed(due_on="of"))),
    },
)


def _certificate(document: Head, entry: Entry) -> certificates.CertificateHeader:
    constant = {name: document[name] for name in ("case_no", "uscc")}
    return certificates.CertificateHeader(
        calibration=document["_id"], state=entry.state, round=entry.data["round"], **constant
    )


_certified = builder("certificate", _certificate)
CERTIFICATE = Publication(
    "qi.certificate",
    "/qi/metrology",
    {
        "open": ("qi.certificate.opened.v1", _certified(certificates.CertificateOpened)),
        "review": ("qi.certificate.reviewed.v1", _certified(certificates.CertificateReviewed, "method")),
        "prepare": (
            "qi.certificate.prepared.v1",
            _certified(certificates.CertificatePrepared, "standards"),
        ),
        "observe": ("qi.certificate.observed.v1", _certified(certificates.CertificateObserved)),
        "compute": ("qi.certificate.computed.v1", _certified(certificates.CertificateComputed)),
        "judge": ("qi.certificate.judged.v1", _certified(certificates.CertificateJudged)),
        "issue": (
            "qi.certificate.issued.v1",
            _certified(
                certificates.CertificateIssued,
                "number",
                "sha256",
                "replaces",
                renamed(dcc_sha256="dcc"),
            ),
        ),
        "reopen": ("qi.certificate.reopened.v1", _certified(certificates.CertificateReopened, "reason")),
        "question": (
            "qi.certificate.questioned.v1",
            _certified(certificates.CertificateQuestioned, "number", "work"),
        ),
        "confirm": ("qi.certificate.confirmed.v1", _certified(certificates.CertificateConfirmed, "number")),
        "withdraw": ("qi.certificate.withdrawn.v1", _certified(certificates.CertificateWithdrawn, "number")),
    },
)
