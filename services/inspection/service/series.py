"""Series of lots: begun, lot after lot recorded and judged, listed."""

from collections.abc import Mapping, Sequence
from typing import Any

from qi.inspection.v1 import series_service_pb2 as pb
from qi.inspection.v1 import series_service_pb2_grpc as pb_grpc

from services.inspection.rules import series
from services.inspection.rules.owner import checked_uscc, units_for, words
from services.inspection.rules.sampling import checked_aql, counts_nonconformities
from services.inspection.rules.switching import LOOKED_BACK
from services.inspection.service import DOMAIN
from services.inspection.service.numbered import newest
from services.kit.counters import Counter
from services.kit.documents import entry_of
from services.kit.identity import Caller
from services.kit.lifecycle import Entry, Head, actions
from services.kit.repository import Repository, Request
from services.kit.rights import PART, sight
from services.kit.server import Served, caller, request_id, roles
from services.kit.stamps import stamp

READERS, MAKERS, AUTHORITY = (
    roles("enterprise specialist approver supervisor"),
    roles("enterprise specialist"),
    roles("specialist"),
)
RULES = {
    "BeginSeries": MAKERS,
    "ListSeries": READERS,
    "GetSeries": READERS,
    "RecordLot": MAKERS,
    "InformSeries": AUTHORITY,
    "ResumeSeries": AUTHORITY,
}
MOST_LOTS = 200
LONGEST_PRODUCT, LONGEST_CASE = 200, 60


class SeriesService(pb_grpc.SeriesServiceServicer):
    """The series that the caller may see."""

    def __init__(self, kept: Repository) -> None:
        self._kept = kept

    def BeginSeries(self, request: pb.BeginSeriesRequest, context: object) -> pb.Series:
        """On normal inspection."""
        who = caller()
        own = _owner(who, request.uscc)
        product = words(request.product, "product", LONGEST_PRODUCT)
        aql = checked_aql(request.aql)
        counting = request.counting or ("nonconformities" if counts_nonconformities(aql) else "nonconforming")
        told = {
            **own,
            "level": request.level,
            "aql": aql,
            "counting": counting,
            "case_no": request.case_no[:LONGEST_CASE],
        }
        ask = _asked(who, "begin", {**told, "product": product})
        earlier = self._kept.earlier(ask)
        if earlier is not None:
            return message(earlier, who)
        happenings = series.begun(told)
        number = Counter.next("series")
        made = self._kept.create(f"S-{number:06d}", ask, happenings, {"number": number, "product": product})
        return message(made, who)

    def ListSeries(self, request: pb.ListSeriesRequest, context: object) -> pb.ListSeriesResponse:
        """The newest first."""
        who, (rows, token) = caller(), newest(self._kept, request)
        return pb.ListSeriesResponse(series=[message(one, who, whole=False) for one in rows], next_page_token=token)

    def GetSeries(self, request: pb.GetSeriesRequest, context: object) -> pb.Series:
        """One, with its lots."""
        who = caller()
        return message(self._kept.get(request.id, sight(who, PART, DOMAIN)), who)

    def RecordLot(self, request: pb.RecordLotRequest, context: object) -> pb.Series:
        """The next lot, or one that was mended."""
        return self._step("record_lot", request, ("batch", "lot_size", "nonconforming", "resubmitted"))

    def InformSeries(self, request: pb.InformSeriesRequest, context: object) -> pb.Series:
        """What only the authority can say."""
        return self._step("inform", request, ("steady", "agreed"))

    def ResumeSeries(self, request: pb.ResumeSeriesRequest, context: object) -> pb.Series:
        """suspended → tightened."""
        return self._step("resume", request, ("reference",))

    def _step(self, action: str, request: Any, names: Sequence[str]) -> pb.Series:
        who, told = caller(), {name: getattr(request, name) for name in names}
        head = self._kept.change(
            request.id,
            _asked(who, action, {"id": request.id, **told}),
            lambda head: series.decide(head, action, who, told),
            request.expected_revision,
            sight(who, PART, DOMAIN),
        )
        return message(head, who)


def _asked(who: Caller, action: str, told: Mapping[str, Any]) -> Request:
    role = "specialist" if who.has("specialist") else "enterprise"
    return Request.of(request_id(), who.subject, role, {"action": action, **told})


def _owner(who: Caller, told: str) -> dict[str, Any]:
    own = checked_uscc(told if who.has("specialist") else who.uscc)
    return {"uscc": own, "units": units_for(own, who.unit or who.division)}


def message(head: Head, who: Caller, whole: bool = True) -> pb.Series:
    """A series as it is answered; one that is read has its lots."""
    standing = head["standing"]
    same = {name: head[name] for name in ("revision", "product", "uscc", "level", "aql", "counting")}
    return pb.Series(
        id=head["_id"],
        severity=head["state"],
        case_no=head.get("case_no", ""),
        lots_recorded=head["lots"],
        refused_of_last_five=standing["recent"][-LOOKED_BACK:].count(False),
        refused_on_tightened=standing["refused"],
        lots=_lots(head) if whole else [],
        actions=actions(series.TABLE, head, who),
        changed_at=stamp(head["changed_at"]),
        **{name: standing[name] for name in ("score", "steady", "agreed", "why")},
        **same,
    )


def _lots(head: Head) -> list[pb.Lot]:
    entries = [entry_of(stored) for stored in head["history"][: head["revision"]]]
    lots = [entry for entry in entries if entry.action == "record_lot"]
    numbered = [(n, entry) for n, entry in enumerate(lots, 1)]
    return [_lot(n, entry) for n, entry in numbered[-MOST_LOTS:][::-1]]


LOT = ("batch", "lot_size", "severity", "code_letter", "sample_size", "accept", "full_inspection", "nonconforming")


def _lot(number: int, entry: Entry) -> pb.Lot:
    data, following = entry.data, entry.data["standing"]
    return pb.Lot(
        number=number,
        accepted=data["accepted"],
        resubmitted=data["resubmitted"],
        score=following["score"],
        next_severity=following["severity"],
        why="" if data["resubmitted"] else following["why"],
        at=stamp(entry.at),
        **{name: data[name] for name in LOT},
    )


def served(service: SeriesService) -> Served:
    """The service with its rules."""
    descriptor = pb.DESCRIPTOR.services_by_name["SeriesService"]
    return Served(descriptor, pb_grpc.add_SeriesServiceServicer_to_server, service, RULES)
