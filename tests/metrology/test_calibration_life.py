"""A calibration's life: every action in every state, readings that are never lost, a rule that stays as it was."""

from datetime import UTC, datetime
from typing import Any

import pytest

from services.kit.errors import Malformed, NotAllowed, WrongState
from services.kit.identity import Caller
from services.kit.lifecycle import Entry, Head
from services.metrology.events import CERTIFICATE
from services.metrology.rules.calibration import TABLE, decide, evolve, readings_of, reviewed, series

WHO = Caller(subject="u-1", roles=frozenset({"specialist"}))
CLERK = Caller(subject="u-2", roles=frozenset({"clerk"}))
RULE = {"name": "ilac_g8", "guard": "1", "outcome": "nonbinary"}
POINT: dict[str, str] = {
    "id": "p1",
    "quantity": "直流电压",
    "unit": "V",
    "reference": "10",
    "lower": "-0.005",
    "upper": "0.005",
}
POINT |= {"result": "error"}
OPENED: dict[str, Any] = {
    "part": "N.M-03",
    "case_no": "N",
    "uscc": "U",
    "station": "330203001",
    "unit": "330203",
    "units": ["330203"],
}
STATES = ("opened", "reviewed", "prepared", "computed", "judged", "issued", "questioned", "withdrawn")


def after(head: Head, action: str, n: int = 1, **data: Any) -> Head:
    entry = Entry(n, datetime(2026, 11, 24, tzinfo=UTC), "u-1", "specialist", action, "r", "", data)
    return evolve(head, entry)


def prepared() -> Head:
    head = after({"state": ""}, "open", **OPENED, round=1)
    head = after(head, "review", method="M", **reviewed(RULE, [POINT]))
    told: dict[str, Any] = {
        "standards": ["s1"],
        "conditions": {},
        "begun_on": "",
        "ended_on": "",
        "place": "laboratory",
    }
    return after(head, "prepare", **told)


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("row", TABLE, ids=lambda row: row.action)
def test_an_action_is_possible_in_its_states_only(row: Any, state: str) -> None:
    head = {"state": state, "round": 1, "number": "N 1"}
    if state in row.states:
        assert decide(head, row.action, WHO, {})[0].action == row.action
    else:
        with pytest.raises(WrongState, match="WRONG_STATE"):
            decide(head, row.action, WHO, {})
    with pytest.raises(NotAllowed):
        decide(head, row.action, CLERK, {})


def test_every_action_is_made_known() -> None:
    assert set(CERTIFICATE.types) == {row.action for row in TABLE} | {"open"}


def test_the_rule_cannot_be_changed_once_there_is_a_result() -> None:
    changing = next(row for row in TABLE if row.action == "review")
    assert changing.states.isdisjoint({"computed", "judged", "issued"})


def test_a_reading_that_takes_another_s_place_says_why() -> None:
    head = prepared()
    head = after(head, "observe", readings=readings_of(head, [("p1", 1, "10.001"), ("p1", 2, "10.003")], ""))
    assert [str(one) for one in series(head, "p1")] == ["10.001", "10.003"]
    with pytest.raises(Malformed, match="REASON_REQUIRED"):
        readings_of(head, [("p1", 2, "10.002")], "")
    head = after(head, "observe", readings=readings_of(head, [("p1", 2, "10.002")], "transcription"))
    assert [str(one) for one in series(head, "p1")] == ["10.001", "10.002"]


def test_a_changed_reading_takes_budget_and_verdict_with_it() -> None:
    head = {**prepared(), "budgets": {"p1": {}}, "verdicts": {"p1": {}}}
    head = after(head, "observe", readings=[["p1", 1, "10"]])
    assert (head["budgets"], head["verdicts"], head["state"]) == ({}, {}, "prepared")


def test_a_certificate_that_replaces_another_names_it() -> None:
    head = {**prepared(), "state": "issued", "number": "N 1"}
    head = after(head, "reopen", round=2)
    assert (head["replaces"], head["round"], head["state"]) == ("N 1", 2, "prepared")


@pytest.mark.parametrize(
    ("changed", "path"),
    [
        ({"id": "P 1"}, "points/0/id"),
        ({"quantity": " "}, "points/0/quantity"),
        ({"unit": "quux"}, "points/0/unit"),
        ({"reference": "x"}, "points/0/reference"),
        ({"result": "?"}, "points/0/result"),
        ({"lower": "1", "upper": "-1"}, "upper"),
    ],
)
def test_a_point_that_is_none_is_refused(changed: dict[str, str], path: str) -> None:
    with pytest.raises(Malformed) as refused:
        reviewed(RULE, [{**POINT, **changed}])
    assert refused.value.fields[0].path == path


def test_points_stand_once_and_rules_are_known() -> None:
    with pytest.raises(Malformed, match="POINT_TWICE"):
        reviewed(RULE, [POINT, POINT])
    with pytest.raises(Malformed, match="RULE_UNKNOWN"):
        reviewed({**RULE, "name": "best"}, [POINT])
    assert reviewed({**RULE, "name": "none"}, [{**POINT, "lower": "", "upper": ""}])["points"]


@pytest.mark.parametrize(
    ("reading", "path"),
    [(("p2", 1, "1"), "point"), (("p1", 0, "1"), "n"), (("p1", 101, "1"), "n"), (("p1", 1, "x"), "value")],
)
def test_a_reading_that_is_none_is_refused(reading: tuple[str, int, str], path: str) -> None:
    with pytest.raises(Malformed) as refused:
        readings_of(prepared(), [reading], "")
    assert refused.value.fields[0].path == f"readings/0/{path}"


def test_a_point_without_readings_has_no_result() -> None:
    with pytest.raises(WrongState, match="NOT_MEASURED"):
        series(prepared(), "p1")
