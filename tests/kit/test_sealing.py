"""A long history is sealed, and reads as one that never was."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from qi.history.v1 import history_service_pb2 as pb

from services.kit import sealing
from services.kit.clock import Clock
from services.kit.errors import KeyReused, WrongState
from services.kit.handling import rules
from services.kit.handling.documents import Part
from services.kit.handling.events import publication
from services.kit.history import HistoryService
from services.kit.lifecycle import Head
from services.kit.relay import Relay
from services.kit.repository import Repository, Request
from services.kit.verification import verify
from tests.kit.memory import ARRIVED, SPECIALIST
from tests.kit.store import Collection, Database

KEY = "N.M-03"
LARGE = 2_000
STEPS = st.lists(st.sampled_from(["take", "release", "publish"]), max_size=60)


class Parts(Repository):
    """Parts in a store in memory; `seals` says whether long histories are sealed there."""

    def __init__(self) -> None:
        super().__init__(Part, rules.evolve, Clock())
        self.kept = Database()["parts"]
        self.create(KEY, Request("send", "system", "service"), ARRIVED, {})

    def collection(self) -> Collection:
        return self.kept

    @property
    def stored(self) -> Head:
        return self.kept.rows[KEY]

    def act(self, action: str, request: str, said: str = "") -> Head:
        ask = Request.of(request, "s", "specialist", {"action": action, "said": said})
        return self.change(KEY, ask, lambda head: rules.decide(head, action, SPECIALIST, {}))

    def publish(self) -> None:
        self.stored.pop("unpublished_from", None)

    def turns(self, count: int) -> None:
        for number in range(count):
            self.act("take" if number % 2 == 0 else "release", f"r{number}")
            self.publish()


@pytest.fixture(autouse=True)
def _small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealing, "LARGE_BYTES", LARGE)
    monkeypatch.setattr(sealing, "KEPT", 3)


def events(parts: Parts, size: int) -> list[Any]:
    """What ReadEntries answers, page by page."""
    service = HistoryService({"qi.part": (parts, publication("metrology"))})
    found: list[Any] = []
    while True:
        asked = pb.ReadEntriesRequest(topic="qi.part", key=KEY, after=len(found), page_size=size)
        page = service.ReadEntries(asked, None).events
        found += [(event.id, event.type, event.sequence, event.data, event.entry_hash) for event in page]
        if not page:
            return found


@given(STEPS, st.integers(1, 7))
def test_a_history_reads_the_same_before_and_after_it_is_sealed(steps: list[str], size: int) -> None:
    parts = Parts()
    for number, step in enumerate(steps):
        try:
            parts.publish() if step == "publish" else parts.act(step, f"r{number}")
        except WrongState:
            continue
    before, read = parts.get(KEY), events(parts, size)
    while sealing.seal(parts.kept, parts.get(KEY)):
        pass
    after = parts.get(KEY)
    assert {**after, "sealed": None} == {**before, "sealed": None}
    assert events(parts, size) == read
    assert [sequence for _id, _type, sequence, *_ in read] == list(range(1, after["revision"] + 1))
    assert verify(after, rules.evolve) is None


def test_an_aggregate_stays_small_and_takes_every_act() -> None:
    parts = Parts()
    parts.turns(200)
    assert parts.stored["revision"] == 201
    assert sealing.size(parts.stored["history"]) < 2 * LARGE
    assert len(parts.kept.database["parts_sealed"].rows) > 5
    assert verify(parts.get(KEY), rules.evolve) is None


def test_what_is_not_published_is_not_sealed() -> None:
    parts = Parts()
    for number in range(60):
        parts.act("take" if number % 2 == 0 else "release", f"r{number}")
    assert "sealed" not in parts.stored
    parts.stored["unpublished_from"] = 11
    parts.act("take", "after")
    assert parts.stored["sealed"] == [10]


def test_a_request_whose_entry_is_sealed_is_still_known() -> None:
    parts = Parts()
    first = parts.act("take", "first", "said")
    parts.publish()
    parts.act("release", "second")
    parts.turns(60)
    assert parts.stored["sealed"]
    again = parts.act("take", "first", "said")
    assert {name: again[name] for name in ("revision", "state", "taken_at")} == {
        name: first[name] for name in ("revision", "state", "taken_at")
    }
    with pytest.raises(KeyReused):
        parts.act("take", "first", "something else")


def test_a_process_that_died_while_sealing_leaves_nothing_wrong() -> None:
    parts = Parts()
    for number in range(60):
        parts.act("take" if number % 2 == 0 else "release", f"r{number}")
    parts.publish()
    document = parts.get(KEY)
    changed = parts.kept.update_one
    parts.kept.update_one = lambda *_: pytest.fail("dies here")  # type: ignore[method-assign]
    with pytest.raises(pytest.fail.Exception):
        sealing.seal(parts.kept, document)
    parts.kept.update_one = changed  # type: ignore[method-assign]
    assert parts.get(KEY)["history"] == document["history"]
    assert sealing.seal(parts.kept, document)
    assert parts.get(KEY)["history"] == document["history"]


def test_a_change_that_came_first_puts_sealing_off() -> None:
    parts = Parts()
    for number in range(60):
        parts.act("take" if number % 2 == 0 else "release", f"r{number}")
    document = parts.get(KEY)
    parts.publish()
    parts.stored["revision"] += 1
    assert not sealing.seal(parts.kept, {**document, "unpublished_from": 61})
    assert "sealed" not in parts.stored


class Sending(Relay):
    """A relay that notes what it sends."""

    def __init__(self, parts: Parts) -> None:
        super().__init__(parts.kept, publication("metrology"), "", Clock())
        self.sent: list[str] = []

    def _send(self, document: Head, number: int) -> Any:
        class Acknowledged:
            def get(self, _seconds: float) -> None:
                return None

        self.sent.append(self._event(document, number).id)
        return Acknowledged()


@pytest.mark.parametrize("start", [1, 4, 58])
def test_the_relay_publishes_sealed_entries_once_more_when_it_has_to(start: int) -> None:
    parts = Parts()
    parts.turns(60)
    assert parts.stored["sealed"]
    parts.stored["unpublished_from"] = start
    relay = Sending(parts)
    relay.flush([KEY])
    assert relay.sent == [f"{KEY}:1:{number}" for number in range(start, 62)]
    assert "unpublished_from" not in parts.stored
