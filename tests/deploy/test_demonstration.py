"""A demonstration whose loading was cut off is completed by the next start, as of the day on which it was begun."""

from datetime import date
from pathlib import Path

from deploy.demo.progress import Progress

MONDAY, TUESDAY = date(2026, 11, 23), date(2026, 11, 24)


def test_what_was_cut_off_goes_on_as_of_its_own_day(tmp_path: Path) -> None:
    assert Progress(tmp_path).begin(MONDAY, there=False) == MONDAY
    assert Progress(tmp_path).begin(TUESDAY, there=True) == MONDAY
    Progress(tmp_path).end(MONDAY)
    assert Progress(tmp_path).begin(TUESDAY, there=True) is None


def test_data_that_were_taken_away_begin_anew(tmp_path: Path) -> None:
    Progress(tmp_path).end(MONDAY)
    assert Progress(tmp_path).begin(TUESDAY, there=False) == TUESDAY


def test_cases_of_others_are_left_alone(tmp_path: Path) -> None:
    assert Progress(tmp_path).begin(MONDAY, there=True) is None
