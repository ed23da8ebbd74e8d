"""The parts of a case: joins, one part once more, a part with a day of its own, what comes late."""

from typing import Any

import pytest

from services.kit.clock import day_of
from services.kit.errors import Malformed, WrongState
from services.kit.lifecycle import Head, moment_text
from services.workflow.rules import lifecycle, parts
from services.workflow.rules.limits import Terms
from services.workflow.rules.moments import next_moment
from tests.workflow.lives import (
    APPROVER,
    AT,
    CALENDAR,
    CLERK,
    SYSTEM,
    TODAY,
    a_case,
    act,
    finished,
    on,
    replayed,
)


def sent(*items: str, **more: Any) -> Head:
    """A bundle whose parts are with their domains."""
    return act(a_case("bundle", "accepted", items, accepted_at="x", **more), CLERK, "dispatch")


def report(head: Head, item: str, what: str, day: str = TODAY.text(), **told: Any) -> Head:
    """A domain reports on a part."""
    part = parts.part_of(head, f"N.{item}")
    assert part
    happened = parts.moved(head, part["id"], f"qi.part.{what}.v1", part["seen"] + 1, told, day)
    return replayed(head, happened)


def state_of(head: Head, item: str) -> str:
    part = parts.part_of(head, f"N.{item}")
    assert part
    return str(part["state"])


@pytest.mark.parametrize(
    ("join", "well", "left"),
    [
        ("all", ("B-02", "R-03"), ["J-01"]),
        ("any", (), ["B-02", "R-03", "J-01"]),
        ("any", ("R-03",), []),
        ("2", ("R-03",), ["B-02", "J-01"]),
        ("2", ("R-03", "J-01"), []),
        ("7", ("R-03", "J-01"), ["B-02"]),
    ],
)
def test_a_join_says_how_many_parts_have_to_come_out_well(join: str, well: tuple[str, ...], left: list[str]) -> None:
    head = sent("B-02", "R-03", "J-01", join=join)
    for item in well:
        head = report(head, item, "finished", result="done")
    assert parts.open_mandatory(head) == left


def test_a_denied_part_does_not_count_for_a_join_of_any() -> None:
    head = report(sent("B-02", "R-03", join="any"), "B-02", "finished", result="denied")
    assert parts.open_mandatory(head) == ["R-03"]
    assert not parts.failed(report(head, "R-03", "finished", result="done"))


def test_the_decision_lets_go_of_what_the_join_no_longer_needs_and_keeps_its_late_result() -> None:
    head = report(sent("B-02", "R-03", join="any"), "R-03", "finished", result="done")
    decided = act({**head, "receiver": "r"}, APPROVER, "decide", outcome="done")
    assert state_of(decided, "B-02") == "cancelled"
    late = report(decided, "B-02", "finished", result="granted")
    assert (state_of(late, "B-02"), late["parts"][0]["late_result"], late["state"]) == (
        "cancelled",
        "granted",
        "decided",
    )


def test_a_late_result_of_a_terminated_case_changes_nothing_else() -> None:
    """design.md §4: a result for a cancelled part is kept as late, never applied."""
    ended = act(sent("B-02"), CLERK, "terminate")
    late = report(ended, "B-02", "finished", result="done")
    assert (late["state"], late["parts"][0]["result"], late["parts"][0]["late_result"]) == ("terminated", "", "done")


def test_one_part_goes_back_and_its_siblings_stay() -> None:
    head = sent("B-02", "R-03")
    for item in ("B-02", "R-03"):
        head = report(report(head, item, "taken"), item, "finished", result="done")
    assert head["state"] == "in_review"
    again = act(head, APPROVER, "send_part", part="N.R-03", remark="m-1")
    part = parts.part_of(again, "N.R-03")
    assert part
    assert (again["state"], part["state"], part["round"], part["result"], part["remark"]) == (
        "dispatched",
        "dispatched",
        2,
        "",
        "m-1",
    )
    assert parts.part_of(again, "N.B-02") == parts.part_of(head, "N.B-02")
    assert report(again, "R-03", "taken")["state"] == "in_review"


def test_a_part_goes_back_with_a_reason_and_only_when_it_is_here() -> None:
    head = sent("B-02", "R-03")
    with pytest.raises(Malformed, match="REASON_REQUIRED"):
        act(head, CLERK, "send_part", part="N.B-02", reason=" ")
    with pytest.raises(Malformed, match="UNKNOWN_PART"):
        act(head, CLERK, "send_part", part="N.J-01")
    with pytest.raises(WrongState, match="PARTS_OPEN"):
        act(head, CLERK, "send_part", part="N.B-02")
    returned = report(head, "B-02", "returned")
    assert state_of(act(returned, CLERK, "send_part", part="N.B-02"), "B-02") == "dispatched"


def test_x09_a_part_waits_for_its_day() -> None:
    """domain.md §3, X-09: credit repair only after the time of publication."""
    head = a_case("bundle", "accepted", ("J-04", "X-01", "X-02"), accepted_at=moment_text(AT))
    head["parts"][2] |= {"needs": ["J-04"], "opens_on": "2026-12-10"}
    head = act(head, CLERK, "dispatch")
    for item in ("J-04", "X-01"):
        head = report(report(head, item, "taken"), item, "finished", result="done")
    assert (state_of(head, "X-02"), head["state"]) == ("waiting", "dispatched")
    moment = next_moment({**head, "_id": "N"}, Terms(), CALENDAR)
    assert moment
    assert (day_of(moment.at).isoformat(), [one.action for one in moment.actions]) == ("2026-12-10", ["send_due"])
    assert lifecycle.decide(head, "send_due", SYSTEM, {}, on("2026-12-09")) == []
    due = act(head, SYSTEM, "send_due", on("2026-12-10"))
    assert state_of(due, "X-02") == "dispatched"
    assert report(due, "X-02", "taken")["state"] == "in_review"


def test_a_part_that_was_referred_or_handed_over_says_where_it_is() -> None:
    head = report(sent("R-08"), "R-08", "handed_over", unit="330206")
    head = report(report(head, "R-08", "taken"), "R-08", "referred", organ="customs", number="甬关〔2026〕7号")
    assert {"state": "referred", "unit": "330206", "organ": "customs"}.items() <= head["parts"][0].items()
    assert head["state"] == "in_review"
    assert finished(report(head, "R-08", "finished", result="done"))["parts"][0]["organ"] == "customs"


def test_a_repeated_dispatch_sends_only_what_came_back() -> None:
    head = report(sent("B-02", "R-03"), "B-02", "returned")
    happened = lifecycle.decide(head, "dispatch", CLERK, {}, TODAY)
    assert [one.data.get("item") for one in happened] == [None, "B-02"]
