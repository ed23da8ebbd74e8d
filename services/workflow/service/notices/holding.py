"""Gathers what a notice is made from: the case as it was, its filing, its item, its station."""

from collections.abc import Sequence
from typing import Any

from qi.workflow.v1 import workflow_service_pb2 as pb

from services.kit.clock import day_of
from services.kit.lifecycle import Entry, Head
from services.kit.repository import replay
from services.workflow.documents.cases import Filing, Notice
from services.workflow.documents.catalogue import Station
from services.workflow.documents.notices import Issued
from services.workflow.rules.clocks import Clock
from services.workflow.rules.lifecycle import evolve
from services.workflow.rules.particulars import Holding, Material
from services.workflow.service.catalogue import Catalogue
from services.workflow.service.clocks import Deadlines

UNKNOWN_STATION = {"name": "", "address": "", "phone": ""}


class Archive:
    """Reads beside the case."""

    def __init__(self, catalogue: Catalogue, deadlines: Deadlines, site: str) -> None:
        self._catalogue, self._deadlines, self.site = catalogue, deadlines, site

    def holding(self, case: Head, entries: Sequence[Entry], entry: Entry) -> Holding:
        """What is known of a case right after one of its entries."""
        head, before = (replay(evolve, entries[:n]) | {"_id": case["_id"]} for n in (entry.n, entry.n - 1))
        words = _words(entry)
        filing = Filing.objects(id=head["filing"]).first()
        item = self._catalogue.item(head["item"], head["item_version"])
        return Holding(
            head=head,
            entry=entry,
            applicant=case["name"],
            agent=filing.contact if filing else "",
            query_key=filing.query_key if filing else "",
            words=words,
            materials=_materials(item, filing),
            basis=item.basis,
            outcome=item.outcome,
            clocks=self._clocks(head, entry),
            before=self._clocks(before, entry) if entry.n > 1 else {},
            station=_station(head["station"]),
            remedies=words.get("remedies") or {},
            served=_served(case["_id"], entry.n),
            site=self.site,
        )

    def _clocks(self, head: Head, entry: Entry) -> dict[str, Clock]:
        return {clock.name: clock for clock in self._deadlines.clocks(head, day_of(entry.at))}


def _words(entry: Entry) -> dict[str, Any]:
    """What was said with an action stands beside the case."""
    said = Notice.objects(id=entry.data["notice"]).first() if "notice" in entry.data else None
    return {} if said is None else {**said.data, "text": said.text or "", "organ": said.organ or ""}


def _materials(item: pb.Item, filing: Any) -> list[Material]:
    digests: dict[str, list[str]] = {}
    for given in filing.materials if filing else ():
        digests.setdefault(given["material"], []).append(given["sha256"])
    return [
        Material(one.code, one.name, one.source, one.necessity, digests.get(one.code, [])) for one in item.materials
    ]


def _station(code: str) -> dict[str, str]:
    row = Station.objects(id=code).first()
    return {name: getattr(row, name) for name in UNKNOWN_STATION} if row else {**UNKNOWN_STATION, "name": code}


def _served(case_no: str, before: int) -> list[dict[str, str]]:
    rows = Issued.objects(case_no=case_no, entry__lt=before).order_by("entry")
    return [{"title": row.title, "number": row.number} for row in rows]
