"""The queue's views, and what fits into a day."""

from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest

from services.workflow.rules import desk, queue

NOW, TODAY = datetime(2026, 11, 24, 2, tzinfo=UTC), date(2026, 11, 24)


def test_views_ask_for_a_state_or_for_an_end() -> None:
    assert queue.wanted(queue.VIEWS["new"], NOW, TODAY) == {"state": "filed"}
    past = queue.wanted(queue.VIEWS["overdue"], NOW, TODAY)["due_at"]
    soon = queue.wanted(queue.VIEWS["tomorrow"], NOW, TODAY)["due_at"]
    assert past["$lte"] == soon["$gt"]
    assert soon["$lte"] > soon["$gt"]
    assert "corrections.resubmitted_on" in queue.wanted(queue.VIEWS["returned"], NOW, TODAY)


HELD = [queue.Held(f"NB-{n}", "clerk", f"2026-11-2{n}T16:00:00Z") for n in (7, 5, 6, 9)]


@pytest.mark.parametrize(("capacity", "dropped"), [(0, ["NB-5", "NB-6", "NB-7"]), (2, ["NB-7"]), (9, [])])
def test_what_ends_first_is_done_first_and_the_rest_is_late(capacity: int, dropped: list[str]) -> None:
    assert [one.no for one in queue.late(HELD, capacity, "2026-11-28T16:00:00Z")] == dropped


def test_a_supervisor_gives_out_what_a_clerk_has() -> None:
    claimed = desk.changed("claim", {}, "clerk", (), NOW, {})
    supervisor = SimpleNamespace(has=lambda role: role == "supervisor")
    colleague = SimpleNamespace(has=lambda role: role == "clerk")
    assert desk.free_for(claimed, supervisor, ()) == ["clerk"]
    assert desk.free_for(claimed, colleague, ()) == ()
    moved = desk.changed("transfer", claimed, "supervisor", ["clerk"], NOW, {"to": "clerk3"})
    assert desk.holder(moved, NOW) == "clerk3"
