"""What metrology finds in a filing."""

from datetime import date

import pytest

from services.metrology.rules.filing import findings

TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(("until", "found"), [("2026-11-23", 1), ("2026-11-24", 0), ("2027-05-18", 0)])
def test_a_reference_standard_whose_certificate_has_run_out_is_named(until: str, found: int) -> None:
    form = {"references": [{"valid_until": "2027-01-01"}, {"valid_until": until}, {}]}
    told = list(findings("M-04", form, [], TODAY))
    assert [finding["path"] for finding in told] == ["form/references/1/valid_until"] * found


def test_other_items_are_left_alone() -> None:
    assert list(findings("M-03", {"references": [{"valid_until": "2001-01-01"}]}, [], TODAY)) == []
