"""What metrology publishes of the instruments in its ledgers."""

from collections.abc import Callable

from google.protobuf.message import Message
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
