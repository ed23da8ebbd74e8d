"""Units: read as people write them, compared by dimension, and written as the D-SI has them."""

import re
from functools import cache
from typing import Any

import pint

from services.kit.errors import malformed

LONGEST = 40
TERM = r"[A-Za-zΩμµ°℃％%]+(?:\^?-?[1-9]|[²³])?"
WRITTEN = re.compile(rf"(?:|1|(?:1/)?{TERM}(?:[*/·]{TERM})*)")  # the library itself would compute powers of powers
SAME = str.maketrans({"℃": "°C", "％": "%", "²": "^2", "³": "^3", "·": "*"})
NAMES = {"meter": "metre", "liter": "litre", "degree_Celsius": "degreecelsius", "percent": "percent", "gram": "gram"}
NAMES |= {"arcminute": "arcminute", "arcsecond": "arcsecond", "metric_ton": "tonne", "electron_volt": "electronvolt"}
ONE = r"\one"


@cache
def _registry() -> Any:
    return pint.UnitRegistry(cache_folder=None)


@cache
def parsed(text: str) -> Any:
    """A unit, or None for what is none."""
    if len(text) > LONGEST or not WRITTEN.fullmatch(text):
        return None
    try:
        return _registry().parse_units(text.translate(SAME))
    except Exception:  # the library has no family of its own for what it cannot read
        return None


def unit(text: str, path: str) -> Any:
    """A unit, or a refusal that names its place."""
    found = parsed(text)
    if found is None:
        raise malformed(path, "UNIT_UNKNOWN", unit=text[:LONGEST])
    return found


def fits(one: str, other: str) -> bool:
    """Whether two units measure the same kind of quantity."""
    first, second = parsed(one), parsed(other)
    return first is not None and second is not None and bool(first.dimensionality == second.dimensionality)


def dsi(text: str) -> str:
    """A unit as the D-SI writes it: \\kilo\\ohm, \\metre\\second\\tothe{-1}."""
    found = parsed(text)
    parts = [_part(name, power) for name, power in dict(found._units).items()] if found is not None else []
    return "".join(parts) or ONE


def _part(name: str, power: Any) -> str:
    ((prefix, base, _plural),) = _registry().parse_unit_name(name)[:1]
    raised = "" if power == 1 else f"\\tothe{{{power:g}}}"
    return (f"\\{prefix}" if prefix else "") + f"\\{NAMES.get(base, base)}{raised}"
