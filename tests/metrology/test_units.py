"""Units as people write them, and as the D-SI does."""

import pytest

from services.kit.errors import Malformed
from services.metrology.rules.units import dsi, fits, unit


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("K", r"\kelvin"),
        ("℃", r"\degreecelsius"),
        ("kΩ", r"\kilo\ohm"),
        ("μm", r"\micro\metre"),
        ("mg", r"\milli\gram"),
        ("kg", r"\kilo\gram"),
        ("V", r"\volt"),
        ("%", r"\percent"),
        ("m/s²", r"\metre\second\tothe{-2}"),
        ("", r"\one"),
        ("1", r"\one"),
    ],
)
def test_a_unit_is_written_as_the_d_si_has_it(text: str, told: str) -> None:
    assert dsi(text) == told


@pytest.mark.parametrize(("one", "other", "same"), [("℃", "K", True), ("mg", "kg", True), ("℃", "kg", False)])
def test_units_fit_by_their_dimension(one: str, other: str, same: bool) -> None:
    assert fits(one, other) == same


@pytest.mark.parametrize("text", ["quux", "__import__('os')", "x" * 41, "2**999999999", "kg;", "m" + "^9" * 15])
def test_what_is_no_unit_is_refused(text: str) -> None:
    with pytest.raises(Malformed):
        unit(text, "unit")
