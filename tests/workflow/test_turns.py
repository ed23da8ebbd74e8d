"""The turns a case may take after its acceptance (domain.md 4.3, §11): ended, partial, rated, reopened, carded."""

import pytest

from services.workflow.rules import effects
from tests.workflow.lives import (
    APPROVER,
    BUSINESS,
    CLERK,
    KINDS,
    SYSTEM,
    TODAY,
    a_case,
    act,
    finished,
    in_review,
    refused,
)


@pytest.mark.parametrize("kind", KINDS)
def test_a_withdrawal_after_acceptance_ends_the_case_and_its_parts(kind: str) -> None:
    sent = act(a_case(kind, "accepted", ("B-02", "R-03"), accepted_at="x"), CLERK, "dispatch")
    for action, who in (("withdraw", BUSINESS), ("terminate", CLERK)):
        after = act(sent, who, action)
        assert (after["state"], after["terminated_on"]) == ("terminated", "2026-11-24")
        assert {part["state"] for part in after["parts"]} == {"cancelled"}
    assert act(a_case(kind), BUSINESS, "withdraw")["state"] == "withdrawn"
    assert refused(sent, CLERK, "terminate", ground="").reason == "REASON_REQUIRED"


def test_a_stop_ends_with_the_case() -> None:
    stopped = act(in_review(), CLERK, "start_special")
    assert act(stopped, CLERK, "terminate")["stops"][0]["until"] == "2026-11-24"


def test_invariant_v_a_denied_mandatory_child_makes_a_bundle_partial() -> None:
    head = finished(a_case("bundle", "in_review", ("R-05", "J-01")))
    head["parts"][1]["result"] = "denied"
    refusal = refused(head, APPROVER, "decide", outcome="done")
    assert (refusal.reason, refusal.params["possible"]) == ("OUTCOME_INVALID", "denied, partial")
    assert act(head, APPROVER, "decide", outcome="partial")["outcome"] == "partial"
    head["parts"][1]["mandatory"] = False
    assert act(head, APPROVER, "decide", outcome="done")["outcome"] == "done"


def test_a_case_is_rated_once_and_the_first_rating_stands() -> None:
    """domain.md §11."""
    rated = act(a_case(state="delivered"), BUSINESS, "rate", level=2, remark="m-1")
    assert rated["rating"] == {"level": 2, "remark": "m-1", "on": "2026-11-24", "rectify_by": TODAY.after(15)}
    assert refused(rated, BUSINESS, "rate").reason == "ALREADY_RATED"
    assert refused(rated, CLERK, "archive").reason == "RECTIFICATION_OPEN"
    right = act(rated, CLERK, "rectify")
    assert (right["rating"]["level"], right["rating"]["rectified_on"], right["state"]) == (2, "2026-11-24", "rated")
    assert refused(right, CLERK, "rectify").reason == "NOTHING_TO_RECTIFY"
    assert act(right, CLERK, "archive")["archived_on"] == "2026-11-24"
    for level in (0, 6):
        assert refused(a_case(state="delivered"), BUSINESS, "rate", level=level).reason == "LEVEL_INVALID"


def test_a_bad_rating_is_answered_even_after_the_case_was_reopened() -> None:
    rated = act(a_case(state="delivered", decided_on="2026-11-20"), BUSINESS, "rate", level=1)
    again = {**act(rated, CLERK, "reopen"), "state": "delivered"}
    assert refused(again, BUSINESS, "rate").reason == "ALREADY_RATED"
    assert act(act(again, CLERK, "rectify"), CLERK, "archive")["state"] == "archived"


def test_a_good_rating_asks_for_nothing() -> None:
    assert refused(act(a_case(state="delivered"), BUSINESS, "rate"), CLERK, "rectify").reason == "NOTHING_TO_RECTIFY"


def test_a_reopened_case_keeps_its_old_decision() -> None:
    denied = act(in_review(), APPROVER, "decide", outcome="denied", notice="n-9")
    reopened = act(denied, CLERK, "reopen")
    assert (reopened["state"], reopened["outcome"], reopened["decided_on"]) == ("in_review", "", "")
    told = {"outcome": "denied", "decided_on": "2026-11-24", "decision": "n-9", "instrument_on": "2026-11-24"}
    assert told.items() <= reopened["rounds"][0].items()
    assert act(reopened, APPROVER, "decide")["outcome"] == "granted"
    assert refused(denied, CLERK, "reopen", instrument="").reason == "REASON_REQUIRED"
    assert refused(denied, CLERK, "reopen", organ=" ").reason == "REASON_REQUIRED"
    for day in ("2026-11-23", "2026-11-25"):
        assert refused(denied, CLERK, "reopen", date=day).reason == "OUT_OF_RANGE"


def test_a_late_document_changes_no_state() -> None:
    after = act(a_case(state="closed"), BUSINESS, "add_document")
    assert (after["state"], after["late"][0]["filing"]) == ("closed", "f4")
    assert refused(a_case(state="closed"), BUSINESS, "add_document", given=[]).reason == "REQUIRED"


def test_a_card_is_raised_once_and_answered_or_annulled() -> None:
    head = act(a_case(state="received"), SYSTEM, "raise_card")
    assert refused(head, SYSTEM, "raise_card").reason == "CARD_KNOWN"
    answered = act(head, CLERK, "answer_card")
    assert answered["cards"][0]["answered_on"] == "2026-11-24"
    assert refused(answered, CLERK, "answer_card").reason == "NO_CARD"
    assert refused(head, CLERK, "answer_card", reason="").reason == "REASON_REQUIRED"


def test_trap10_a_case_keeps_the_effects_in_force_at_its_receipt() -> None:
    old = in_review(effects={**effects.pinned("XK", {}), "extension_days": 7})
    assert act(old, APPROVER, "extend")["extension"]["days"] == 7
