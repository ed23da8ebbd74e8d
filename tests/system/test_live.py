"""Hints on the real broker: a change shows within seconds, to those who may see it and to nobody else."""

import json
import signal
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Condition, Thread
from typing import Any

import httpx
import psutil
import pytest

from deploy.engines.stack import Stack, until
from gateway.signin.cookies import SESSION
from tests.system.browser import Browser
from tests.system.people import People

pytestmark = pytest.mark.system


class Stream:
    """An open stream and what came on it, with the moment."""

    def __init__(self, gateway: str, headers: dict[str, str]) -> None:
        self.told: list[tuple[float, str, Any]] = []
        self._changed = Condition()
        self._socket: Any = None
        self._thread = Thread(target=self._read, args=(gateway, headers), daemon=True)
        self._thread.start()

    def await_event(self, name: str, **data: Any) -> float:
        """When an event came that has these data."""
        with self._changed:
            assert self._changed.wait_for(lambda: bool(self.find(name, **data)), 30), self.told
            return self.find(name, **data)[0]

    def find(self, name: str, **data: Any) -> list[float]:
        """The moments of such events."""
        return [at for at, event, told in self.told if event == name and data.items() <= told.items()]

    def close(self) -> None:
        """Hang up."""
        with suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._thread.join(10)

    def _read(self, gateway: str, headers: dict[str, str]) -> None:
        with (
            suppress(httpx.TransportError),
            httpx.Client(base_url=gateway, timeout=60) as client,
            client.stream("GET", "/api/live", headers=headers) as answer,
        ):
            self._socket = answer.extensions["network_stream"].get_extra_info("socket")
            self._listen(answer.iter_lines())

    def _listen(self, lines: Iterator[str]) -> None:
        name = ""
        for line in lines:
            name = line.removeprefix("event: ") if line.startswith("event: ") else name
            if line.startswith("data: "):
                with self._changed:
                    self.told.append((time.monotonic(), name, json.loads(line.removeprefix("data: "))))
                    self._changed.notify_all()


@pytest.fixture
def browser(stack: Stack) -> Iterator[Browser]:
    new = Browser(stack.status["gateway"])
    yield new
    new.close()


def cookie(browser: Browser) -> dict[str, str]:
    """What the browser sends along to the gateway."""
    (kept,) = (kept for kept in browser.cookies.values() if SESSION in kept)
    return {"Cookie": f"{SESSION}={kept[SESSION]}"}


@contextmanager
def stream(gateway: str, headers: dict[str, str]) -> Iterator[Stream]:
    opened = Stream(gateway, headers)
    try:
        opened.await_event("ready")
        yield opened
    finally:
        opened.close()


def bearer(people: People, name: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {people.token(name)}"}


def test_a_change_is_hinted_at_once_and_only_to_those_who_may_see_it(
    stack: Stack, people: People, browser: Browser
) -> None:
    gateway = stack.status["gateway"]
    browser.sign_in("official")
    with (
        stream(gateway, bearer(people, "clerk")) as clerk,
        stream(gateway, bearer(people, "clerk2")) as elsewhere,
        stream(gateway, bearer(people, "business2")) as business,
        stream(gateway, cookie(browser)) as official,
    ):
        begun = time.monotonic()
        case = people.file("business2", "M-03")
        hint = {"type": "case", "id": case["no"], "revision": case["revision"]}
        waited = clerk.await_event("hint", **hint) - begun
        business.await_event("hint", **hint)
        official.await_event("hint", **hint)
        print(f"hinted {waited:.2f} s after the filing was begun")
        people.move("clerk", case["no"], "receive")
        clerk.await_event("hint", type="case", id=case["no"], revision=case["revision"] + 1)
        assert not elsewhere.find("hint", id=case["no"])


def test_a_department_looks_at_the_events(people: People) -> None:
    case = people.file("business2", "M-03")
    people.move("clerk", case["no"], "receive")
    deadline = time.monotonic() + 30
    told: list[Any] = []
    while len(told) < 2 and time.monotonic() < deadline:
        told = people.get("official", "/api/events", key=case["no"])["events"]
        time.sleep(0.2)
    assert [event["type"] for event in told] == ["qi.case.received.v1", "qi.case.filed.v1"]
    assert people.get("official", "/api/events", type="qi.case.filed.v1", limit=1)["next"]
    assert people.ask("clerk", "GET", "/api/events").status_code == 403


def test_a_stream_ends_with_the_session(stack: Stack, browser: Browser) -> None:
    gateway = stack.status["gateway"]
    browser.sign_in("standards")
    with stream(gateway, cookie(browser)) as opened:
        browser.ask("POST", "/auth/logout")
        opened.await_event("end", reason="SIGNED_OUT")


def test_an_open_stream_does_not_hold_up_the_gateways_stop(stack: Stack, people: People) -> None:
    with stream(stack.status["gateway"], bearer(people, "clerk")):
        pid = stack.kill("gateway", signal.SIGTERM)
        begun = time.monotonic()
        until(lambda: not psutil.pid_exists(pid), 10, "the gateway waits for the stream")
        print(f"the gateway ended after {time.monotonic() - begun:.1f} s")
        stack.wait_healthy("gateway", other_than=pid)
