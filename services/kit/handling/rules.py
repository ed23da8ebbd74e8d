"""A part's life in its domain: the state table, and decide and evolve over it."""

from collections.abc import Mapping
from typing import Any

from services.kit.errors import Refusal, WrongState
from services.kit.lifecycle import Entry, Happening, Head, Transition, insist, moment_text, row


def _own(head: Head, caller: Any) -> Refusal | None:
    if head["taken_by"] in ("", caller.subject):
        return None
    return WrongState("CLAIMED_BY_OTHER", params={"who": head["taken_by"]})


TABLE: tuple[Transition, ...] = (
    row("take", "dispatched", "taken", "specialist"),
    row("finish", "taken", "finished", "specialist", _own),
    row("release", "taken", "dispatched", "specialist", _own),
    row("return", "dispatched taken", "returned", "specialist", _own),
    row("arrive", "returned", "dispatched", "service"),
    row("cancel", "dispatched taken returned", "cancelled", "service"),
)
BY_PEOPLE = tuple(transition for transition in TABLE if "specialist" in transition.roles)
RESULTS = ("granted", "denied", "done")


def decide(head: Head, action: str, caller: Any, data: Mapping[str, Any]) -> list[Happening]:
    """One action on a part, or the refusal that stands in its way."""
    insist(TABLE, action, head, caller)
    return [Happening(action, {"round": head["round"], **data})]


def evolve(head: Head, entry: Entry) -> Head:
    """The part after an entry."""
    return {**head, **_changes(entry)}


def _changes(entry: Entry) -> Head:
    at = moment_text(entry.at)
    match entry.action:
        case "arrive":
            fresh = {"taken_by": "", "taken_at": "", "finished_at": "", "result": "", "outcome": ""}
            return {**fresh, **entry.told(), "state": "dispatched", "arrived_at": at}
        case "take":
            return {"state": "taken", "taken_by": entry.actor, "taken_at": at}
        case "release":
            return {"state": "dispatched", "taken_by": "", "taken_at": ""}
        case "finish":
            told = {"result": entry.data["result"], "outcome": entry.data["outcome"]}
            return {**told, "state": "finished", "finished_at": at}
        case "return":
            return {"state": "returned", "outcome": entry.data["outcome"]}
        case "cancel":
            return {"state": "cancelled"}
    raise ValueError(f"no such entry: {entry.action}")
