"""Messages on the real engines: the inbox, preferences, SMS to a file, each entry told once."""

import json
import time
import uuid
from typing import Any

import pytest

from deploy.engines.stack import Stack
from tests.system.people import People

pytestmark = pytest.mark.system


def inbox(people: People, name: str, no: str, events: list[str]) -> list[Any]:
    """The messages of a case, oldest first, once the expected ones are there."""
    deadline = time.monotonic() + 30
    while True:
        found = [one for one in people.get(name, "/api/messages", limit=200)["messages"] if one["case_no"] == no]
        if [one["event"] for one in reversed(found)] == events or time.monotonic() > deadline:
            assert [one["event"] for one in reversed(found)] == events
            return found[::-1]
        time.sleep(0.2)


def test_an_enterprise_is_told_of_its_case_once_each(people: People) -> None:
    case = people.accepted("M-03")
    people.work(case["no"])
    people.move("approver", case["no"], "decide", outcome="done", reason="完成")
    people.move("clerk", case["no"], "close")
    told = inbox(people, "business2", case["no"], ["filed", "accepted", "closed"])
    assert case["no"] in told[0]["zh"]
    assert "办成" in told[2]["zh"]
    assert [one["read"] for one in told] == [False] * 3
    seen = people.ask("business2", "POST", "/api/messages/read", json={"ids": [told[0]["id"]]})
    assert seen.status_code == 200
    again = inbox(people, "business2", case["no"], ["filed", "accepted", "closed"])
    assert [one["read"] for one in again] == [True, False, False]


def test_others_see_and_mark_none_of_it(people: People) -> None:
    case = people.file("business2", "M-03")
    (filed,) = inbox(people, "business2", case["no"], ["filed"])
    assert not [one for one in people.get("business", "/api/messages")["messages"] if one["case_no"] == case["no"]]
    people.ask("business", "POST", "/api/messages/read", json={"ids": [filed["id"]]})
    (still,) = inbox(people, "business2", case["no"], ["filed"])
    assert not still["read"]
    for name, status in (("clerk", 403), ("metrology", 403), ("", 401)):
        assert people.ask(name, "GET", "/api/messages").status_code == status
        assert people.ask(name, "GET", "/api/messages/preferences").status_code == status
    assert people.ask("business2", "GET", "/api/messages/failures").status_code == 403
    assert people.get("clerk", "/api/messages/failures")["deliveries"] == []


def test_a_member_chooses_and_what_must_be_told_is_told(people: People, stack: Stack) -> None:
    phone = f"0000-{uuid.uuid4().int % 10**8:08d}"
    wish = {"phone": phone, "channels": ["sms"], "off": ["filed", "accepted"]}
    refused = people.ask("business", "PUT", "/api/messages/preferences", json={**wish, "off": ["correction"]})
    assert (refused.status_code, refused.json()["reason"]) == (422, "EVENT_INVALID")
    assert people.ask("business", "PUT", "/api/messages/preferences", json=wish).status_code == 200
    assert people.get("business", "/api/messages/preferences")["off"] == ["filed", "accepted"]
    case = people.file("business", "M-03", complete=False)
    people.move("clerk", case["no"], "receive")
    missing = [{"material": name, "reason": "请补交"} for name in _missing(people, case["no"])]
    people.move("clerk", case["no"], "request_correction", missing=missing)
    inbox(people, "business", case["no"], ["filed", "correction"])
    assert _sms(stack, phone, case["no"]) == ["correction"]


def _missing(people: People, no: str) -> list[str]:
    findings = people.get("clerk", f"/api/cases/{no}")["findings"]
    return [one["path"].rpartition("/")[2] for one in findings if one["level"] == "missing"]


def _sms(stack: Stack, phone: str, no: str) -> list[str]:
    """The events of a case that reached a telephone, once one has."""
    file, deadline = stack.folder.root / "state" / "sms.jsonl", time.monotonic() + 30
    while time.monotonic() < deadline:
        lines = [json.loads(line) for line in file.read_text().splitlines()] if file.exists() else []
        found = [line for line in lines if line["to"] == phone and no in line["key"]]
        if found:
            return ["correction" if "补正" in line["text"] else line["text"] for line in found]
        time.sleep(0.2)
    raise AssertionError("no SMS arrived")
