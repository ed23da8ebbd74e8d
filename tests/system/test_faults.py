"""What happens when something is away for a while."""

import signal
import time
import uuid
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from deploy.engines.stack import Stack
from tests.system import proxy
from tests.system.people import People

pytestmark = pytest.mark.system
FILINGS = 50


def test_a_domain_may_be_away_while_filings_are_accepted_and_dispatched(stack: Stack, people: People) -> None:
    """design.md §4: filing, receiving and accepting never call a domain."""
    people.item("R-02")
    stack.kill("certification", signal.SIGSTOP)
    try:
        numbers = [people.accepted("R-02")["no"] for _ in range(FILINGS)]
    finally:
        stack.kill("certification", signal.SIGCONT)
    deadline = time.monotonic() + 90
    while time.monotonic() < deadline:
        cases = [people.get("clerk", f"/api/cases/{no}") for no in numbers]
        if all(case["parts"][0]["arrived_at"] for case in cases):
            break
        time.sleep(1)
    assert all(case["parts"][0]["arrived_at"] for case in cases)
    assert [case["revision"] for case in cases] == [6] * FILINGS


@pytest.fixture
def hanging_up(stack: Stack, people: People) -> Iterator["Deaf"]:
    """The same people behind a proxy that can hang up on them."""
    people.item("M-03")
    with proxy.before(stack.status["gateway"]) as line:
        folk = Deaf(line, stack.status["issuer"])
        yield folk
        folk.close()


class Deaf(People):
    """People who never hear the first answer to what they ask for, and ask again in the same words."""

    def __init__(self, line: proxy.Proxy, issuer: str) -> None:
        super().__init__(line.address, issuer)
        self.http.headers["Connection"] = "close"
        self.line = line

    def insist(self, path: str, **given: Any) -> Any:
        """The second answer, which is that to the first request."""
        headers = {"Idempotency-Key": str(uuid.uuid4()), **given.pop("headers", {})}
        self.line.dropping = True
        with pytest.raises(httpx.RemoteProtocolError):
            self.ask("clerk", "POST", path, headers=headers, **given)
        self.line.dropping = False
        answer = self.ask("clerk", "POST", path, headers=headers, **given)
        assert answer.is_success, answer.text
        return answer.json()


def test_actions_whose_answers_are_lost_are_done_once(people: People, hanging_up: Deaf) -> None:
    """design.md §4: a lost answer is never a false 412."""
    cases = [hanging_up.insist("/api/cases", json=people.filing("clerk", "M-03")) for _ in range(FILINGS)]
    for action, revision in (("receive", 1), ("accept", 2)):
        for case in cases:
            path = f"/api/cases/{case['no']}/actions/{action}"
            moved = hanging_up.insist(path, json={}, headers={"If-Match": f'"{revision}"'})
            assert moved["revision"] == revision + 1
    assert hanging_up.line.dropped == 3 * FILINGS
    histories = [people.get("clerk", f"/api/cases/{case['no']}/history")["entries"] for case in cases]
    assert len({case["no"] for case in cases}) == FILINGS
    assert [[entry["action"] for entry in entries] for entries in histories] == [
        ["file", "receive", "accept"]
    ] * FILINGS
