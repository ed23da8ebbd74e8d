"""What time alone brings about, and when (domain.md 4.3, 4.4)."""

from datetime import UTC, datetime
from typing import Any

import pytest

from services.kit.lifecycle import moment_text
from services.workflow.rules.calendar import Calendar
from services.workflow.rules.limits import Terms
from services.workflow.rules.moments import next_moment
from services.workflow.service.calendar import known

CALENDAR = Calendar(known())
LICENCE = Terms(licence=True, statutory_days=20, promised_days=20, deemed=True)
SERVICE = Terms(promised_days=10)
FILED = {"state": "filed", "received_on": "2026-11-13"}
ACCEPTED = {"state": "accepted", "received_on": "2026-11-13", "accepted_on": "2026-11-13"}


def brought(head: dict[str, Any], terms: Terms, most: int = 9) -> list[tuple[str, str, str]]:
    """The moments of a case that nobody touches, one after the other: day begun in Ningbo, action, level."""
    told: list[tuple[str, str, str]] = []
    cards: list[dict[str, Any]] = list(head.get("cards", []))
    while len(told) < most:
        moment = next_moment({"_id": "NB-1", **head, "cards": cards}, terms, CALENDAR)
        if moment is None:
            break
        for said in moment.actions:
            told.append((moment.at.isoformat()[:16], said.action, str(said.data.get("level", ""))))
            cards += [dict(said.data)] if said.action == "raise_card" else []
            if said.action.startswith("remind"):
                head = {**head, "reminders": [*head.get("reminders", []), dict(said.data)]}
            head = {**head, **AFTER.get(said.action, {})}
            cards = [{**card, "escalated_on": "x"} if said.data.get("card") == card["id"] else card for card in cards]
    return told


AFTER: dict[str, dict[str, Any]] = {
    "deem_accepted": {"state": "accepted", "accepted_on": "2026-11-13", "deemed": True},
    "lapse": {"state": "withdrawn"},
    "archive": {"state": "archived"},
    "miss_promise": {"promises": [{"material": "m", "by": "2026-11-18", "missed_on": "2026-11-19"}]},
}


def test_a_licence_nobody_answers_is_accepted_at_the_end_of_the_fifth_working_day() -> None:
    """L3; demonstration, case 5: filed 11-13, nobody told the applicant by 11-20."""
    assert brought(FILED, LICENCE, 4) == [
        ("2026-11-19T00:00", "raise_card", "yellow"),
        ("2026-11-21T00:00", "deem_accepted", ""),
        ("2026-11-21T00:00", "raise_card", "red"),
        ("2026-11-26T00:00", "escalate_card", ""),  # to be answered by 11-25
    ]


def test_a_service_nobody_answers_is_never_accepted_by_silence() -> None:
    """Invariant (vi)."""
    actions = [action for _at, action, _level in brought(FILED, SERVICE)]
    assert actions == ["raise_card", "raise_card", "escalate_card"]


def test_a_moment_is_that_of_ningbo() -> None:
    moment = next_moment({"_id": "NB-1", **FILED}, LICENCE, CALENDAR)
    assert moment is not None
    assert moment.at == datetime(2026, 11, 18, 16, tzinfo=UTC)
    assert moment_text(moment.at) == "2026-11-18T16:00:00.000Z"


def test_each_clock_warns_once_and_is_red_once() -> None:
    told = brought(ACCEPTED, Terms(licence=True, statutory_days=20, promised_days=10))
    assert [(at[5:10], action, level) for at, action, level in told] == [
        ("11-25", "raise_card", "yellow"),  # promised: 2 of 10 left
        ("11-28", "raise_card", "red"),
        ("12-03", "escalate_card", ""),  # the red card was to be answered by 12-02
        ("12-07", "raise_card", "yellow"),  # statutory: 4 of 20 left
        ("12-12", "raise_card", "red"),
        ("12-17", "escalate_card", ""),
    ]


def test_a_correction_nobody_answers_lapses_after_thirty_working_days() -> None:
    head = {"state": "correction", "received_on": "2026-11-19", "corrections": [{"on": "2026-11-20"}]}
    assert brought(head, LICENCE) == [
        ("2026-12-29T09:00", "remind_correction", ""),
        ("2026-12-31T09:00", "remind_correction", ""),
        ("2027-01-05T00:00", "lapse", ""),
    ]


def test_a_promise_that_is_not_kept_is_red() -> None:
    head = {**ACCEPTED, "promises": [{"material": "m", "by": "2026-11-18"}]}
    assert brought(head, Terms(), 3) == [
        ("2026-11-17T09:00", "remind_promise", ""),
        ("2026-11-19T00:00", "miss_promise", ""),
        ("2026-11-19T00:00", "raise_card", "red"),
    ]


def test_a_clock_that_stands_still_brings_nothing_about() -> None:
    stop = {"kind": "suspension", "type": "applicant", "from": "2026-11-16"}
    assert brought({**ACCEPTED, "state": "suspended", "stops": [stop]}, LICENCE) == []
    special = {"kind": "special", "type": "testing", "from": "2026-11-16", "days_needed": 5}
    assert brought({**ACCEPTED, "state": "special", "stops": [special]}, LICENCE) == []


def test_an_extension_warns_anew() -> None:
    """Demonstration, case 9."""
    head = {"state": "in_review", "received_on": "2026-10-19", "accepted_on": "2026-10-20"}
    terms = Terms(licence=True, statutory_days=20)
    first, second = (brought(head, terms, 2)[n] for n in (0, 1))
    assert (first[0][:10], second[0][:10]) == ("2026-11-11", "2026-11-18")
    raised = {"id": "NB-1.decision.yellow.20261117", "level": "yellow"}
    extended = {**head, "extension": {"days": 10, "on": "2026-11-16"}, "cards": [raised]}
    assert brought(extended, terms, 1) == [("2026-11-23T00:00", "raise_card", "yellow")]


@pytest.mark.parametrize(
    ("head", "at"),
    [
        ({"state": "delivered", "delivered_on": "2026-11-16"}, "2026-12-29"),
        ({"state": "rated", "delivered_on": "2026-11-16", "rating": {"level": 5, "on": "2026-11-17"}}, "2026-12-29"),
        ({"state": "delivered", "delivered_on": "2026-11-16", "rating": {}}, "2026-12-29"),
    ],
)
def test_what_is_delivered_rests_in_the_archive_after_a_while(head: dict[str, Any], at: str) -> None:
    assert brought({"received_on": "2026-11-02", **head}, Terms()) == [(f"{at}T00:00", "archive", "")]


def test_a_bad_rating_keeps_a_case_out_of_the_archive() -> None:
    rating = {"level": 1, "on": "2026-11-17"}
    head = {"state": "rated", "received_on": "2026-11-02", "delivered_on": "2026-11-16", "rating": rating}
    assert [action for _at, action, _level in brought(head, Terms())] == ["raise_card", "raise_card", "escalate_card"]
    put_right = {**head, "rating": {**rating, "rectified_on": "2026-12-01"}}
    assert [action for _at, action, _level in brought(put_right, Terms())] == ["archive"]


def test_a_bad_rating_waits_for_its_answer_also_in_what_is_delivered_once_more() -> None:
    """Rated badly, reopened, delivered again."""
    rating = {"level": 1, "on": "2026-11-17"}
    head = {"state": "delivered", "received_on": "2026-11-02", "delivered_on": "2026-11-23", "rating": rating}
    assert [action for _at, action, _level in brought(head, Terms())] == ["raise_card", "raise_card", "escalate_card"]
    put_right = {**head, "rating": {**rating, "rectified_on": "2026-12-01"}}
    assert [action for _at, action, _level in brought(put_right, Terms())] == ["archive"]


def test_only_a_licence_has_a_limit_of_delivery() -> None:
    """Art. 44 speaks of the licence that was granted."""
    head = {"state": "decided", "received_on": "2026-11-02", "decided_on": "2026-11-16", "outcome": "granted"}
    assert [action for _at, action, _level in brought(head, SERVICE)] == []
    assert [action for _at, action, _level in brought(head, LICENCE, 2)] == ["raise_card", "raise_card"]


def test_an_answered_card_does_not_go_up() -> None:
    card = {"id": "NB-1.acceptance.red.20261120", "level": "red", "on": "2026-11-21", "answered_on": "2026-11-23"}
    yellow = {"id": "NB-1.acceptance.yellow.20261120", "level": "yellow", "on": "2026-11-19"}
    assert brought({**FILED, "cards": [yellow, card]}, SERVICE) == []


def test_a_promise_is_called_to_mind_three_days_and_one_day_before_its_day_once_each() -> None:
    head = {**ACCEPTED, "accepted_at": "x", "promises": [{"material": "photo", "by": "2026-11-24"}]}
    told = [row for row in brought(head, SERVICE, 2) if row[1] == "remind_promise"]
    assert [at for at, _action, _level in told] == ["2026-11-19T09:00", "2026-11-23T09:00"]


def test_a_promise_of_tomorrow_is_not_called_to_mind_on_the_day_it_was_given() -> None:
    head = {**ACCEPTED, "accepted_at": "x", "promises": [{"material": "photo", "by": "2026-11-16"}]}
    assert "remind_promise" not in [action for _at, action, _level in brought(head, SERVICE, 2)]


def test_a_correction_is_called_to_mind_before_it_lapses() -> None:
    asked = {"on": "2026-11-02", "due_on": "2026-12-14", "missing": [], "notice": ""}
    head = {**FILED, "state": "correction", "corrections": [asked]}
    actions = [action for _at, action, _level in brought(head, SERVICE)]
    assert actions == ["remind_correction", "remind_correction", "lapse"]
