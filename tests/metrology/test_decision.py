"""Decision rules: the published limits, verdicts and risks."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.kit.errors import Malformed
from services.metrology.rules.decision import Decision, Rule, decided, read_result, read_rule
from tests.metrology.given import approx


def verdict(value: str, outcome: str = "nonbinary", guard: str = "1", expanded: str = "0.0010") -> Decision:
    """An error against a maximum permissible one of ±0.003 mm."""
    rule = read_rule("-0.003", "0.003", guard, outcome)
    return decided(rule, *read_result(value, expanded))


@pytest.mark.parametrize(
    ("error", "nonbinary", "binary"),
    [
        ("+0.0017", "pass", "pass"),
        ("+0.0020", "pass", "pass"),
        ("+0.0025", "conditionalPass", "fail"),
        ("+0.0035", "conditionalFail", "fail"),
        ("+0.0041", "fail", "fail"),
        ("-0.0035", "conditionalFail", "fail"),
    ],
)
def test_the_verdicts_of_a_guarded_limit(error: str, nonbinary: str, binary: str) -> None:
    assert (verdict(error).verdict, verdict(error, "binary").verdict) == (nonbinary, binary)


def test_the_acceptance_limits_are_exact() -> None:
    found = verdict("0")
    assert (found.acceptance_lower, found.acceptance_upper) == (Decimal("-0.0020"), Decimal("0.0020"))


@pytest.mark.parametrize(
    ("guard", "risk"),
    [("3", 9.9e-10), ("1.5", 0.00135), ("1", 0.02275), ("0.83", 0.0485), ("0", 0.5)],
)
def test_the_risk_of_a_result_on_the_acceptance_limit(guard: str, risk: float) -> None:
    rule = read_rule("", "10", guard, "binary")
    limit = Decimal(10) - Decimal(guard) * 2
    found = decided(rule, limit, Decimal(2))
    assert (found.verdict, found.false_accept) == ("pass", approx(risk, rel=5e-3))
    assert found.conformity == approx(1 - found.false_accept, abs=1e-15)


def test_an_uncritical_rule_rejects_wrongly_in_less_than_one_case_of_forty() -> None:
    rule = read_rule("", "10", "-1", "binary")
    found = decided(rule, Decimal("12.0000001"), Decimal(2))
    assert (found.verdict, found.false_accept, found.conformity < 0.025) == ("fail", 0, True)


def test_the_diode_of_the_guide() -> None:
    found = decided(read_rule("", "-5.40", "0", "binary"), Decimal("-5.47"), Decimal("0.1"))
    assert found.conformity == approx(0.9192, abs=1e-4)


@pytest.mark.parametrize(
    ("z", "p"), [("0.842", 0.80), ("1.282", 0.90), ("1.645", 0.95), ("2.326", 0.99), ("3.090", 0.999)]
)
def test_the_guard_of_a_wanted_probability(z: str, p: float) -> None:
    found = decided(read_rule("", "0", "0", "binary"), -Decimal(z), Decimal(2))
    assert found.conformity == approx(p, abs=2e-4)


TEMPERATURES = [  # reference, indicated, limit: the sample certificate of a thermometer, U = 0.061 K
    ("306.248", "306.32", "0.23", "0.072"),
    ("373.121", "373.21", "0.23", "0.089"),
    ("448.253", "448.36", "0.23", "0.107"),
    ("523.319", "523.31", "0.30", "-0.009"),
    ("593.154", "593.07", "0.30", "-0.084"),
]


@pytest.mark.parametrize(("reference", "indicated", "limit", "error"), TEMPERATURES)
@pytest.mark.parametrize("guard", ["0", "1"])
def test_the_thermometer_of_the_sample_certificate(
    reference: str, indicated: str, limit: str, error: str, guard: str
) -> None:
    found = Decimal(indicated) - Decimal(reference)
    assert found == Decimal(error)
    assert decided(read_rule(f"-{limit}", limit, guard, "nonbinary"), found, Decimal("0.061")).verdict == "pass"


def test_a_result_without_uncertainty_is_right_or_wrong() -> None:
    assert verdict("0.003", expanded="0").conformity == 1
    assert verdict("0.0031", expanded="0").conformity == 0


NUMBERS = st.decimals(-10, 10, allow_nan=False, allow_infinity=False, places=4)
WIDTHS = st.decimals(0, 5, allow_nan=False, allow_infinity=False, places=4)


@given(NUMBERS, WIDTHS, WIDTHS, st.sampled_from(["binary", "nonbinary"]))
def test_a_wider_guard_accepts_nothing_more(value: Decimal, expanded: Decimal, guard: Decimal, outcome: str) -> None:
    loose = decided(Rule(Decimal(-3), Decimal(4), Decimal(0), outcome), value, expanded)
    strict = decided(Rule(Decimal(-3), Decimal(4), guard, outcome), value, expanded)
    assert loose.verdict == "pass" or strict.verdict != "pass"
    assert 0 <= strict.conformity <= 1
    assert strict.conformity == loose.conformity


@pytest.mark.parametrize(
    ("given", "path", "reason"),
    [
        (("", "", "1", "binary"), "upper", "LIMIT_REQUIRED"),
        (("2", "1", "1", "binary"), "upper", "LIMITS_CROSSED"),
        (("x", "1", "1", "binary"), "lower", "NUMBER_INVALID"),
        (("1e999", "", "1", "binary"), "lower", "OUT_OF_RANGE"),
        (("1", "2", "-1", "nonbinary"), "guard", "OUT_OF_RANGE"),
        (("1", "2", "101", "binary"), "guard", "OUT_OF_RANGE"),
        (("1", "2", "", "binary"), "guard", "REQUIRED"),
        (("1", "2", "1", "maybe"), "outcome", "OUTCOME_UNKNOWN"),
    ],
)
def test_a_rule_that_is_none_is_refused(given: tuple[str, str, str, str], path: str, reason: str) -> None:
    with pytest.raises(Malformed) as refused:
        read_rule(*given)
    assert (refused.value.fields[0].path, refused.value.reason) == (path, reason)


def test_a_negative_uncertainty_is_none() -> None:
    with pytest.raises(Malformed):
        read_result("1", "-0.1")
