"""What a restore has undone is not heard again."""

from types import SimpleNamespace
from typing import Any

import pytest

from services.kit import consumer as kit
from services.kit.consumer import Consumer
from services.kit.events import Event, to_headers


def record(epoch: int) -> Any:
    event = Event(f"p:{epoch}:1", "t", "/s", "p", 1, epoch, "2026-11-24T08:00:00.000Z", "0" * 64, "{}")
    return SimpleNamespace(headers=to_headers(event), key=b"p", value=b"{}")


class NobodyParked:
    def __call__(self, **_: object) -> "NobodyParked":
        return self

    def only(self, *_: object) -> "NobodyParked":
        return self

    def first(self) -> None:
        return None


@pytest.mark.parametrize(("epoch", "heard"), [(1, 0), (2, 1), (3, 1)])
def test_events_of_an_earlier_epoch_are_passed_over(monkeypatch: pytest.MonkeyPatch, epoch: int, heard: int) -> None:
    monkeypatch.setattr(kit, "Parked", SimpleNamespace(objects=NobodyParked()))
    taken: list[Event] = []
    Consumer("qi.part", "g", "", {"t": taken.append}, 2)._apply(record(epoch))
    assert len(taken) == heard
