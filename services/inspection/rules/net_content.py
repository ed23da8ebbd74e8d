"""Net content of prepackages, JJF 1070: the mean of a batch, and which packages fall short of what they promise."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal
from typing import Any

from scipy.special import stdtrit

from services.inspection.rules.sampling import LARGEST_LOT
from services.kit.errors import FieldFault, Malformed, malformed

UNITS = {"g": Decimal(1), "kg": Decimal(1000), "mL": Decimal(1), "L": Decimal(1000)}  # to g or mL
LONGEST = 16
MOST_FAULTS = 50


@dataclass(frozen=True)
class Sample:
    """How many packages are taken from a batch, and what they may show."""

    size: int
    allowed: int
    estimates: bool  # of all packages the mean is known, and nothing is added for chance


@dataclass(frozen=True)
class Evaluation:
    """What was found, amounts in the unit of the nominal content."""

    sample: Sample
    tolerable: Decimal  # T
    mean: Decimal
    deviation: Decimal  # s
    factor: float  # λ = t / √n
    corrected: Decimal  # mean + λ·s
    short: tuple[int, ...]  # packages below nominal − T, from 1
    very_short: tuple[int, ...]  # those below nominal − 2T
    mean_ok: bool
    short_ok: bool
    very_short_ok: bool

    @property
    def conforms(self) -> bool:
        """All three have to be met."""
        return self.mean_ok and self.short_ok and self.very_short_ok


def sample_of(lot_size: int, rules: Mapping[str, Any]) -> Sample:
    """The sample that a batch needs."""
    if not 1 <= lot_size <= LARGEST_LOT:
        raise malformed("lot_size", "OUT_OF_RANGE", min=1, max=LARGEST_LOT)
    found = [row for row in rules["samples"] if row["from"] <= lot_size][-1]
    return Sample(found["size"] or lot_size, found["allowed"], bool(found["size"]))


def tolerable(nominal: Decimal, rules: Mapping[str, Any]) -> Decimal:
    """T of a nominal content in g or mL, rounded up as the rule says."""
    rows = rules["shortfalls"]
    found = next((row for row in rows if nominal <= Decimal(row["upto"])), None)
    if nominal <= 0 or found is None:
        raise malformed("nominal", "OUT_OF_RANGE", min=0, max=f"{rows[-1]['upto']} g")
    raw = Decimal(found["amount"]) if "amount" in found else nominal * Decimal(found["percent"]) / 100
    step = Decimal(found["step"])
    return (raw / step).to_integral_value(ROUND_CEILING) * step


def evaluated(
    nominal_text: str, unit: str, lot_size: int, contents: Sequence[str], rules: Mapping[str, Any]
) -> Evaluation:
    """A batch by its sample, which has to be as large as the batch needs."""
    if unit not in UNITS:
        raise malformed("unit", "NOT_ONE_OF", known=" ".join(UNITS))
    nominal, scale = _amount(nominal_text, "nominal"), UNITS[unit]
    allowed = tolerable(nominal * scale, rules) / scale
    sample = sample_of(lot_size, rules)
    if len(contents) != sample.size:
        raise malformed("contents", "SAMPLE_SIZE_WRONG", wanted=sample.size, given=len(contents))
    return _judged(nominal, allowed, sample, _amounts(contents), float(rules["confidence"]))


def _judged(nominal: Decimal, t: Decimal, sample: Sample, found: list[Decimal], confidence: float) -> Evaluation:
    mean, deviation = _moments(found)
    factor = float(stdtrit(sample.size - 1, confidence)) / sample.size**0.5 if sample.estimates else 0.0
    corrected = mean + Decimal(repr(factor)) * deviation
    short = tuple(n for n, one in enumerate(found, 1) if one < nominal - t)
    very_short = tuple(n for n, one in enumerate(found, 1) if one < nominal - 2 * t)
    verdicts = (corrected >= nominal, len(short) <= sample.allowed, not very_short)
    return Evaluation(sample, t, mean, deviation, factor, corrected, short, very_short, *verdicts)


def _moments(found: list[Decimal]) -> tuple[Decimal, Decimal]:
    mean = sum(found, Decimal(0)) / len(found)
    squares = sum(((one - mean) ** 2 for one in found), Decimal(0))
    return mean, (squares / (len(found) - 1)).sqrt() if len(found) > 1 else Decimal(0)


def _amounts(contents: Sequence[str]) -> list[Decimal]:
    """Every package's content; all that cannot be read are named at once."""
    found, faults = list[Decimal](), list[FieldFault]()
    for place, text in enumerate(contents):
        try:
            found.append(_amount(text, f"contents/{place}"))
        except Malformed as fault:
            faults += fault.fields
    if faults:
        raise Malformed(faults[0].reason, fields=faults[:MOST_FAULTS])
    return found


def _amount(text: str, path: str) -> Decimal:
    plain = text.isascii() and len(text) <= LONGEST and text.replace(".", "", 1).isdigit()
    if not plain or Decimal(text) <= 0:
        raise malformed(path, "AMOUNT_INVALID", example="500.2")
    return Decimal(text)
