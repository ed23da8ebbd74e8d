"""A calibration's life: the state table, what may be entered, and evolve."""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from services.kit.errors import WrongState, malformed
from services.kit.lifecycle import Entry, Happening, Head, Transition, insist, moment_text, row
from services.metrology.rules.certificate import ERROR, VALUE
from services.metrology.rules.decimals import number
from services.metrology.rules.decision import read_rule
from services.metrology.rules.units import unit

TABLE: tuple[Transition, ...] = (
    row("review", "opened reviewed prepared", "reviewed", "specialist"),
    row("prepare", "reviewed prepared", "prepared", "specialist"),
    row("observe", "prepared computed", "prepared", "specialist"),
    row("compute", "prepared computed", "computed", "specialist"),
    row("judge", "computed", "judged", "specialist"),
    row("issue", "computed judged", "issued", "specialist"),
    row("reopen", "issued", "prepared", "specialist"),
    row("question", "issued", "questioned", "specialist"),
    row("confirm", "questioned", "issued", "specialist"),
    row("withdraw", "questioned", "withdrawn", "specialist"),
)
REASONS = (
    "transcription",
    "instrument",
    "environment",
    "repeated",
    "customer",
)  # of a change
PLACES = ("laboratory", "customer", "laboratoryBranch", "customerBranch", "other")
RULE_NAMES = ("simple", "ilac_g8", "iso_14253", "agreed", "none")
ID = re.compile("[a-z0-9_]{1,16}")
MOST_POINTS, MOST_READINGS = 1000, 100
Told = Mapping[str, Any]


def decide(head: Head, action: str, caller: Any, data: Told) -> list[Happening]:
    """One action on a calibration, or the refusal that stands in its way."""
    insist(TABLE, action, head, caller)
    told = {"round": head["round"] + (action == "reopen"), **data}
    named = {"number": head["number"]} if action in ("question", "confirm", "withdraw") else {}
    return [Happening(action, {**told, **named})]


def reviewed(rule: Told, points: Sequence[Told]) -> Head:
    """The contract as it was reviewed: the points, and the decision rule that nobody changes after the first result."""
    if not 1 <= len(points) <= MOST_POINTS:
        raise malformed("points", "OUT_OF_RANGE", min=1, max=MOST_POINTS)
    if rule["name"] not in RULE_NAMES:
        raise malformed("rule/name", "RULE_UNKNOWN", possible=", ".join(RULE_NAMES))
    judged = rule["name"] != "none"
    kept = [_point(point, f"points/{place}", rule if judged else None) for place, point in enumerate(points)]
    if len({point["id"] for point in kept}) != len(kept):
        raise malformed("points", "POINT_TWICE")
    return {"rule": dict(rule), "points": kept}


def _point(point: Told, path: str, rule: Told | None) -> Head:
    if not ID.fullmatch(point["id"]):
        raise malformed(f"{path}/id", "ID_INVALID")
    if not point["quantity"].strip():
        raise malformed(f"{path}/quantity", "REQUIRED")
    if point["result"] not in (ERROR, VALUE):
        raise malformed(f"{path}/result", "RESULT_INVALID")
    unit(point["unit"], f"{path}/unit")
    number(point["reference"], f"{path}/reference")
    if rule is not None:
        read_rule(point["lower"], point["upper"], rule["guard"], rule["outcome"])
    return dict(point)


def readings_of(head: Head, given: Sequence[tuple[str, int, str]], reason: str) -> list[list[Any]]:
    """Readings as they are kept; one that takes another's place says why (7.5.2)."""
    points = {point["id"] for point in head["points"]}
    for place, (point, n, value) in enumerate(given):
        if point not in points:
            raise malformed(f"readings/{place}/point", "POINT_UNKNOWN")
        if not 1 <= n <= MOST_READINGS:
            raise malformed(f"readings/{place}/n", "OUT_OF_RANGE", min=1, max=MOST_READINGS)
        number(value, f"readings/{place}/value")
        if str(n) in head["readings"].get(point, {}) and reason not in REASONS:
            raise malformed("reason", "REASON_REQUIRED", possible=", ".join(REASONS))
    if not given:
        raise malformed("readings", "REQUIRED")
    return [[point, n, value] for point, n, value in given]


def series(head: Head, point: str) -> list[Decimal]:
    """The readings of a point in their order; NOT_MEASURED without one."""
    found = head["readings"].get(point, {})
    if not found:
        raise WrongState("NOT_MEASURED", params={"point": point})
    return [Decimal(found[n]) for n in sorted(found, key=int)]


def evolve(head: Head, entry: Entry) -> Head:
    """The calibration after an entry."""
    to = {row.action: row.to for row in TABLE} | {"open": "opened"}
    return {**head, **_changes(head, entry), "state": to[entry.action]}


FRESH: Head = {"method": "", "rule": {}, "points": [], "standards": [], "conditions": {}, "readings": {}}
FRESH |= {"budgets": {}, "verdicts": {}, "begun_on": "", "ended_on": "", "place": "", "round": 1}
FRESH |= {"number": "", "sha256": "", "dcc": "", "paper": "", "replaces": "", "work": "", "issued_at": ""}
PER_ACTION = {
    "open": ("part", "case_no", "uscc", "station", "unit", "units"),
    "review": ("method", "rule", "points"),
    "prepare": ("standards", "conditions", "begun_on", "ended_on", "place"),
    "judge": ("verdicts",),
    "issue": ("number", "sha256", "dcc", "paper"),
    "question": ("work",),
}


def _changes(head: Head, entry: Entry) -> Head:
    told = {name: entry.data[name] for name in PER_ACTION.get(entry.action, ())}
    match entry.action:
        case "open":
            return {**FRESH, **told, "opened_at": moment_text(entry.at)}
        case "review":
            return {**told, "readings": {}, "budgets": {}}
        case "observe":
            return {"readings": _read(head["readings"], entry.data["readings"]), "budgets": {}, "verdicts": {}}
        case "compute":
            return {"budgets": {**head["budgets"], **{one["point"]: one["result"] for one in entry.data["budgets"]}}}
        case "issue":
            return {**told, "issued_at": moment_text(entry.at)}
        case "reopen":
            return {"round": entry.data["round"], "replaces": head["number"], "budgets": {}, "verdicts": {}}
    return told


def _read(before: Told, readings: Sequence[Sequence[Any]]) -> Head:
    after = {point: dict(values) for point, values in before.items()}
    for point, n, value in readings:
        after.setdefault(point, {})[str(n)] = value
    return after
