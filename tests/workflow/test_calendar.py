"""Working days: the dates of domain.md 5, worked by hand there, and what holds for all dates."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.workflow.rules.calendar import Calendar, working
from services.workflow.service.calendar import known

CALENDAR = Calendar(known())
DAYS = st.dates(date(2004, 1, 1), date(2029, 12, 31))
COUNTS = st.integers(1, 400)
OFF_2026 = [("01-01", 3), ("02-15", 9), ("04-04", 3), ("05-01", 5), ("06-19", 3), ("09-25", 3), ("10-01", 7)]
OFF_2025 = [("01-01", 1), ("01-28", 8), ("04-04", 3), ("05-01", 5), ("05-31", 3), ("10-01", 8)]
MADE_UP = ["2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10"] + [
    *("2025-01-26", "2025-02-08", "2025-04-27", "2025-09-28", "2025-10-11")
]


@pytest.mark.parametrize(
    ("start", "days", "due"),
    [
        ("2026-02-13", 5, "2026-02-27"),  # 2-14, a Saturday, works; 2-15 to 2-23 are off
        ("2026-02-14", 1, "2026-02-24"),  # begins on a working Saturday
        ("2026-09-18", 5, "2026-09-24"),  # 9-20, a Sunday, works
        ("2026-09-24", 5, "2026-10-09"),  # two holidays
        ("2026-04-30", 5, "2026-05-11"),  # 5-09, a Saturday, works
        ("2026-11-02", 20, "2026-11-30"),
        ("2026-09-01", 20, "2026-09-29"),
        ("2026-09-01", 30, "2026-10-19"),  # extended by 10
    ],
)
def test_the_worked_dates(start: str, days: int, due: str) -> None:
    assert CALENDAR.due(date.fromisoformat(start), days).isoformat() == due


@pytest.mark.parametrize(("year", "spans"), [(2026, OFF_2026), (2025, OFF_2025)])
def test_what_is_off_is_what_the_notice_says(year: int, spans: list[tuple[str, int]]) -> None:
    said = {
        date.fromisoformat(f"{year}-{begin}") + timedelta(days=passed)
        for begin, days in spans
        for passed in range(days)
    }
    every = [date(year, 1, 1) + timedelta(days=passed) for passed in range(365)]
    assert {day for day in every if CALENDAR.day(day).why == "holiday"} == said
    assert {str(day) for day in every if CALENDAR.day(day).why == "make_up"} == {
        day for day in MADE_UP if day.startswith(str(year))
    }


@pytest.mark.parametrize(
    ("day", "counts", "why", "name"),
    [
        ("2026-11-24", True, "workday", ""),
        ("2026-11-28", False, "weekend", ""),
        ("2026-10-10", True, "make_up", "国庆节"),
        ("2026-10-01", False, "holiday", "国庆节"),
        ("2026-02-15", False, "holiday", "春节"),  # a Sunday within the holiday
        ("2027-01-01", False, "provisional", ""),
        ("2027-01-04", True, "provisional", ""),
        ("2027-02-08", True, "provisional", ""),  # whatever holiday it may become
        ("2027-01-02", False, "provisional", ""),
    ],
)
def test_a_day_says_why_it_counts_or_not(day: str, counts: bool, why: str, name: str) -> None:
    told = CALENDAR.day(date.fromisoformat(day))
    assert (told.counts, told.why, told.name) == (counts, why, name)


def test_a_year_without_its_notice_makes_a_date_provisional() -> None:
    """Trap 3: the next year's notice is not out, and a clock of twenty days crosses into it."""
    short, long = CALENDAR.until(date(2026, 12, 1), 20), CALENDAR.until(date(2026, 12, 10), 20)
    assert (short[-1].on, CALENDAR.provisional(short)) == (date(2026, 12, 29), False)
    assert (long[-1].on, CALENDAR.provisional(long)) == (date(2027, 1, 8), True)


def test_every_year_the_package_knows_is_there() -> None:
    assert [year.number for year in known()] == list(range(2004, 2027))


@given(DAYS, COUNTS)
def test_a_due_date_is_a_working_day_with_so_many_before_it(start: date, days: int) -> None:
    passed = CALENDAR.until(start, days)
    assert working(passed) == days
    assert passed[-1].counts
    assert [day.on for day in passed] == [start + timedelta(days=n) for n in range(1, len(passed) + 1)]


@given(DAYS, COUNTS, COUNTS)
def test_days_add_up(start: date, first: int, second: int) -> None:
    assert CALENDAR.due(CALENDAR.due(start, first), second) == CALENDAR.due(start, first + second)


@given(DAYS, st.integers(0, 400))
def test_counting_undoes_adding(start: date, days: int) -> None:
    due = CALENDAR.due(start, days)
    assert (CALENDAR.count(start, due), CALENDAR.count(due, start)) == (days, -days)


@given(DAYS, COUNTS)
def test_a_later_start_is_never_due_earlier(start: date, days: int) -> None:
    assert CALENDAR.due(start, days) <= CALENDAR.due(start + timedelta(days=1), days)


@pytest.mark.parametrize(
    ("arrived", "received_on"),
    [
        ("2026-11-24T09:00:00Z", "2026-11-24"),  # 17:00 sharp in Ningbo
        ("2026-11-24T09:00:01Z", "2026-11-25"),
        ("2026-11-23T16:00:00Z", "2026-11-24"),  # midnight in Ningbo
        ("2026-11-27T10:00:00Z", "2026-11-30"),  # Friday evening
        ("2026-11-28T02:00:00Z", "2026-11-30"),  # Saturday
        ("2026-10-10T02:00:00Z", "2026-10-10"),  # a Saturday that is worked
        ("2026-09-30T12:00:00Z", "2026-10-08"),
        ("2026-12-31T10:00:00Z", "2027-01-04"),
    ],
)
def test_what_arrives_late_or_on_a_day_of_rest_is_received_on_the_next_working_day(
    arrived: str, received_on: str
) -> None:
    assert str(CALENDAR.received_on(datetime.fromisoformat(arrived))) == received_on


@given(st.datetimes(datetime(2004, 1, 1), datetime(2029, 12, 31), timezones=st.just(UTC)))
def test_a_filing_is_received_on_a_working_day(arrived: datetime) -> None:
    received = CALENDAR.received_on(arrived)
    assert CALENDAR.day(received).counts
    assert received >= arrived.date()
