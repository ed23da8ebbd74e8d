"""A case's life at the window: who may do what when (domain.md 4.3), and what it leads to."""

from collections.abc import Mapping
from typing import Any

from services.kit.errors import NotAllowed, Refusal, WrongState
from services.kit.lifecycle import Entry, Happening, Head, Transition, insist, moment_text, row
from services.workflow.rules import parts

OUTCOMES = ("granted", "denied", "done", "partial")
NEXT = {  # state → the action awaited, and whose turn it is
    "filed": ("receive", "window"),
    "received": ("accept", "window"),
    "accepted": ("dispatch", "window"),
    "dispatched": ("take", "domain"),
    "in_review": ("decide", "approver"),
    "decided": ("close", "window"),
    "closed": ("deliver", "window"),
}


def _complete(head: Head, _caller: Any) -> Refusal | None:
    """Art. 32(5): only what is complete is accepted."""
    missing = head["missing"]
    return WrongState("NOT_COMPLETE", params={"names": ", ".join(missing)}) if missing else None


def _to_send(head: Head, _caller: Any) -> Refusal | None:
    if head["state"] == "accepted" or parts.in_state(head, "returned"):
        return None
    return WrongState("WRONG_STATE", params={"state": head["state"], "action": "dispatch"})


def _decidable(head: Head, caller: Any) -> Refusal | None:
    """Every mandatory part has ended; a clerk decides only what is no licence; Art. 34: not the receiver alone (XK)."""
    if not caller.has("approver") and head["kind"] not in ("BA", "FW"):
        return NotAllowed("FORBIDDEN", params={"rule": "decide: approver"})
    open_parts = parts.open_mandatory(head)
    if open_parts:
        return WrongState("PARTS_OPEN", params={"n": len(open_parts), "parts": ", ".join(open_parts)})
    if head["kind"] == "XK" and head["receiver"] == caller.subject:
        return NotAllowed("SAME_PERSON", params={"step1": "receive", "step2": "decide"})
    return None


def _applicant(head: Head, caller: Any) -> Refusal | None:
    """The applicant withdraws; a clerk only writes down what an applicant without an account asks for."""
    if caller.has("enterprise") or head["channel"] != "portal":
        return None
    return NotAllowed("FORBIDDEN", params={"rule": "withdraw: enterprise"})


TABLE: tuple[Transition, ...] = (
    row("receive", "filed", "received", "clerk"),
    row("accept", "received", "accepted", "clerk", _complete),
    row("refuse", "received", "not_accepted", "clerk"),
    row("dispatch", "accepted dispatched in_review", "dispatched", "clerk", _to_send),
    row("decide", "dispatched in_review", "decided", "approver clerk", _decidable),
    row("close", "decided", "closed", "clerk"),
    row("deliver", "closed", "delivered", "clerk"),
    row("withdraw", "filed received", "withdrawn", "enterprise clerk", _applicant),
)
ROWS = {transition.action: transition for transition in TABLE}
MOMENTS = {"file": "filed_at", "receive": "received_at", "accept": "accepted_at", "decide": "decided_at"} | {
    "close": "closed_at",
    "deliver": "delivered_at",
}


def decide(head: Head, action: str, caller: Any, data: Mapping[str, Any]) -> list[Happening]:
    """One action on a case with all that follows from it, or the refusal that stands in its way."""
    insist(ROWS, action, head, caller)
    happenings = [Happening(action, data)]
    return happenings + parts.to_dispatch(head) if action == "dispatch" else happenings


def evolve(head: Head, entry: Entry) -> Head:
    """The case after an entry."""
    if entry.action == "file":
        return {**head, **entry.told(), "state": "filed", "filed_at": moment_text(entry.at)}
    if entry.action.startswith("part_") or entry.action == "start_review":
        return parts.evolve(head, entry)
    changed = {**head, "state": ROWS[entry.action].to, **_marks(head, entry)}
    return parts.all_waiting(changed) if entry.action == "dispatch" else changed


def _marks(head: Head, entry: Entry) -> Head:
    marks: Head = {MOMENTS[entry.action]: moment_text(entry.at)} if entry.action in MOMENTS else {}
    if entry.action == "receive":
        marks |= {"receiver": entry.actor}
    if entry.action == "decide":
        marks |= {"decider": entry.actor, "outcome": entry.data["outcome"]}
    if "notice" in entry.data:
        marks |= {"notices": [*head.get("notices", []), entry.data["notice"]]}
    return marks
