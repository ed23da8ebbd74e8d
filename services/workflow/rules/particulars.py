"""What a case tells in its notices: every field that a text may name, as people read it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from services.kit.clock import SHANGHAI, day_of
from services.kit.lifecycle import Entry, Head
from services.workflow.rules.calendar import Calendar
from services.workflow.rules.clocks import Clock
from services.workflow.rules.limits import legal_day

RUNNING = ("decision", "joint", "promised")  # what stops and extensions move, the law's first
DOMAINS = {
    "metrology": "计量",
    "standards": "标准",
    "certification": "认证",
    "inspection": "检验检测",
    "brand": "品牌",
    "workflow": "窗口",
}
REMEDIES = ("review_organ", "court", "review_days", "suit_months")
RESULTS = {"granted": "准予", "denied": "未通过", "done": "已完成", "failed": "未办成", "cancelled": "已取消"}


@dataclass(frozen=True)
class Material:
    """A material of the item, and the files given for it."""

    code: str
    name: str
    source: str
    necessity: str
    digests: Sequence[str]


@dataclass(frozen=True)
class Holding:
    """What a notice is made from: the case as it was after an entry, and what stands beside it."""

    head: Head
    entry: Entry
    applicant: str
    agent: str
    query_key: str
    words: Mapping[str, Any]  # what was said with the action: text, organ, and what its notice froze
    materials: Sequence[Material]
    basis: str
    outcome: str  # the document that the item leads to
    clocks: Mapping[str, Clock]  # by name, right after the entry
    before: Mapping[str, Clock]  # right before it
    station: Mapping[str, str]
    remedies: Mapping[str, Any]
    served: Sequence[Mapping[str, str]]  # notices issued before: title, number
    site: str


class Particulars:
    """The fields of one notice."""

    def __init__(self, holding: Holding, calendar: Calendar, texts: Mapping[str, Any]) -> None:
        self._held, self._head, self._entry = holding, holding.head, holding.entry
        self._calendar, self._texts = calendar, texts

    def fields(self) -> dict[str, Any]:
        """Every field."""
        groups: tuple[Callable[[], dict[str, Any]], ...] = (
            self._identity,
            self._window,
            self._materials,
            self._acceptance,
            self._course,
            self._outcome,
            self._delivery,
        )
        return {name: value for group in groups for name, value in group().items()}

    def day(self, text: str) -> str:
        """A day as it is written; one in a year without its notice says so."""
        if not text:
            return ""
        on = date.fromisoformat(text)
        written = f"{on.year}年{on.month}月{on.day}日"
        if self._calendar.year(on.year).published:
            return written
        return str(self._texts["provisional"]).replace("{date}", written).replace("{year}", str(on.year))

    def plain_day(self, text: str) -> str:
        """A day that has come: nothing about it is provisional."""
        return "{0.year}年{0.month}月{0.day}日".format(date.fromisoformat(text)) if text else ""

    def _after(self, start: str, days: int) -> str:
        return self._calendar.due(date.fromisoformat(start), days).isoformat() if start and days else ""

    def _due(self, *names: str) -> str:
        return _first_due(self._held.clocks, names)

    def _limit(self, *names: str) -> str:
        return next((str(self._held.clocks[name].limit) for name in names if name in self._held.clocks), "")

    def _remaining(self) -> str:
        """What is left of the clock that a procedure stops."""
        clock = next((self._held.clocks[name] for name in RUNNING if name in self._held.clocks), None)
        return str(clock.remaining) if clock and clock.remaining is not None else ""

    def _identity(self) -> dict[str, Any]:
        head, held = self._head, self._held
        return {
            "applicant": held.applicant,
            "agent": held.agent,
            "uscc": head["uscc"],
            "case_no": head["_id"],
            "query_key": held.query_key,
            "item_name": head["item_name"],
            "item_code": head["item"],
            "item_kind": self._texts["kinds_of_item"][head["kind"]],
            "licence": head["kind"] == "XK",
            "basis": held.basis,
            "basis_or_law": held.basis or "法律、法规",
            "handler": self._entry.actor[:8],
            "reason": held.words.get("text", ""),
            "cause": _inside(held.words.get("text", "")),
        }

    def _window(self) -> dict[str, Any]:
        station, held = self._held.station, self._held
        return {
            "station": station["name"],
            "station_address": station["address"],
            "station_phone": station["phone"],
            "channel": self._texts["channels"][self._head["channel"]],
            "verify_site": f"{held.site}/verify",
            "rating_site": f"{held.site}/cases/{self._head['_id']}/rating",
            "organ_named": held.words.get("organ", ""),
            "organ_contact": held.words.get("contact", ""),
            **{name: held.remedies.get(name, "") for name in REMEDIES},
        }

    def _materials(self) -> dict[str, Any]:
        given = [material for material in self._held.materials if material.digests or material.source != "applicant"]
        rows = [self._row(no, material) for no, material in enumerate(given, 1)]
        missing = set(self._head["missing"])
        correction = {**(self._head.get("corrections") or [{}])[-1], **self._held.words}
        defects = [
            {"row": no, "name": self._name(one["material"]), "reason": one.get("reason", "")}
            for no, one in enumerate(correction.get("missing", ()), 1)
        ]
        promisable = set(self._head.get("promisable", ()))
        return {
            "materials": rows,
            "material_count": len(rows),
            "missing_names": "、".join(one.name for one in self._held.materials if one.code in missing),
            "defects": defects,
            "defect_count": len(defects),
            "resubmit_due": self.day(correction.get("due_on", "")),
            "reminded_of": self._name(str(self._entry.data.get("subject", ""))),
            "reminded_by": self.day(str(self._entry.data.get("due", ""))),
            "days_left": str(self._entry.data.get("left", "")),
            "promisable_names": "、".join(one.name for one in self._held.materials if one.code in promisable),
        }

    def _row(self, no: int, material: Material) -> dict[str, Any]:
        form = self._texts["forms"]["given" if material.digests else "shared"]
        digests = "\n".join(digest[:16] for digest in material.digests)
        return {
            "row": no,
            "name": material.name,
            "form": form,
            "copies": len(material.digests) or 1,
            "digest": digests or "—",
        }

    def _name(self, code: str) -> str:
        return next((one.name for one in self._held.materials if one.code == code), code)

    def _acceptance(self) -> dict[str, Any]:
        head = self._head
        decision, promised = self._due("decision", "joint"), self._due("promised")
        promised = "" if decision and promised >= decision else promised
        promises = [
            {"row": no, "name": self._name(one["material"]), "by": self.day(one["by"])}
            for no, one in enumerate(head.get("promises") or (), 1)
        ]
        return {
            "received_on": self.plain_day(head["received_on"]),
            "accept_due": self.day(self._due("acceptance")),
            "accepted_on": self.plain_day(legal_day(head, "accepted")),
            "deemed": bool(head.get("deemed")),
            "clock_days": self._limit("decision", "joint"),
            "decision_due": self.day(decision),
            "promised_due": self.day(promised),
            "both_due": decision and promised,
            "only_decision_due": decision and not promised,
            "any_due": decision or promised,
            "promises": promises,
        }

    def _course(self) -> dict[str, Any]:
        head = self._head
        stop = (head.get("stops") or [{}])[-1]
        extension = head.get("extension") or {}
        start, needed = stop.get("from", ""), int(stop.get("days_needed") or 0)
        procedures = self._texts["procedures"]
        return {
            "procedure": procedures.get(stop.get("type", ""), stop.get("type", "")),
            "procedure_basis": self._held.words.get("basis") or stop.get("basis", ""),
            "institution": stop.get("institution", ""),
            "days_needed": needed,
            "stopped_from": self.plain_day(start),
            "expected_end": self.day(self._after(start, needed)),
            "remaining_days": self._remaining(),
            "hearing": stop.get("type") == "hearing",
            "old_due": self.day(_first_due(self._held.before, RUNNING)),
            "new_due": self.day(self._due(*RUNNING)),
            "extra_days": str(extension.get("days", "")),
            "extension_document": self._held.words.get("document") or extension.get("document", ""),
            "ground": _inside(self._held.words.get("text", "")) or self._texts["grounds"].get(self._entry.action, ""),
            "terminated_on": self.plain_day(_day_of(self._entry)),
        }

    def _outcome(self) -> dict[str, Any]:
        head = self._head
        decided, closed, accepted = (legal_day(head, name) for name in ("decided", "closed", "accepted"))
        many = head["parts"] if len(head["parts"]) > 1 else []
        return {
            "outcome": self._texts["outcomes"].get(head.get("outcome") or "", ""),
            "outcome_document": self._held.outcome,
            "decided_on": self.plain_day(decided),
            "deliver_due": self.day(self._due("delivery")),
            "closed_on": self.plain_day(closed),
            "used_days": str(self._used(accepted, closed)) if accepted and closed else "",
            "parts": [
                {
                    "row": no,
                    "name": part.get("name", part["item"]),
                    "domain": DOMAINS.get(part["domain"], part["domain"]),
                    "result": RESULTS.get(part["result"], part["result"]),
                }
                for no, part in enumerate(many, 1)
            ],
        }

    def _used(self, accepted: str, closed: str) -> int:
        return self._calendar.count(date.fromisoformat(accepted), date.fromisoformat(closed))

    def _delivery(self) -> dict[str, Any]:
        means = str(self._entry.data.get("means", self._head["delivery"]))
        place = str(self._texts["places"].get(means, ""))
        moment = self._entry.at.astimezone(SHANGHAI)
        return {
            "delivery": self._texts["deliveries"].get(self._head["delivery"], ""),
            "delivered_by": self._texts["deliveries"].get(means, ""),
            "electronic": means == "electronic",
            "place": place.replace("{station_address}", self._held.station["address"]),
            "delivered_at": f"{moment.year}年{moment.month}月{moment.day}日 {moment:%H:%M}",
            "evidence": self._texts["evidence"].get(means, ""),
            "served": [{"row": no, **one, "copies": 1} for no, one in enumerate(self._held.served, 1)],
        }


def _first_due(clocks: Mapping[str, Clock], names: Sequence[str]) -> str:
    """The due date of the first of some clocks that has one."""
    found = (clocks[name].due for name in names if name in clocks)
    return next((due.isoformat() for due in found if due), "")


def _inside(text: str) -> str:
    """A sentence as part of another one."""
    return text.strip().rstrip("。；;.")


def _day_of(entry: Entry) -> str:
    return day_of(entry.at).isoformat()
