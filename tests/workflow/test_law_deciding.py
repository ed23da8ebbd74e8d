"""The licence law from the acceptance to the decision (domain.md 4.1, L5–L13), and the traps of §15 about it."""

from typing import Any

import pytest

from services.kit.errors import NotAllowed
from services.kit.identity import Caller
from services.kit.lifecycle import Head
from services.workflow.rules import effects, lifecycle, words
from tests.workflow.lives import (
    APPROVER,
    CLERK,
    TODAY,
    a_case,
    act,
    in_review,
    on,
    refused,
)


def received(kind: str = "XK", **more: Any) -> Head:
    return a_case(kind, "received", **more)


# L5, art. 34, and §14


def test_l5_an_instant_item_is_done_in_one_change() -> None:
    happened = lifecycle.decide(
        a_case(instant=True), "complete_on_spot", CLERK, {"means": "window", "notice": "n-1"}, TODAY
    )
    assert [one.action for one in happened] == ["receive", "accept", "part_cancel", "decide", "close", "deliver"]
    after = act(a_case(instant=True), CLERK, "complete_on_spot")
    assert (after["state"], after["outcome"], after["delivered_on"]) == ("delivered", "done", "2026-11-24")
    for slow in (a_case(), a_case("XK", instant=True), a_case("bundle", instant=True)):
        assert refused(slow, CLERK, "complete_on_spot").reason == "NOT_INSTANT"
    assert refused(a_case(instant=True, missing=["order"]), CLERK, "complete_on_spot").reason == "NOT_COMPLETE"


def test_l5_a_check_on_the_spot_needs_two_officers_and_a_law_of_its_own() -> None:
    assert refused(in_review(), CLERK, "start_special", type="site_check").reason == "BASIS_REQUIRED"
    head = in_review(effects=effects.pinned("XK", {"procedures": ["site_check"]}))
    refusal = refused(head, CLERK, "start_special", type="site_check", officers=["某甲", "某甲 "])
    assert refusal.reason == "TWO_OFFICERS_REQUIRED"
    after = act(head, CLERK, "start_special", type="site_check", officers=["某甲", "某乙"])
    assert after["stops"][0]["officers"] == 2
    assert "某甲" not in str(after)


def test_l5_who_received_a_licence_does_not_decide_it_alone() -> None:
    both = Caller(subject="r", roles=frozenset({"clerk", "approver"}))
    assert refused(in_review(), both, "decide").reason == "SAME_PERSON"
    assert act(in_review("FW"), both, "decide")["state"] == "decided"


# L6 and L7, art. 42


def test_l6_an_extension_of_ten_days_once_with_a_reason_by_another_person() -> None:
    after = act(in_review(), APPROVER, "extend", notice="n-3")
    assert after["extension"] == {"on": "2026-11-24", "reason": "n-3", "days": 10, "document": "1号"}
    assert refused(after, APPROVER, "extend").reason == "ALREADY_EXTENDED"
    assert refused(in_review(), APPROVER, "extend", reason="").reason == "REASON_REQUIRED"
    for handler in ({"handler": "a"}, {"receiver": "a"}):
        refusal = refused(in_review(**handler), APPROVER, "extend")
        assert (type(refusal), refusal.reason) == (NotAllowed, "SAME_PERSON")


def test_l7_l16_joint_handling_is_extended_by_fifteen_days_with_the_approving_document() -> None:
    joint = in_review("bundle", effects=effects.pinned("bundle", {}, ["XK", "FW"]))
    assert refused(joint, APPROVER, "extend", document=" ").reason == "DOCUMENT_REQUIRED"
    assert act(joint, APPROVER, "extend")["extension"]["days"] == 15


@pytest.mark.parametrize("kind", ["BA", "FW", "bundle"])
def test_trap9_only_a_licence_is_extended(kind: str) -> None:
    assert refused(in_review(kind), APPROVER, "extend").reason == "NOT_EXTENDABLE"


# L10, art. 45


@pytest.mark.parametrize("procedure", words.PROCEDURES)
def test_l10_a_procedure_stops_the_clock_with_its_basis_and_its_time(procedure: str) -> None:
    after = act(in_review(), CLERK, "start_special", type=procedure)
    assert after["state"] == "special"
    told = {"kind": "special", "type": procedure, "days_needed": 30, "from": "2026-11-24"}
    assert told.items() <= after["stops"][0].items()
    ended = act(after, CLERK, "end_special", on("2026-12-23"))
    assert (ended["state"], ended["stops"][0]["until"]) == ("in_review", "2026-12-23")


@pytest.mark.parametrize("said", [{"basis": " "}, {"days_needed": 0}, {"days_needed": -1}])
def test_l10_a_procedure_without_basis_or_time_stops_nothing(said: dict[str, Any]) -> None:
    assert refused(in_review(), CLERK, "start_special", **said).reason == "BASIS_REQUIRED"
    assert refused(in_review(), CLERK, "start_special", type="holiday").reason == "TYPE_INVALID"


def test_l10_a_running_procedure_holds_the_decision_back_and_there_may_be_several() -> None:
    first = act(in_review(), CLERK, "start_special")
    assert refused(first, APPROVER, "decide").reason == "SPECIAL_RUNNING"
    second = act(act(first, CLERK, "end_special"), CLERK, "start_special", type="hearing")
    assert [stop["type"] for stop in second["stops"]] == ["expert_review", "hearing"]


def test_a_suspension_at_the_applicants_request_stops_the_clock() -> None:
    after = act(act(in_review("FW"), CLERK, "suspend"), CLERK, "resume", on("2026-12-01"))
    assert (after["state"], after["stops"][0]["kind"], after["stops"][0]["until"]) == (
        "in_review",
        "suspension",
        "2026-12-01",
    )


# L13, art. 38


def test_l13_a_denied_licence_says_why_and_where_to_appeal() -> None:
    assert refused(in_review(), APPROVER, "decide", outcome="denied", reason=" ").reason == "REASON_REQUIRED"
    assert act(in_review(), APPROVER, "decide", outcome="denied")["outcome"] == "denied"  # the organ's own remedies
    for nothing in ({"review_organ": ""}, {"court": ""}, {"review_days": 0}):
        refusal = refused(in_review(), APPROVER, "decide", outcome="denied", remedies=nothing)
        assert refusal.reason == "REMEDIES_REQUIRED"
    elsewhere = in_review(station="110000001")
    assert refused(elsewhere, APPROVER, "decide", outcome="denied").reason == "REMEDIES_REQUIRED"
    assert act(in_review("FW", station="110000001"), APPROVER, "decide", outcome="denied")["outcome"] == "denied"


def test_l13_the_remedies_of_a_station_are_those_of_its_district() -> None:
    told = words.remedies_of({"station": "330203001"}, {})
    assert told == {"review_organ": "海曙区人民政府", "court": "海曙区人民法院", "review_days": 60, "suit_months": 6}
