"""Drawing gives what the supplement publishes, and what the budget gives where the budget is exact."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.kit.errors import Malformed
from services.metrology.rules.budget import budget
from services.metrology.rules.monte_carlo import Check, checked, drawn
from tests.metrology.given import Pair, Row, approx, model, normal


def check(formula: str, *rows: Row, p: str = "0.95", draws: int = 200_000, pairs: list[Pair] | None = None) -> Check:
    found = model(formula, *rows, pairs=pairs or [])
    return checked(found, budget(found, Decimal(p)), Decimal(p), draws)


@pytest.mark.parametrize(("distribution", "edge"), [("normal", 3.92), ("rectangular", 3.88)])
def test_the_sums_of_four_of_the_supplement(distribution: str, edge: float) -> None:
    rows = [Row(name, "0", distribution, standard_uncertainty="1") for name in "abcd"]
    found = check("a + b + c + d", *rows, draws=1_000_000)
    assert found.uncertainty == approx(2.0, abs=0.01)
    assert (-found.low, found.high) == (approx(edge, abs=0.02), approx(edge, abs=0.02))
    assert found.agrees


def test_the_end_gauge_of_the_guide_with_what_its_first_order_leaves_out() -> None:
    found = model(
        "l_s + d - l_s*(δα*θ + α_s*δθ)",
        normal("l_s", "50000623", "25"),
        normal("d", "215", "9.7"),
        normal("δα", "0", "0.58e-6"),
        normal("θ", "-0.1", "0.41"),
        normal("α_s", "11.5e-6", "1.2e-6"),
        normal("δθ", "0", "0.029"),
    )
    assert float(drawn(found, 1_000_000).std()) == approx(33.9, abs=0.3)


def test_a_model_that_is_not_linear_at_all_is_found_out() -> None:
    assert not check("x^2", normal("x", "0", "1")).agrees


def test_few_degrees_of_freedom_are_drawn_as_student_s_t() -> None:
    found = check("x", Row("x", "0", "type_a", standard_uncertainty="1", dof="4"))
    assert found.high == approx(2.776, abs=0.05)


@pytest.mark.parametrize("distribution", ["normal", "rectangular", "triangular", "u_shaped", "type_a"])
def test_each_distribution_has_its_spread(distribution: str) -> None:
    found = check("x", Row("x", "3", distribution, standard_uncertainty="2"))
    assert (found.mean, found.uncertainty) == (approx(3, abs=0.02), approx(2, abs=0.02))


def test_the_same_question_is_answered_by_the_same_draws() -> None:
    assert check("x", normal("x", "1", "1")) == check("x", normal("x", "1", "1"))


def test_correlated_inputs_are_drawn_together() -> None:
    rows = (normal("x", "1", "3"), normal("y", "1", "4"))
    assert check("x + y", *rows, pairs=[Pair("x", "y", "-1")]).uncertainty == approx(1, abs=0.01)


@settings(max_examples=15, deadline=None)
@given(st.lists(st.tuples(st.integers(-9, 9), st.floats(0.01, 3)), min_size=1, max_size=5))
def test_the_draws_of_a_linear_model_agree_with_its_budget(drawn: list[tuple[int, float]]) -> None:
    rows = [normal(f"x{n}", str(value), f"{u:.4f}") for n, (value, u) in enumerate(drawn)]
    found = check(" + ".join(row.name for row in rows), *rows)
    wanted = budget(model(" + ".join(row.name for row in rows), *rows)).uncertainty
    assert found.uncertainty == approx(wanted, rel=0.01)


@pytest.mark.parametrize(
    ("formula", "rows", "reason"),
    [
        ("ln(x)", [normal("x", "1", "1")], "DRAWS_WITHOUT_VALUE"),
        ("x + y", [normal("x", "1", "1"), Row("y", "1", "rectangular", half_width="1")], "CORRELATED_NOT_NORMAL"),
    ],
)
def test_what_cannot_be_drawn_is_refused(formula: str, rows: list[Row], reason: str) -> None:
    with pytest.raises(Malformed) as refused:
        check(formula, *rows, pairs=[Pair("x", "y", "0.5")] if len(rows) > 1 else [])
    assert refused.value.reason == reason


@pytest.mark.parametrize("draws", [0, 999, 1_000_001])
def test_draws_have_a_range(draws: int) -> None:
    with pytest.raises(Malformed):
        check("x", normal("x", "1", "1"), draws=draws)
