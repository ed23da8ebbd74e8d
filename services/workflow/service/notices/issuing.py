"""Issues notices from a case's history: each once, numbered, its content frozen, its file made on first need."""

import json
import secrets
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from services.kit.blobs import Blobs
from services.kit.clock import day_of
from services.kit.counters import Counter
from services.kit.documents import entry_of
from services.kit.errors import NotFound
from services.kit.lifecycle import Entry, Head
from services.kit.press import Press
from services.kit.seal import Seal
from services.workflow.documents.notices import Issued
from services.workflow.rules import notices, wording
from services.workflow.rules.particulars import Particulars
from services.workflow.service.calendar import Calendars
from services.workflow.service.notices.holding import Archive

TEXTS = Path(__file__).parents[2] / "texts" / "notices.yaml"
TEMPLATE = Path(__file__).parents[2] / "templates" / "notice.typ"
TOKEN_BYTES = 16


def read_texts() -> dict[str, Any]:
    """The texts of all notices."""
    told: dict[str, Any] = yaml.safe_load(TEXTS.read_text(encoding="utf-8"))
    return told


class Issuing:
    """The notices of cases; what is missing is issued when somebody looks."""

    def __init__(self, archive: Archive, calendars: Calendars, blobs: Blobs, press: Press, seal: Seal) -> None:
        self._archive, self._calendars, self._blobs = archive, calendars, blobs
        self._press, self._seal, self._site = press, seal, archive.site
        self._texts = read_texts()

    def of_case(self, case: Head) -> list[Issued]:
        """Every notice of a case, oldest first."""
        entries = [entry_of(stored) for stored in case["history"]]
        there = {row.id: row for row in Issued.objects(case_no=case["_id"])}
        if case.get("salt") == "":  # erased: nothing is said of it any more
            return sorted(there.values(), key=lambda row: (row.entry, row.id))
        return [
            there.get(_key(case, entry, kind)) or self._issue(case, entries, entry, kind)
            for entry, kind in notices.issued_by(entries)
        ]

    def printed(self, issued: Issued) -> Issued:
        """A notice with its file; of two that make it at once one is kept."""
        if issued.erased:
            raise NotFound("NOT_FOUND")
        if issued.sha256:
            return issued
        said = json.loads(issued.content)
        made = self._press.pdf({**said, "mark": issued.token}, issued.at)
        content = self._seal.sign(made, issued.token, said["organ"])
        told = {"sha256": self._blobs.keep(content), "size": len(content), "key": self._seal.id}
        Issued.objects(id=issued.id, sha256=None).update(**{f"set__{name}": value for name, value in told.items()})
        return _stored(issued.id)

    def _issue(self, case: Head, entries: Sequence[Entry], entry: Entry, kind: str) -> Issued:
        fields = Particulars(
            self._archive.holding(case, entries, entry), self._calendars.current(), self._texts
        ).fields()
        said = wording.notice(self._texts, kind, fields)
        number, token = self._number(case["station"], kind, entry), secrets.token_urlsafe(TOKEN_BYTES)
        written = day_of(entry.at)
        on = f"{written.year}年{written.month}月{written.day}日"
        content = {**said, "number": number, "verify_url": f"{self._site}/verify/{token}", "issued_on": on}
        row = Issued(
            id=_key(case, entry, kind),
            case_no=case["_id"],
            kind=kind,
            entry=entry.n,
            title=said["title"],
            number=number,
            token=token,
            content=json.dumps(content, ensure_ascii=False),
            at=entry.at,
        )
        return _kept(row)

    def _number(self, station: str, kind: str, entry: Entry) -> str:
        mark, year = self._texts["kinds"][kind]["mark"], day_of(entry.at).year
        last = Counter.next(f"notice-{mark}-{year}-{station}")
        told: Mapping[str, Any] = {
            "mark": mark,
            "year": year,
            "station_code": station,
            "sequence": f"{last:05d}",
        }
        return wording.filled(self._texts["number"], told)


def _key(case: Head, entry: Entry, kind: str) -> str:
    return f"{case['_id']}/{notices.notice_id(entry, kind)}"


def _kept(row: Issued) -> Issued:
    """The row, or the one that somebody else wrote at the same moment."""
    return row if row.once() else _stored(row.id)


def _stored(key: str) -> Issued:
    found: Issued = Issued.objects(id=key).get()
    return found
