"""Conformity by a decision rule (ILAC-G8, JCGM 106): guard bands, verdicts, and how probably they are right."""

import math
from dataclasses import dataclass
from decimal import Decimal, localcontext

from services.kit.errors import malformed
from services.metrology.rules.decimals import number, within

BINARY, NONBINARY = "binary", "nonbinary"
ACCEPTED = ("pass", "conditionalPass")
LARGEST_GUARD = Decimal(100)
ZERO = Decimal(0)


@dataclass(frozen=True)
class Rule:
    """What is fixed before the verdict: the limits, the guard band as a multiple r of U, the verdicts there are."""

    lower: Decimal | None
    upper: Decimal | None
    guard: Decimal
    outcome: str


@dataclass(frozen=True)
class Decision:
    """A verdict in the words of the digital calibration certificate, and its risk."""

    verdict: str
    acceptance_lower: Decimal | None
    acceptance_upper: Decimal | None
    conformity: float
    false_accept: float


def read_rule(lower: str, upper: str, guard: str, outcome: str) -> Rule:
    """A rule, or a refusal that names what is wrong with it."""
    if not lower and not upper:
        raise malformed("upper", "LIMIT_REQUIRED")
    low, high = (number(text, path) if text else None for text, path in ((lower, "lower"), (upper, "upper")))
    if low is not None and high is not None and low > high:
        raise malformed("upper", "LIMITS_CROSSED")
    if outcome not in (BINARY, NONBINARY):
        raise malformed("outcome", "OUTCOME_UNKNOWN" if outcome else "REQUIRED")
    least = ZERO if outcome == NONBINARY else -LARGEST_GUARD  # between two conditional verdicts there must be room
    return Rule(low, high, within(guard, "guard", least, LARGEST_GUARD), outcome)


def decided(rule: Rule, value: Decimal, expanded: Decimal) -> Decision:
    """The verdict on a value with an expanded uncertainty U = 2 u."""
    with localcontext(prec=700):
        width = rule.guard * expanded
        accepted, limits, tolerated = (_interval(rule, by) for by in (width, ZERO, -width))
        verdict = "fail"
        if _in(accepted, value):
            verdict = "pass"
        elif rule.outcome == NONBINARY and _in(limits, value):
            verdict = "conditionalPass"
        elif rule.outcome == NONBINARY and _in(tolerated, value):
            verdict = "conditionalFail"
        outside = _outside(rule, value, expanded)
    return Decision(verdict, *accepted, 1 - outside, outside if verdict in ACCEPTED else 0.0)


Interval = tuple[Decimal | None, Decimal | None]


def _interval(rule: Rule, by: Decimal) -> Interval:
    """The limits, moved inwards."""
    lower = None if rule.lower is None else rule.lower + by
    return lower, None if rule.upper is None else rule.upper - by


def _in(interval: Interval, value: Decimal) -> bool:
    lower, upper = interval
    return (lower is None or lower <= value) and (upper is None or value <= upper)


def _outside(rule: Rule, value: Decimal, expanded: Decimal) -> float:
    """The probability that the true value is outside the limits, each tail for itself so that small ones stay exact."""
    if not expanded:
        return 0.0 if _in((rule.lower, rule.upper), value) else 1.0
    distances = [value - rule.lower] if rule.lower is not None else []
    distances += [rule.upper - value] if rule.upper is not None else []
    return min(1.0, sum(math.erfc(float(2 * far / expanded) / math.sqrt(2)) / 2 for far in distances))


def read_result(value: str, expanded: str) -> tuple[Decimal, Decimal]:
    """A measured value and its expanded uncertainty."""
    return number(value, "value"), within(expanded, "expanded_uncertainty", ZERO)
