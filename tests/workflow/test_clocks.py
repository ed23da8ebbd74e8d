"""A case's clocks: the dates worked by hand in domain.md and in the demonstration's cases, and what holds for all."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.workflow.rules.calendar import Calendar
from services.workflow.rules.clocks import Clock, clocks, urgent
from services.workflow.rules.limits import THRESHOLDS, Terms
from services.workflow.service.calendar import known

CALENDAR = Calendar(known())
TODAY = date(2026, 11, 24)
LICENCE = Terms(licence=True, statutory_days=20, promised_days=20, deemed=True)


def of(head: dict[str, Any], terms: Terms, today: date = TODAY) -> dict[str, Clock]:
    return {clock.name: clock for clock in clocks({"_id": "NB-1", **head}, terms, CALENDAR, today)}


def told(clock: Clock) -> tuple[str, str, int | None, str, bool]:
    return clock.state, str(clock.due), clock.remaining, clock.colour, clock.provisional


def test_a_filing_nobody_has_accepted_shows_five_working_days() -> None:
    """Demonstration, case 3: accept or notify by 11-27."""
    clock = of({"state": "received", "received_on": "2026-11-20"}, Terms(promised_days=15))["acceptance"]
    assert told(clock) == ("running", "2026-11-27", 3, "green", False)


def test_a_correction_is_answered_within_thirty_working_days() -> None:
    """Demonstration, case 4: the notice of 11-20, back by 2027-01-04, provisionally; the acceptance stands answered."""
    head = {"state": "correction", "received_on": "2026-11-19", "corrections": [{"on": "2026-11-20"}]}
    found = of(head, LICENCE)
    assert told(found["correction"]) == ("running", "2027-01-04", 28, "green", True)
    assert (found["acceptance"].state, str(found["acceptance"].ended_on)) == ("ended", "2026-11-20")


def test_a_resubmission_begins_the_acceptance_anew() -> None:
    corrections = [{"on": "2026-11-20", "resubmitted_on": "2026-11-23"}]
    head = {"state": "received", "received_on": "2026-11-23", "corrections": corrections}
    found = of(head, LICENCE)
    assert told(found["acceptance"]) == ("running", "2026-11-30", 4, "green", False)
    assert str(found["correction"].ended_on) == "2026-11-23"


def test_a_deemed_acceptance_has_used_part_of_the_decision_already() -> None:
    """Demonstration, case 5, and trap 1: accepted as of 11-13, decision by 12-11, 13 left of 20."""
    head = {"state": "accepted", "received_on": "2026-11-13", "accepted_on": "2026-11-13", "deemed": True}
    found = of(head, LICENCE)
    assert told(found["decision"]) == ("running", "2026-12-11", 13, "green", False)
    assert str(found["acceptance"].due) == "2026-11-20"


def test_a_bundle_has_its_promised_days_and_its_promises() -> None:
    """Demonstration, case 8: due 12-02, the certificate promised by 11-30."""
    promises = [{"material": "gs1_certificate", "by": "2026-11-30"}]
    head = {"state": "dispatched", "received_on": "2026-11-12", "accepted_on": "2026-11-13", "promises": promises}
    found = of(head, Terms(promised_days=13))
    assert told(found["promised"]) == ("running", "2026-12-02", 6, "green", False)
    assert told(found["promise"])[:4] == ("running", "2026-11-30", 4, "green")
    assert "decision" not in found


def test_an_extension_adds_its_days_and_counts_for_the_colour() -> None:
    """Demonstration, case 9: 11-17 becomes 12-01, 5 of 30 left: yellow."""
    head = {"state": "in_review", "received_on": "2026-10-19", "accepted_on": "2026-10-20"}
    assert str(of(head, LICENCE)["decision"].due) == "2026-11-17"
    extended = of({**head, "extension": {"days": 10, "on": "2026-11-16"}}, LICENCE)
    assert told(extended["decision"]) == ("running", "2026-12-01", 5, "yellow", False)
    assert extended["decision"].due == extended["promised"].due  # a promise moves by the same working days


def test_a_special_procedure_stops_the_clock_for_the_days_that_were_announced() -> None:
    """Demonstration, case 10: 30 days from 11-11 to 12-23, 17 left after it: 2027-01-18, provisionally."""
    stop = {"kind": "special", "type": "expert_review", "from": "2026-11-11", "days_needed": 30}
    head = {"state": "special", "received_on": "2026-11-05", "accepted_on": "2026-11-06", "stops": [stop]}
    clock = of(head, LICENCE)["decision"]
    assert told(clock) == ("stopped", "2027-01-18", 17, "grey", True)
    assert (str(clock.stops[0].until), clock.stops[0].basis) == ("2026-12-23", "行政许可法第四十五条")
    ended = of({**head, "state": "in_review", "stops": [{**stop, "until": "2026-12-23"}]}, LICENCE, date(2026, 12, 24))
    assert told(ended["decision"])[:3] == ("running", "2027-01-18", 16)


def test_a_procedure_that_lasts_longer_moves_the_clock_day_by_day() -> None:
    stop = {"kind": "special", "type": "testing", "from": "2026-11-11", "days_needed": 2}
    head = {"state": "special", "received_on": "2026-11-05", "accepted_on": "2026-11-06", "stops": [stop]}
    assert told(of(head, LICENCE)["decision"])[:3] == ("stopped", "2026-12-17", 17)


def test_a_suspension_has_no_end_before_it_ends() -> None:
    """Demonstration, case 11: stopped 11-16, 7 of 15 used."""
    stop = {"kind": "suspension", "type": "applicant", "from": "2026-11-16"}
    head = {"state": "suspended", "received_on": "2026-11-03", "accepted_on": "2026-11-05", "stops": [stop]}
    clock = of(head, Terms(promised_days=15))["promised"]
    assert told(clock) == ("stopped", "None", 8, "grey", False)
    resumed = of({**head, "state": "in_review", "stops": [{**stop, "until": "2026-11-24"}]}, Terms(promised_days=15))
    assert told(resumed["promised"])[:3] == ("running", "2026-12-04", 8)


def test_a_licence_is_delivered_within_ten_working_days() -> None:
    """Demonstration, case 12: decided 11-23, deliver by 12-07."""
    head = {"state": "decided", "received_on": "2026-11-06", "accepted_on": "2026-11-09", "decided_on": "2026-11-23"}
    found = of({**head, "outcome": "granted"}, Terms(licence=True, statutory_days=15, promised_days=10))
    assert told(found["delivery"]) == ("running", "2026-12-07", 9, "green", False)
    assert (found["decision"].state, found["promised"].state) == ("ended", "ended")
    assert "delivery" not in of({**head, "outcome": "denied"}, LICENCE)


def test_a_promise_of_time_that_was_broken_is_red() -> None:
    """Demonstration, case 19: promised 11-19, three working days over."""
    head = {"state": "dispatched", "received_on": "2026-11-04", "accepted_on": "2026-11-05"}
    assert told(of(head, Terms(promised_days=10))["promised"]) == ("running", "2026-11-19", -3, "red", False)


def test_a_bad_rating_is_put_right_within_fifteen_working_days() -> None:
    """Demonstration, case 20: 2 stars on 11-17, answer by 12-08."""
    head = {"state": "rated", "received_on": "2026-11-09", "rating": {"level": 2, "on": "2026-11-17"}}
    assert told(of(head, Terms())["rectification"])[:3] == ("running", "2026-12-08", 10)
    assert "rectification" not in of({**head, "rating": {"level": 3, "on": "2026-11-17"}}, Terms())


def test_joint_handling_has_forty_five_working_days_and_fifteen_more() -> None:
    head = {"state": "in_review", "received_on": "2026-09-01", "accepted_on": "2026-09-01"}
    joint = Terms(joint=True)
    assert told(of(head, joint)["joint"])[:3] == ("running", "2026-11-09", -11)
    extended = of({**head, "extension": {"days": 15, "on": "2026-11-02"}}, joint)["joint"]
    assert (extended.limit, str(extended.due)) == (60, "2026-11-30")


def test_a_case_that_is_reopened_begins_a_round_of_its_own() -> None:
    head = {"state": "in_review", "received_on": "2026-06-01", "accepted_on": "2026-06-02", "decided_on": ""}
    found = of({**head, "rounds": [{"reopened_on": "2026-11-20"}], "extension": None}, LICENCE)
    assert told(found["decision"])[:2] == ("running", "2026-12-18")


@pytest.mark.parametrize(
    ("remaining", "overdue", "limit", "colour"),
    [
        (5, False, 20, "green"),  # 25 %: the gap between 20 and 30 % is green
        (4, False, 20, "yellow"),
        (6, False, 30, "yellow"),
        (2, False, 5, "green"),
        (1, False, 5, "yellow"),
        (0, False, 5, "yellow"),  # the last day
        (0, True, 5, "red"),  # the weekend after it
        (-5, True, 20, "red"),
        (-6, True, 20, "black"),
    ],
)
def test_colours(remaining: int, overdue: bool, limit: int, colour: str) -> None:
    assert THRESHOLDS.colour(remaining, overdue, limit) == colour


def test_a_case_is_known_by_its_earliest_clock_and_the_statutory_one_of_two() -> None:
    head = {"state": "in_review", "received_on": "2026-11-05", "accepted_on": "2026-11-06"}
    clock = urgent(of(head, LICENCE).values())
    assert clock is not None
    assert clock.name == "decision"
    clock = urgent(of(head, Terms(licence=True, statutory_days=20, promised_days=15)).values())
    assert clock is not None
    assert clock.name == "promised"
    assert urgent(of({**head, "state": "withdrawn"}, LICENCE).values()) is None


def test_every_day_says_why_it_counts_or_not() -> None:
    stop = {"kind": "special", "type": "hearing", "from": "2026-09-28", "until": "2026-09-29"}
    head = {"state": "in_review", "received_on": "2026-09-24", "accepted_on": "2026-09-24", "stops": [stop]}
    days = of(head, Terms(licence=True, statutory_days=3))["decision"].days
    assert [(f"{day.on:%m-%d}", day.counts, day.why) for day in days] == [
        *((f"09-{on}", False, "holiday") for on in (25, 26, 27)),
        ("09-28", True, "workday"),  # the day it stopped was used
        ("09-29", False, "stopped"),
        ("09-30", True, "workday"),
        *((f"10-0{on}", False, "holiday") for on in range(1, 8)),
        ("10-08", True, "workday"),
    ]


STARTS = st.dates(date(2024, 1, 1), date(2026, 11, 1))
STOPS = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=3)


def stopped(start: date, gaps: list[tuple[int, int]]) -> list[dict[str, Any]]:
    told_stops: list[dict[str, Any]] = []
    at = start
    for gap, length in gaps:
        since = at + timedelta(days=gap)
        at = since + timedelta(days=length)
        told_stops.append({"kind": "special", "type": "testing", "from": str(since), "until": str(at)})
    return told_stops


@given(STARTS, STOPS, st.integers(1, 60))
def test_a_stop_moves_a_clock_by_the_working_days_it_lasts(start: date, gaps: list[tuple[int, int]], n: int) -> None:
    """domain.md 4.4: used is what lies in (start, s]; due is the remaining-th working day after e."""
    stops = stopped(start, gaps)
    head = {"state": "in_review", "received_on": str(start), "accepted_on": str(start), "stops": stops}
    clock = of(head, Terms(promised_days=n))["promised"]
    left, at = n, start
    for stop in stops:
        since, until = (date.fromisoformat(stop[name]) for name in ("from", "until"))
        used = CALENDAR.count(at, since)
        if used >= left:
            break
        left, at = left - used, until
    assert clock.due == CALENDAR.due(at, left)
    assert sum(day.counts for day in clock.days) == n


@given(STARTS, st.integers(1, 60), st.integers(0, 200))
def test_remaining_falls_by_one_with_each_working_day(start: date, limit: int, passed: int) -> None:
    head = {"state": "accepted", "received_on": str(start), "accepted_on": str(start)}
    today = start + timedelta(days=passed)
    clock = of(head, Terms(promised_days=limit), today)["promised"]
    assert clock.remaining == limit - CALENDAR.count(start, today)


@given(STARTS, STOPS, st.integers(1, 20), st.integers(0, 10))
def test_the_statutory_end_is_never_before_the_promised_one(
    start: date, gaps: list[tuple[int, int]], promised: int, extended: int
) -> None:
    """Invariant (iii)."""
    extension = {"days": extended, "on": str(start)}
    head = {"state": "in_review", "received_on": str(start), "accepted_on": str(start), "extension": extension}
    found = of({**head, "stops": stopped(start, gaps)}, Terms(licence=True, statutory_days=20, promised_days=promised))
    statutory, promise = found["decision"].due, found["promised"].due
    assert statutory is not None
    assert promise is not None
    assert statutory >= promise
