"""The state table of a case: every state with every action, and lives that end where they should."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from services.kit.errors import NotAllowed, Refusal, WrongState
from services.kit.identity import Caller
from services.kit.lifecycle import Entry, Happening, Head, actions
from services.kit.repository import replay
from services.workflow.events import PUBLISHES
from services.workflow.rules import lifecycle, parts

AT = datetime(2026, 11, 24, 8, tzinfo=UTC)
CLERK = Caller(subject="c", roles=frozenset({"clerk"}))
APPROVER = Caller(subject="a", roles=frozenset({"approver"}))
BUSINESS = Caller(subject="b", roles=frozenset({"enterprise"}))
EVERYBODY = (CLERK, APPROVER, BUSINESS)
STATES = ("filed", "received", "accepted", "not_accepted", "dispatched", "in_review", "decided", "closed") + (
    "delivered",
    "withdrawn",
)
FROM = {  # domain.md 4.3, as far as its states exist
    "receive": {"filed"},
    "accept": {"received"},
    "refuse": {"received"},
    "dispatch": {"accepted"},
    "decide": {"dispatched", "in_review"},
    "close": {"decided"},
    "deliver": {"closed"},
    "withdraw": {"filed", "received"},
}


def a_case(kind: str = "FW", state: str = "filed", items: tuple[str, ...] = ("M-03",), **more: Any) -> Head:
    opened = parts.opened(
        "N", [{"item": i, "version": 1, "domain": "d", "needs": [], "mandatory": True} for i in items]
    )
    return {"kind": kind, "state": state, "missing": [], "channel": "portal", "receiver": "c", "parts": opened, **more}


def finished(head: Head) -> Head:
    return {**head, "parts": [{**part, "state": "finished", "result": "done"} for part in head["parts"]]}


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("action", sorted(lifecycle.ROWS))
@pytest.mark.parametrize("kind", ["XK", "BA", "FW", "bundle"])
def test_an_action_is_possible_in_its_states_only(state: str, action: str, kind: str) -> None:
    head = finished(a_case(kind, state))
    able = [who for who in EVERYBODY if action in actions(lifecycle.TABLE, head, who)]
    assert bool(able) == (state in FROM[action])


def test_the_table_has_exactly_the_actions_of_the_source() -> None:
    assert set(lifecycle.ROWS) == set(FROM)


@pytest.mark.parametrize(("kind", "possible"), [("XK", False), ("bundle", False), ("BA", True), ("FW", True)])
def test_a_clerk_decides_what_is_no_licence(kind: str, possible: bool) -> None:
    head = finished(a_case(kind, "in_review", receiver="other"))
    assert ("decide" in actions(lifecycle.TABLE, head, CLERK)) is possible
    assert "decide" in actions(lifecycle.TABLE, head, APPROVER)


def test_who_received_a_licence_does_not_decide_it_alone() -> None:
    """domain.md §14: receiver ≠ sole decider for XK."""
    both = Caller(subject="c", roles=frozenset({"clerk", "approver"}))
    with pytest.raises(NotAllowed, match="SAME_PERSON"):
        lifecycle.decide(finished(a_case("XK", "in_review")), "decide", both, {"outcome": "granted"})


def test_open_parts_hold_the_decision_back() -> None:
    with pytest.raises(WrongState, match="PARTS_OPEN"):
        lifecycle.decide(a_case(state="dispatched"), "decide", APPROVER, {"outcome": "done"})


def test_what_is_missing_holds_the_acceptance_back() -> None:
    with pytest.raises(WrongState, match="NOT_COMPLETE"):
        lifecycle.decide(a_case(state="received", missing=["photo"]), "accept", CLERK, {})


def test_every_entry_has_its_event() -> None:
    told = {"file", "part_dispatch", "start_review", *lifecycle.ROWS, *parts.STATES}
    assert told == set(PUBLISHES)


def test_a_part_waits_for_its_needs_and_falls_with_them() -> None:
    head = a_case(state="accepted", items=("R-03", "J-01"))
    head["parts"][1]["needs"] = ["R-03"]
    sent = lifecycle.decide(head, "dispatch", CLERK, {})
    assert [(h.action, h.data.get("item")) for h in sent] == [("dispatch", None), ("part_dispatch", "R-03")]
    head = replayed(head, sent)
    after = parts.moved(head, "N.R-03", "qi.part.finished.v1", 1, {"result": "denied"})
    assert [h.action for h in after] == ["part_finish", "part_cancel", "start_review"]
    after = parts.moved(head, "N.R-03", "qi.part.finished.v1", 1, {"result": "done"})
    assert [h.action for h in after] == ["part_finish", "part_dispatch"]


def test_a_repeated_report_changes_nothing() -> None:
    head = replayed(a_case(state="accepted"), lifecycle.decide(a_case(state="accepted"), "dispatch", CLERK, {}))
    head = replayed(head, parts.moved(head, "N.M-03", "qi.part.arrived.v1", 1, {}))
    assert parts.moved(head, "N.M-03", "qi.part.arrived.v1", 1, {}) == []


def replayed(head: Head, happenings: list[Happening]) -> Head:
    for number, happening in enumerate(happenings, 1):
        entry = Entry(number, AT, "c", "clerk", happening.action, "r", head["state"], happening.data)
        head = lifecycle.evolve(head, entry)
    return head


class Lives(RuleBasedStateMachine):
    """Any sequence of actions and reports: the head is what its history gives, and the order of the law is kept."""

    def __init__(self) -> None:
        super().__init__()
        told = {**a_case(items=("B-02", "R-03")), "item": "X-05"}
        self.history: list[Entry] = []
        self.head: Head = {"state": ""}
        self.seen: dict[str, int] = {}
        self.add([Happening("file", {name: value for name, value in told.items() if name != "state"})])

    def add(self, happenings: list[Happening]) -> None:
        for happening in happenings:
            number = len(self.history) + 1
            entry = Entry(number, AT, "c", "clerk", happening.action, "r", self.head["state"], happening.data)
            self.head = lifecycle.evolve(self.head, entry)
            self.history.append(entry)

    @rule(action=st.sampled_from(sorted(lifecycle.ROWS)), who=st.sampled_from(EVERYBODY))
    def act(self, action: str, who: Caller) -> None:
        before = self.head
        try:
            happenings = lifecycle.decide(self.head, action, who, {"outcome": "done", "means": "post"})
        except Refusal:
            assert action not in actions(lifecycle.TABLE, before, who)
            return
        assert action in actions(lifecycle.TABLE, before, who)
        self.add(happenings)

    @precondition(lambda self: any(part["round"] for part in self.head["parts"]))
    @rule(
        move=st.sampled_from(sorted(parts.MOVES)), place=st.integers(0, 1), result=st.sampled_from(["done", "denied"])
    )
    def report(self, move: str, place: int, result: str) -> None:
        part = self.head["parts"][place]
        if part["round"]:
            told = {"result": result if move.endswith("finished.v1") else ""}
            self.add(parts.moved(self.head, part["id"], move, part["seen"] + 1, told))

    @invariant()
    def the_head_is_what_the_history_gives(self) -> None:
        assert replay(lifecycle.evolve, self.history) == self.head

    @invariant()
    def nothing_is_decided_before_its_parts(self) -> None:
        if self.head["state"] in ("decided", "closed", "delivered"):
            assert parts.open_mandatory(self.head) == []

    @invariant()
    def a_delivered_case_was_decided_and_accepted(self) -> None:
        order = [entry.action for entry in self.history if entry.action in ("accept", "decide", "close", "deliver")]
        assert order == ["accept", "decide", "close", "deliver"][: len(order)]


TestLives = Lives.TestCase
