"""Timers over cases kept in memory: once, as of the moment it was due, and past a case that cannot be helped."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from services.kit import metrics
from services.kit.errors import WrongState
from services.kit.lifecycle import Happening, Head
from services.kit.repository import Repository, Request
from services.workflow.documents.cases import Case
from services.workflow.rules import effects, lifecycle, parts
from services.workflow.rules.calendar import Calendar
from services.workflow.service.calendar import known
from services.workflow.service.clocks import NEVER, Deadlines
from services.workflow.service.timers import Timers
from tests.kit.store import Result

FILED, MORNING = datetime(2026, 11, 13, 2, tzinfo=UTC), datetime(2026, 11, 24, 1, tzinfo=UTC)


class Time:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.at = FILED

    def now(self) -> datetime:
        return self.at

    def today(self) -> Any:
        return self.at.date()


class Fixed:
    """The calendar as the package has it, and a catalogue that knows no item."""

    def __init__(self) -> None:
        self._calendar = Calendar(known())

    def current(self) -> Calendar:
        return self._calendar

    def item(self, _code: str, _version: int) -> Any:
        return type("Item", (), {"statutory_days": 20, "promised_days": 20})


class Held(dict[str, Head]):
    """A collection that answers what timers and the repository ask, and honours the guard of a commit."""

    def insert_one(self, document: Head) -> None:
        self[document["_id"]] = dict(document)

    def find_one(self, wanted: Head, _fields: Any = None) -> Head | None:
        found = self.get(wanted["_id"])
        fits = found is not None and ("wake_at" not in wanted or found["wake_at"] in self._due(wanted))
        return dict(found) if found and fits else None

    def _due(self, wanted: Head) -> list[str]:
        least, most = wanted["wake_at"]["$gt"], wanted["wake_at"]["$lte"]
        return [one["wake_at"] for one in self.values() if least < one["wake_at"] <= most]

    def find(self, wanted: Head, _fields: Any, hint: str) -> "Found":
        assert hint == "wake"
        return Found(one for one in self.values() if one["wake_at"] in self._due(wanted))

    def update_one(self, guard: Head, update: dict[str, Any]) -> Result:
        return Result(0 if self.find_one_and_update(guard, update) is None else 1)

    def find_one_and_update(self, guard: Head, update: dict[str, Any], _fields: Any = None) -> Head | None:
        held = self[guard["_id"]]
        if guard["revision"] != held["revision"]:
            return None
        pushed = update.get("$push", {"history": {"$each": []}})["history"]["$each"]
        self[guard["_id"]] = {**held, **update["$set"], "history": held["history"] + pushed}
        return held


class Found(list[Head]):
    """What was found, in the order of a field."""

    def __init__(self, rows: Iterator[Head]) -> None:
        super().__init__(rows)

    def sort(self, field: str) -> "Found":  # type: ignore[override]
        return Found(iter(sorted(self, key=lambda row: str(row[field]))))

    def limit(self, most: int) -> list[Head]:
        return self[:most]


class Cases(Repository):
    """Cases kept in memory."""

    def __init__(self, deadlines: Deadlines, clock: Time) -> None:
        super().__init__(Case, lifecycle.evolve, clock, kept=deadlines.kept)  # type: ignore[arg-type]
        self.held = Held()

    def collection(self) -> Held:
        return self.held

    def file(self, no: str, kind: str = "XK") -> Head:
        told: Head = {"item": "M-04", "item_version": 1, "item_name": "x", "kind": kind, "station": "330203001"}
        told |= {"channel": "portal", "delivery": "post", "uscc": "U", "filing": "f", "key_hash": "k"}
        told |= {"received_on": "2026-11-13", "missing": [], "findings": [], "domains": ["metrology"]}
        part = {"item": "M-04", "version": 1, "name": "x", "domain": "metrology", "needs": [], "mandatory": True}
        told |= {"parts": parts.opened(no, [part]), "effects": effects.pinned(kind, {})}
        return self.create(no, Request(no, "u", "enterprise", "b"), [Happening("file", told)], {"name": "n"})

    def entries(self, no: str) -> list[tuple[str, str]]:
        bodies = (json.loads(stored["body"]) for stored in self.held[no]["history"])
        return [(body["action"], body["at"]) for body in bodies]


@pytest.fixture
def clock() -> Time:
    return Time()


@pytest.fixture
def deadlines(clock: Time) -> Deadlines:
    return Deadlines(Fixed(), Fixed(), clock)  # type: ignore[arg-type]


@pytest.fixture
def cases(deadlines: Deadlines, clock: Time) -> Cases:
    return Cases(deadlines, clock)


def timers(cases: Cases, deadlines: Deadlines, clock: Time) -> Timers:
    return Timers(cases, deadlines, Fixed(), clock)  # type: ignore[arg-type]


BROUGHT = [
    ("file", "2026-11-13T02:00:00.000Z"),
    ("raise_card", "2026-11-18T16:00:00.000Z"),
    ("deem_accepted", "2026-11-20T16:00:00.000Z"),
    ("raise_card", "2026-11-20T16:00:00.000Z"),
]


def test_nothing_happens_before_its_time(cases: Cases, deadlines: Deadlines, clock: Time) -> None:
    cases.file("N-1")
    assert timers(cases, deadlines, clock).fire() == 0
    assert (cases.held["N-1"]["due_at"], cases.held["N-1"]["wake_at"]) == (
        *("2026-11-20T16:00:00.000Z", "2026-11-18T16:00:00.000Z"),
    )


def test_a_night_down_changes_no_moment(cases: Cases, deadlines: Deadlines, clock: Time) -> None:
    cases.file("N-1")
    clock.at = MORNING
    assert timers(cases, deadlines, clock).fire() == 1
    assert cases.entries("N-1") == BROUGHT
    assert (cases.held["N-1"]["accepted_on"], cases.held["N-1"]["card_state"]) == ("2026-11-13", "open")


def test_of_two_replicas_one_brings_it_about(cases: Cases, deadlines: Deadlines, clock: Time) -> None:
    cases.file("N-1")
    clock.at = MORNING
    first, second = timers(cases, deadlines, clock), timers(cases, deadlines, clock)
    moment = deadlines.moments(cases.get("N-1"))[0]
    first.settle("N-1")
    assert second._decide(moment, cases.get("N-1")) == []
    second.settle("N-1")
    assert second.fire() == 0
    assert cases.entries("N-1") == BROUGHT


def test_a_case_that_fails_does_not_hold_up_the_others(cases: Cases, deadlines: Deadlines, clock: Time) -> None:
    cases.file("N-1")
    cases.file("N-2")
    cases.held["N-1"]["received_on"] = "broken"
    clock.at = MORNING
    assert timers(cases, deadlines, clock).fire() == 2
    assert cases.entries("N-2") == BROUGHT
    assert len(cases.entries("N-1")) == 1


def test_a_moment_that_is_refused_lets_later_ones_pass_and_is_tried_later_and_later(
    cases: Cases, deadlines: Deadlines, clock: Time, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refusing(head: Head, action: str, *rest: Any) -> Any:
        if action == "deem_accepted":
            raise WrongState("NOT_DEEMED")
        return decide(head, action, *rest)

    decide = lifecycle.decide
    monkeypatch.setattr(lifecycle, "decide", refusing)
    cases.file("N-1")
    clock.at = datetime(2026, 11, 20, 16, 0, 30, tzinfo=UTC)
    told = metrics.TIMERS_REFUSED.labels("NOT_DEEMED")._value.get()
    assert timers(cases, deadlines, clock).fire() == 1
    assert [action for action, _at in cases.entries("N-1")] == ["file", "raise_card", "raise_card"]
    assert cases.held["N-1"]["wake_at"] == "2026-11-20T16:01:30.000Z"
    assert timers(cases, deadlines, clock).fire() == 0
    clock.at = datetime(2026, 11, 20, 17, tzinfo=UTC)
    assert timers(cases, deadlines, clock).fire() == 1
    assert cases.held["N-1"]["wake_at"] == "2026-11-20T18:00:00.000Z"
    assert metrics.TIMERS_REFUSED.labels("NOT_DEEMED")._value.get() > told + 1
    monkeypatch.setattr(lifecycle, "decide", decide)
    clock.at = datetime(2026, 11, 20, 18, tzinfo=UTC)
    timers(cases, deadlines, clock).fire()
    assert cases.entries("N-1")[-1] == ("deem_accepted", "2026-11-20T16:00:00.000Z")


def test_what_a_case_keeps_is_renewed_when_the_calendar_has_changed(
    cases: Cases, deadlines: Deadlines, clock: Time
) -> None:
    cases.file("N-1", "FW")
    cases.held["N-1"]["wake_at"] = "2026-11-12T16:00:00.000Z"  # as another calendar had it
    assert timers(cases, deadlines, clock).fire() == 1
    assert cases.held["N-1"]["wake_at"] == "2026-11-18T16:00:00.000Z"
    assert len(cases.entries("N-1")) == 1


def test_a_case_without_a_clock_sorts_last_and_never_wakes(cases: Cases, deadlines: Deadlines) -> None:
    head = cases.file("N-1", "FW")
    kept = deadlines.kept({**head, "state": "withdrawn"})
    assert (kept["due_at"], kept["wake_at"]) == (NEVER, "")


@pytest.mark.parametrize(
    ("own", "terms"),
    [({}, (True, True)), ({"deemed": False}, (True, False)), ({"extension_document": True}, (True, True))],
)
def test_terms_are_what_the_case_has_pinned(
    cases: Cases, deadlines: Deadlines, own: dict[str, Any], terms: tuple[bool, bool]
) -> None:
    """X-02, a licence that is never accepted by silence."""
    head = {**cases.file("N-1"), "effects": effects.pinned("XK", own)}
    found = deadlines.terms({**head, "statutory_days": 15, "promised_days": 10})
    assert (found.licence, found.deemed, found.joint) == (*terms, bool(own.get("extension_document")))
    assert (found.statutory_days, found.promised_days) == (15, 10)
    assert deadlines.terms(head).promised_days == 20  # as the item says, of a case filed before they were pinned
