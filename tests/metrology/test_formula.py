"""The grammar of models: what it reads, and where it says that it cannot."""

import math
import operator
from contextlib import suppress

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from services.kit.errors import Malformed
from services.metrology.rules.formula import DEEPEST, LONGEST, Arithmetic, is_name, parsed

PLAIN = Arithmetic(float, operator.pow, {name: getattr(math, name) for name in ("sqrt", "exp", "sin", "cos", "tan")})


def computed(text: str, **values: float) -> float:
    return float(parsed(text).computed(PLAIN, values))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1 + 2*3", 7),
        ("(1 + 2)*3", 9),
        ("2 − 3 − 4", -5),
        ("12 ÷ 2 ÷ 3", 2),
        ("2 × 3 · 4", 24),
        ("-2^2", -4),
        ("2^-2", 0.25),
        ("2^3^2", 512),
        ("2**3", 8),
        ("--3 + +4", 7),
        ("1.5e-1 + .5 + 2.", 2.65),
        ("sqrt(16)*cos(0)", 4),
        ("（1 + 2）", 3),
    ],
)
def test_a_formula_is_read_as_people_write_it(text: str, value: float) -> None:
    assert computed(text) == pytest.approx(value)


@pytest.mark.parametrize(
    ("text", "pos"),
    [
        ("a +", 4),
        ("a b", 3),
        ("2x", 2),
        ("1 + )", 5),
        ("(1", 3),
        ("sqrt 4", 6),
        ("sin", 4),
        ("a = 1", 3),
        ("__import__('os')", 1),
        ("a.b", 2),
        ("a[0]", 2),
        ("f(x)", 2),
        ("x²", 2),
        ("1 // 2", 4),
        ("a ** ** b", 6),
        ("a; b", 2),
        ("", 1),
    ],
)
def test_what_is_no_formula_is_refused_at_its_character(text: str, pos: int) -> None:
    with pytest.raises(Malformed) as refused:
        parsed(text)
    assert (refused.value.reason, refused.value.params["pos"]) == ("MODEL_NOT_PARSED", str(pos))


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("(" * 5000 + "1" + ")" * 5000, "MODEL_TOO_LONG"),
        ("+".join("a" * LONGEST), "MODEL_TOO_LONG"),
        ("(" * (DEEPEST + 1) + "1" + ")" * (DEEPEST + 1), "MODEL_TOO_DEEP"),
        ("-" * (DEEPEST + 1) + "1", "MODEL_TOO_DEEP"),
        ("2" + "^2" * (DEEPEST + 1), "MODEL_TOO_DEEP"),
    ],
)
def test_a_formula_that_nobody_means_is_refused(text: str, reason: str) -> None:
    with pytest.raises(Malformed) as refused:
        parsed(text)
    assert refused.value.reason == reason


def test_a_long_flat_formula_is_fine() -> None:
    assert computed("+".join(["a"] * 2000), a=1) == 2000


@given(st.text(alphabet="ab1.e+-*/^() sqrtδ_", max_size=40))
@example("1e400")
def test_any_text_is_read_or_refused(text: str) -> None:
    with suppress(Malformed):
        assert parsed(text).steps


@pytest.mark.parametrize(("name", "good"), [("a", True), ("δm_2", True), ("质量", True), ("Sin", True), ("e", True)])
def test_names(name: str, good: bool) -> None:
    assert is_name(name) == good


@pytest.mark.parametrize("name", ["", "1a", "_a", "a-b", "a b", "sin", "x²", "a.b", "$x", "ẍ̄"])
def test_no_names(name: str) -> None:
    assert not is_name(name)
