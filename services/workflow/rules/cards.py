"""Supervision (督办): cards that clocks raise."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from services.kit.lifecycle import Head
from services.workflow.rules.calendar import Calendar
from services.workflow.rules.clocks import Clock

ANSWER_DAYS = 3  # working days in which a red card is to be answered: assumed


def card_id(no: str, clock: Clock, level: str) -> str:
    """A card's id: the same clock with the same last day raises a level once, in whatever process."""
    name = f"{clock.name}-{clock.subject}" if clock.subject else clock.name
    return f"{no}.{name}.{level}.{clock.due:%Y%m%d}"


def raised(head: Head, clock: Clock, level: str) -> bool:
    """Whether a clock has raised a card of a level for its present last day."""
    wanted = card_id(head["_id"], clock, level)
    return any(card["id"] == wanted for card in head.get("cards") or [])


def told(head: Head, clock: Clock, level: str) -> dict[str, Any]:
    """What the entry says that raises a card."""
    assert clock.due
    on = clock.yellow_on if level == "yellow" else clock.overdue_on
    named = {"id": card_id(head["_id"], clock, level), "level": level, "clock": clock.name}
    return {**named, "subject": clock.subject, "due": clock.due.isoformat(), "on": on.isoformat() if on else ""}


def is_open(card: Mapping[str, Any]) -> bool:
    """Whether a card is neither answered nor annulled."""
    return not card.get("answered_on") and not card.get("annulled_on")


def state_of(head: Head, card: Mapping[str, Any], measured: Iterable[Clock]) -> str:
    """Open, answered or annulled; a yellow card whose clock has ended, moved or turned red has passed."""
    if card.get("annulled_on"):
        return "annulled"
    if card.get("answered_on"):
        return "answered"
    mine = [clock for clock in measured if (clock.name, clock.subject) == (card["clock"], card.get("subject", ""))]
    runs = any(clock.state == "running" and str(clock.due) == card.get("due") for clock in mine)
    red = any(raised(head, clock, "red") for clock in mine if clock.due)
    return "open" if card["level"] == "red" or (runs and not red) else "passed"


def unanswered(card: Mapping[str, Any]) -> bool:
    """Whether a card still waits to be answered or to go up."""
    return card["level"] == "red" and is_open(card) and not card.get("escalated_on")


def answer_by(card: Mapping[str, Any], calendar: Calendar) -> date:
    """The last day of the answer to a card."""
    return calendar.due(date.fromisoformat(card["on"]), ANSWER_DAYS)
