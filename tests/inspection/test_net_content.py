"""Net content by JJF 1070: factors, tolerable shortfalls, and verdicts."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.inspection.rules.editions import in_force, seed
from services.inspection.rules.net_content import Evaluation, evaluated, sample_of, tolerable
from services.kit.errors import Malformed, WrongState

RULES: Any = in_force(seed(), "net_content", "2026-11-24").content
FIFTY = ["500.1", "499.9"] * 25


def judged(contents: list[str], nominal: str = "500", unit: str = "g", lot: int = 500) -> Evaluation:
    return evaluated(nominal, unit, lot, contents, RULES)


@pytest.mark.parametrize(("lot", "factor"), [(20, 1.028), (80, 0.847), (500, 0.379), (3200, 0.295), (3201, 0.234)])
def test_the_worked_factors(lot: int, factor: float) -> None:
    size = sample_of(lot, RULES).size
    assert round(judged(["500"] * size, lot=lot).factor, 3) == factor


@pytest.mark.parametrize(
    ("lot", "size", "allowed"),
    [(1, 1, 0), (10, 10, 0), (11, 10, 0), (99, 13, 1), (100, 50, 3), (501, 80, 5), (3200, 80, 5), (3201, 125, 7)],
)
def test_the_sample_of_a_batch(lot: int, size: int, allowed: int) -> None:
    sample = sample_of(lot, RULES)
    assert (sample.size, sample.allowed) == (size, allowed)


@pytest.mark.parametrize(
    ("nominal", "t"),
    [("10", "0.9"), ("50", "4.5"), ("51", "4.5"), ("100", "4.5"), ("150", "6.8"), ("200", "9"), ("250", "9")]
    + [("300", "9"), ("400", "12"), ("500", "15"), ("1000", "15"), ("5000", "75"), ("7777", "117")]
    + [("10000", "150"), ("15000", "150"), ("50000", "500")],
)
def test_tolerable_shortfalls(nominal: str, t: str) -> None:
    assert tolerable(Decimal(nominal), RULES) == Decimal(t)


def test_a_batch_whose_mean_holds_conforms() -> None:
    assert judged(FIFTY).conforms


def test_a_mean_that_chance_does_not_explain_fails() -> None:
    found = judged(["499.9", "499.8"] * 25)
    assert (found.mean_ok, found.short_ok, found.conforms) == (False, True, False)


def test_three_shortfalls_are_allowed_and_four_are_not() -> None:
    spared = ["510"] * 46
    assert judged([*spared, "484.9", "484.9", "484.9", "485"]).conforms
    four = judged([*spared, *["484.9"] * 4])
    assert (four.mean_ok, four.short_ok, four.short) == (True, False, (47, 48, 49, 50))


def test_none_may_fall_short_twice_as_much() -> None:
    found = judged([*["510"] * 49, "469.9"])
    assert (found.very_short, found.conforms, found.short_ok) == ((50,), False, True)
    assert judged([*["510"] * 49, "470"]).conforms


def test_kilograms_and_litres_are_their_own_unit() -> None:
    found = judged([*["0.51"] * 49, "0.4849"], nominal="0.5", unit="kg")
    assert (found.tolerable, found.short) == (Decimal("0.015"), (50,))


@given(shift=st.decimals(0, 20, places=2), contents=st.lists(st.decimals(450, 550, places=2), min_size=50, max_size=50))
def test_more_in_every_package_never_turns_a_batch_bad(shift: Decimal, contents: list[Decimal]) -> None:
    before, after = (judged([str(one + more) for one in contents]) for more in (Decimal(0), shift))
    assert after.conforms or not before.conforms


@pytest.mark.parametrize(
    ("given_", "path"),
    [
        ({"contents": FIFTY[:49]}, "contents"),
        ({"contents": [*FIFTY[:49], "NaN"]}, "contents/49"),
        ({"contents": [*FIFTY[:49], "-1"]}, "contents/49"),
        ({"contents": [*FIFTY[:49], "５00"]}, "contents/49"),
        ({"contents": FIFTY, "nominal": "0"}, "nominal"),
        ({"contents": FIFTY, "nominal": "50001"}, "nominal"),
        ({"contents": FIFTY, "unit": "lb"}, "unit"),
        ({"contents": FIFTY, "lot": 0}, "lot_size"),
        ({"contents": FIFTY, "lot": 10**9}, "lot_size"),
    ],
)
def test_what_cannot_be_evaluated_is_refused_with_its_place(given_: Any, path: str) -> None:
    with pytest.raises(Malformed) as refused:
        judged(**given_)
    assert refused.value.fields[0].path == path


def test_before_the_first_edition_nothing_holds() -> None:
    with pytest.raises(WrongState, match="NOT_IN_FORCE"):
        in_force(seed(), "net_content", "1999-01-01")
