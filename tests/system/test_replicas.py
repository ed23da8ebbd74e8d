"""Two processes of the window at once: racing for the same cases, and one of them stopped for a minute."""

import signal
import time
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest

from deploy.engines.stack import Stack, until
from tests.system import records
from tests.system.people import People
from tests.system.replica import beside

pytestmark = pytest.mark.system
PAUSE_SECONDS = 60  # longer than a consumer may be silent, so that its partitions go to the other process
RACES = 25


@pytest.fixture(scope="module")
def others(stack: Stack, people: People) -> Iterator[People]:
    """The same people at a second gateway, which calls a second workflow process."""
    people.item("M-03")
    with beside(stack) as address:
        folk = People(address, stack.status["issuer"])
        yield folk
        folk.close()


def post(folk: People, path: str, key: str, body: Any = None, tag: str = "") -> httpx.Response:
    headers = {"Idempotency-Key": key, **({"If-Match": tag} if tag else {})}
    return folk.ask("clerk", "POST", path, json=body or {}, headers=headers)


def at_once(people: People, others: People, path: str, keys: tuple[str, str], **given: Any) -> list[httpx.Response]:
    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(lambda folk, key: post(folk, path, key, **given), (people, others), keys))


def test_of_two_who_act_at_once_one_wins(people: People, others: People) -> None:
    for _ in range(RACES):
        no = people.file("clerk", "M-03")["no"]
        keys = (str(uuid.uuid4()), str(uuid.uuid4()))
        answers = at_once(people, others, f"/api/cases/{no}/actions/receive", keys, tag='"1"')
        assert sorted(answer.status_code for answer in answers) == [200, 412]
        entries = others.get("clerk", f"/api/cases/{no}/history")["entries"]
        assert [entry["action"] for entry in entries] == ["file", "receive"]


def test_one_request_asked_of_both_at_once_is_done_once(people: People, others: People) -> None:
    for _ in range(RACES):
        key, body = str(uuid.uuid4()), people.filing("clerk", "M-03")
        filed = at_once(people, others, "/api/cases", (key, key), body=body)
        assert [answer.status_code for answer in filed] == [201, 201]
        (no,) = {answer.json()["no"] for answer in filed}
        key = str(uuid.uuid4())
        moved = at_once(people, others, f"/api/cases/{no}/actions/receive", (key, key), tag='"1"')
        assert [(answer.status_code, answer.json()["revision"]) for answer in moved] == [(200, 2), (200, 2)]
        assert others.get("clerk", f"/api/cases/{no}")["revision"] == 2


def test_a_process_stopped_for_a_while_loses_and_disorders_nothing(
    stack: Stack, people: People, others: People
) -> None:
    """Its relay goes on in the middle of what the other one has published meanwhile."""
    keys = {people.file("clerk", "M-03")["no"]: str(uuid.uuid4()) for _ in range(40)}
    with ThreadPoolExecutor(8) as pool:
        asked = [pool.submit(try_to_receive, people, no, key) for no, key in keys.items()]
        until(lambda: sum(answer.done() for answer in asked) >= len(keys) / 4, 60, "nothing is received")
        stack.kill("workflow", signal.SIGSTOP)
        begun = time.monotonic()
        try:
            for no, key in keys.items():
                go_on(others, no, key)
            time.sleep(max(0.0, PAUSE_SECONDS - (time.monotonic() - begun)))
        finally:
            stack.kill("workflow", signal.SIGCONT)
    revisions = {no: people.move("clerk", no, "deliver", means="electronic")["revision"] for no in keys}
    until(lambda: published(stack, revisions), 60, "events are missing")
    for no, revision in revisions.items():
        entries = people.get("clerk", f"/api/cases/{no}/history")["entries"]
        assert [entry["n"] for entry in entries] == list(range(1, revision + 1))
        assert sum(entry["action"] == "receive" for entry in entries) == 1


def try_to_receive(people: People, no: str, key: str) -> None:
    """Some of these are never answered."""
    headers = {"Authorization": f"Bearer {people.token('clerk')}", "If-Match": '"1"', "Idempotency-Key": key}
    people.http.post(f"/api/cases/{no}/actions/receive", json={}, headers=headers)


def go_on(others: People, no: str, key: str) -> None:
    assert post(others, f"/api/cases/{no}/actions/receive", key, tag='"1"').status_code == 200
    for action in ("accept", "dispatch"):
        others.move("clerk", no, action)
    others.work(no)
    others.move("clerk", no, "decide", outcome="done", reason="已办")
    others.move("clerk", no, "close")


def published(stack: Stack, revisions: dict[str, int]) -> bool:
    last = records.last_of(records.read(stack.status["broker"], ("qi.case", "qi.part")))
    return all(last.get(no) == revision for no, revision in revisions.items())
