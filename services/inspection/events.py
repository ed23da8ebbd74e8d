"""What inspection publishes of what it owns."""

from typing import Any

from google.protobuf.message import Message
from qi.event.v1 import series_pb2

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
