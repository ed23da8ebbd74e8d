"""Any sequence of actions, reports and days keeps the invariants of a case (domain.md 4.3, i–vi)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from services.kit.errors import Refusal
from services.kit.identity import Caller
from services.kit.lifecycle import Entry, Happening, Head, actions
from services.kit.repository import replay
from services.workflow.rules import effects, lifecycle, parts
from services.workflow.rules.calendar import Calendar
from services.workflow.rules.clocks import clocks
from services.workflow.rules.limits import Terms
from services.workflow.rules.today import Today
from tests.workflow.lives import AT, BUSINESS, CLERK, EVERYBODY, KINDS, SAID, SYSTEM, a_case

PEOPLE = (*EVERYBODY, Caller(subject="a2", roles=frozenset({"approver"})))
MOVES = sorted(parts.MOVES)
OUTCOMES = ({"outcome": "granted"}, {"outcome": "denied"}, {"outcome": "partial"})
TERMS = Terms(licence=True, statutory_days=20, promised_days=10, deemed=True)
STEADY = (  # the way most lives go, so that the machine also reaches their ends
    (CLERK, "receive"),
    (CLERK, "accept"),
    (CLERK, "dispatch"),
    (CLERK, "close"),
    (CLERK, "deliver"),
    (BUSINESS, "rate"),
    (CLERK, "archive"),
)


class Lives(RuleBasedStateMachine):
    """A case under everybody's hands while days pass."""

    def __init__(self) -> None:
        super().__init__()
        self.history: list[Entry] = []
        self.head: Head = {"state": ""}
        self.today = Today(AT, Calendar([]))

    @initialize(kind=st.sampled_from(KINDS), lacks=st.sampled_from([[], ["order"]]), instant=st.booleans())
    def file(self, kind: str, lacks: list[str], instant: bool) -> None:
        """A filing arrives."""
        told = a_case(kind, items=("B-02", "R-03"), effects=effects.pinned(kind, {}), missing=lacks, instant=instant)
        self.add([Happening("file", {name: value for name, value in told.items() if name != "state"})], SYSTEM)

    def add(self, happenings: Sequence[Happening], who: Caller) -> None:
        """Write entries as the repository does."""
        for happening in happenings:
            number, at = len(self.history) + 1, happening.at or self.today.now
            entry = Entry(number, at, who.subject, "role", happening.action, "r", "", happening.data)
            self.head = lifecycle.evolve(self.head, entry)
            self.history.append(replace(entry, state=self.head["state"]))

    @rule(days=st.integers(0, 8))
    def pass_days(self, days: int) -> None:
        """Time goes on."""
        self.today = replace(self.today, now=self.today.now + timedelta(days=days))

    @rule(who=st.sampled_from(PEOPLE), action=st.sampled_from(lifecycle.ACTIONS), more=st.sampled_from(OUTCOMES))
    def act(self, who: Caller, action: str, more: dict[str, Any]) -> None:
        """Somebody tries something."""
        before = self.head
        try:
            said = {**SAID.get(action, {}), **(more if action == "decide" else {})}
            happenings = lifecycle.decide(before, action, who, said, self.today)
        except Refusal:
            return
        assert action in actions(lifecycle.TABLE, before, who)
        self.add(happenings, who)

    @rule(step=st.sampled_from(STEADY))
    def go_on(self, step: tuple[Caller, str]) -> None:
        """Somebody does what usually comes next."""
        self.act(step[0], step[1], {})

    @precondition(lambda self: any(part["round"] for part in self.head.get("parts", [])))
    @rule(move=st.sampled_from(MOVES), place=st.integers(0, 1), result=st.sampled_from(["done", "denied"]))
    def report(self, move: str, place: int, result: str) -> None:
        """A domain reports on a part."""
        part = self.head["parts"][place]
        if part["round"]:
            told = {"result": result if move.endswith("finished.v1") else ""}
            self.add(parts.moved(self.head, part["id"], move, part["seen"] + 1, told, self.today.text()), SYSTEM)

    @invariant()
    def at_most_one_notice_per_receipt(self) -> None:
        """(i): a further one only after new material came in."""
        corrections = self.head.get("corrections", [])
        assert all(told.get("given") for told in corrections[:-1])

    @invariant()
    def acceptance_then_decision_then_delivery(self) -> None:
        """(ii)."""
        days = [self.head[name] for name in ("accepted_on", "decided_on", "delivered_on") if self.head.get(name)]
        assert days == sorted(days)
        if self.head["state"] in ("decided", "closed", "delivered", "rated"):
            assert self.head["accepted_on"]

    @invariant()
    def the_statutory_day_is_not_before_the_promised_one(self) -> None:
        """(iii): whatever stopped or extended them."""
        if self.head["kind"] == "XK":
            told = {**self.head, "_id": "N"}
            due = {clock.name: clock.due for clock in clocks(told, TERMS, self.today.calendar, self.today.now.date())}
            promised, decision = due.get("promised"), due.get("decision")
            assert promised is None or decision is None or promised <= decision

    @invariant()
    def the_head_is_what_the_history_gives(self) -> None:
        """(iv): all due dates follow from the head."""
        assert replay(lifecycle.evolve, self.history) == self.head
        assert [entry.n for entry in self.history] == list(range(1, len(self.history) + 1))

    @invariant()
    def a_bundle_closes_after_its_mandatory_parts(self) -> None:
        """(v): and is not whole when one of them was denied."""
        if self.head["state"] in ("decided", "closed", "delivered", "rated"):
            assert parts.open_mandatory(self.head) == []
            failed = self.head["kind"] == "bundle" and parts.failed(self.head)
            assert not failed or self.head["outcome"] in ("denied", "partial")

    @invariant()
    def only_a_licence_is_accepted_by_silence(self) -> None:
        """(vi)."""
        assert self.head["kind"] == "XK" or not self.head.get("deemed")

    @invariant()
    def after_the_archive_only_late_reports_are_kept(self) -> None:
        """What is archived is immutable; a domain that is late is still heard."""
        archived = next((entry.n for entry in self.history if entry.action == "archive"), len(self.history))
        assert all(entry.data["late"] for entry in self.history[archived:])


TestLives = Lives.TestCase
TestLives.settings = settings(max_examples=150, stateful_step_count=40, deadline=None)
