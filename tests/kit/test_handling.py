"""A part's life in its domain: every action in every state, by the right person and the wrong one."""

from datetime import UTC, datetime
from typing import Any

import pytest

from services.kit.errors import Malformed, NotAllowed, WrongState
from services.kit.handling import rules
from services.kit.identity import Caller
from services.kit.lifecycle import Entry, Head

AT = datetime(2026, 11, 24, 8, tzinfo=UTC)
SPECIALIST = Caller(subject="m", roles=frozenset({"specialist"}))
OTHER = Caller(subject="m2", roles=frozenset({"specialist"}))
SYSTEM = Caller(subject="system", roles=frozenset({"service"}))
CLERK = Caller(subject="c", roles=frozenset({"clerk"}))
STATES = ("dispatched", "taken", "referred", "finished", "returned", "cancelled")
FROM = {
    "take": {"dispatched"},
    "finish": {"taken"},
    "release": {"taken"},
    "return": {"dispatched", "taken"},
    "hand_over": {"dispatched", "taken"},
    "refer": {"taken"},
    "report_back": {"referred"},
    "arrive": {"returned", "finished"},
    "cancel": {"dispatched", "taken", "returned", "referred"},
}
SAID: dict[str, dict[str, Any]] = {
    "finish": {"result": "done", "outcome": "o"},
    "report_back": {"result": "done", "outcome": "o"},
    "return": {"outcome": "o"},
    "hand_over": {"unit": "330206"},
    "refer": {"organ": "customs", "number": "甬关〔2026〕7号"},
    "arrive": {"station": "330203001", "sent_at": "x", "round": 2},
}


def a_part(state: str, **more: str) -> Head:
    told = {"state": state, "round": 1, "taken_by": "m" if state in ("taken", "referred") else "", "unit": "330203"}
    return {**told, **more}


def act(head: Head, who: Caller, action: str, **said: str) -> Head:
    happenings = rules.decide(head, action, who, {**SAID.get(action, {}), **said})
    for happening in happenings:
        head = rules.evolve(head, Entry(1, AT, who.subject, "r", happening.action, "r", "", happening.data))
    return head


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("action", FROM)
def test_an_action_is_possible_in_its_states_only(action: str, state: str) -> None:
    right = SYSTEM if action in ("arrive", "cancel") else SPECIALIST
    if state in FROM[action]:
        assert act(a_part(state), right, action)["state"]
    else:
        with pytest.raises(WrongState, match="WRONG_STATE"):
            act(a_part(state), right, action)
    for wrong in (CLERK, SYSTEM if right is SPECIALIST else SPECIALIST):
        with pytest.raises(NotAllowed, match="FORBIDDEN"):
            act(a_part(state), wrong, action)


def test_the_table_has_exactly_these_actions() -> None:
    assert {transition.action for transition in rules.TABLE} == set(FROM)


@pytest.mark.parametrize("action", ["finish", "release", "return", "hand_over", "refer"])
def test_what_somebody_has_taken_is_no_other_s(action: str) -> None:
    with pytest.raises(WrongState, match="CLAIMED_BY_OTHER"):
        act(a_part("taken"), OTHER, action)


def test_a_part_that_is_handed_over_begins_anew_at_the_other_unit() -> None:
    after = act(a_part("taken"), SPECIALIST, "hand_over")
    assert (after["state"], after["taken_by"], after["units"]) == ("dispatched", "", ["330206"])
    for unit in ("330203", "somewhere else", ""):
        with pytest.raises(Malformed, match="UNIT_INVALID"):
            act(a_part("taken"), SPECIALIST, "hand_over", unit=unit)


def test_a_part_that_is_referred_comes_back_with_its_result() -> None:
    """domain.md 4.3: refer to institution → report back; both numbers are shown."""
    away = act(a_part("taken"), SPECIALIST, "refer")
    assert (away["state"], away["organ"], away["number"]) == ("referred", "customs", "甬关〔2026〕7号")
    assert act(away, OTHER, "report_back")["state"] == "finished"
    for said, reason in (
        ({"organ": " "}, "ORGAN_REQUIRED"),
        ({"organ": "张某"}, "ORGAN_INVALID"),
        ({"number": "a b"}, "NUMBER"),
    ):
        with pytest.raises(Malformed, match=reason):
            act(a_part("taken"), SPECIALIST, "refer", **said)


def test_a_part_that_is_sent_once_more_begins_anew() -> None:
    again = act(a_part("finished", result="denied", outcome="o"), SYSTEM, "arrive")
    assert (again["state"], again["result"], again["outcome"], again["round"]) == ("dispatched", "", "", 2)
