"""Parts kept in memory, behind the real repository."""

from typing import Any

from services.kit.clock import Clock
from services.kit.handling import rules
from services.kit.handling.documents import Part
from services.kit.identity import Caller
from services.kit.lifecycle import Happening, Head
from services.kit.repository import Repository, Request

SPECIALIST = Caller(subject="s", roles=frozenset({"specialist"}))
SENT = {"case_no": "N", "item": "M-03", "item_version": 1, "needs": [], "station": "330203001", "uscc": "U"}
ARRIVED = [Happening("arrive", {**SENT, "sent_at": "2026-11-24T08:00:00.000Z", "round": 1})]


class OneDocument:
    """A collection of one document that honours the guard of a commit."""

    def __init__(self) -> None:
        self.held: Head = {}

    def find_one(self, _wanted: Any, _fields: Any = None) -> Head:
        return dict(self.held)

    def insert_one(self, document: Head) -> None:
        self.held = dict(document)

    def find_one_and_update(self, guard: Head, update: dict[str, Any], _fields: Head) -> Head | None:
        if guard["revision"] != self.held["revision"]:
            return None
        self.held |= {**update["$set"], "history": self.held["history"] + update["$push"]["history"]["$each"]}
        return self.held


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
