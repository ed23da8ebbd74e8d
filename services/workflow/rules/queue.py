"""The window's queue, pure: its views, and what a day's work can hold."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from services.kit.lifecycle import Head, moment_text
from services.workflow.rules.moments import begin_of

A_DAY = 12  # cases that a clerk gets done in a day: assumed, and asked for on the page
BLACK_BELOW = -5  # working days
OPEN = ("filed", "received", "correction", "accepted", "dispatched", "in_review", "special", "suspended", "decided")
WAITING = ("filed", "received", "accepted", "decided", "closed")  # of these it is the window's turn


@dataclass(frozen=True)
class View:
    """What a view of the queue shows: a state, or what ends in some days; only what came back, where it says so."""

    state: str = ""
    ends: str = ""  # past | soon
    returned: bool = False


VIEWS: Mapping[str, View] = {
    "new": View("filed"),
    "to_accept": View("received"),
    "tomorrow": View(ends="soon"),
    "overdue": View(ends="past"),
    "returned": View("received", returned=True),
    "to_deliver": View("closed"),
}


def wanted(view: View, now: datetime, today: date) -> Head:
    """The filter of a view; a case's `due_at` is the first moment after its last day."""
    ends = {
        "past": {"$lte": moment_text(now)},
        "soon": {"$gt": moment_text(now), "$lte": moment_text(begin_of(today + timedelta(days=2)))},
    }
    told: Head = {"state": view.state} if view.state else {}
    told |= {"due_at": ends[view.ends]} if view.ends else {}
    return told | ({"corrections.resubmitted_on": {"$gt": ""}} if view.returned else {})


@dataclass(frozen=True)
class Held:
    """A case that waits for the window, and who has it."""

    no: str
    account: str
    due_at: str


def late(held: Iterable[Held], capacity: int, until: str) -> list[Held]:
    """Those that do not fit into what can be done until a moment, when the first to end are done first."""
    in_time = sorted((one for one in held if one.due_at <= until), key=lambda one: (one.due_at, one.no))
    return in_time[capacity:]
