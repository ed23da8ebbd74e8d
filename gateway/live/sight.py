"""Who may hear of which event: the rules of reading a case or a part, as far as an event itself tells."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from services.kit.events import Event
from services.kit.identity import Caller

OUTCOMES = ("qi.case.decided.v1", "qi.case.closed.v1", "qi.case.delivered.v1")
WHOLE = frozenset({"amr"})  # departments whose window it is; to others the outcomes are told


@dataclass(frozen=True)
class Happening:
    """An event, and what decides who may hear of it."""

    event: Event
    kind: str  # case | part
    station: str
    uscc: str
    domains: frozenset[str]

    @property
    def hint(self) -> dict[str, Any]:
        """What a page is told: which thing moved, and how far; it reads the rest under its own rights."""
        return {"type": self.kind, "id": self.event.key, "revision": self.event.sequence}


def happening(event: Event, domains_of: Mapping[str, frozenset[str]]) -> Happening:
    """An event with the domains it concerns: those it names, and those that its item always has."""
    data: dict[str, Any] = json.loads(event.data)
    kind = event.type.split(".")[1]
    head: dict[str, Any] = data[kind]
    named = {head.get("domain", ""), data.get("domain", "")} - {""}
    always = domains_of.get(head["item"], frozenset()) if kind == "case" else frozenset()
    return Happening(event, kind, head["station"], head["uscc"], always | named)


def item_of(event: Event) -> str:
    """The item of a case, or of a part."""
    return str(json.loads(event.data)[event.type.split(".")[1]]["item"])


def hears_all(caller: Caller) -> bool:
    """Whether every event is for a caller, and not outcomes only."""
    return caller.has("admin", "supervisor") or caller.department in WHOLE


def _department(caller: Caller, told: Happening) -> bool:
    return bool(caller.department) and (hears_all(caller) or told.event.type in OUTCOMES)


Sees = Callable[[Caller, Happening], bool]
SIGHTS: Mapping[str, tuple[tuple[str, Sees], ...]] = {  # as in the services: the first role that fits counts
    "case": (
        ("approver", lambda _caller, _told: True),
        ("supervisor", lambda _caller, _told: True),
        ("clerk", lambda caller, told: caller.station == told.station),
        ("specialist", lambda caller, told: not caller.domains.isdisjoint(told.domains)),
        ("enterprise", lambda caller, told: caller.uscc == told.uscc),
        ("department", _department),
        ("admin", lambda _caller, _told: True),
    ),
    "part": (
        ("approver", lambda _caller, _told: True),
        ("supervisor", lambda _caller, _told: True),
        ("specialist", lambda caller, told: not caller.domains.isdisjoint(told.domains)),
        ("clerk", lambda caller, told: caller.station == told.station),
        ("enterprise", lambda caller, told: caller.uscc == told.uscc),
        ("department", _department),
        ("admin", lambda _caller, _told: True),
    ),
}
HEARERS = ("enterprise", "clerk", "specialist", "approver", "supervisor", "department", "admin")


def hears(caller: Caller, told: Happening) -> bool:
    """Whether a caller may hear of it."""
    rules = SIGHTS[told.kind]
    return next((sees(caller, told) for role, sees in rules if _counts(role, caller, told)), False)


def _counts(role: str, caller: Caller, told: Happening) -> bool:
    """A specialist's role counts for parts of its own domains only; for others a further role may."""
    foreign = role == "specialist" and told.kind == "part" and caller.domains.isdisjoint(told.domains)
    return caller.has(role) and not foreign
