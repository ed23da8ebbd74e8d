"""Two digits of uncertainty, and the value to the same decade."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.metrology.rules.statement import rounded, stated


@pytest.mark.parametrize(
    ("value", "uncertainty", "wanted"),
    [
        ("10000.025", "0.0585", "10000.025 ± 0.059"),
        ("50.000838", "0.0000926", "50.000838 ± 0.000093"),
        ("123.456", "99.6", "(1.2 ± 1.0) × 10^2"),
        ("0.5", "0.0996", "0.50 ± 0.10"),
        ("1234567", "1240", "(1.2346 ± 0.0012) × 10^6"),
        ("0", "0.061", "0.000 ± 0.061"),
        ("1.5E-9", "2.5E-11", "(1.500 ± 0.025) × 10^-9"),
        ("-0.009", "0.061", "-0.009 ± 0.061"),
    ],
)
def test_a_result_is_stated(value: str, uncertainty: str, wanted: str) -> None:
    assert stated(Decimal(value), Decimal(uncertainty), 2, Decimal("0.95")) == f"{wanted}, k = 2.00, p = 95 %"


@given(st.decimals("1e-30", "1e30", allow_nan=False, allow_infinity=False))
def test_rounding_takes_no_more_than_a_twentieth_away(uncertainty: Decimal) -> None:
    _value, kept = rounded(Decimal(0), uncertainty)
    assert kept >= uncertainty * Decimal("0.95")
