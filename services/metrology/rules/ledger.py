"""An instrument's life in its user's ledger: the state table, and decide and evolve over it.

Entries hold codes, days and hashes; what people wrote of the instrument stands beside them in the same document.
"""

import hashlib
import json
import unicodedata
from collections.abc import Mapping
from datetime import date
from typing import Any

from services.kit.errors import WrongState, malformed
from services.kit.lifecycle import Entry, Happening, Head, Transition, insist, row
from services.metrology.rules import standing

TABLE: tuple[Transition, ...] = (
    row("correct", "in_use stopped failed", None, "enterprise"),
    row("stop", "in_use", "stopped", "enterprise"),
    row("resume", "stopped", "in_use", "enterprise"),
    row("retire", "in_use stopped failed", "retired", "enterprise"),
    row("verify", "in_use stopped failed", "in_use", "specialist"),
    row("fail", "in_use stopped", "failed", "specialist"),
    row("remind", "in_use", None, "service"),
)
BY_OWNER = tuple(transition for transition in TABLE if "enterprise" in transition.roles)
USES = ("trade", "safety", "medical", "environment", "internal")
WRITTEN = {  # what people write of an instrument, and how long it may be
    "name": 60,
    "model": 60,
    "serial": 60,
    "manufacturer": 80,
    "capability": 80,
    "place": 120,
}
NEEDED = ("name", "model", "serial", "place")
UNITS = 6  # the first letters of a district's code within a 统一社会信用代码, from its third character


def district_of(uscc: str) -> str:
    """The district whose authority registered an enterprise: its ledger is seen from there."""
    return uscc[2 : 2 + UNITS]


def normal(text: str) -> str:
    """A number as it is compared: full width, case and spaces make no difference."""
    return "".join(unicodedata.normalize("NFKC", text).upper().split())


def key_of(uscc: str, model: str, serial: str) -> str:
    """What there is one of in a ledger, as a hash: entries hold no text that people wrote."""
    return hashlib.sha256(f"{uscc}|{normal(model)}|{normal(serial)}".encode()).hexdigest()[:32]


def mark_of(written: Mapping[str, str]) -> str:
    """The hash by which an entry names what was written."""
    return hashlib.sha256(json.dumps(written, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def checked(written: Mapping[str, str]) -> dict[str, str]:
    """What was written, trimmed; REQUIRED or TOO_LONG with the field's name."""
    clean = {name: " ".join(str(written.get(name, "")).split()) for name in WRITTEN}
    for name, longest in WRITTEN.items():
        if name in NEEDED and not clean[name]:
            raise malformed(name, "REQUIRED")
        if len(clean[name]) > longest:
            raise malformed(name, "TOO_LONG", max=longest)
    return clean


def decide(head: Head, action: str, caller: Any, data: Mapping[str, Any]) -> list[Happening]:
    """One action on an instrument, or the refusal that stands in its way."""
    insist(TABLE, action, head, caller)
    return [Happening(action, data)]


def reminder(head: Head, today: date) -> list[Happening]:
    """The reminder that is due, nothing when it was made already."""
    days = standing.distance(head, today)
    return [] if days is None else [Happening("remind", {"days": days, "of": head["due_on"]})]


def evolve(head: Head, entry: Entry) -> Head:
    """The instrument after an entry."""
    now = {**head, **_changes(entry)}
    now["due_on"] = standing.due_on(now)
    now["remind_on"] = standing.remind_on(now)
    return now


FRESH = {"reminded": 0, "reminded_of": "", "certificate": "", "verified_on": "", "valid_until": ""}
STATES = {"stop": "stopped", "resume": "in_use", "retire": "retired"}


def _changes(entry: Entry) -> Head:
    match entry.action:
        case "register":
            return {**FRESH, **entry.told(), "state": "in_use"}
        case "correct":
            return entry.told()
        case "verify":
            return {**entry.told(), "state": "in_use"}
        case "fail":
            return {**entry.told(), "state": "failed"}
        case "remind":
            return {"reminded": entry.data["days"], "reminded_of": entry.data["of"]}
        case "stop" | "resume" | "retire":
            return {"state": STATES[entry.action]}
    raise ValueError(f"no such entry: {entry.action}")


def expect_dates(verified_on: str, valid_until: str, limit: str, today: date) -> None:
    """DATE_IN_FUTURE, DATES_REVERSED, PERIOD_TOO_LONG: a certificate's days as its category lets them be."""
    if verified_on > today.isoformat():
        raise malformed("verified_on", "DATE_IN_FUTURE")
    if valid_until and valid_until < verified_on:
        raise malformed("valid_until", "DATES_REVERSED")
    if valid_until and not verified_on:
        raise malformed("verified_on", "REQUIRED")
    if limit and valid_until > limit:
        raise malformed("valid_until", "PERIOD_TOO_LONG", max=limit)


def known(found: str) -> WrongState:
    """The instrument is in the ledger already."""
    return WrongState("INSTRUMENT_KNOWN", params={"instrument": found})
