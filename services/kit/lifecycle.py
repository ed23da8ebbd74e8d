"""An aggregate's life as data: entries, their hash chain, and the table of what may happen to it when."""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import rfc8785

from services.kit.errors import NotAllowed, NotFound, Refusal, WrongState

Head = dict[str, Any]  # an aggregate's present, as stored; only evolve makes one
GENESIS = "0" * 64


@dataclass(frozen=True)
class Entry:
    """One thing that happened to an aggregate: no person's name, telephone or free text."""

    n: int  # from 1, dense: the sequence of its event
    at: datetime
    actor: str  # subject
    role: str
    action: str
    request: str  # id of the request that caused it
    state: str  # after it
    data: Mapping[str, Any]

    def told(self) -> Head:
        """The entry's data without the hash of what was asked."""
        return {name: value for name, value in self.data.items() if name != "asked"}

    def body(self) -> str:
        """The canonical JSON that is stored and hashed (RFC 8785)."""
        fields: dict[str, Any] = {
            "n": self.n,
            "at": moment_text(self.at),
            "actor": self.actor,
            "role": self.role,
            "action": self.action,
            "request": self.request,
            "state": self.state,
            "data": dict(self.data),
        }
        return rfc8785.dumps(fields).decode()


@dataclass(frozen=True)
class Happening:
    """What decide answers: an action and its data, before it has a number, a time and an actor."""

    action: str
    data: Mapping[str, Any]
    at: datetime | None = None  # of what a timer makes: the moment it was due


@dataclass(frozen=True)
class Transition:
    """A row of a state table: who may do an action in which states, and where it leads (None: stays)."""

    action: str
    states: frozenset[str]
    to: str | None
    roles: frozenset[str]
    guard: Callable[[Head, Any], Refusal | None] = lambda _head, _caller: None


Evolve = Callable[[Head, Entry], Head]


def row(
    action: str,
    states: str,
    to: str | None,
    roles: str,
    guard: Callable[[Head, Any], Refusal | None] = lambda _head, _caller: None,
) -> Transition:
    """A transition written in words: states and roles separated by spaces."""
    return Transition(action, frozenset(states.split()), to, frozenset(roles.split()), guard)


def refusal_of(transition: Transition, head: Head, caller: Any) -> Refusal | None:
    """Why a caller may not do an action now, None when it may."""
    if caller.roles.isdisjoint(transition.roles):
        return NotAllowed("FORBIDDEN", params={"rule": f"{transition.action}: {' or '.join(sorted(transition.roles))}"})
    if head["state"] not in transition.states:
        return WrongState("WRONG_STATE", params={"state": head["state"], "action": transition.action})
    return transition.guard(head, caller)


def row_of(table: Iterable[Transition], action: str, state: str) -> Transition:
    """The row of an action that a state has, else its first; UNKNOWN_ACTION for one that the table does not have."""
    rows = [transition for transition in table if transition.action == action]
    if not rows:
        raise NotFound("UNKNOWN_ACTION", params={"action": action})
    return next((transition for transition in rows if state in transition.states), rows[0])


def insist(table: Iterable[Transition], action: str, head: Head, caller: Any) -> None:
    """Raise what stands in the way of an action."""
    refusal = refusal_of(row_of(table, action, head["state"]), head, caller)
    if refusal is not None:
        raise refusal


def actions(table: Iterable[Transition], head: Head, caller: Any) -> list[str]:
    """What a caller may do now, in the table's order."""
    state, roles = head["state"], caller.roles
    possible = (row for row in table if state in row.states and not roles.isdisjoint(row.roles))
    return [transition.action for transition in possible if transition.guard(head, caller) is None]


def chained(previous: str, body: str) -> str:
    """The hash of an entry: SHA-256 over the hash before it and its stored text."""
    return hashlib.sha256(f"{previous}{body}".encode()).hexdigest()


def moment_text(moment: datetime) -> str:
    """A moment as RFC 3339 in UTC, to the millisecond."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def moment_of(text: str) -> datetime:
    """The moment that moment_text wrote."""
    return datetime.fromisoformat(text.replace("Z", "+00:00"))
