"""A desk: claimed, run out, released, transferred, stood in for."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from services.kit.errors import Malformed, WrongState
from services.kit.lifecycle import Head
from services.workflow.rules import desk

NOW = datetime(2026, 11, 24, 8, tzinfo=UTC)
LATER = NOW + timedelta(minutes=29)
SAVED: dict[str, Any] = {"ticks": [{"material": "order", "verdict": "wrong"}], "parked": "请补盖章"}


def act(told: Head, who: str, action: str, at: datetime = NOW, stands_in: tuple[str, ...] = (), **said: Any) -> Head:
    return desk.changed(action, told, who, stands_in, at, said)


def test_a_claim_holds_for_half_an_hour_and_is_renewed() -> None:
    claimed = act({}, "clerk", "claim")
    assert desk.holder(claimed, LATER) == "clerk"
    assert desk.holder(claimed, NOW + desk.CLAIM) == ""
    assert desk.holder(act(claimed, "clerk", "claim", LATER), NOW + desk.CLAIM) == "clerk"


@pytest.mark.parametrize("action", desk.CHANGES)
def test_what_a_colleague_works_on_is_left_alone(action: str) -> None:
    with pytest.raises(WrongState, match="CLAIMED_BY_OTHER") as refused:
        act(act({}, "clerk", "claim"), "clerk3", action, LATER)
    assert refused.value.params == {"who": "clerk", "min": "2"}


def test_a_claim_that_has_run_out_stops_nobody() -> None:
    assert act(act({}, "clerk", "claim"), "clerk3", "claim", NOW + desk.CLAIM)["claim"]["by"] == "clerk3"


def test_who_stands_in_goes_on() -> None:
    claimed = act({}, "clerk", "claim")
    assert act(claimed, "clerk3", "claim", LATER, ("clerk",))["claim"]["by"] == "clerk3"


def test_a_claim_is_released_and_transferred() -> None:
    claimed = act({}, "clerk", "claim")
    assert desk.holder(act(claimed, "clerk", "release"), NOW) == ""
    assert desk.holder(act(claimed, "clerk", "transfer", to="clerk3"), LATER) == "clerk3"
    with pytest.raises(Malformed, match="REQUIRED"):
        act(claimed, "clerk", "transfer", to=" ")


def test_ticks_text_and_contacts_are_kept() -> None:
    saved = act({}, "clerk", "save", **SAVED)
    assert (saved["ticks"], saved["parked"]) == (SAVED["ticks"], SAVED["parked"])
    logged = act(act(saved, "clerk", "log", means="phone", text="一"), "clerk", "log", means="visit", text="二")
    assert [contact["text"] for contact in logged["contacts"]] == ["一", "二"]
    with pytest.raises(Malformed, match="VERDICT_INVALID"):
        act({}, "clerk", "save", ticks=[{"material": "order", "verdict": "perhaps"}], parked="")
    with pytest.raises(Malformed, match="MEANS_INVALID"):
        act({}, "clerk", "log", means="pigeon", text="一")
    with pytest.raises(Malformed, match="REQUIRED"):
        act({}, "clerk", "log", means="phone", text=" ")
