"""What is wrong with a model's inputs is said with its place."""

from typing import Any

import pytest

from services.kit.errors import Malformed
from tests.metrology.given import Pair, Row, normal, result

GOOD = normal("y", "2", "0.1")


def refusal(formula: str, *rows: Row, pairs: Any = ()) -> tuple[str, str]:
    with pytest.raises(Malformed) as refused:
        result(formula, *rows, pairs=pairs)
    return refused.value.fields[0].path, refused.value.reason


@pytest.mark.parametrize(
    ("row", "field", "reason"),
    [
        (Row("1x", "1", standard_uncertainty="1"), "name", "NAME_INVALID"),
        (Row("sin", "1", standard_uncertainty="1"), "name", "NAME_INVALID"),
        (Row("", "1", standard_uncertainty="1"), "name", "REQUIRED"),
        (Row("y", "1", standard_uncertainty="1"), "name", "NAME_TWICE"),
        (Row("x", "", standard_uncertainty="1"), "value", "REQUIRED"),
        (Row("x", "NaN", standard_uncertainty="1"), "value", "NUMBER_INVALID"),
        (Row("x", "inf", standard_uncertainty="1"), "value", "NUMBER_INVALID"),
        (Row("x", "1_0", standard_uncertainty="1"), "value", "NUMBER_INVALID"),
        (Row("x", "1\n", standard_uncertainty="1"), "value", "NUMBER_INVALID"),
        (Row("x", "٣", standard_uncertainty="1"), "value", "NUMBER_INVALID"),
        (Row("x", "1e999", standard_uncertainty="1"), "value", "OUT_OF_RANGE"),
        (Row("x", "9" * 65, standard_uncertainty="1"), "value", "NUMBER_INVALID"),
        (Row("x", "1", "poisson", standard_uncertainty="1"), "distribution", "DISTRIBUTION_UNKNOWN"),
        (Row("x", "1"), "standard_uncertainty", "UNCERTAINTY_REQUIRED"),
        (Row("x", "1", standard_uncertainty="1", half_width="1"), "standard_uncertainty", "UNCERTAINTY_TWICE"),
        (Row("x", "1", standard_uncertainty="-1"), "standard_uncertainty", "OUT_OF_RANGE"),
        (Row("x", "1", half_width="1"), "half_width", "NO_HALF_WIDTH"),
        (Row("x", "1", "type_a", half_width="1"), "half_width", "NO_HALF_WIDTH"),
        (Row("x", "1", expanded="1"), "k", "REQUIRED"),
        (Row("x", "1", expanded="1", k="0"), "k", "OUT_OF_RANGE"),
        (Row("x", "1", standard_uncertainty="1", k="2"), "k", "ONLY_WITH_EXPANDED"),
        (Row("x", "1", standard_uncertainty="1", dof="0"), "dof", "OUT_OF_RANGE"),
    ],
)
def test_a_row_is_refused_at_its_field(row: Row, field: str, reason: str) -> None:
    assert refusal("x + y", GOOD, row) == (f"inputs/1/{field}", reason)


@pytest.mark.parametrize(
    ("formula", "reason"),
    [
        ("x + z", "NAME_UNKNOWN"),
        ("", "REQUIRED"),
        ("x/(y - 2)", "DIVISION_BY_ZERO"),
        ("0^-1*x", "DIVISION_BY_ZERO"),
        ("sqrt(y - 2)*x", "DIVISION_BY_ZERO"),
        ("sqrt(x - 9)", "OUT_OF_DOMAIN"),
        ("ln(x - 1)", "OUT_OF_DOMAIN"),
        ("(x - 9)^0.5", "OUT_OF_DOMAIN"),
        ("(0 - 8)^(1/3)*x", "OUT_OF_DOMAIN"),
        ("(x - 9)^y", "OUT_OF_DOMAIN"),
        ("10^(1000*x)", "RESULT_TOO_LARGE"),
        ("x^1e300*y^1e300", "RESULT_TOO_LARGE"),
        ("exp(exp(exp(exp(9*y))))", "RESULT_TOO_LARGE"),
        ("1e999*x", "RESULT_TOO_LARGE"),
        ("9^9^9^9", "RESULT_TOO_LARGE"),
    ],
)
def test_a_model_that_cannot_be_computed_is_refused(formula: str, reason: str) -> None:
    assert refusal(formula, normal("x", "1", "0.1"), GOOD) == ("model", reason)


@pytest.mark.parametrize(
    ("pair", "path", "reason"),
    [
        (Pair("x", "z", "0.5"), "correlations/0/b", "NAME_UNKNOWN"),
        (Pair("x", "x", "0.5"), "correlations/0/b", "SAME_INPUT"),
        (Pair("x", "y", "1.01"), "correlations/0/r", "OUT_OF_RANGE"),
        (Pair("x", "y", ""), "correlations/0/r", "REQUIRED"),
    ],
)
def test_a_correlation_is_refused_at_its_field(pair: Pair, path: str, reason: str) -> None:
    assert refusal("x + y", normal("x", "1", "0.1"), GOOD, pairs=[pair]) == (path, reason)


def test_a_pair_stands_once() -> None:
    pairs = [Pair("x", "y", "0.5"), Pair("y", "x", "0.5")]
    assert refusal("x", normal("x", "1", "0.1"), GOOD, pairs=pairs) == ("correlations/1/b", "PAIR_TWICE")


def test_correlations_that_no_three_things_can_have() -> None:
    pairs = [Pair("x", "y", "0.9"), Pair("y", "z", "0.9"), Pair("x", "z", "-0.9")]
    rows = [normal(name, "1", "0.1") for name in "xyz"]
    assert refusal("x + y + z", *rows, pairs=pairs) == ("correlations", "CORRELATIONS_IMPOSSIBLE")


def test_no_input_and_too_many() -> None:
    assert refusal("1") == ("inputs", "REQUIRED")
    assert refusal("x", *[normal(f"x{n}", "1", "1") for n in range(101)]) == ("inputs", "TOO_MANY")
