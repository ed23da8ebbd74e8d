"""What time alone brings about, on two processes of the window whose clock is moved over nights."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from deploy.engines.stack import Stack, until
from services.kit.clock import SHANGHAI, move
from tests.system.people import People
from tests.system.replica import beside

pytestmark = pytest.mark.system
FILINGS = 12
ONE_DAY = timedelta(days=1)


@pytest.fixture(scope="module")
def clock(stack: Stack) -> Iterator[Path]:
    """The file by which the stack's clock is moved; the time is the real one again afterwards."""
    file = Path(stack.env_for("workflow")["QI_CLOCK_FILE"])
    yield file
    file.unlink(missing_ok=True)


@pytest.fixture(scope="module")
def other(stack: Stack, people: People) -> Iterator[str]:
    """A second process of the window, with a gateway of its own."""
    people.item("M-04")
    with beside(stack) as address:
        yield address


def morning(day: date) -> datetime:
    return datetime.combine(day, datetime.min.time(), SHANGHAI) + timedelta(hours=9)


def begun(day: date) -> str:
    """The moment a day begins in Ningbo, as the API tells it."""
    return f"{day.isoformat()}T00:00:00.000+08:00"


def clocks(people: People, no: str, who: str = "supervisor") -> dict[str, Any]:
    return {clock["clock"]: clock for clock in people.get(who, f"/api/cases/{no}/clocks")["clocks"]}


def entries(people: People, no: str) -> list[tuple[str, str]]:
    return [(entry["action"], entry["at"]) for entry in people.get("clerk", f"/api/cases/{no}/history")["entries"]]


def cards(people: People, **params: Any) -> dict[str, Any]:
    found = people.get("supervisor", "/api/cards", limit=200, **params)
    return {card["no"]: card for card in found["cards"]}


@pytest.fixture(scope="module")
def overdue(people: People, clock: Path, other: str) -> list[Any]:
    """Licences' filings that nobody answered: the clock is moved past the fifth working day, to the next morning."""
    assert other
    cases = [people.file("business", "M-04") for _ in range(FILINGS)]
    service = people.file("business", "M-03")
    last = date.fromisoformat(clocks(people, cases[0]["no"])["acceptance"]["due"])
    move(clock, morning(last + ONE_DAY))
    until(lambda: cases[-1]["no"] in cards(people, level="red"), 60, "no card within a minute")
    until(lambda: service["no"] in cards(people, level="red"), 60, "no card within a minute")
    return [*cases, service]


def test_a_moment_happens_once_and_as_of_its_own_time(people: People, overdue: list[Any]) -> None:
    """Two processes took what was due; a night without them changes no day (domain.md 4.3, L3)."""
    for filed in overdue[:-1]:
        case = people.get("clerk", f"/api/cases/{filed['no']}")
        acceptance = clocks(people, filed["no"])["acceptance"]
        last = date.fromisoformat(acceptance["due"])
        before = max(day["date"] for day in acceptance["days"] if day["counts"] and day["date"] < acceptance["due"])
        assert entries(people, filed["no"])[1:] == [
            ("raise_card", begun(date.fromisoformat(before))),
            ("deem_accepted", begun(last + ONE_DAY)),
            ("raise_card", begun(last + ONE_DAY)),
        ]
        assert (case["state"], case["accepted_on"]) == ("accepted", case["received_on"])
        assert case["due"]["clock"] == "decision"


def test_a_service_is_never_accepted_by_silence(people: People, overdue: list[Any]) -> None:
    """Invariant (vi)."""
    service = people.get("clerk", f"/api/cases/{overdue[-1]['no']}")
    assert (service["state"], service["due"]["clock"], service["due"]["colour"]) == ("filed", "acceptance", "red")


def test_a_card_is_answered_or_annulled_by_those_who_may(people: People, overdue: list[Any]) -> None:
    answered, annulled = overdue[0]["no"], overdue[1]["no"]
    found = cards(people, level="red")
    first, second = found[answered]["id"], found[annulled]["id"]
    assert people.act("business", answered, "answer_card", card=first, reason="x").status_code == 403
    assert people.act("clerk", answered, "annul_card", card=first, reason="x").status_code == 403
    assert people.act("clerk2", answered, "answer_card", tag='"4"', card=first, reason="x").status_code == 404
    people.move("clerk", answered, "answer_card", card=first, reason="节前积压，已补派人手")
    people.move("supervisor", annulled, "annul_card", card=second, reason="系统停机")
    left = cards(people, level="red")
    assert answered not in left
    assert annulled not in left
    closed = cards(people, state="closed", level="red")
    assert (closed[answered]["state"], closed[annulled]["state"]) == ("answered", "annulled")
    told = people.get("supervisor", f"/api/cards/{first}")["acts"]
    assert [(act["action"], act["text"]) for act in told] == [
        ("raise_card", None),
        ("answer_card", "节前积压，已补派人手"),
    ]
    assert people.ask("clerk2", "GET", f"/api/cards/{first}").status_code == 404
    assert people.ask("business", "GET", "/api/cards").status_code == 403


def test_a_card_nobody_answers_goes_up(people: People, overdue: list[Any], clock: Path) -> None:
    card = cards(people, level="red")[overdue[2]["no"]]
    by = date.fromisoformat(card["answer_by"])
    move(clock, morning(by + ONE_DAY))
    until(lambda: bool(cards(people, level="red")[overdue[2]["no"]]["escalated_on"]), 60, "not gone up")
    assert ("escalate_card", begun(by + ONE_DAY)) in entries(people, overdue[2]["no"])
    assert "escalate_card" not in dict(entries(people, overdue[0]["no"]))


def test_what_was_due_happens_before_what_somebody_does(people: People, clock: Path) -> None:
    """Whoever acts in the morning finds the case as the law has it, whether or not a timer was faster."""
    no = people.file("business", "M-04")["no"]
    people.move("clerk", no, "receive")
    last = date.fromisoformat(clocks(people, no)["acceptance"]["due"])
    move(clock, morning(last + ONE_DAY))
    assert people.act("clerk", no, "accept", tag='"2"').status_code in (409, 412)
    assert people.get("clerk", f"/api/cases/{no}")["state"] == "accepted"
    assert [action for action, _at in entries(people, no)].count("deem_accepted") == 1


@pytest.mark.usefixtures("overdue")
def test_the_queue_is_sorted_by_what_is_due(people: People) -> None:
    found: list[Any] = []
    cursor = ""
    while len(found) < 3 * FILINGS:
        page = people.get("clerk", "/api/cases", sort="due", limit=7, cursor=cursor)
        found += page["cases"]
        cursor = page["next"]
        if not cursor:
            break
    due = [case["due"]["on"] for case in found if case["due"] and case["due"]["on"]]
    assert len({case["no"] for case in found}) == len(found)
    assert due == sorted(due)
    assert len(due) > FILINGS


def test_the_gauge_tells_how_late_the_timers_are(stack: Stack) -> None:
    address = f"http://127.0.0.1:{stack.env_for('workflow')['QI_HTTP_PORT']}/metrics"
    told = httpx.get(address).text
    assert "qi_timer_lateness_seconds" in told
