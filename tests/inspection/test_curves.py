"""The operating characteristic: the worked numbers, exact sums, and what holds of any plan."""

from fractions import Fraction
from math import comb, exp, factorial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.inspection.rules.curves import checked_qualities, curve_of
from services.kit.errors import Malformed

PLANS = st.integers(1, 2000).flatmap(lambda n: st.tuples(st.just(n), st.integers(0, n - 1)))


def test_the_worked_plan() -> None:
    curve = curve_of(80, 2)
    assert round(curve.accepted(0.01), 4) == 0.9534
    assert [round(100 * curve.quality(share), 4) for share in (0.95, 0.5, 0.1)] == [1.0298, 3.3285, 6.5160]


@pytest.mark.parametrize(("n", "c"), [(1, 0), (2, 1), (13, 0), (50, 5), (125, 10), (315, 21)])
@pytest.mark.parametrize("p", [Fraction(1, 1000), Fraction(1, 100), Fraction(1, 7), Fraction(1, 2)])
def test_it_is_the_exact_binomial_sum(n: int, c: int, p: Fraction) -> None:
    exact = sum(comb(n, k) * p**k * (1 - p) ** (n - k) for k in range(c + 1))
    assert curve_of(n, c).accepted(float(p)) == pytest.approx(float(exact), rel=1e-12)


@pytest.mark.parametrize(("n", "c", "rate"), [(2, 30, 10.0), (13, 44, 3.0), (80, 2, 0.03)])
def test_nonconformities_are_the_poisson_sum(n: int, c: int, rate: float) -> None:
    exact = sum(exp(-n * rate) * (n * rate) ** k / factorial(k) for k in range(c + 1))
    assert curve_of(n, c, "nonconformities").accepted(rate) == pytest.approx(exact, rel=1e-12)


@given(plan=PLANS, share=st.floats(0.001, 0.999))
def test_the_inverse_leads_back(plan: tuple[int, int], share: float) -> None:
    curve = curve_of(*plan)
    assert curve.accepted(curve.quality(share)) == pytest.approx(share, abs=1e-9)


@given(plan=PLANS)
def test_a_curve_falls_from_all_to_nothing(plan: tuple[int, int]) -> None:
    likelihoods = [pa for _p, pa in curve_of(*plan).points([])]
    assert likelihoods[0] == 1
    assert likelihoods == sorted(likelihoods, reverse=True)
    assert likelihoods[-1] == pytest.approx(0.001, abs=1e-6)


@pytest.mark.parametrize(
    ("n", "c", "path"), [(0, 0, "sample_size"), (10**9, 0, "sample_size"), (5, -1, "accept"), (5, 5, "accept")]
)
def test_what_is_no_plan_is_refused(n: int, c: int, path: str) -> None:
    with pytest.raises(Malformed) as refused:
        curve_of(n, c)
    assert refused.value.fields[0].path == path
    assert refused.value.params["max"]


@pytest.mark.parametrize("text", ["NaN", "inf", "-0.1", "1.01", "", "1_0", "x", "0." + "1" * 40])
def test_what_is_no_fraction_is_refused_with_its_place(text: str) -> None:
    with pytest.raises(Malformed) as refused:
        checked_qualities(["0.5", text], "nonconforming")
    assert refused.value.fields[0].path == "p/1"
