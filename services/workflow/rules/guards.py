"""What stands in the way of an action, from the case and the caller alone: None when nothing does."""

from typing import Any

from services.kit.errors import NotAllowed, Refusal, WrongState
from services.kit.lifecycle import Head
from services.workflow.rules import effects, parts
from services.workflow.rules.limits import BAD_RATING


def complete(head: Head, _caller: Any) -> Refusal | None:
    """Art. 32(5): only what is complete is accepted."""
    missing = head["missing"]
    return WrongState("NOT_COMPLETE", params={"names": ", ".join(missing)}) if missing else None


def promisable(head: Head, _caller: Any) -> Refusal | None:
    """Everything that is missing may come later, and something is missing."""
    if head["missing"]:
        return WrongState("PROMISE_NOT_ALLOWED", params={"name": ", ".join(head["missing"])})
    return None if head.get("promisable") else WrongState("NOTHING_TO_PROMISE")


def first_notice(head: Head, _caller: Any) -> Refusal | None:
    """Art. 32(4): told once; a second time only what came in since, which the notice itself has to show."""
    told = head.get("corrections", [])
    if head["state"] == "correction" or (told and not told[-1].get("given")):
        return already_notified(head)
    return None


def already_notified(head: Head) -> Refusal:
    """The notice that was given."""
    return WrongState("ALREADY_NOTIFIED", params={"date": head["corrections"][-1]["on"]})


def deemable(head: Head, _caller: Any) -> Refusal | None:
    """Silence accepts a licence's filing, nothing else."""
    return None if effects.of(head)["deemed"] else WrongState("NOT_DEEMED", params={"kind": head["kind"]})


def on_the_spot(head: Head, caller: Any) -> Refusal | None:
    """即办件: complete, and of an item that is answered at once, without an approver."""
    if not head.get("instant") or effects.of(head)["approver"]:
        return WrongState("NOT_INSTANT", params={"item": head.get("item", "")})
    return complete(head, caller)


def to_send(head: Head, _caller: Any) -> Refusal | None:
    """Something waits to be sent, or came back."""
    if head["state"] == "accepted" or parts.in_state(head, "returned"):
        return None
    return WrongState("WRONG_STATE", params={"state": head["state"], "action": "dispatch"})


def due(head: Head, _caller: Any) -> Refusal | None:
    """A part waits for nothing but its day."""
    return None if parts.waiting_for_their_day(head) else WrongState("NEEDS_OPEN")


def extendable(head: Head, caller: Any) -> Refusal | None:
    """Art. 42: once, by somebody who does not handle the case."""
    if not effects.of(head)["extension_days"]:
        return WrongState("NOT_EXTENDABLE", params={"kind": head["kind"]})
    if head.get("extension"):
        return WrongState("ALREADY_EXTENDED", params={"date": head["extension"]["on"]})
    if caller.subject in (head.get("receiver"), head.get("handler")):
        return NotAllowed("SAME_PERSON", params={"step1": "handle", "step2": "extend"})
    return None


def promised(head: Head, _caller: Any) -> Refusal | None:
    """The applicant still owes something."""
    return None if owed(head) else WrongState("NOTHING_PROMISED")


def missable(head: Head, _caller: Any) -> Refusal | None:
    """Something owed was not yet found to be late."""
    late = [promise for promise in owed(head) if not promise.get("missed_on")]
    return None if late else WrongState("NOTHING_PROMISED")


def owed(head: Head) -> list[Head]:
    """The promises that are not kept."""
    return [promise for promise in head.get("promises", []) if not promise.get("kept_on")]


def decidable(head: Head, caller: Any) -> Refusal | None:
    """No procedure runs, every mandatory part has ended; art. 34: not by the receiver alone."""
    if effects.of(head)["approver"] and not caller.has("approver"):
        return NotAllowed("FORBIDDEN", params={"rule": "decide: approver"})
    if head["state"] == "special":
        return WrongState("SPECIAL_RUNNING", params={"type": head["stops"][-1]["type"]})
    open_parts = parts.open_mandatory(head)
    if open_parts:
        return WrongState("PARTS_OPEN", params={"n": len(open_parts), "parts": ", ".join(open_parts)})
    if effects.of(head)["two_persons"] and head.get("receiver") == caller.subject:
        return NotAllowed("SAME_PERSON", params={"step1": "receive", "step2": "decide"})
    return None


def applicant(head: Head, caller: Any) -> Refusal | None:
    """The applicant withdraws; a clerk only writes down what an applicant without an account asks for."""
    if caller.has("enterprise") or head["channel"] != "portal":
        return None
    return NotAllowed("FORBIDDEN", params={"rule": "withdraw: enterprise"})


def unrated(head: Head, _caller: Any) -> Refusal | None:
    """One rating per case."""
    return WrongState("ALREADY_RATED") if head.get("rating") else None


def rated_badly(head: Head, _caller: Any) -> Refusal | None:
    """A bad rating that was not yet answered."""
    rating = head.get("rating") or {}
    if rating.get("level", 5) > BAD_RATING or rating.get("rectified_on"):
        return WrongState("NOTHING_TO_RECTIFY")
    return None


def settled(head: Head, caller: Any) -> Refusal | None:
    """Nothing of the case is open any more."""
    return WrongState("RECTIFICATION_OPEN") if rated_badly(head, caller) is None else None


def carded(head: Head, _caller: Any) -> Refusal | None:
    """A card is open."""
    return None if open_cards(head) else WrongState("NO_CARD")


def open_cards(head: Head) -> list[Head]:
    """The cards nobody has answered or annulled."""
    return [card for card in head.get("cards", []) if not card.get("answered_on") and not card.get("annulled_on")]
