"""Art. 38: who refuses a licence says where to appeal, also where the window's district is not one we know."""

import json
from typing import Any

from services.kit.identity import Caller
from services.kit.lifecycle import GENESIS, Entry, chained
from services.workflow.service.views import entry_messages
from tests.workflow.lives import AT, CLERK, a_case, act, refused

OURS = {"review_organ": "宁波市人民政府", "court": "宁波市中级人民法院", "review_days": 60, "suit_months": 6}


def test_a_licence_of_an_unknown_district_is_refused_with_the_remedies_that_are_told() -> None:
    told = a_case("XK", "received", station="330299001")
    assert refused(told, CLERK, "refuse").reason == "REMEDIES_REQUIRED"
    assert refused(told, CLERK, "refuse", remedies={"court": "宁波市中级人民法院"}).reason == "REMEDIES_REQUIRED"
    assert act(told, CLERK, "refuse", remedies=OURS)["state"] == "not_accepted"


def shown(who: Caller) -> list[int]:
    rows: list[dict[str, Any]] = []
    for n, action in enumerate(("file", "raise_card", "receive", "answer_card"), 1):
        body = Entry(n, AT, "x", "clerk", action, f"r-{n}", "received", {}).body()
        rows.append({"n": n, "body": body, "hash": chained(rows[-1]["hash"] if rows else GENESIS, body)})
    return [entry.n for entry in entry_messages({"history": json.loads(json.dumps(rows))}, who)]


def test_the_history_shows_cards_to_those_who_handle_the_case_only() -> None:
    assert shown(CLERK) == [1, 2, 3, 4]
    assert shown(Caller(subject="b", roles=frozenset({"enterprise"}))) == [1, 3]
    assert shown(Caller(subject="d", roles=frozenset({"department"}))) == [1, 3]
