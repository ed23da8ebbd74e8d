"""The state table of a case: every state with every action and kind, as domain.md 4.3 has it."""

import pytest

from services.kit.errors import NotAllowed, NotFound, WrongState
from services.kit.identity import Caller
from services.kit.lifecycle import actions
from services.workflow.events import PUBLISHES
from services.workflow.rules import lifecycle, parts
from tests.workflow.lives import APPROVER, CLERK, EVERYBODY, KINDS, TODAY, a_case, act, finished, ready, replayed

PROMISED = {"accepted", "dispatched", "in_review", "special", "suspended"}
ENDED = {"closed", "delivered", "rated"}
BEFORE = {"filed", "received", "correction"}
LIVE = BEFORE | PROMISED | ENDED | {"decided"}
FRUITLESS = {"not_accepted", "withdrawn", "terminated"}
FROM = {  # domain.md 4.3: action → the states in which it is possible
    "receive": {"filed"},
    "request_correction": {"received"},
    "correct_on_spot": {"received"},
    "resubmit": {"correction"},
    "lapse": {"correction"},
    "accept": {"received"},
    "accept_with_promise": {"received"},
    "deem_accepted": {"filed", "received"},
    "refuse": {"received"},
    "complete_on_spot": {"filed", "received"},
    "dispatch": {"accepted"},
    "send_part": {"dispatched", "in_review"},
    "send_due": PROMISED - {"accepted"},
    "keep_promise": PROMISED,
    "miss_promise": PROMISED,
    "remind_promise": PROMISED,
    "remind_correction": {"correction"},
    "start_special": {"in_review"},
    "end_special": {"special"},
    "suspend": {"in_review"},
    "resume": {"suspended"},
    "extend": {"in_review"},
    "withdraw": BEFORE | PROMISED,
    "terminate": PROMISED,
    "decide": {"dispatched", "in_review"},
    "close": {"decided"},
    "deliver": {"closed"},
    "rate": {"delivered", "rated"},
    "rectify": {"delivered", "rated"},  # delivered: a case that was reopened after its rating
    "add_document": ENDED,
    "reopen": ENDED | {"decided"},
    "archive": ENDED | FRUITLESS,
    "raise_card": LIVE,
    "escalate_card": LIVE | FRUITLESS,
    "answer_card": LIVE | FRUITLESS,
    "annul_card": LIVE | FRUITLESS,
    "reschedule": LIVE,
}
ONLY = {"deem_accepted": {"XK"}, "complete_on_spot": {"BA", "FW"}}  # actions that not every kind has


@pytest.mark.parametrize("state", lifecycle.STATES)
@pytest.mark.parametrize("action", lifecycle.ACTIONS)
@pytest.mark.parametrize("kind", KINDS)
def test_an_action_is_possible_in_its_states_only(state: str, action: str, kind: str) -> None:
    head = ready(action, state, kind)
    able = [who for who in EVERYBODY if action in actions(lifecycle.TABLE, head, who)]
    assert bool(able) == (state in FROM[action] and kind in ONLY.get(action, KINDS))
    for who in EVERYBODY:
        if who in able:
            assert act(head, who, action)["state"]
        else:
            with pytest.raises((NotAllowed, WrongState)):
                act(head, who, action)


def test_the_table_has_exactly_the_actions_of_the_source() -> None:
    assert set(lifecycle.ACTIONS) == set(FROM)
    with pytest.raises(NotFound, match="UNKNOWN_ACTION"):
        act(a_case(), CLERK, "burn")


@pytest.mark.parametrize("action", lifecycle.ACTIONS)
def test_what_is_archived_stays_as_it_is(action: str) -> None:
    for who in EVERYBODY:
        with pytest.raises(WrongState, match="ARCHIVED"):
            act(ready(action, "archived"), who, action)


@pytest.mark.parametrize(("kind", "possible"), [("XK", False), ("bundle", False), ("BA", True), ("FW", True)])
def test_a_clerk_decides_what_is_no_licence(kind: str, possible: bool) -> None:
    head = finished(a_case(kind, "in_review", receiver="other"))
    assert ("decide" in actions(lifecycle.TABLE, head, CLERK)) is possible
    assert "decide" in actions(lifecycle.TABLE, head, APPROVER)


def test_open_parts_hold_the_decision_back() -> None:
    with pytest.raises(WrongState, match="PARTS_OPEN"):
        act(a_case(state="dispatched"), APPROVER, "decide")


def test_what_is_missing_holds_the_acceptance_back() -> None:
    with pytest.raises(WrongState, match="NOT_COMPLETE"):
        act(a_case(state="received", missing=["photo"]), CLERK, "accept")


def test_every_entry_has_its_event() -> None:
    told = {"file", "part_dispatch", "start_review", *lifecycle.ACTIONS, *parts.STATES}
    assert told - set(lifecycle.INSTEAD) == set(PUBLISHES)


def test_a_part_waits_for_its_needs_and_falls_with_them() -> None:
    head = a_case(state="accepted", items=("R-03", "J-01"))
    head["parts"][1]["needs"] = ["R-03"]
    sent = lifecycle.decide(head, "dispatch", CLERK, {}, TODAY)
    assert [(h.action, h.data.get("item")) for h in sent] == [("dispatch", None), ("part_dispatch", "R-03")]
    head = replayed(head, sent)
    after = parts.moved(head, "N.R-03", "qi.part.finished.v1", 1, {"result": "denied"}, "2026-11-24")
    assert [h.action for h in after] == ["part_finish", "part_cancel", "start_review"]
    after = parts.moved(head, "N.R-03", "qi.part.finished.v1", 1, {"result": "done"}, "2026-11-24")
    assert [h.action for h in after] == ["part_finish", "part_dispatch"]


def test_a_repeated_report_changes_nothing() -> None:
    head = act(a_case(state="accepted"), CLERK, "dispatch")
    head = replayed(head, parts.moved(head, "N.M-03", "qi.part.arrived.v1", 1, {}, "2026-11-24"))
    assert parts.moved(head, "N.M-03", "qi.part.arrived.v1", 1, {}, "2026-11-24") == []


def test_who_received_a_licence_does_not_decide_it_alone() -> None:
    """domain.md §14: receiver ≠ sole decider for XK."""
    both = Caller(subject="r", roles=frozenset({"clerk", "approver"}))
    with pytest.raises(NotAllowed, match="SAME_PERSON"):
        act(finished(a_case("XK", "in_review")), both, "decide")
