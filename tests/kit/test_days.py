"""Days that the calendar has."""

import pytest

from services.kit.clock import checked_day
from services.kit.errors import Malformed


@pytest.mark.parametrize("text", ["", "2026-13-01", "2026-02-30", "20261124", "2026-W48-2", "24.11.2026", "soon"])
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(Malformed, match="DAY_INVALID"):
        checked_day(text, "since")


def test_a_day_is_a_day() -> None:
    assert checked_day("2024-02-29", "since") == "2024-02-29"
