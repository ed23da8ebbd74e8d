"""Hints for open pages: who hears of what, how a stream begins, what it says after a gap, and when it ends."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx
import pytest

from gateway.live.hub import REMEMBERED, Hub
from gateway.live.sight import happening, hears
from gateway.live.stream import MOST_WAITING, Listener, Told
from services.kit.errors import TooMany
from services.kit.events import Event
from services.kit.identity import Caller
from tests import tokens
from tests.gateway.browser import Browser
from tests.gateway.conftest import Gateway

ITEMS = {"M-03": frozenset({"metrology"}), "X-05": frozenset({"metrology"})}


def case_event(no: str = "NB-1", n: int = 1, kind: str = "qi.case.filed.v1", **more: Any) -> Event:
    head = {"case_no": no, "item": "M-03", "station": "330203001", "uscc": tokens.BUSINESS["uscc"]}
    data = {"case": {**head, **more.pop("head", {})}, **more}
    return Event(f"{no}:1:{n}", kind, "/qi/workflow", no, n, 1, "2026-11-24T08:00:00.000Z", "0" * 64, json.dumps(data))


def part_event(part: str = "NB-1.M-03", domain: str = "metrology", n: int = 1) -> Event:
    head = {"part_id": part, "case_no": part.rpartition(".")[0], "item": part.rpartition(".")[2], "domain": domain}
    data = {"part": {**head, "state": "taken", "station": "330203001", "uscc": tokens.BUSINESS["uscc"]}}
    told = ("qi.part.taken.v1", f"/qi/{domain}", part, n, 1, "2026-11-24T08:00:00.000Z", "0" * 64, json.dumps(data))
    return Event(f"{part}:1:{n}", *told)


def who(**claims: Any) -> Caller:
    return Caller.of({"azp": "qi-gateway", **claims})


SPECIALIST, OTHER = who(**tokens.specialist("metrology")), who(**tokens.specialist("brand"))
HEARD = [
    (tokens.BUSINESS, True, True),
    (tokens.BUSINESS2, False, False),
    (tokens.CLERK, True, True),
    (tokens.CLERK2, False, False),
    (tokens.APPROVER, True, True),
    (tokens.SUPERVISOR, True, True),
    (tokens.specialist("metrology"), True, True),
    (tokens.specialist("brand"), False, False),
    (tokens.DEPARTMENT, True, True),
    ({**tokens.DEPARTMENT, "department": "ndrc"}, False, False),
    ({**tokens.DEPARTMENT, "department": ""}, False, False),
    (tokens.ADMIN, True, True),
    ({**tokens.SUPERVISOR, "unit": "330203"}, True, True),
    ({**tokens.SUPERVISOR, "unit": "330212"}, False, False),
    ({**tokens.specialist("metrology"), "unit": "330212"}, False, False),
    ({**tokens.CLERK2, "roles": ["clerk", "approver"], "unit": "330203"}, True, True),
    ({**tokens.CLERK, "roles": ["clerk", "specialist"], "domain": ["brand"]}, True, True),
]


@pytest.mark.parametrize(("claims", "case", "part"), HEARD)
def test_who_hears_of_a_case_and_of_a_part(claims: tokens.Claims, case: bool, part: bool) -> None:
    assert hears(who(**claims), happening(case_event(), ITEMS)) is case
    assert hears(who(**claims), happening(part_event(), ITEMS)) is part


def test_another_department_hears_of_outcomes() -> None:
    caller = who(**{**tokens.DEPARTMENT, "department": "customs"})
    assert hears(caller, happening(case_event(kind="qi.case.decided.v1"), ITEMS))


def test_a_specialist_hears_of_a_bundle_when_its_domain_is_named() -> None:
    bundle: dict[str, Any] = {"head": {"item": "X-05"}}
    assert not hears(OTHER, happening(case_event(**bundle), ITEMS))
    assert hears(OTHER, happening(case_event(kind="qi.case.part_dispatched.v1", domain="brand", **bundle), ITEMS))
    assert hears(SPECIALIST, happening(case_event(**bundle), ITEMS))


def test_a_hint_tells_nothing_but_what_moved_and_how_far() -> None:
    assert happening(case_event(n=7), ITEMS).hint == {"type": "case", "id": "NB-1", "revision": 7}


async def told(listener: Listener) -> list[Told]:
    return await listener.next(0.05, "p")


def listener(**claims: Any) -> Listener:
    return Listener(who(**(claims or tokens.CLERK)), "", "")


@pytest.mark.anyio
async def test_only_the_newest_hint_of_a_thing_waits() -> None:
    hub, one = Hub(), listener()
    assert hub.join(one, "").event == "ready"
    for n in range(1, 4):
        hub.publish(happening(case_event(n=n), ITEMS))
    assert [one.data["revision"] for one in await told(one)] == [3]
    assert await told(one) == []


@pytest.mark.anyio
async def test_too_many_waiting_hints_become_a_resync() -> None:
    hub, one = Hub(), listener()
    hub.join(one, "")
    for n in range(MOST_WAITING + 5):
        hub.publish(happening(case_event(f"NB-{n}"), ITEMS))
    assert [one.event for one in await told(one)] == ["resync"]
    hub.publish(happening(case_event("NB-x"), ITEMS))
    assert [one.event for one in await told(one)] == ["hint"]


@pytest.mark.anyio
async def test_what_was_missed_is_told_after_a_gap() -> None:
    hub = Hub()
    place = hub.join(listener(), "").id
    hub.publish(happening(case_event("NB-1"), ITEMS))
    hub.publish(happening(case_event("NB-2", head={"station": "330212001"}), ITEMS))
    again = listener()
    assert hub.join(again, place).event == "ready"
    assert [one.data["id"] for one in await told(again)] == ["NB-1"]


@pytest.mark.parametrize("place", ["other-1", "nonsense", "{name}-x", "{name}-1", "{name}-99999"])
def test_a_gap_that_cannot_be_bridged_is_said(place: str) -> None:
    hub = Hub()
    for n in range(REMEMBERED + 5):
        hub.publish(happening(case_event(f"NB-{n}"), ITEMS))
    name = hub.place.partition("-")[0]
    assert hub.join(listener(), place.replace("{name}", name)).event == "resync"


def test_when_the_feed_was_away_everybody_begins_anew() -> None:
    hub = Hub()
    hub.publish(happening(case_event(), ITEMS))
    before = hub.place
    hub.lose()
    assert hub.join(listener(), before).event == "resync"


def test_one_person_cannot_take_all_streams() -> None:
    hub = Hub()
    for _ in range(40):
        hub.join(listener(), "")
    with pytest.raises(TooMany):
        hub.join(listener(), "")
    hub.join(listener(**tokens.CLERK2), "")


class Stream:
    """An open stream, read in a thread."""

    def __init__(self, gateway: Gateway, headers: dict[str, str]) -> None:
        self.events: list[tuple[str, Any]] = []
        self.beats = 0
        self.over = threading.Event()
        self._changed = threading.Condition()
        self._http = httpx.Client(base_url=gateway.address, timeout=20)
        self._headers = headers
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()

    def await_event(self, name: str) -> Any:
        """The data of the first event of a name."""
        with self._changed:
            assert self._changed.wait_for(lambda: name in [event for event, _ in self.events], 20), self.events
            return next(data for event, data in self.events if event == name)

    def _read(self) -> None:
        name = ""
        with self._http.stream("GET", "/api/live", headers=self._headers) as answer:
            assert answer.headers["content-type"].startswith("text/event-stream"), answer.status_code
            for line in answer.iter_lines():
                self.beats += line.startswith(":")
                name = line.removeprefix("event: ") if line.startswith("event: ") else name
                if line.startswith("data: "):
                    with self._changed:
                        self.events.append((name, json.loads(line.removeprefix("data: "))))
                        self._changed.notify_all()
        self._http.close()
        self.over.set()


@contextmanager
def stream(gateway: Gateway, headers: dict[str, str]) -> Iterator[Stream]:
    opened = Stream(gateway, headers)
    opened.await_event("ready")
    yield opened
    gateway.portal.call(gateway.door.live.hub.close)
    assert opened.over.wait(20)


def test_a_stream_brings_hints_and_a_beat(gateway: Gateway) -> None:
    with stream(gateway, tokens.bearer(**tokens.CLERK)) as opened:
        gateway.portal.call(gateway.door.live.hear, case_event("NB-9", head={"station": "330212001"}))
        gateway.portal.call(gateway.door.live.hear, case_event(n=4))
        assert opened.await_event("hint") == {"type": "case", "id": "NB-1", "revision": 4}
    assert [name for name, _ in opened.events] == ["ready", "hint"]


def test_a_strange_event_breaks_nothing(gateway: Gateway) -> None:
    with stream(gateway, tokens.bearer(**tokens.CLERK)) as opened:
        gateway.portal.call(gateway.door.live.hear, case_event(kind="qi.other.made.v1"))
        gateway.portal.call(gateway.door.live.hear, case_event())
        opened.await_event("hint")


def test_a_stream_ends_with_the_session_and_keeps_none_alive(gateway: Gateway) -> None:
    browser = Browser(gateway)
    browser.sign_in()
    kept = "; ".join(f"{name}={value}" for name, value in browser.cookies.items())
    opened = Stream(gateway, {"Cookie": kept})
    opened.await_event("ready")
    assert not gateway.behind.issuer.refreshed
    gateway.behind.store["sessions"].rows.clear()
    assert opened.await_event("end") == {"reason": "SIGNED_OUT"}
    assert opened.over.wait(20)


@pytest.mark.parametrize(("claims", "status"), [(None, 401), (tokens.service("brand"), 403)])
def test_a_stream_is_for_those_who_read_cases(gateway: Gateway, claims: Any, status: int) -> None:
    assert gateway.ask(claims, "GET", "/api/live").status_code == status
