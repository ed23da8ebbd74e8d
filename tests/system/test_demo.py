"""The demonstration as `make run` loads it: the twenty cases stand where they are told to stand, with their days."""

import tempfile
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from deploy.demo.timeline import day_ago, read
from deploy.engines.stack import Stack, until
from services.kit.clock import day_of
from services.workflow.rules.calendar import Calendar
from services.workflow.service.calendar import known
from tests.system.people import People

pytestmark = pytest.mark.system
CALENDAR = Calendar(known())
STATES = {  # number → state, outcome, the days of its clock from the newest working day (domain.md 4.4)
    2: ("filed", None, 5),
    3: ("received", None, 3),
    4: ("correction", None, 28),
    6: ("not_accepted", None, None),
    7: ("withdrawn", None, None),
    8: ("dispatched", None, 4),
    9: ("in_review", None, 5),
    10: ("special", None, None),
    11: ("suspended", None, None),
    12: ("decided", "granted", 9),
    13: ("decided", "denied", None),
    14: ("terminated", None, None),
    15: ("closed", "partial", None),
    16: ("delivered", "done", None),
    17: ("rated", "done", None),
    18: ("archived", "done", None),
    19: ("in_review", None, -3),
    20: ("rated", "done", 10),
}


@pytest.fixture(scope="module")
def demo() -> Iterator[People]:
    with tempfile.TemporaryDirectory(prefix="qi-", dir="/tmp") as scratch:
        stack = Stack(Path(scratch), mode="demo")
        try:
            stack.start()
            people = People(stack.status["gateway"], stack.status["issuer"])
            yield people
            people.close()
        finally:
            stack.stop()


def _state(demo: People, item: str) -> str:
    [case] = demo.get("supervisor", "/api/cases", item=item)["cases"]
    return str(case["state"])


@pytest.fixture(scope="module")
def cases(demo: People) -> dict[tuple[str, str], Any]:
    until(lambda: _state(demo, "M-04") == "accepted", 60, "the licence is not deemed accepted")
    until(lambda: _state(demo, "P-01") == "archived", 60, "the oldest case is not archived")
    listed = demo.get("supervisor", "/api/cases", limit=200)["cases"]
    return {(case["item"], case["applicant"]["uscc"]): case for case in listed}


@pytest.mark.parametrize("number", STATES)
def test_a_case_stands_where_it_is_told_to(cases: dict[tuple[str, str], Any], number: int) -> None:
    told = next(case for case in read("cases.yaml") if case["n"] == number)
    firms = {row["id"]: row["uscc"] for row in read("enterprises.yaml")}
    case = cases[told["item"], firms[told["enterprise"]]]
    state, outcome, left = STATES[number]
    assert (case["state"], case["outcome"]) == (state, outcome)
    if left is not None:
        newest = day_ago(CALENDAR, day_of(datetime.now(UTC)), 0)
        due = date.fromisoformat(case["due"]["on"])
        assert (CALENDAR.count(newest, due) if left > 0 else -CALENDAR.count(due, newest)) == left


@pytest.mark.usefixtures("cases")
def test_time_itself_accepts_what_nobody_answered(demo: People) -> None:
    newest = day_ago(CALENDAR, day_of(datetime.now(UTC)), 0)
    [case] = demo.get("supervisor", "/api/cases", item="M-04")["cases"]
    assert case["due"]["on"] == CALENDAR.due(day_ago(CALENDAR, newest, 7), 20).isoformat()


@pytest.mark.usefixtures("cases")
def test_cards_are_for_those_who_handle_the_case(demo: People) -> None:
    [case] = demo.get("supervisor", "/api/cases", item="M-04")["cases"]
    assert "red" in [card["level"] for card in case["cards"]]
    assert demo.get("e11", f"/api/cases/{case['no']}")["cards"] == []


def test_a_draft_waits_for_its_enterprise(demo: People) -> None:
    [draft] = demo.get("e08", "/api/drafts")["drafts"]
    assert (draft["item"], draft["step"]) == ("P-02", "materials")
