"""The closed loop: its days, its guards, and that nothing closes without evidence."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.inspection.documents.rectification import Rectification
from services.inspection.rules import rectification
from services.inspection.rules.editions import in_force, seed
from services.kit.clock import Clock
from services.kit.documents import entry_of
from services.kit.errors import Malformed, NotAllowed, Refusal, WrongState
from services.kit.identity import Caller
from services.kit.lifecycle import Head
from services.kit.repository import Repository, Request, replay
from tests.kit.memory import OneDocument

TODAY = date(2026, 11, 24)
DAYS: Any = in_force(seed(), "closed_loop", TODAY.isoformat()).content
WHO = {
    "specialist": Caller(subject="s", roles=frozenset({"specialist"})),
    "enterprise": Caller(subject="e", roles=frozenset({"enterprise"})),
    "service": Caller(subject="system", roles=frozenset({"service"})),
}
WORDS: Any = {
    "sample": {"list_number": "CY-1", "base": 200, "sample_size": 8, "taken_on": "2026-11-20"},
    "conclude": {"conforms": False, "report": "甬质基检〔2026〕1号"},
    "notify": {"served_on": "2026-11-24"},
    "request_retest": {},
    "plan": {"mend_due": "2026-12-20"},
    "give_evidence": {"files": ["a" * 64]},
    "recheck": {"closed": True},
    "escalate": {"reference": "甬市监案字〔2026〕5号"},
    "card": {"clock": "plan", "due": "2026-12-09"},
}
ROLE = {one.action: next(iter(one.roles)) for one in rectification.TABLE}


class Problem(Repository):
    """One problem, kept in memory."""

    def __init__(self, source: str = "spot_check", problem: str = "") -> None:
        super().__init__(Rectification, rectification.evolve, Clock())
        self.held, self.today, self.asked = OneDocument(), TODAY, 0
        told = {"source": source, "category": "charger", "campaign": "2026-Q4", "problem": problem}
        whose = {"uscc": "U", "units": [], "district": "330203", "edition": "closed_loop@2020-01-01"}
        days = {"listed_on": TODAY.isoformat(), "dues": rectification.due_days(TODAY, DAYS)}
        happenings = rectification.listed({**told, **whose, **days})
        self.create(
            "Z", Request("begin", "s", "specialist"), happenings, {"number": 1, "enterprise": "E", "product": "P"}
        )

    def collection(self) -> OneDocument:
        return self.held

    def act(self, action: str, role: str = "", **told: Any) -> Head:
        self.asked += 1
        ask, who = Request.of(f"r{self.asked}", "x", role, told), WHO[role or ROLE[action]]
        words = {**WORDS[action], **told}
        return self.change("Z", ask, lambda head: rectification.decide(head, action, who, words, self.today, DAYS))

    def through(self, actions: str) -> Head:
        return [self.act(action) for action in actions.split()][-1]


def test_from_the_sampling_list_to_the_end() -> None:
    problem = Problem()
    head = problem.through("sample conclude notify plan give_evidence recheck")
    assert (head["state"], head["rounds"], head["due"]) == ("closed", 1, "")
    assert (head["retest_due"], head["plan_due"], head["check_due"]) == ("2026-12-09", "2026-12-09", "2026-12-04")


def test_a_product_that_passes_is_no_problem() -> None:
    problem = Problem()
    problem.act("sample")
    assert problem.act("conclude", conforms=True)["state"] == "passed"


def test_a_second_test_is_asked_for_once_and_within_its_days() -> None:
    problem = Problem()
    problem.through("sample conclude notify")
    problem.today = date(2026, 12, 10)
    with pytest.raises(WrongState, match="RETEST_TOO_LATE"):
        problem.act("request_retest")
    problem.today = date(2026, 12, 9)
    assert problem.act("request_retest")["state"] == "retesting"
    assert problem.act("conclude")["state"] == "notified"
    with pytest.raises(WrongState, match="RETEST_ONCE"):
        problem.act("request_retest")


def test_a_second_test_may_end_it() -> None:
    problem = Problem()
    problem.through("sample conclude notify request_retest")
    assert problem.act("conclude", conforms=True)["state"] == "passed"


@pytest.mark.parametrize("source", ["problem_list", "hazard", "online_platform"])
def test_a_known_problem_begins_with_its_days(source: str) -> None:
    head = Problem(source, "GW-07").get("Z")
    assert (head["state"], head["due"]) == ("notified", "2026-12-09")
    with pytest.raises(Malformed):
        Problem(source)


def test_what_was_not_mended_is_mended_again_with_new_evidence() -> None:
    problem = Problem("hazard", "GW-07")
    problem.through("plan give_evidence")
    head = problem.act("recheck", closed=False)
    assert (head["state"], head["files"], head["rounds"], head["due"]) == ("planned", [], 1, "2026-12-20")
    assert problem.through("give_evidence recheck")["state"] == "closed"


def test_evidence_is_files() -> None:
    problem = Problem("hazard", "GW-07")
    problem.act("plan")
    with pytest.raises(Malformed, match="EVIDENCE_REQUIRED"):
        problem.act("give_evidence", files=[])
    with pytest.raises(WrongState):
        problem.act("recheck")


@pytest.mark.parametrize("day", ["2026-11-23", "2027-01-24", "2030-01-01"])
def test_a_plan_keeps_to_the_days_of_the_rule(day: str) -> None:
    problem = Problem("hazard", "GW-07")
    with pytest.raises(Malformed) as refused:
        problem.act("plan", mend_due=day)
    assert refused.value.fields[0].path == "mend_due"


def test_a_clock_that_ran_out_gives_one_card() -> None:
    problem = Problem("hazard", "GW-07")
    assert rectification.overdue(problem.get("Z"), date(2026, 12, 9)) == ""
    assert rectification.overdue(problem.get("Z"), date(2026, 12, 10)) == "plan"
    head = problem.act("card")
    assert (head["state"], head["cards"], rectification.overdue(head, date(2026, 12, 10))) == (
        "notified",
        ["plan/2026-12-09"],
        "",
    )


@pytest.mark.parametrize(
    ("action", "role"), [("plan", "specialist"), ("recheck", "enterprise"), ("notify", "enterprise")]
)
def test_each_step_is_of_one_side(action: str, role: str) -> None:
    with pytest.raises(NotAllowed):
        Problem("hazard", "GW-07").act(action, role)


STEPS = st.lists(st.tuples(st.sampled_from(sorted(WORDS)), st.booleans(), st.integers(0, 40)), max_size=30)


@given(steps=STEPS)
def test_whatever_is_tried_nothing_closes_without_evidence(steps: list[tuple[str, bool, int]]) -> None:
    problem = Problem()
    for action, yes, later in steps:
        problem.today = TODAY + timedelta(days=later)
        words: Any = {"conclude": {"conforms": yes}, "recheck": {"closed": yes}}.get(action, {})
        try:
            problem.act(action, **words)
        except Refusal:
            continue
    head = problem.get("Z")
    assert head["state"] != "closed" or head["files"]
    replayed = replay(rectification.evolve, [entry_of(stored) for stored in head["history"]])
    assert {name: head[name] for name in replayed} == replayed
