"""Words of what follows: rating, late papers, reopening, cards."""

from services.kit.clock import checked_day
from services.kit.errors import WrongState, malformed
from services.kit.lifecycle import Head
from services.workflow.rules import guards
from services.workflow.rules.limits import BAD_RATING, LIMITS
from services.workflow.rules.today import Today
from services.workflow.rules.words.saying import Said, reason, told

LEVELS = range(1, 6)


def rate(_head: Head, said: Said, today: Today) -> Head:
    """One to five."""
    level = said["level"]
    if level not in LEVELS:
        raise malformed("level", "LEVEL_INVALID", possible="1–5")
    bad = level <= BAD_RATING
    return {"level": level, **({"rectify_by": today.after(LIMITS.rectification)} if bad else {})}


def rectify(_head: Head, said: Said, _today: Today) -> Head:
    """With what was done."""
    reason(said, "measure")
    return {}


def add_document(_head: Head, said: Said, _today: Today) -> Head:
    """At least one file."""
    if not said["given"]:
        raise malformed("materials", "REQUIRED")
    return {"filing": said["filing"], "materials": list(said["given"])}


def reopen(head: Head, said: Said, today: Today) -> Head:
    """By a named instrument of an organ, of a day between the decision and today."""
    for name in ("instrument", "organ"):
        if not said[name].strip():
            raise malformed(name, "REASON_REQUIRED")
    day = checked_day(said["date"], "date")
    if not head.get("decided_on", day) <= day <= today.text():
        raise malformed("date", "OUT_OF_RANGE", date=today.text())
    return {"instrument_on": day, "instrument": told(head, said["instrument"])}


def raise_card(head: Head, said: Said, _today: Today) -> Head:
    """A card with an id of its own."""
    if any(card["id"] == said["id"] for card in head.get("cards", [])):
        raise WrongState("CARD_KNOWN", params={"card": said["id"]})
    return dict(said)


def answer_card(head: Head, said: Said, today: Today) -> Head:
    """An open card, and why it came to it."""
    reason(said)
    return escalate_card(head, said, today)


def escalate_card(head: Head, said: Said, _today: Today) -> Head:
    """An open card."""
    if said["card"] not in [card["id"] for card in guards.open_cards(head)]:
        raise malformed("card", "NO_CARD")
    return {"card": said["card"]}
