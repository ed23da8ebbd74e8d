"""Results of commissioned tests: how a value is read and judged, and the gates before it (ISO/IEC 17025)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from services.kit.errors import WrongState, malformed

PASS, FAIL, NONE = "pass", "fail", "none"
DECISIONS = ("simple", "guarded", "none")  # simple acceptance; guard band w = U; no statement of conformity
CHANGES = ("typing_error", "measured_again", "equipment_fault", "sample_fault")  # why an observation was changed
LONGEST, MOST_REPLICATES = 30, 50


@dataclass(frozen=True)
class Held:
    """What the laboratory's registers say on the day of a test."""

    method: Mapping[str, Any] | None  # effective_from/to, accredited_until, environment limits
    authorised: bool
    equipment: Sequence[Mapping[str, Any]]  # code, valid_until, usable


def number(text: str, path: str) -> Decimal:
    """A measured value: plain decimals, a sign allowed."""
    bare = text.removeprefix("-")
    if not bare.isascii() or len(bare) > LONGEST or not bare.replace(".", "", 1).isdigit():
        raise malformed(path, "NUMBER_INVALID", example="-0.35")
    return Decimal(text)


def verdict(item: Mapping[str, Any], result: Mapping[str, Any], decision: str) -> str:
    """Whether every replicate meets the limits of its item by the rule that was fixed before."""
    lower, upper = (Decimal(item[name]) if item[name] else None for name in ("lower", "upper"))
    if decision == "none" or (lower is None and upper is None):
        return NONE
    if result["below"]:
        return _below(item, lower, upper)
    guard = Decimal(result["uncertainty"]) if decision == "guarded" else Decimal(0)
    return PASS if all(_within(Decimal(value), lower, upper, guard) for value in result["values"]) else FAIL


def _within(value: Decimal, lower: Decimal | None, upper: Decimal | None, guard: Decimal) -> bool:
    return (lower is None or value >= lower + guard) and (upper is None or value <= upper - guard)


def _below(item: Mapping[str, Any], lower: Decimal | None, upper: Decimal | None) -> str:
    """Nothing found is no more than could have been found; against a lower limit it says too little."""
    if lower is not None:
        return FAIL
    return PASS if upper is not None and Decimal(item["detection_limit"]) <= upper else NONE


def checked(item: Mapping[str, Any], told: Mapping[str, Any], decision: str) -> dict[str, Any]:
    """A result as it may be written down."""
    if told["below"] and (told["values"] or not item["detection_limit"]):
        raise malformed("below", "VALUE_AND_BELOW" if told["values"] else "DETECTION_LIMIT_MISSING")
    if not told["below"] and not 1 <= len(told["values"]) <= MOST_REPLICATES:
        raise malformed("values", "OUT_OF_RANGE", min=1, max=MOST_REPLICATES)
    for place, text in enumerate(told["values"]):
        number(text, f"values/{place}")
    if told["unit"] != item["unit"]:
        raise malformed("unit", "UNIT_WRONG", wanted=item["unit"])
    if told["uncertainty"]:
        number(told["uncertainty"], "uncertainty")
    elif decision == "guarded" and not told["below"]:
        raise malformed("uncertainty", "UNCERTAINTY_MISSING")
    return dict(told)


def insist_on(held: Held, told: Mapping[str, Any], accredited: bool) -> None:
    """Every gate before a result: the person, the method, the equipment, the room."""
    day = told["tested_on"]
    method = held.method
    if method is None or not method["effective_from"] <= day <= (method["effective_to"] or "9999"):
        raise WrongState("METHOD_NOT_CURRENT", params={"method": told["method"], "day": day})
    if accredited and (method["accredited_until"] or "") < day:
        raise WrongState("METHOD_NOT_ACCREDITED", params={"method": told["method"], "day": day})
    if not held.authorised:
        raise WrongState("NOT_AUTHORISED_FOR_METHOD", params={"method": told["method"], "day": day})
    _equipment(held.equipment, told["equipment"], day)
    _environment(method, told)


def _equipment(known: Iterable[Mapping[str, Any]], named: Sequence[str], day: str) -> None:
    if not named:
        raise malformed("equipment", "REQUIRED")
    by_code = {one["code"]: one for one in known}
    for code in named:
        one = by_code.get(code)
        if one is None or not one["usable"]:
            raise WrongState("EQUIPMENT_NOT_USABLE", params={"equipment": code})
        if not one["calibrated_on"] <= day <= one["valid_until"]:
            raise WrongState("EQUIPMENT_NOT_VALID", params={"equipment": code, "until": one["valid_until"]})


def _environment(method: Mapping[str, Any], told: Mapping[str, Any]) -> None:
    for name in ("temperature", "humidity"):
        least, most = method[f"{name}_min"], method[f"{name}_max"]
        if not least and not most:
            continue
        if not told[name]:
            raise malformed(name, "REQUIRED", min=least, max=most)
        value = number(told[name], name)
        if (least and value < Decimal(least)) or (most and value > Decimal(most)):
            raise WrongState("ENVIRONMENT_OUT_OF_LIMITS", params={"what": name, "min": least, "max": most})
