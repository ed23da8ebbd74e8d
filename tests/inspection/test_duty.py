"""Quality-safety officers: gaps by day, week and month, and who makes which record."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.inspection.rules.duty import (
    checked_record,
    gaps,
    insist_on_maker,
    period_of,
    serving,
    staffed,
)
from services.kit.errors import Malformed, WrongState

TODAY = date(2026, 11, 24)  # a Tuesday
WORKDAYS = range(1, 6)
OFFICER: Any = {"id": "p1", "role": "officer", "appointed_on": "2026-01-01", "ended_on": ""}
DIRECTOR: Any = {"id": "p2", "role": "director", "appointed_on": "2026-11-01", "ended_on": "2026-11-20"}


def missing(since: date, there: set[tuple[str, str]] | None = None) -> list[tuple[str, str]]:
    return [(gap.kind, gap.period) for gap in gaps(since, TODAY, WORKDAYS, there or set())]


def test_each_day_of_production_each_week_and_each_month_that_is_over_wants_its_record() -> None:
    assert missing(date(2026, 11, 18)) == [
        ("daily", "2026-11-18"),
        ("daily", "2026-11-19"),
        ("daily", "2026-11-20"),
        ("weekly", "2026-W47"),
        ("daily", "2026-11-23"),
    ]
    assert ("monthly", "2026-10") in missing(date(2026, 10, 26))


def test_what_is_there_is_no_gap() -> None:
    there = {("daily", "2026-11-18"), ("weekly", "2026-W47")}
    assert ("daily", "2026-11-18") not in missing(date(2026, 11, 18), there)
    assert ("weekly", "2026-W47") not in missing(date(2026, 11, 18), there)


def test_neither_today_nor_this_week_is_over() -> None:
    assert missing(TODAY) == []
    assert not any(period == "2026-W48" for _kind, period in missing(date(2026, 11, 1)))


def test_weeks_belong_to_iso_years() -> None:
    assert [period_of("weekly", date(2027, 1, day)) for day in (3, 4)] == ["2026-W53", "2027-W01"]


@given(since=st.integers(0, 400), there=st.sets(st.integers(0, 90)))
def test_every_gap_is_within_sight_and_closes_with_its_record(since: int, there: set[int]) -> None:
    kept = {("daily", (TODAY - timedelta(days=n)).isoformat()) for n in there}
    found = gaps(TODAY - timedelta(days=since), TODAY, WORKDAYS, kept)
    assert all(TODAY - timedelta(days=90) <= date.fromisoformat(gap.due) < TODAY for gap in found)
    assert gaps(TODAY - timedelta(days=since), TODAY, WORKDAYS, {(gap.kind, gap.period) for gap in found} | kept) == []


def test_a_record_is_made_by_whoever_holds_the_role_that_day() -> None:
    insist_on_maker([OFFICER, DIRECTOR], "daily", "p1", "2026-11-20")
    with pytest.raises(WrongState, match="ROLE_NOT_HELD"):
        insist_on_maker([OFFICER, DIRECTOR], "weekly", "p1", "2026-11-20")
    with pytest.raises(WrongState, match="ROLE_NOT_HELD"):
        insist_on_maker([OFFICER, DIRECTOR], "weekly", "p2", "2026-11-21")


def test_a_unit_is_staffed_while_both_roles_are_held() -> None:
    assert [staffed([OFFICER, DIRECTOR], day) for day in ("2026-10-31", "2026-11-20", "2026-11-21")] == [
        False,
        True,
        False,
    ]
    assert serving([], "officer", "2026-11-20") == []


def test_nothing_found_is_a_record_too() -> None:
    assert checked_record("daily", TODAY, TODAY, []) == "2026-11-24"


@pytest.mark.parametrize(
    ("kind", "day", "items", "path"),
    [
        ("yearly", TODAY, [], "kind"),
        ("daily", TODAY + timedelta(days=1), [], "day"),
        ("daily", TODAY - timedelta(days=91), [], "day"),
        ("daily", TODAY, [{"text": " ", "found": False, "measure": ""}], "items/0/text"),
        ("daily", TODAY, [{"text": "设备", "found": True, "measure": ""}], "items/0/measure"),
    ],
)
def test_what_is_no_record_is_refused_with_its_place(kind: str, day: date, items: Any, path: str) -> None:
    with pytest.raises(Malformed) as refused:
        checked_record(kind, day, TODAY, items)
    assert refused.value.fields[0].path == path
