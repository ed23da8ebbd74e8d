"""A licence's whole life on the real engines: every turn that the law knows, from the correction to the archive."""

import uuid
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest

from deploy.engines.stack import Stack, until
from services.kit.clock import SHANGHAI, move
from tests.system.people import People

pytestmark = pytest.mark.system


def refused(people: People, who: str, no: str, action: str, **said: Any) -> tuple[int, str]:
    """What stands in the way of an action."""
    answer = people.act(who, no, action, **said)
    return answer.status_code, answer.json()["reason"]


def test_a_licence_lives_its_whole_life(people: People) -> None:
    case = people.file("business2", "M-06", complete=False)
    no = case["no"]
    corrected(people, case)
    reviewed(people, no)
    decided_twice(people, no)
    rated_and_archived(people, no, case["missing"][0])
    history = people.get("clerk", f"/api/cases/{no}/history")["entries"]
    assert [entry["n"] for entry in history] == list(range(1, len(history) + 1))
    assert "等得太久" not in str(history)


def corrected(people: People, case: Any) -> None:
    """Told once of everything, answered, accepted with a promise that is kept."""
    no = case["no"]
    people.move("clerk", no, "receive")
    asked = [{"material": code, "reason": "没有交"} for code in case["missing"]]
    assert refused(people, "clerk", no, "request_correction", missing=asked[:1]) == (422, "NOTICE_INCOMPLETE")
    both = [*asked, *({"material": code, "reason": "没有交"} for code in case["promisable"])]
    notified = people.move("clerk", no, "request_correction", missing=both)
    assert (notified["state"], notified["notices"][0]["data"]["missing"]) == ("correction", both)
    assert refused(people, "clerk", no, "request_correction", missing=both) == (409, "ALREADY_NOTIFIED")

    files = [people.give("business2", "M-06", code) for code in case["missing"]]
    resubmitted = people.move("business2", no, "resubmit", materials=files)
    assert (resubmitted["state"], resubmitted["missing"], len(resubmitted["materials"])) == ("received", [], len(files))

    by = people.item("M-06")["promised_days"] and resubmitted["received_on"]
    promises = [{"material": code, "by": by} for code in resubmitted["promisable"]]
    accepted = people.move("clerk", no, "accept_with_promise", promises=promises)
    assert accepted["state"] == "accepted"
    late = [people.give("business2", "M-06", row["material"]) for row in promises]
    kept = people.move("business2", no, "keep_promise", materials=late)
    assert all(promise["kept_on"] for promise in kept["promises"])


def reviewed(people: People, no: str) -> None:
    """Worked on, stopped for experts, extended once."""
    people.move("clerk", no, "dispatch")
    people.work(no)
    special = {"type": "expert_review", "days_needed": 30, "basis": "行政许可法第四十五条"}
    people.move("clerk", no, "start_special", **special)
    assert refused(people, "approver", no, "decide", outcome="granted") == (409, "SPECIAL_RUNNING")
    people.move("clerk", no, "end_special")
    assert refused(people, "clerk", no, "extend", reason="材料多") == (403, "FORBIDDEN")
    assert people.move("approver", no, "extend", reason="材料多")["extension"]["days"] == 10
    assert refused(people, "approver", no, "extend", reason="材料多") == (409, "ALREADY_EXTENDED")


def decided_twice(people: People, no: str) -> None:
    """Denied with its remedies, reopened by an instrument, granted and delivered."""
    assert refused(people, "approver", no, "decide", outcome="denied") == (422, "REASON_REQUIRED")
    denied = people.move("approver", no, "decide", outcome="denied", reason="不符合建标要求")
    assert denied["notices"][-1]["data"]["remedies"]["court"] == "海曙区人民法院"
    instrument = {"instrument": "海政复〔2026〕1号", "organ": "海曙区人民政府", "date": denied["decided_on"]}
    reopened = people.move("approver", no, "reopen", **instrument)
    assert (reopened["state"], reopened["rounds"][0]["outcome"]) == ("in_review", "denied")
    people.move("approver", no, "decide", outcome="granted", reason="复议后准予")
    people.move("clerk", no, "close")
    people.move("clerk", no, "deliver", means="window", receiver="宋某")


def rated_and_archived(people: People, no: str, material: str) -> None:
    """Rated badly, put right, a late paper, and then nothing more."""
    assert refused(people, "clerk", no, "rate", level=5) == (403, "FORBIDDEN")
    rated = people.move("business2", no, "rate", level=2, comment="等得太久")
    assert (rated["rating"]["comment"], rated["actions"]) == ("等得太久", ["add_document"])
    assert refused(people, "business2", no, "rate", level=5) == (409, "ALREADY_RATED")
    assert refused(people, "clerk", no, "archive") == (409, "RECTIFICATION_OPEN")
    people.move("clerk", no, "rectify", measure="已当面说明并缩短流程")
    paper = people.give("business2", "M-06", material)
    people.move("business2", no, "add_document", materials=[paper])
    archived = people.move("clerk", no, "archive")
    assert (archived["state"], archived["actions"]) == ("archived", [])
    assert refused(people, "clerk", no, "rectify", measure="再改") == (409, "ARCHIVED")


def test_an_instant_item_is_done_at_the_window(people: People) -> None:
    case = people.file("clerk", "B-01")
    done = people.move("clerk", case["no"], "complete_on_spot", answer="现行标准为 GB 4706.1")
    assert (done["state"], done["outcome"], done["notices"][0]["text"]) == ("delivered", "done", "现行标准为 GB 4706.1")
    assert {part["state"] for part in done["parts"]} == {"cancelled"}
    rating = f"/api/progress/{case['no']}/rating"
    said = {"key": case["query_key"], "level": 2, "comment": "指错了窗口"}
    assert people.ask("", "POST", rating, json={**said, "key": "AAAAAAAAA"}).json()["reason"] == "NOT_FOUND"
    assert people.ask("", "POST", rating, json=said).json()["state"] == "rated"
    assert people.ask("", "POST", rating, json={**said, "level": 5}).json()["reason"] == "ALREADY_RATED"
    assert people.get("clerk", f"/api/cases/{case['no']}")["rating"]["comment"] == "指错了窗口"


def test_an_accepted_case_is_withdrawn_and_its_part_with_it(people: People) -> None:
    case = people.accepted("M-03")
    people.await_arrival(case["no"])
    ended = people.move("business2", case["no"], "withdraw")
    assert (ended["state"], ended["parts"][0]["state"]) == ("terminated", "cancelled")
    follower = people.file("business2", "M-03", key=str(uuid.uuid4()), follows=case["no"])
    assert follower["follows"] == case["no"]


def test_what_a_colleague_works_on_is_left_alone(people: People) -> None:
    no = people.file("business2", "M-03")["no"]
    claimed = people.move("clerk", f"{no}/desk", "claim")
    assert claimed["claim"]["by"] == "clerk"
    assert refused(people, "clerk3", f"{no}/desk", "claim") == (409, "CLAIMED_BY_OTHER")
    assert refused(people, "clerk3", no, "receive") == (409, "CLAIMED_BY_OTHER")
    assert refused(people, "clerk2", f"{no}/desk", "claim", tag='"1"') == (404, "NOT_FOUND")
    people.move("clerk", f"{no}/desk", "save", ticks=[{"material": "order", "verdict": "right"}], parked="待电话")
    people.move("clerk", f"{no}/desk", "transfer", to="clerk3")
    assert people.move("clerk3", no, "receive")["state"] == "received"
    released = people.move("clerk3", f"{no}/desk", "release")
    assert (released["claim"], released["parked"], released["revision"]) == (None, "待电话", 5)


def test_many_filings_are_received_with_a_result_each(people: People) -> None:
    cases = [people.file("business2", "M-03") for _ in range(3)]
    people.move("clerk", cases[1]["no"], "receive")
    body = {"cases": [{"no": case["no"], "revision": case["revision"]} for case in cases]}
    results = people.ask("clerk", "POST", "/api/cases/bulk/receive", json=body).json()["results"]
    assert [(one["status"], one["reason"], one["state"]) for one in results] == [
        (200, None, "received"),
        (412, "STALE_REVISION", None),
        (200, None, "received"),
    ]


def test_one_part_goes_back_is_handed_over_referred_and_reported(people: People) -> None:
    case = people.accepted("R-03")
    people.work(case["no"])
    part = f"{case['no']}.R-03"
    people.move("clerk", case["no"], "send_part", part=part, reason="结论不清")
    people.await_arrival(case["no"])
    assert people.get("certification", f"/api/cases/{case['no']}")["parts"][0]["remark"] == "结论不清"
    people.move("certification", part, "take", kind="parts")
    people.move("certification", part, "hand_over", kind="parts", unit="330206", reason="属地办理")
    people.move("certification", part, "take", kind="parts")
    away = people.move("certification", part, "refer", kind="parts", organ="customs", number="甬关〔2026〕7号")
    assert (away["state"], away["unit"], away["organ"]) == ("referred", "330206", "customs")
    people.move("certification", part, "report_back", kind="parts", result="done", summary="海关已答复")
    people.work(case["no"])
    assert people.get("clerk", f"/api/cases/{case['no']}")["parts"][0]["number"] == "甬关〔2026〕7号"


def test_who_stands_in_goes_on_with_what_somebody_on_leave_has_claimed(people: People) -> None:
    no = people.file("business2", "M-03")["no"]
    day = people.get("clerk", f"/api/cases/{no}")["received_on"]
    people.move("clerk", f"{no}/desk", "claim")
    leave = {"to": "clerk3", "first_day": "2026-01-01", "last_day": "2099-12-31"}
    assert people.ask("clerk", "PUT", "/api/delegations", json=leave).status_code == 200
    given = people.get("clerk3", "/api/delegations")["delegations"]
    assert [(one["from_account"], one["to_account"]) for one in given] == [("clerk", "clerk3")]
    assert people.move("clerk3", no, "receive")["received_on"] == day
    assert people.ask("clerk", "PUT", "/api/delegations", json={**leave, "last_day": "2026-01-01"}).status_code == 200
    assert refused(people, "clerk3", no, "accept") == (409, "CLAIMED_BY_OTHER")
    people.move("clerk", f"{no}/desk", "release")


def test_x09_a_part_is_sent_on_its_day(stack: Stack, people: People) -> None:
    """domain.md §3: credit repair only after the time of publication."""
    clock = Path(stack.env_for("workflow")["QI_CLOCK_FILE"])
    opens_on = (datetime.now(SHANGHAI) + timedelta(days=3)).date()
    example = people.item("X-09")["example"]
    form = {**example, "x_02": {**example["x_02"], "earliest_on": opens_on.isoformat()}}
    case = people.file("business2", "X-09", form=form)
    for action in ("receive", "accept", "dispatch"):
        people.move("clerk", case["no"], action)

    def parts() -> dict[str, Any]:
        told = people.get("clerk", f"/api/cases/{case['no']}")["parts"]
        for part in told:
            if part["state"] == "dispatched" and part["arrived_at"] and part["item"] != "X-02":
                people._finish(part, "done")
        return {part["item"]: part for part in told}

    until(lambda: {parts()[code]["state"] for code in ("J-04", "X-01")} == {"finished"}, 60, "not finished")
    assert (parts()["X-02"]["state"], parts()["X-02"]["opens_on"]) == ("waiting", opens_on.isoformat())
    move(clock, datetime.combine(opens_on, time(9), SHANGHAI))
    try:
        until(lambda: parts()["X-02"]["state"] == "dispatched", 60, "not sent on its day")
    finally:
        clock.unlink(missing_ok=True)
