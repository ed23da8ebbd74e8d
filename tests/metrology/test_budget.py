"""The published examples of uncertainty budgets, and what must hold of every budget."""

import math
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.metrology.rules.budget import Budget
from services.metrology.rules.coverage import Share, coverage, dominated
from tests.metrology.given import Pair, Row, approx, model, normal, rectangular, result


def near(wanted: float, relative: float = 1e-3) -> Any:
    return approx(wanted, rel=relative)


def end_gauge(coverage: str = "0.99") -> Budget:
    """GUM H.1: an end gauge of 50 mm, in nm."""
    return result(
        "l_s + d - l_s*(δα*θ + α_s*δθ)",
        normal("l_s", "50000623", "25", dof="18"),
        normal("d", "215", "9.7", dof="25.6"),
        normal("δα", "0", "0.58e-6", dof="50"),
        normal("θ", "-0.1", "0.41"),
        normal("α_s", "11.5e-6", "1.2e-6"),
        normal("δθ", "0", "0.029", dof="2"),
        coverage=coverage,
    )


def test_the_end_gauge_of_the_guide() -> None:
    found = end_gauge()
    assert found.value == 50_000_838
    assert found.uncertainty == near(31.71)
    assert found.dof == near(16.64, 2e-3)
    assert (found.coverage.k, found.coverage.distribution) == (near(2.92), "t")
    assert found.expanded == near(92.6)
    assert found.statement == "50000838 ± 93, k = 2.92, p = 99 %"
    sizes = {row.name: row.size for row in found.contributions}
    assert (sizes["l_s"], sizes["d"]) == (25, near(9.7))
    assert (sizes["δα"], sizes["δθ"]) == (near(2.9, 1e-2), near(16.6, 1e-2))


def test_the_difference_of_the_end_gauge_has_the_freedom_of_its_parts() -> None:
    parts = (normal("d", "215", "5.8", dof="24"), normal("a", "0", "3.9", dof="5"), normal("b", "0", "6.7", dof="8"))
    found = result("d + a + b", *parts)
    assert (found.uncertainty, found.dof) == (near(9.7, 5e-3), near(25.6, 2e-2))


def weight(pooled: str = "0.0144337567297406") -> Budget:
    """EA-4/02 S2: a weight of 10 kg, in g."""
    return result(
        "m_S + δm_D + δm + δm_C + δB",
        Row("m_S", "10000.005", expanded="0.045", k="2"),
        rectangular("δm_D", "0", "0.015"),
        Row("δm", "0.020", "type_a", standard_uncertainty=pooled),
        rectangular("δm_C", "0", "0.010"),
        rectangular("δB", "0", "0.010"),
    )


def test_the_weight_of_ten_kilograms() -> None:
    found = weight()
    assert found.value == Decimal("10000.025")
    assert (found.uncertainty, found.expanded) == (near(0.02926), near(0.0585))
    assert found.coverage.distribution == "normal"
    assert found.statement == "10000.025 ± 0.059, k = 2.00, p = 95.45 %"


def test_the_weight_s_shares_of_the_variance() -> None:
    found = weight("0.0142")
    assert found.expanded == near(0.058, 1e-2)
    assert [round(row.index * 100, 1) for row in found.contributions] == [59.6, 8.8, 23.7, 3.9, 3.9]


def test_the_resistor_of_ten_kilohms() -> None:
    found = result(
        "(R_S + δR_D + δR_TS)*r_C*r - δR_TX",
        normal("R_S", "10000.053", "0.0025"),
        rectangular("δR_D", "0.020", "0.010"),
        rectangular("δR_TS", "0", "0.00275"),
        Row("r_C", "1", "triangular", half_width="1.0e-6"),
        normal("r", "1.0000105", "0.07e-6"),
        rectangular("δR_TX", "0", "0.0055"),
    )
    assert round(found.value, 4) == Decimal("10000.1780")
    assert (found.uncertainty, found.expanded) == (near(0.008328), near(0.017, 3e-2))
    assert found.statement == "10000.178 ± 0.017, k = 2.00, p = 95.45 %"


@pytest.mark.parametrize(
    ("dof", "k"),
    [(1, 13.97), (2, 4.53), (3, 3.31), (4, 2.87), (5, 2.65), (6, 2.52), (7, 2.43), (8, 2.37), (10, 2.28), (20, 2.13)]
    + [(50, 2.05), (math.inf, 2.00)],
)
def test_the_factor_by_degrees_of_freedom(dof: float, k: float) -> None:
    assert round(coverage([], dof, 0.9545).k, 2) == k


@pytest.mark.parametrize(
    ("distribution", "divisor"),
    [("rectangular", math.sqrt(3)), ("triangular", math.sqrt(6)), ("u_shaped", math.sqrt(2))],
)
def test_a_half_width_is_divided_by_its_distribution(distribution: str, divisor: float) -> None:
    found = result("x", Row("x", "1", distribution, half_width="0.6"))
    assert found.uncertainty == approx(0.6 / divisor, rel=1e-12)


@pytest.mark.parametrize(("p", "k"), [("0.95", 1.645), ("0.9545", 1.653)])
def test_one_rectangular_contribution_that_dominates(p: str, k: float) -> None:
    found = result("x + y", rectangular("x", "1", "1"), normal("y", "0", "0.17"), coverage=p)
    assert (found.coverage.distribution, round(found.coverage.k, 3)) == ("rectangular", k)


def test_a_rest_of_more_than_three_tenths_lets_nothing_dominate() -> None:
    found = result("x + y", rectangular("x", "1", "1"), normal("y", "0", "0.174"))
    assert found.coverage.distribution == "normal"


def test_two_rectangular_contributions_make_a_trapezoid() -> None:
    found = result("x + y", rectangular("x", "1", "1"), rectangular("y", "0", "0.5"), coverage="0.95")
    beta = 0.5 / 1.5
    k = (1 - math.sqrt(0.05 * (1 - beta**2))) / math.sqrt((1 + beta**2) / 6)
    assert (found.coverage.distribution, found.coverage.k) == ("trapezoidal", approx(k, rel=1e-9))


def test_a_correlated_or_uncertain_width_is_no_rectangle() -> None:
    rows = (rectangular("x", "1", "1"), normal("y", "0", "0.1"))
    assert result("x + y", *rows, pairs=[Pair("x", "y", "0.1")]).coverage.distribution == "normal"
    assert result("x", Row("x", "1", "rectangular", half_width="1", dof="8")).coverage.distribution == "t"


@given(st.floats(0.31, 1), st.floats(0.3, 0.999))
def test_a_trapezoid_s_interval_holds_the_asked_probability(narrow: float, probability: float) -> None:
    found = dominated([Share(1, True), Share(narrow, True)], probability)
    assert found is not None
    sizes = (math.sqrt(3), narrow * math.sqrt(3))
    outer, inner = sum(sizes), abs(sizes[0] - sizes[1])
    reach = found.k * math.hypot(1, narrow)
    covered = 2 * reach / (outer + inner) if reach <= inner else 1 - (outer - reach) ** 2 / (outer**2 - inner**2)
    assert covered == approx(probability, abs=1e-9)


def test_what_is_known_for_certain_is_a_constant() -> None:
    found = result("2*x^n", normal("x", "-3", "0.1"), Row("n", "2", standard_uncertainty="0"))
    assert (found.value, found.uncertainty) == (Decimal(18), approx(1.2))
    assert [row.size for row in found.contributions] == [approx(1.2), 0]


def test_a_result_without_uncertainty_is_stated_alone() -> None:
    found = result("x", Row("x", "3.50", standard_uncertainty="0"))
    assert (found.expanded, math.isinf(found.dof), found.statement) == (0, True, "3.5")


def test_a_small_difference_of_large_values_keeps_its_digits() -> None:
    found = result("(a - b)/b", normal("a", "10000.0001234567891", "0.01"), normal("b", "10000", "0.01"))
    assert found.value.normalize() == Decimal("1.234567891E-8")


def test_full_correlation_adds_and_full_opposition_cancels() -> None:
    rows = (normal("x", "1", "3", dof="5"), normal("y", "2", "4", dof="7"))
    assert result("x + y", *rows, pairs=[Pair("x", "y", "1")]).uncertainty == approx(7)
    assert result("x - y", *rows, pairs=[Pair("x", "y", "1")]).uncertainty == approx(1)
    same = (normal("x", "1", "3", dof="5"), normal("y", "2", "3", dof="7"))
    assert result("x - y", *same, pairs=[Pair("x", "y", "1")]).uncertainty == approx(0, abs=1e-9)


NUMBERS = st.floats(-100, 100).map(lambda number: round(number, 4))
WIDTHS = st.floats(0.001, 10).map(lambda number: round(number, 4))
ROWS = st.lists(st.tuples(NUMBERS, WIDTHS, st.integers(2, 60)), min_size=2, max_size=6)


def rows_of(drawn: list[tuple[float, float, int]]) -> list[Row]:
    return [normal(f"x{n}", repr(value), repr(u), dof=str(dof)) for n, (value, u, dof) in enumerate(drawn)]


@given(ROWS)
def test_a_linear_model_is_exact(drawn: list[tuple[float, float, int]]) -> None:
    found = result(" + ".join(f"{n + 1}*x{n}" for n in range(len(drawn))), *rows_of(drawn))
    weighted = [(n + 1) * u for n, (_, u, _) in enumerate(drawn)]
    assert found.value == sum((n + 1) * Decimal(repr(value)) for n, (value, _, _) in enumerate(drawn))
    assert found.uncertainty == approx(math.hypot(*weighted), rel=1e-12)
    told = zip(weighted, drawn, strict=True)
    assert found.dof == approx(math.hypot(*weighted) ** 4 / sum(c**4 / dof for c, (_, _, dof) in told), rel=1e-9)
    assert sum(row.index for row in found.contributions) == approx(1)


@given(ROWS, st.randoms(use_true_random=False))
def test_the_order_of_inputs_changes_nothing(drawn: list[tuple[float, float, int]], random: object) -> None:
    rows = rows_of(drawn)
    mixed = list(rows)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    formula = "*".join(f"(x{n} + 200)" for n in range(len(rows)))
    one, other = result(formula, *rows), result(formula, *mixed)
    assert (one.value, one.dof) == (other.value, approx(other.dof, rel=1e-12))
    assert one.expanded == approx(other.expanded, rel=1e-12)


@given(ROWS, st.sampled_from(["10", "1000", "0.001", "-1"]))
def test_a_scaled_result_has_a_scaled_uncertainty(drawn: list[tuple[float, float, int]], factor: str) -> None:
    formula = "exp(x0/100)*" + " + ".join(f"x{n}" for n in range(len(drawn)))
    one, scaled = result(formula, *rows_of(drawn)), result(f"{factor}*({formula})", *rows_of(drawn))
    assert scaled.uncertainty == approx(one.uncertainty * abs(float(factor)), rel=1e-9)
    assert scaled.dof == approx(one.dof, rel=1e-9)
    assert scaled.coverage.k == approx(one.coverage.k, rel=1e-9)


def test_the_names_are_the_caller_s_own() -> None:
    found = result("质量 * e + pi", normal("质量", "2", "1"), normal("e", "3", "1"), normal("pi", "1", "0"))
    assert [row.name for row in found.contributions] == ["质量", "e", "pi"]
    assert model("μ + µ", normal("µ", "1", "1")).formula.names == ("μ",)
