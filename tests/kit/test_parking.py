"""What a consumer does with an event that cannot be applied, and what a release brings."""

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from qi.history.v1 import history_service_pb2 as history_pb
from qi.parking.v1 import parking_service_pb2 as pb

from services.kit import consumer, parking
from services.kit.consumer import Consumer
from services.kit.errors import Away, Broken, NotFound
from services.kit.events import Event, to_headers


class Row:
    """A parked key, kept in the test's memory."""

    kept: dict[str, "Row"] = {}

    def __init__(self, **told: str) -> None:
        self.id, self.reason, self.event = told["id"], told["reason"], told["event"]

    def save(self) -> None:
        self.kept[self.id] = self

    def delete(self) -> None:
        del self.kept[self.id]

    @classmethod
    def objects(cls, **wanted: Any) -> Any:
        found = [row for row in cls.kept.values() if wanted.get("id", row.id) == row.id]
        first = SimpleNamespace(first=lambda: found[0] if found else None)
        return SimpleNamespace(only=lambda _name: first, first=first.first, count=lambda: len(found))


@pytest.fixture(autouse=True)
def _in_memory(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for module in (consumer, parking):
        monkeypatch.setattr(module, "Parked", Row)
    yield
    Row.kept.clear()


def record(key: str, number: int = 1) -> Any:
    event = Event(f"{key}:1:{number}", "t", "/s", key, number, 1, "2026-11-24T08:00:00.000Z", "0" * 64, "{}")
    return SimpleNamespace(headers=to_headers(event), key=key.encode(), value=b"{}")


def failing(fault: Exception) -> Any:
    def apply(_event: Event) -> None:
        raise fault

    return apply


@pytest.mark.parametrize("fault", [Broken("INTERNAL"), KeyError("x"), ValueError("x"), NotFound("NOT_FOUND")])
def test_what_waiting_does_not_help_parks_its_key_alone(fault: Exception) -> None:
    taken: list[str] = []
    reactions = {"t": lambda event: failing(fault)(event) if event.key == "a" else taken.append(event.id)}
    consuming = Consumer("qi.part", "g", "", reactions)
    for key, number in (("a", 1), ("b", 1), ("a", 2), ("b", 2)):
        consuming._apply(record(key, number))
    assert list(Row.kept) == ["qi.part/a"]
    assert taken == ["b:1:1", "b:1:2"]


def test_what_waiting_helps_parks_nothing() -> None:
    with pytest.raises(Away):
        Consumer("qi.part", "g", "", {"t": failing(Away("DEPENDENCY_AWAY"))})._apply(record("a"))
    assert not Row.kept


def released(fetch: parking.Fetch) -> None:
    Row(id="qi.part/a", reason="before", event="a:1:1").save()
    asked = pb.ReleaseParkedRequest(topic="qi.part", key="a")
    parking.ParkingService({"qi.part": fetch}).ReleaseParked(asked, None)


def test_a_released_key_is_fetched_from_its_owner() -> None:
    fetched: list[str] = []
    released(fetched.append)
    assert (fetched, Row.kept) == (["a"], {})


@pytest.mark.parametrize(
    ("fault", "reason"), [(Away("DEPENDENCY_AWAY"), "before"), (Broken("INTERNAL"), "INTERNAL"), (KeyError("y"), "'y'")]
)
def test_what_still_cannot_be_applied_stays_parked(fault: Exception, reason: str) -> None:
    with pytest.raises(type(fault)):
        released(failing(fault))
    assert reason in Row.kept["qi.part/a"].reason


class Owner:
    """An owner that answers its entries two at a time."""

    def channel(self, _name: str) -> Any:
        return SimpleNamespace(unary_unary=lambda *_args, **_more: None)

    def call(self, _method: Any, request: history_pb.ReadEntriesRequest) -> history_pb.ReadEntriesResponse:
        numbers = range(request.after + 1, min(request.after + 3, 6))
        return history_pb.ReadEntriesResponse(
            events=[history_pb.Event(key=request.key, sequence=n, type="odd" if n % 2 else "even") for n in numbers]
        )


def test_all_pages_of_the_history_are_applied() -> None:
    taken: list[int] = []
    reactions = {"odd": lambda event: taken.append(event.sequence)}
    parking.refetch(Owner(), "workflow", "qi.case", reactions)("a")  # type: ignore[arg-type]
    assert taken == [1, 3, 5]
