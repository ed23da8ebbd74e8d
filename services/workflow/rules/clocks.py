"""A case's clocks, measured (domain.md 4.4): from when to when each runs, why each day counts, how urgent it is."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from services.kit.lifecycle import Head
from services.workflow.rules.calendar import ONE_DAY, Calendar, Day, working
from services.workflow.rules.limits import RULES, THRESHOLDS, UNDER_WAY, Rule, Terms, basis_of, legal_day

ORDER = ("acceptance", "decision", "joint", "delivery", "promised", "rectification", "promise", "correction")


@dataclass(frozen=True)
class Stop:
    """A time in which a clock stands still: the days after `since` up to and with `until`."""

    kind: str  # special | suspension
    type: str
    basis: str
    notice: str  # in which it was told
    since: date
    until: date | None  # while it is not over as announced, None where nothing was
    over: bool
    days_needed: int = 0

    def covers(self, on: date) -> bool:
        """Whether the clock stands still on a day."""
        return self.since < on and (self.until is None or on <= self.until)


@dataclass(frozen=True)
class Clock:
    """One limit of a case, measured."""

    name: str  # acceptance | correction | decision | joint | promised | delivery | promise | rectification
    basis: str
    start: date
    limit: int  # working days, the extension with them
    state: str  # running | stopped | ended
    due: date | None  # None: it stands still and nobody has said how long
    remaining: int | None
    colour: str  # green | yellow | red | black; grey while it stands still, empty when it has ended
    provisional: bool
    days: tuple[Day, ...]
    subject: str = ""  # the material of a promise
    ended_on: date | None = None
    stops: tuple[Stop, ...] = ()
    extension: Mapping[str, Any] = field(default_factory=dict)

    @property
    def overdue_on(self) -> date | None:
        """The first day after the due date."""
        return self.due + ONE_DAY if self.due else None

    @property
    def yellow_on(self) -> date | None:
        """The first day on which so few working days are left that it is yellow; after a stop, a day after it."""
        left, threshold = self.limit, THRESHOLDS.yellow(self.limit)
        resumed = max((stop.until for stop in self.stops if stop.until), default=self.start)
        for one in self.days:
            left -= one.counts
            if left <= threshold and one.on > resumed:
                return one.on
        return None


def clocks(head: Head, terms: Terms, calendar: Calendar, today: date) -> tuple[Clock, ...]:
    """Every clock the facts of a case have started, as they stand on a day."""
    ruled = (_by_rule(rule, head, terms, calendar, today) for rule in RULES)
    return (*(clock for clock in ruled if clock), *_promises(head, calendar, today))


def _by_rule(rule: Rule, head: Head, terms: Terms, calendar: Calendar, today: date) -> Clock | None:
    limit, start = rule.days(head, terms), rule.start(head)
    if not limit or not start:
        return None
    extension = (head.get("extension") or {}) if rule.moves else {}
    stops = _stops(head, calendar, today) if rule.moves else ()
    ended = rule.end(head)
    running = head["state"] in rule.states and not ended
    whole = limit + int(extension.get("days", 0))
    clock = _measured(date.fromisoformat(start), whole, stops, calendar, today if running else None)
    judged = _judged(clock, calendar, today, running, date.fromisoformat(ended) if ended else None)
    return replace(judged, name=rule.name, basis=rule.basis, extension=extension)


def _promises(head: Head, calendar: Calendar, today: date) -> Iterable[Clock]:
    """A promised material has its own day; the clock ends when it is there, or when the case no longer waits for it."""
    for promise in head.get("promises") or []:
        start, by = date.fromisoformat(legal_day(head, "accepted")), date.fromisoformat(promise["by"])
        kept, days = promise.get("kept_on"), calendar.between(start, by)
        clock = _bare(start, working(days), by, days, calendar.provisional(days))
        running = not kept and head["state"] in UNDER_WAY
        judged = _judged(clock, calendar, today, running, date.fromisoformat(kept) if kept else None)
        yield replace(judged, name="promise", subject=promise["material"])


def _stops(head: Head, calendar: Calendar, today: date) -> tuple[Stop, ...]:
    return tuple(_stop(told, calendar, today) for told in head.get("stops") or [])


def _stop(told: Head, calendar: Calendar, today: date) -> Stop:
    since, needed = date.fromisoformat(told["from"]), int(told.get("days_needed") or 0)
    until = date.fromisoformat(told["until"]) if told.get("until") else None
    if until is None and needed:
        until = max(calendar.due(since, needed), today)  # as announced, and day by day once that is past
    kind, procedure, over = told["kind"], told.get("type", ""), bool(told.get("until"))
    return Stop(kind, procedure, basis_of(procedure), told.get("notice", ""), since, until, over, needed)


def _bare(start: date, limit: int, due: date | None, days: tuple[Day, ...], provisional: bool) -> Clock:
    return Clock("", "", start, limit, "running", due, None, "", provisional, days)


def _measured(start: date, limit: int, stops: tuple[Stop, ...], calendar: Calendar, today: date | None) -> Clock:
    """Walk from the start to the last day; a stop that nobody has set an end to is walked no further than today."""
    if not stops:
        free = calendar.until(start, limit)
        return _bare(start, limit, free[-1].on, free, calendar.provisional(free))
    days: list[Day] = []
    left = limit
    for one in calendar.after(start):
        endless = any(stop.until is None and stop.covers(one.on) for stop in stops)
        if not left or (endless and (today is None or one.on > today)):
            break
        stopped = one.counts and any(stop.covers(one.on) for stop in stops)
        days.append(replace(one, counts=False, why="stopped") if stopped else one)
        left -= days[-1].counts
    due = None if left else days[-1].on
    return replace(_bare(start, limit, due, tuple(days), calendar.provisional(days)), stops=stops)


def _judged(clock: Clock, calendar: Calendar, today: date, running: bool, ended_on: date | None) -> Clock:
    """How a clock stands on a day."""
    if not running:
        seen = min(ended_on, today) if ended_on else None
        return replace(
            clock, state="ended", ended_on=ended_on, remaining=_left(clock, calendar, seen) if seen else None
        )
    remaining = _left(clock, calendar, today)
    if not all(stop.over for stop in clock.stops):
        return replace(clock, state="stopped", remaining=remaining, colour="grey")
    overdue = clock.due is not None and today > clock.due
    return replace(clock, remaining=remaining, colour=THRESHOLDS.colour(remaining, overdue, clock.limit))


def _left(clock: Clock, calendar: Calendar, on: date) -> int:
    if clock.due is None:
        return clock.limit - working(clock.days)
    if on > clock.due:
        return -calendar.count(clock.due, on)
    return working(one for one in clock.days if one.on > on)


def urgent(measured: Iterable[Clock]) -> Clock | None:
    """The clock a case is known by: the earliest that runs, statutory before promised; else one that stands still."""
    live = [clock for clock in measured if clock.state != "ended"]
    return min(live, key=_urgency, default=None)


def _urgency(clock: Clock) -> tuple[bool, date, int]:
    return clock.state == "stopped", clock.due or date.max, ORDER.index(clock.name)


@dataclass(frozen=True)
class Move:
    """A clock whose last day is another than before."""

    name: str
    subject: str
    old: date
    new: date


def moves(head: Head, terms: Terms, calendars: tuple[Calendar, Calendar], today: date) -> list[Move]:
    """The live clocks that another calendar moves."""
    before, after = ({_named(clock): clock for clock in clocks(head, terms, one, today)} for one in calendars)
    pairs = [(clock, after[name]) for name, clock in before.items() if clock.state != "ended"]
    return [
        Move(old.name, old.subject, old.due, new.due)
        for old, new in pairs
        if old.due and new.due and old.due != new.due
    ]


def _named(clock: Clock) -> tuple[str, str]:
    return clock.name, clock.subject
