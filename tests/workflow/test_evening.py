"""What the days of a case say when the window works after hours, and when a form that names a day is corrected."""

import pytest

from services.workflow.rules import lifecycle
from tests.workflow.lives import BUSINESS, CLERK, a_case, act, on

EVENING = on("2026-11-24", hour=18)  # counts as received on the 25th


@pytest.mark.parametrize("action", ["accept", "accept_with_promise"])
def test_what_is_accepted_in_the_evening_was_received_in_the_evening(action: str) -> None:
    """Invariant (ii): no day of a case lies before the one it follows from."""
    owed = ["photo"] if action == "accept_with_promise" else []
    head = act(a_case(state="received", received_on="2026-11-25", promisable=owed), CLERK, action, EVENING)
    assert (head["received_on"], head["accepted_on"]) == ("2026-11-24", "2026-11-24")


def test_what_is_accepted_later_keeps_the_day_of_its_receipt() -> None:
    head = act(a_case(state="received"), CLERK, "accept", on("2026-11-26"))
    assert (head["received_on"], head["accepted_on"]) == ("2026-11-24", "2026-11-26")


def test_an_answer_on_the_spot_in_the_evening_has_its_days_in_order() -> None:
    head = act(a_case(instant=True, received_on="2026-11-25"), CLERK, "complete_on_spot", EVENING)
    days = [head[name] for name in ("received_on", "accepted_on", "decided_on", "closed_on", "delivered_on")]
    assert days == sorted(days)


@pytest.mark.parametrize(
    ("action", "state", "who"), [("correct_on_spot", "received", CLERK), ("resubmit", "correction", BUSINESS)]
)
def test_a_part_waits_for_the_day_that_the_corrected_form_names(action: str, state: str, who: object) -> None:
    """X-09: credit repair may be asked for from a day of the penalty that the form tells."""
    told = a_case(state=state, items=("X-09", "M-03"), corrections=[{"on": "2026-11-24", "missing": []}])
    told["parts"][0]["opens_on"] = "2027-01-10"
    head = act(told, who, action, opens_on={"X-09": "2027-07-10"})  # type: ignore[arg-type]
    assert [part.get("opens_on") for part in head["parts"]] == ["2027-07-10", None]


def test_cards_are_entries_of_their_own() -> None:
    assert set(lifecycle.OF_CARDS) == {action for action in lifecycle.ACTIONS if action.endswith("_card")}
