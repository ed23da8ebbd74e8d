"""What a laboratory may do on a day, and the gates (ISO/IEC 17025) between a measurement and its certificate."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from services.kit.errors import NotAllowed, Refusal, WrongState
from services.metrology.rules.units import fits

METHOD, AUTHORISATION, LIMITS, CAPABILITY, SELF = "method", "authorisation", "limits", "capability", "laboratory"
KINDS = (METHOD, AUTHORISATION, LIMITS, CAPABILITY, SELF)
PERFORM, ISSUE = "perform", "issue"
Sheet = Mapping[str, Any]  # the head of a calibration


DECIMAL = re.compile(r"[0-9]{1,15}(\.[0-9]{1,15})?")


def _text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _decimal(value: Any) -> bool:
    return isinstance(value, str) and bool(DECIMAL.fullmatch(value))


def _acts(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and set(map(str, value)) <= {PERFORM, ISSUE}


def _limits(value: Any) -> bool:
    rows = value.values() if isinstance(value, dict) else [None]
    return all(isinstance(row, list) and len(row) == 3 and _signed(row[0]) and _signed(row[1]) for row in rows)


def _signed(value: Any) -> bool:
    return isinstance(value, str) and _decimal(value.removeprefix("-"))


SHAPES: Mapping[str, Mapping[str, Callable[[Any], bool]]] = {
    METHOD: {"title": _text},
    AUTHORISATION: {"method": _text, "may": _acts},
    LIMITS: {"conditions": _limits},
    CAPABILITY: {"quantity": _text, "unit": _text, "lower": _signed, "upper": _signed, "absolute": _decimal},
    SELF: {"name": _text, "address": _text, "series": _text},
}


def wrong_in(kind: str, content: Any) -> str:
    """The first name in a row's content that is missing or cannot be meant; empty when all is well."""
    held = content if isinstance(content, dict) else {}
    wrong = [name for name, good in SHAPES[kind].items() if not good(held.get(name))]
    if "relative" in held and not _decimal(held["relative"]):
        wrong.append("relative")
    return wrong[0] if wrong else ""


@dataclass(frozen=True)
class Row:
    """Something that holds from a day on: a method, who is authorised for it, its limits, what it can do."""

    kind: str
    key: str  # a method's code; of an authorisation the person's account
    since: str  # ISO date
    until: str  # ISO date, the last; empty while it is not known
    content: Mapping[str, Any]
    source: str = ""


@dataclass(frozen=True)
class Reference:
    """A reference standard as the gates look at it."""

    id: str
    name: str
    valid_from: str
    valid_until: str
    faulty_since: str


@dataclass(frozen=True)
class Laboratory:
    """All that is known of what may be done."""

    rows: Sequence[Row]
    standards: Mapping[str, Reference]

    def on(self, day: str, kind: str, key: str) -> list[Row]:
        """The rows of a thing that hold on a day."""
        return [
            row
            for row in self.rows
            if (row.kind, row.key) == (kind, key) and row.since <= day and (not row.until or day <= row.until)
        ]

    def authorised(self, person: str, method: str, act: str, day: str) -> bool:
        """Whether a person may do something by a method that day (6.2.6)."""
        rows = self.on(day, AUTHORISATION, person)
        return any(row.content["method"] == method and act in row.content["may"] for row in rows)


def insist_authorised(laboratory: Laboratory, person: str, method: str, act: str, day: str) -> None:
    """PERSON_NOT_AUTHORISED for whoever is not, that day, for that method."""
    if not laboratory.authorised(person, method, act, day):
        raise NotAllowed("PERSON_NOT_AUTHORISED", params={"method": method, "act": act, "day": day})


def contract(sheet: Sheet, _laboratory: Laboratory) -> Refusal | None:
    """7.1: request and contract are reviewed."""
    return None if sheet.get("method") else WrongState("CONTRACT_NOT_REVIEWED")


def rule(sheet: Sheet, _laboratory: Laboratory) -> Refusal | None:
    """7.1.3, 7.8.6: the decision rule stands before there is a verdict."""
    return None if sheet.get("rule") else WrongState("RULE_NOT_FIXED")


def method(sheet: Sheet, laboratory: Laboratory) -> Refusal | None:
    """7.2.1: the method is in force on every day of the work."""
    for day in (sheet["begun_on"], sheet["ended_on"]):
        if not laboratory.on(day, METHOD, sheet["method"]):
            return WrongState("METHOD_NOT_CURRENT", params={"method": sheet["method"], "date": day})
    return None


def standards(sheet: Sheet, laboratory: Laboratory) -> Refusal | None:
    """6.4, 6.5: every standard has a certificate that was valid throughout, and is not known to be faulty."""
    if not sheet["standards"]:
        return WrongState("STANDARD_REQUIRED")
    for key in sheet["standards"]:
        found = laboratory.standards.get(key)
        if found is None:
            return WrongState("STANDARD_UNKNOWN", params={"equipment": key})
        told = {"equipment": found.name, "date": found.valid_until}
        if not found.valid_from <= sheet["begun_on"] <= sheet["ended_on"] <= found.valid_until:
            return WrongState("EQUIPMENT_INVALID", params=told)
        if found.faulty_since and found.faulty_since <= sheet["ended_on"]:
            return WrongState("STANDARD_FAULTY", params={"equipment": found.name, "date": found.faulty_since})
    return None


def environment(sheet: Sheet, laboratory: Laboratory) -> Refusal | None:
    """6.3: every condition that the method limits was measured, and within its limits."""
    for row in laboratory.on(sheet["begun_on"], LIMITS, sheet["method"]):
        for name, (low, high, unit) in row.content["conditions"].items():
            measured = sheet["conditions"].get(name)
            if measured is None or not fits(measured["unit"], unit) or measured["unit"] != unit:
                return WrongState("ENVIRONMENT_NOT_RECORDED", params={"condition": name, "unit": unit})
            if not Decimal(low) <= Decimal(measured["value"]) <= Decimal(high):
                told = {"condition": name, "value": measured["value"], "min": low, "max": high}
                return WrongState("ENVIRONMENT_OUT_OF_LIMITS", params=told)
    return None


def capability(sheet: Sheet, laboratory: Laboratory) -> Refusal | None:
    """No uncertainty is stated below the accredited capability, and nothing outside of its range (ILAC P14)."""
    for point in sheet["points"]:
        found = sheet["budgets"].get(point["id"])
        if found is None:
            return WrongState("BUDGET_MISSING", params={"point": point["id"]})
        rows = [
            row.content
            for row in laboratory.on(sheet["begun_on"], CAPABILITY, sheet["method"])
            if _covers(row.content, point)
        ]
        if not rows:
            return WrongState("OUT_OF_SCOPE", params={"parameter": point["quantity"], "point": point["id"]})
        least = min(_least(row, Decimal(point["reference"])) for row in rows)
        if Decimal(found["expanded"]) < least:
            told = {"point": point["id"], "expanded": found["expanded"], "least": least}
            return WrongState("BELOW_CAPABILITY", params=told)
    return None


def _covers(row: Mapping[str, Any], point: Mapping[str, Any]) -> bool:
    inside = Decimal(row["lower"]) <= Decimal(point["reference"]) <= Decimal(row["upper"])
    return bool((row["quantity"], row["unit"]) == (point["quantity"], point["unit"]) and inside)


def _least(row: Mapping[str, Any], reference: Decimal) -> Decimal:
    """The smallest uncertainty that is accredited at a value: a constant and a share of it."""
    return Decimal(row["absolute"]) + Decimal(row.get("relative", "0")) * abs(reference)


def judged(sheet: Sheet, _laboratory: Laboratory) -> Refusal | None:
    """A verdict where one was agreed on."""
    wanted = sheet["rule"]["name"] != "none"
    return WrongState("NOT_JUDGED") if wanted and not sheet["verdicts"] else None


Gate = Callable[[Sheet, Laboratory], Refusal | None]
BEFORE_READINGS: tuple[Gate, ...] = (contract, rule, method, standards, environment)
BEFORE_VERDICT: tuple[Gate, ...] = (*BEFORE_READINGS, capability)
BEFORE_ISSUE: tuple[Gate, ...] = (*BEFORE_VERDICT, judged)


def insist(gates: Sequence[Gate], sheet: Sheet, laboratory: Laboratory) -> None:
    """Raise what the first closed gate says."""
    for gate in gates:
        refusal = gate(sheet, laboratory)
        if refusal is not None:
            raise refusal
