"""The lines of the licence law that a system can enforce (domain.md 4.1, L1–L18), and the traps of §15 about cases."""

from typing import Any

import pytest
from qi.workflow.v1 import workflow_service_pb2 as pb

from services.kit.errors import Malformed, WrongState
from services.kit.lifecycle import Head, actions
from services.workflow.rules import effects, lifecycle
from services.workflow.service.filing import judged
from tests.workflow.lives import (
    APPROVER,
    BUSINESS,
    CLERK,
    SYSTEM,
    TODAY,
    a_case,
    act,
    finished,
    on,
    ready,
    refused,
)


def received(kind: str = "XK", **more: Any) -> Head:
    return a_case(kind, "received", **more)


def notified(**more: Any) -> Head:
    """A licence's filing that lacked its order, after the one-time notice."""
    return act(received(missing=["order"], **more), CLERK, "request_correction")


def again(head: Head, *given: str) -> Head:
    """Resubmitted with some materials."""
    left = [code for code in head["missing"] if code not in given]
    return act(head, BUSINESS, "resubmit", given=list(given), missing=left)


# L1, art. 32(1)(2)


def test_l1_refused_for_competence_names_the_organ() -> None:
    assert refused(received(), CLERK, "refuse", organ=" ").reason == "ORGAN_REQUIRED"
    assert act(received(), CLERK, "refuse")["state"] == "not_accepted"
    assert act(received(), CLERK, "refuse", ground="not_needed", organ="")["state"] == "not_accepted"


def test_l1_a_refusal_to_accept_says_why() -> None:
    assert refused(received(), CLERK, "refuse", reason=" ").reason == "REASON_REQUIRED"


def test_l13_a_licence_is_not_refused_without_saying_where_to_appeal() -> None:
    nowhere = {"station": "990000001"}
    assert refused(received(**nowhere), CLERK, "refuse").reason == "REMEDIES_REQUIRED"
    assert act(received("FW", **nowhere), CLERK, "refuse")["state"] == "not_accepted"


def test_a_receipt_is_shown_to_be_earlier_within_ten_working_days() -> None:
    """11-10 is the tenth working day before 11-24."""
    said = {"basis": "postmark", "reason": "邮戳"}
    head = a_case(received_on="2026-11-24")
    assert (
        act(head, CLERK, "receive", on("2026-11-24"), received_on="2026-11-10", **said)["received_on"] == "2026-11-10"
    )
    for day in ("2026-11-09", "1926-11-24"):
        refusal = refused(head, CLERK, "receive", on("2026-11-24"), received_on=day, **said)
        assert (refusal.reason, refusal.params["date"]) == ("RECEIVED_TOO_EARLY", "2026-11-10")


# L2, art. 32(3)


def test_l2_put_right_on_the_spot_changes_no_day() -> None:
    before = received(missing=["order"])
    after = act(before, CLERK, "correct_on_spot")
    assert (after["state"], after["missing"], after["received_on"]) == ("received", [], before["received_on"])
    assert "corrections" not in after


# L3 and L17, art. 32(4), trap 2


def test_l3_l17_a_notice_names_everything_that_is_missing() -> None:
    head = received(missing=["order"], promisable=["photo"])
    refusal = refused(head, CLERK, "request_correction")
    assert (type(refusal), refusal.reason, refusal.params["names"]) == (Malformed, "NOTICE_INCOMPLETE", "photo")
    both = [{"material": code, "reason": "没有交"} for code in ("order", "photo")]
    after = act(head, CLERK, "request_correction", missing=both)
    assert [row["material"] for row in after["corrections"][0]["missing"]] == ["order", "photo"]


def test_l3_a_notice_gives_reasons_that_the_history_does_not_hold() -> None:
    assert refused(received(), CLERK, "request_correction", missing=[]).reason == "REASON_REQUIRED"
    blank = [{"material": "order", "reason": " "}]
    assert refused(received(), CLERK, "request_correction", missing=blank).reason == "REASON_REQUIRED"
    assert "没有盖章" not in str(notified())


def test_l3_a_notice_names_materials_of_the_item() -> None:
    foreign = [{"material": "passport", "reason": "没有交"}]
    assert refused(received(), CLERK, "request_correction", missing=foreign).reason == "UNKNOWN_MATERIAL"


def test_l18_trap12_nobody_is_asked_for_what_the_city_holds() -> None:
    shared = pb.Material(code="licence", source="shared", necessity="required")
    item = pb.Item(code="M-04", materials=[shared, pb.Material(code="order", source="applicant", necessity="required")])
    assert judged(item, set())["missing"] == ["order"]
    asked = [{"material": code, "reason": "没有交"} for code in ("order", "licence")]
    head = received(missing=["order"], material_list=["order"])
    assert refused(head, CLERK, "request_correction", missing=asked).reason == "UNKNOWN_MATERIAL"


def test_l3_trap2_a_second_notice_is_refused() -> None:
    head = notified()
    assert refused(head, CLERK, "request_correction").reason == "ALREADY_NOTIFIED"  # while it is open
    later = again(head, "order")
    assert refused(later, CLERK, "request_correction").reason == "ALREADY_NOTIFIED"  # the same once more
    overlooked = [{"material": "photo", "reason": "模糊"}]
    refusal = refused(later, CLERK, "request_correction", missing=overlooked)
    assert (type(refusal), refusal.reason, refusal.params["date"]) == (WrongState, "ALREADY_NOTIFIED", "2026-11-24")
    assert "request_correction" not in actions(lifecycle.TABLE, again(head), CLERK)  # nothing new came in


def test_l3_a_new_defect_of_new_material_may_be_told() -> None:
    after = act(
        again(notified(), "order"), CLERK, "request_correction", missing=[{"material": "order", "reason": "是另一份"}]
    )
    assert (after["state"], len(after["corrections"])) == ("correction", 2)


def test_l3_the_receipt_begins_anew_when_the_correction_comes() -> None:
    after = act(notified(received_on="2026-11-18"), BUSINESS, "resubmit", on("2026-11-30"))
    assert (after["received_on"], after["corrections"][0]["resubmitted_on"]) == ("2026-11-30", "2026-11-30")


def test_l3_silence_accepts_a_licence_as_of_its_receipt() -> None:
    """Trap 1: the acceptance is back-dated, so part of the twenty days is already gone."""
    for state in ("filed", "received"):
        after = act(a_case("XK", state, received_on="2026-11-13"), SYSTEM, "deem_accepted", on("2026-11-23"))
        assert (after["state"], after["deemed"], after["accepted_on"]) == ("accepted", True, "2026-11-13")


def test_l3_a_filing_that_nobody_received_is_decided_like_any_other() -> None:
    head = a_case("XK", "filed")
    del head["receiver"]
    accepted = act(head, SYSTEM, "deem_accepted")
    assert act(finished({**accepted, "state": "in_review"}), APPROVER, "decide")["outcome"] == "granted"


@pytest.mark.parametrize("kind", ["BA", "FW", "bundle"])
def test_l3_trap9_silence_accepts_nothing_but_a_licence(kind: str) -> None:
    assert refused(a_case(kind, "received"), SYSTEM, "deem_accepted").reason == "NOT_DEEMED"


def test_x02_is_a_licence_without_acceptance_by_silence() -> None:
    """domain.md 4: effects are data of the item with the defaults of its kind."""
    head = a_case("XK", "received", effects=effects.pinned("XK", {"deemed": False}))
    assert refused(head, SYSTEM, "deem_accepted").reason == "NOT_DEEMED"
    assert effects.of(head)["remedies"]


def test_a_case_of_before_effects_were_pinned_has_those_of_its_kind() -> None:
    head = a_case("XK")
    del head["effects"]
    assert effects.of(head)["deemed"]


def test_l3_a_notice_after_the_fifth_day_comes_too_late() -> None:
    head = received(received_on="2026-11-13", missing=["order"])
    assert act(head, CLERK, "request_correction", on("2026-11-20"))["state"] == "correction"
    refusal = refused(head, CLERK, "request_correction", on("2026-11-23"))
    assert (refusal.reason, refusal.params) == ("NOTICE_TOO_LATE", {"date": "2026-11-20", "received": "2026-11-13"})
    service = received("FW", received_on="2026-11-13", missing=["order"])
    assert act(service, CLERK, "request_correction", on("2026-11-23"))["state"] == "correction"


def test_l3_a_correction_that_never_comes_ends_the_case() -> None:
    after = act(notified(), SYSTEM, "lapse")
    assert (after["state"], after["withdrawn_on"]) == ("withdrawn", "2026-11-24")


# L4, art. 32(5)


def test_l4_what_is_complete_is_accepted_today() -> None:
    after = act(received(), CLERK, "accept")
    assert (after["state"], after["accepted_on"], after["deemed"]) == ("accepted", "2026-11-24", False)
    assert refused(received(missing=["order"]), CLERK, "accept").reason == "NOT_COMPLETE"


def test_what_is_missing_may_be_promised_up_to_the_promised_day() -> None:
    head = received("FW", promisable=["photo"])
    last = TODAY.after(10)
    late = [{"material": "photo", "by": "2026-12-09"}]
    refusal = refused(head, CLERK, "accept_with_promise", promises=late)
    assert (refusal.reason, refusal.params["date"], last) == ("PROMISE_TOO_LATE", "2026-12-08", "2026-12-08")
    after = act(head, CLERK, "accept_with_promise", promises=[{"material": "photo", "by": last}])
    assert after["promises"] == [{"material": "photo", "by": last}]
    kept = act(after, BUSINESS, "keep_promise")
    assert kept["promises"] == [{"material": "photo", "by": last, "kept_on": "2026-11-24"}]
    assert refused(kept, BUSINESS, "keep_promise").reason == "NOTHING_PROMISED"


@pytest.mark.parametrize("material", ["order", "photo2"])
def test_only_what_may_be_promised_is(material: str) -> None:
    assert refused(received(missing=["order"]), CLERK, "accept_with_promise").reason == "PROMISE_NOT_ALLOWED"
    head = received(promisable=["photo"])
    promises = [{"material": material, "by": "2026-11-30"}]
    assert refused(head, CLERK, "accept_with_promise", promises=promises).reason == "PROMISE_NOT_ALLOWED"
    assert refused(received(), CLERK, "accept_with_promise").reason == "NOTHING_TO_PROMISE"


def test_everything_missing_is_promised_or_nothing() -> None:
    head = received(promisable=["photo", "order"])
    assert refused(head, CLERK, "accept_with_promise").reason == "NOT_COMPLETE"
    past = [{"material": code, "by": "2026-11-23"} for code in ("photo", "order")]
    assert refused(head, CLERK, "accept_with_promise", promises=past).reason == "PROMISE_TOO_LATE"


def test_a_material_is_promised_once() -> None:
    twice = [{"material": "photo", "by": day} for day in ("2026-11-30", "2026-12-01")]
    refusal = refused(received("FW", promisable=["photo"]), CLERK, "accept_with_promise", promises=twice)
    assert isinstance(refusal, Malformed)
    assert [(fault.path, fault.reason) for fault in refusal.fields] == [("promises/1/material", "DUPLICATE")]


def test_a_missed_promise_is_marked_and_may_end_the_case() -> None:
    head = act(ready("keep_promise", "in_review"), SYSTEM, "miss_promise", on("2026-12-01"))
    assert head["promises"][0]["missed_on"] == "2026-12-01"
    assert refused(head, SYSTEM, "miss_promise").reason == "NOTHING_PROMISED"
    assert act(head, APPROVER, "terminate")["state"] == "terminated"


# L15 and 4.4


@pytest.mark.parametrize(
    ("day", "hour", "counts_as"),
    [
        ("2026-11-24", 16, "2026-11-24"),
        ("2026-11-24", 17, "2026-11-25"),
        ("2026-11-27", 17, "2026-11-30"),
        ("2026-11-28", 10, "2026-11-30"),
        ("2026-10-01", 10, "2026-10-08"),
        ("2026-10-10", 10, "2026-10-10"),
    ],
)
def test_l15_what_arrives_after_five_or_on_a_day_of_rest_counts_from_the_next_working_day(
    day: str, hour: int, counts_as: str
) -> None:
    after = act(notified(), BUSINESS, "resubmit", on(day, hour))
    assert after["received_on"] == counts_as


def test_a_clerk_shows_an_earlier_receipt_with_a_reason_never_a_later_one() -> None:
    """4.3, arrival: the basis of a receipt is part of it."""
    head = a_case(received_on="2026-11-24")
    said: dict[str, Any] = {"received_on": "2026-11-20", "basis": "postmark", "reason": "邮戳"}
    after = act(head, CLERK, "receive", **said)
    assert (after["received_on"], after["received_basis"]) == ("2026-11-20", "postmark")
    assert act(head, CLERK, "receive", **{**said, "received_on": "2026-11-21"})["received_on"] == "2026-11-23"
    assert refused(head, CLERK, "receive", **{**said, "reason": ""}).reason == "REASON_REQUIRED"
    assert refused(head, CLERK, "receive", **{**said, "received_on": "2026-11-25"}).reason == "RECEIVED_LATER"
    assert refused(head, CLERK, "receive", **{**said, "received_on": "20261120x"}).reason == "DAY_INVALID"
    assert act(head, CLERK, "receive")["received_on"] == "2026-11-24"
