"""What a domain finds in a filing reaches both sides, when the domain is there, and holds nothing up when it is not."""

import signal
from typing import Any

import pytest

from deploy.engines.stack import Stack, until
from tests.system.people import People

pytestmark = pytest.mark.system
EXPIRED = {"path": "form/references/0/valid_until", "reason": "CERTIFICATE_EXPIRED", "level": "wrong"}


def with_an_old_reference(people: People) -> Any:
    form = people.item("M-04")["example"]
    references = [{**form["references"][0], "valid_until": "2020-05-18"}, *form["references"][1:]]
    return people.file("business2", "M-04", form={**form, "references": references})


def await_finding(people: People, no: str) -> None:
    until(lambda: EXPIRED in people.get("clerk", f"/api/cases/{no}")["findings"], 30, "nothing is found")
    assert EXPIRED in people.get("business2", f"/api/cases/{no}")["findings"]


def test_a_domains_findings_are_seen_by_both_sides(people: People) -> None:
    case = with_an_old_reference(people)
    await_finding(people, case["no"])
    assert people.get("clerk", f"/api/cases/{case['no']}")["revision"] == 1
    sound = people.file("business2", "M-04")
    people.move("clerk", sound["no"], "receive")
    assert people.get("clerk", f"/api/cases/{sound['no']}")["findings"] == []


def test_a_domain_that_is_away_holds_nothing_up_and_its_findings_come_later(stack: Stack, people: People) -> None:
    people.item("M-04")
    stack.kill("metrology", signal.SIGSTOP)
    try:
        case = with_an_old_reference(people)
        received = people.move("clerk", case["no"], "receive")
        assert received["findings"] == []
    finally:
        stack.kill("metrology", signal.SIGCONT)
    await_finding(people, case["no"])
    assert people.move("clerk", case["no"], "accept")["state"] == "accepted"
