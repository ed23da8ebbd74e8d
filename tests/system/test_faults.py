"""What happens when something is away for a while."""

import signal
import time

import pytest

from deploy.engines.stack import Stack
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
