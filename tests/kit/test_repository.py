"""Requests that come again."""

from typing import Any

import pytest

from services.kit.clock import Clock
from services.kit.errors import KeyReused, Stale
from services.kit.handling import rules
from services.kit.handling.documents import Part
from services.kit.identity import Caller
from services.kit.lifecycle import Happening, Head
from services.kit.repository import Repository, Request

SPECIALIST = Caller(subject="s", roles=frozenset({"specialist"}))
SENT = {"case_no": "N", "item": "M-03", "item_version": 1, "needs": [], "station": "330203001", "uscc": "U"}
ARRIVED = [Happening("arrive", {**SENT, "sent_at": "2026-11-24T08:00:00.000Z", "round": 1})]


class Result:
    def __init__(self, modified: int) -> None:
        self.modified_count = modified


class OneDocument:
    """A collection of one document that honours the guard of a commit."""

    def __init__(self) -> None:
        self.held: Head = {}

    def find_one(self, _wanted: Any) -> Head:
        return dict(self.held)

    def insert_one(self, document: Head) -> None:
        self.held = dict(document)

    def update_one(self, guard: Head, update: dict[str, Any]) -> Result:
        if guard["revision"] != self.held["revision"]:
            return Result(0)
        self.held |= {**update["$set"], "history": self.held["history"] + update["$push"]["history"]["$each"]}
        return Result(1)


class Parts(Repository):
    """Parts kept in memory."""

    def __init__(self) -> None:
        super().__init__(Part, rules.evolve, Clock())
        self.kept = OneDocument()
        self.create("N.M-03", Request("send", "system", "service"), ARRIVED, {})

    def collection(self) -> OneDocument:
        return self.kept

    def act(self, action: str, request: str, expected: int = 0, **data: Any) -> Head:
        ask = Request.of(request, "s", "specialist", {"action": action, **data})
        return self.change("N.M-03", ask, lambda head: rules.decide(head, action, SPECIALIST, data), expected)


def test_a_request_that_comes_again_is_answered_as_it_was_then() -> None:
    parts = Parts()
    first = parts.act("take", "r1", 1)
    parts.act("finish", "r2", 2, result="done", outcome="o")
    again = parts.act("take", "r1", 1)
    assert len(parts.kept.held["history"]) == 3
    assert {name: again[name] for name in ("state", "revision", "taken_at", "finished_at", "result")} == {
        name: first[name] for name in ("state", "revision", "taken_at", "finished_at", "result")
    }


def test_what_a_later_entry_adds_is_not_in_the_earlier_answer() -> None:
    parts = Parts()
    parts.kept.held["kept_beside"] = "written with the first entry"
    parts._evolve = lambda head, entry: {**rules.evolve(head, entry), f"by_{entry.action}": entry.n}
    parts.act("take", "r1")
    parts.act("release", "r2")
    again = parts.act("take", "r1")
    assert "by_release" not in again
    assert (again["by_take"], again["kept_beside"]) == (2, "written with the first entry")


def test_the_same_id_with_another_body_is_refused() -> None:
    parts = Parts()
    parts.act("take", "r1")
    with pytest.raises(KeyReused):
        parts.act("return", "r1", outcome="o")


def test_another_revision_than_expected_changes_nothing() -> None:
    parts = Parts()
    with pytest.raises(Stale):
        parts.act("take", "r1", 7)
    assert parts.kept.held["revision"] == 1
