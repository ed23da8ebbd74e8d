"""What time alone brings about: the next moment of a case, and what happens then (domain.md 4.3, 4.4)."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from services.kit.clock import SHANGHAI
from services.kit.lifecycle import Happening, Head, row_of
from services.workflow.rules import cards, guards, lifecycle, parts
from services.workflow.rules.calendar import ONE_DAY, Calendar
from services.workflow.rules.clocks import Clock, clocks
from services.workflow.rules.limits import Terms, legal_day

CARDED = {  # clock → the cards it raises; the applicant's own clocks warn nobody at the window
    "acceptance": ("yellow", "red"),
    "decision": ("yellow", "red"),
    "joint": ("yellow", "red"),
    "promised": ("yellow", "red"),
    "delivery": ("yellow", "red"),
    "rectification": ("yellow", "red"),
    "promise": ("red",),
    "correction": (),
}
REMINDED = {"promise": (3, 1), "correction": (3, 1)}  # clock → working days that are left
OFFICE = timedelta(hours=9)  # nobody is reminded at night
SOONEST, LATEST = timedelta(minutes=1), timedelta(hours=6)  # of trying a moment again that was refused
ARCHIVE_DAYS = 30  # working days after the outcome has reached the applicant: assumed


@dataclass(frozen=True)
class Moment:
    """A moment at which something happens to a case by itself."""

    at: datetime
    actions: tuple[Happening, ...]  # with what is said of each; the lifecycle decides them


def begin_of(on: date) -> datetime:
    """The moment a day begins in Ningbo."""
    return datetime.combine(on, time(), SHANGHAI)


def next_moment(head: Head, terms: Terms, calendar: Calendar) -> Moment | None:
    """The earliest of what time has still to bring."""
    return next(iter(moments(head, terms, calendar)), None)


def moments(head: Head, terms: Terms, calendar: Calendar) -> list[Moment]:
    """What time has still to bring, the earliest first; of two at once, what moves the case comes first."""
    return moments_of(head, calendar, terms, clocks(head, terms, calendar, date.min))


def moments_of(head: Head, calendar: Calendar, terms: Terms, measured: Sequence[Clock]) -> list[Moment]:
    """The same for clocks that are measured already, on whatever day: what runs does not depend on it."""
    lawful = (moment for moment in _moments(head, terms, calendar, measured) if _possible(head, moment))
    return sorted(lawful, key=lambda moment: moment.at)


def retry(moment: Moment, now: datetime) -> datetime:
    """When a moment that was refused is tried again: the longer it has been waiting, the later."""
    return now + min(max(now - moment.at, SOONEST), LATEST)


def _possible(head: Head, moment: Moment) -> bool:
    """What the table does not have in this state, time does not bring either."""
    return head["state"] in row_of(lifecycle.TABLE, moment.actions[0].action, head["state"]).states


def _moments(head: Head, terms: Terms, calendar: Calendar, measured: Sequence[Clock]) -> Iterator[Moment]:
    for clock in measured:
        if clock.state == "running" and clock.due:
            yield from _effects(head, terms, clock)
            yield from _warnings(head, clock)
            yield from _reminders(head, calendar, clock)
    yield from _escalations(head, calendar)
    yield from _archive(head, calendar, measured)
    yield from _parts(head)


def _effects(head: Head, terms: Terms, clock: Clock) -> Iterable[Moment]:
    """What the end of a clock does to the case."""
    assert clock.due
    at = begin_of(clock.due + ONE_DAY)
    if clock.name == "acceptance" and terms.deemed:
        return [Moment(at, (Happening("deem_accepted", {}), *_red(head, clock)))]
    if clock.name == "correction":
        return [Moment(at, (Happening("lapse", {}),))]
    if clock.name == "promise" and not cards.raised(head, clock, "red"):
        missed = Happening("miss_promise", {"materials": [clock.subject]})
        return [Moment(at, (missed, _card(head, clock, "red")))]
    return []


def _warnings(head: Head, clock: Clock) -> Iterator[Moment]:
    """The cards a clock has still to raise."""
    days = {"yellow": clock.yellow_on, "red": clock.overdue_on}
    for level in CARDED[clock.name]:
        on = days[level]
        if on and not cards.raised(head, clock, level):
            yield Moment(begin_of(on), (_card(head, clock, level),))


def _red(head: Head, clock: Clock) -> list[Happening]:
    return [] if cards.raised(head, clock, "red") else [_card(head, clock, "red")]


def _reminders(head: Head, calendar: Calendar, clock: Clock) -> Iterator[Moment]:
    """What the applicant owes is called to mind some working days before its day, each time once."""
    assert clock.due
    for left in REMINDED.get(clock.name, ()):
        on = calendar.ahead(clock.due, left)
        told = {"clock": clock.name, "subject": clock.subject, "due": clock.due.isoformat(), "left": left}
        if on > clock.start and told not in (head.get("reminders") or []):
            yield Moment(begin_of(on) + OFFICE, (Happening(f"remind_{clock.name}", told),))


def _card(head: Head, clock: Clock, level: str) -> Happening:
    return Happening("raise_card", cards.told(head, clock, level))


def _escalations(head: Head, calendar: Calendar) -> Iterator[Moment]:
    """A red card that nobody answered in time goes one step up."""
    for card in head.get("cards") or []:
        if cards.unanswered(card):
            by = cards.answer_by(card, calendar)
            yield Moment(begin_of(by + ONE_DAY), (Happening("escalate_card", {"card": card["id"]}),))


def _archive(head: Head, calendar: Calendar, measured: Sequence[Clock]) -> Iterator[Moment]:
    """What is delivered, rated and put right rests in the archive."""
    delivered = legal_day(head, "delivered")
    waits = guards.settled(head, None) or any(clock.state == "running" for clock in measured)
    if head["state"] in ("delivered", "rated") and delivered and not waits:
        on = calendar.due(date.fromisoformat(delivered), ARCHIVE_DAYS)
        yield Moment(begin_of(on + ONE_DAY), (Happening("archive", {}),))


def _parts(head: Head) -> Iterator[Moment]:
    """A part that waits for nothing but its day is sent on that day."""
    for part in parts.waiting_for_their_day(head):
        yield Moment(begin_of(date.fromisoformat(part["opens_on"])), (Happening("send_due", {}),))
