"""GB/T 2828.1: the worked rows, every cell against the tables' own structure, and what holds of any lot."""

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.inspection.rules import sampling
from services.inspection.rules.sampling import AQLS, ARROWS, LEVELS, PLANS, SEVERITIES, plan_of
from services.kit.errors import Malformed

ROWS = """
8    1.0  E/8/0/1*   F/8/0/1*   E/5/0/1
100  0.65 F/20/0/1   G/32/0/1   F/8/0/1
100  1.0  E/13/0/1   F/20/0/1   E/5/0/1
100  1.5  G/32/1/2   H/50/1/2   H/20/1/2
100  2.5  F/20/1/2   G/32/1/2   G/13/1/2
100  4.0  F/20/2/3   F/20/1/2   F/8/1/2
500  0.65 J/80/1/2   K/125/1/2  K/50/1/2
500  1.0  H/50/1/2   J/80/1/2   J/32/1/2
500  2.5  H/50/3/4   H/50/2/3   H/20/2/3
500  4.0  H/50/5/6   H/50/3/4   H/20/3/4
1000 0.65 J/80/1/2   K/125/1/2  K/50/1/2
1000 1.0  J/80/2/3   J/80/1/2   J/32/1/2
1000 2.5  J/80/5/6   J/80/3/4   J/32/3/4
1000 4.0  J/80/7/8   J/80/5/6   J/32/5/6
150  1.5  G/32/1/2   H/50/1/2   H/20/1/2
150  2.5  F/20/1/2   G/32/1/2   G/13/1/2
91   1.0  E/13/0/1   F/20/0/1   E/5/0/1
280  1.0  H/50/1/2   J/80/1/2   J/32/1/2
"""
WORKED = [
    (int(lot), aql, severity, told)
    for lot, aql, *plans in (row.split() for row in ROWS.strip().splitlines())
    for severity, told in zip(("normal", "tightened", "reduced"), plans, strict=True)
]
# letters A–R down, AQLs along: on one falling diagonal (letter's place + AQL's place) every cell of a table is alike
SIZES = [2, 3, 5, 8, 13, 20, 32, 50, 80, 125, 200, 315, 500, 800, 1250, 2000]
LADDERS = {
    "normal": {14: 0, 17: 1, 18: 2, 19: 3, 20: 5, 21: 7, 22: 10, 23: 14, 24: 21},
    "tightened": {15: 0, 18: 1, 19: 2, 20: 3, 21: 5, 22: 8, 23: 12, 24: 18},
    "reduced": {14: 0, 18: 1, 19: 2, 20: 3, 21: 5, 22: 6, 23: 8, 24: 10},
}
STEEP = {"normal": {25: 30, 26: 44}, "tightened": {25: 27, 26: 41}, "reduced": {25: 14, 26: 21}}  # letters A–E
SMALL = {  # reduced, letters A and B: samples of two, as large as the normal ones
    "A": {14: 0, 17: 1, 18: 2, 19: 3, 20: 5, 21: 7, 22: 10, 23: 14, 24: 21, 25: 30},
    "B": {14: 0, 18: 1, 19: 2, 20: 3, 21: 5, 22: 7, 23: 10, 24: 14, 25: 21, 26: 30},
}


def expected(severity: str, place: int, letter: str) -> dict[int, int]:
    """The acceptance numbers of a row by their diagonal."""
    if letter == "S":
        return {18: 1}
    if severity == "reduced" and letter in SMALL:
        return SMALL[letter]
    return {**LADDERS[severity], **(STEEP[severity] if place < 5 else {})}


CELLS = [
    (severity, place, column)
    for severity, rows in PLANS.items()
    for place in range(len(rows))
    for column in range(len(AQLS))
]


@pytest.mark.parametrize(("lot_size", "aql", "severity", "told"), WORKED)
def test_a_worked_row(lot_size: int, aql: str, severity: str, told: str) -> None:
    plan = plan_of(lot_size, "II", aql, severity)
    said = f"{plan.code_letter}/{plan.sample_size}/{plan.accept}/{plan.reject}{'*' * plan.full_inspection}"
    assert said == told


def test_there_are_1248_cells_and_one_row_of_the_letter_s() -> None:
    assert len(CELLS) == 1248 + len(AQLS)
    assert [row.letter for row in PLANS["tightened"]] == list("ABCDEFGHJKLMNPQRS")
    assert all([row.letter for row in PLANS[name]] == list("ABCDEFGHJKLMNPQR") for name in ("normal", "reduced"))


def test_sample_sizes_follow_the_series() -> None:
    assert [row.sample_size for row in PLANS["normal"]] == SIZES
    assert [row.sample_size for row in PLANS["tightened"]] == [*SIZES, 3150]
    assert [row.sample_size for row in PLANS["reduced"]] == [2, 2, *SIZES[:14]]


@pytest.mark.parametrize("severity", SEVERITIES)
def test_every_cell_is_the_one_that_the_structure_of_the_tables_wants(severity: str) -> None:
    for place, row in enumerate(PLANS[severity]):
        wanted = expected(severity, place, row.letter)
        for column, aql in enumerate(AQLS):
            held = row.cells[aql]
            want = 1 if row.letter == "S" and aql == "0.025" else wanted.get(place + column)
            want = None if row.letter == "S" and aql != "0.025" else want
            assert held in ARROWS if want is None else held == str(want), (severity, row.letter, aql)


@pytest.mark.parametrize("severity", SEVERITIES)
def test_an_arrow_points_to_the_nearest_plan_upward_where_too_many_would_be_looked_at(severity: str) -> None:
    rows = PLANS[severity]
    for place, row in enumerate(rows):
        for column, aql in enumerate(AQLS):
            if row.cells[aql] not in ARROWS:
                continue
            above = any(other.cells[aql] not in ARROWS for other in rows[:place])
            below = any(other.cells[aql] not in ARROWS for other in rows[place + 1 :])
            upward = place + column > 24 or (place + column == 15 and severity != "tightened")
            assert row.cells[aql] == ("↑" if above and (upward or not below) else "↓"), (severity, row.letter, aql)


@pytest.mark.parametrize("severity", SEVERITIES)
def test_every_arrow_leads_to_a_plan(severity: str) -> None:
    for row in PLANS[severity]:
        for aql in AQLS:
            reached = sampling._reached(PLANS[severity], row.letter, aql)
            assert reached.cells[aql].isdigit()


@pytest.mark.parametrize(
    ("lot_size", "letters"),
    [(2, "AAAAAAB"), (8, "AAAAAAB"), (9, "AAAAABC"), (1200, "CCEFGJK"), (1201, "CDEGHKL"), (500001, "DEHKNQR")],
)
def test_the_letters_of_a_lot(lot_size: int, letters: str) -> None:
    assert "".join(sampling.letter_of(lot_size, level) for level in LEVELS) == letters


def test_letters_never_fall_with_the_lot_nor_with_the_level() -> None:
    order = "ABCDEFGHJKLMNPQR"
    for level in LEVELS:
        assert all(order.index(a[level]) <= order.index(b[level]) for a, b in pairwise(sampling.LETTERS))
    for row in sampling.LETTERS:
        assert all(order.index(row[a]) <= order.index(row[b]) for a, b in pairwise(LEVELS[:4]))
        assert order.index(row["I"]) < order.index(row["III"])


@given(
    lot_size=st.integers(2, 999_999_999),
    level=st.sampled_from(LEVELS),
    aql=st.sampled_from(AQLS),
    severity=st.sampled_from(SEVERITIES),
)
def test_of_any_lot(lot_size: int, level: str, aql: str, severity: str) -> None:
    plan = plan_of(lot_size, level, aql, severity)
    assert 1 < plan.sample_size <= lot_size
    assert plan.full_inspection == (plan.sample_size == lot_size)
    assert plan.reject == plan.accept + 1 > 0
    assert (
        plan_of(lot_size, level, f"{Decimal(aql):f}".rstrip("0").rstrip(".") or aql, severity) == plan or "." not in aql
    )


@given(lot_size=st.integers(2, 999_999_999), level=st.sampled_from(LEVELS), aql=st.sampled_from(AQLS))
def test_tightened_never_accepts_more_of_the_same_sample(lot_size: int, level: str, aql: str) -> None:
    normal, tightened = (plan_of(lot_size, level, aql, name) for name in ("normal", "tightened"))
    assert tightened.accept / tightened.sample_size <= normal.accept / normal.sample_size or normal.full_inspection


@pytest.mark.parametrize(
    ("asked", "path", "reason", "param"),
    [
        ((0, "II", "1.0", "normal"), "lot_size", "OUT_OF_RANGE", "min"),
        ((1, "II", "1.0", "normal"), "lot_size", "OUT_OF_RANGE", "min"),
        ((-5, "II", "1.0", "normal"), "lot_size", "OUT_OF_RANGE", "min"),
        ((10**9, "II", "1.0", "normal"), "lot_size", "OUT_OF_RANGE", "max"),
        ((100, "ii", "1.0", "normal"), "level", "NOT_ONE_OF", "known"),
        ((100, "II", "1.0", "severe"), "severity", "NOT_ONE_OF", "known"),
        *(
            ((100, "II", aql, "normal"), "aql", "AQL_UNKNOWN", "known")
            for aql in ("1.2", "", "NaN", "Infinity", "-1.0", "1e0x", "0", "2000", "１.0", "+1.0", "1.0" + "0" * 20)
        ),
    ],
)
def test_what_no_table_has_is_refused_with_what_would_be_right(
    asked: tuple[int, str, str, str], path: str, reason: str, param: str
) -> None:
    with pytest.raises(Malformed) as refused:
        plan_of(*asked)
    assert (refused.value.fields[0].path, refused.value.reason) == (path, reason)
    assert refused.value.params[param]


def test_the_next_tighter_aql() -> None:
    assert [sampling.tighter(aql) for aql in ("1.0", "0.015", "0.010")] == ["0.65", "0.010", None]
