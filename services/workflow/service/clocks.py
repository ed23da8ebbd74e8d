"""The clocks of stored cases: as they are answered, and what of them a case keeps for its lists and timers."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from qi.workflow.v1 import clock_service_pb2 as pb

from services.kit import clock as time
from services.kit.errors import NotFound
from services.kit.lifecycle import Head, moment_text
from services.workflow.documents.cases import Notice
from services.workflow.rules import cards, effects
from services.workflow.rules.clocks import Clock, Stop, clocks, urgent
from services.workflow.rules.limits import Terms
from services.workflow.rules.moments import Moment, begin_of, moments, moments_of
from services.workflow.service.calendar import Calendars, day_messages
from services.workflow.service.catalogue import Catalogue

DAYS = ("statutory_days", "promised_days")
MOST_DUES = 20_000  # that are remembered
NEVER = "9999-12-31"  # sorts behind every date: nothing runs


class Deadlines:
    """Clocks by the item's terms and the calendar in force."""

    def __init__(self, catalogue: Catalogue, calendars: Calendars, clock: time.Clock) -> None:
        self._catalogue, self._calendars, self._clock = catalogue, calendars, clock
        self._dues: dict[tuple[str, int, str], pb.Due | None] = {}

    def clocks(self, case: Head, on: date | None = None) -> tuple[Clock, ...]:
        """Every clock of a case, today or as of a day."""
        return clocks(case, self.terms(case), self._calendars.current(), on or self._clock.today())

    def moments(self, case: Head) -> list[Moment]:
        """What time brings, the earliest first."""
        return moments(case, self.terms(case), self._calendars.current())

    def due(self, case: Head) -> pb.Due | None:
        """The clock a case is known by, None when nothing runs."""
        key = (case["_id"], case["revision"], self.as_of())
        if key not in self._dues:
            if len(self._dues) > MOST_DUES:
                self._dues.clear()
            clock = urgent(self.clocks(case))
            self._dues[key] = _due_message(clock) if clock else None
        return self._dues[key]

    def now(self) -> datetime:
        """This moment, by the clock that measures them."""
        return self._clock.now()

    def as_of(self) -> str:
        """What the clocks of a case depend on beside itself: this day, and the calendar in force."""
        self._calendars.current()
        return f"{self._clock.today().isoformat()}/{self._calendars.version}"

    def kept(self, case: Head) -> Head:
        """What a case keeps of its clocks: by when it is sorted, and when it wakes."""
        measured = self.clocks(case)
        clock, coming = urgent(measured), moments_of(case, self._calendars.current(), self.terms(case), measured)
        due_at = moment_text(begin_of(clock.overdue_on)) if clock and clock.overdue_on else NEVER
        return {"due_at": due_at, "wake_at": moment_text(coming[0].at) if coming else "", **self._cards(case, measured)}

    def _cards(self, case: Head, measured: Iterable[Clock]) -> Head:
        """Whether a card is open, and the day of the newest."""
        told = case.get("cards") or []
        states = {cards.state_of(case, card, measured) for card in told}
        state = "open" if "open" in states else "closed" if states else ""
        return {"card_state": state, "card_on": max((card["on"] for card in told), default="")}

    def terms(self, case: Head) -> Terms:
        """What is pinned in the case; the days of one filed before they were, as its item says."""
        pinned_days = {name: int(case[name]) for name in DAYS if case.get(name)}
        days = pinned_days or self._days(case)
        pinned = effects.of(case)
        joint, deemed = bool(pinned["extension_document"]), bool(pinned["deemed"])
        return Terms(licence=case["kind"] == "XK", joint=joint, deemed=deemed, **days)

    def _days(self, case: Head) -> dict[str, int]:
        try:
            item = self._catalogue.item(case["item"], case["item_version"])
        except NotFound:
            return {}
        return {name: int(getattr(item, name)) for name in DAYS}


def _due_message(clock: Clock) -> pb.Due:
    return pb.Due(
        clock=clock.name,
        on=clock.due.isoformat() if clock.due else "",
        remaining=clock.remaining or 0,
        colour=clock.colour,
        provisional=clock.provisional,
        stopped=next((stop.type or stop.kind for stop in clock.stops if not stop.over), ""),
    )


def clock_messages(measured: Iterable[Clock], case: Head) -> list[pb.Clock]:
    """Clocks as they are answered; what a notice says of a stop or an extension is read from it."""
    told = list(measured)
    named = {stop.notice for clock in told for stop in clock.stops} | {_reason(clock) for clock in told}
    texts = {row.id: _words(row) for row in Notice.objects(id__in=sorted(named - {""}), case_no=case["_id"])}
    return [_clock_message(clock, texts) for clock in told]


def _words(notice: Notice) -> str:
    """Why a notice stops or extends a clock: the basis it names, else the reason it gives."""
    return str((notice.data or {}).get("basis") or notice.text or "")


def _reason(clock: Clock) -> str:
    return str(clock.extension.get("reason", "")) if clock.extension else ""


def _clock_message(clock: Clock, texts: Mapping[str, str]) -> pb.Clock:
    named = {"start": clock.start, "due": clock.due, "ended_on": clock.ended_on}
    days: dict[str, Any] = {name: day.isoformat() for name, day in named.items() if day}
    message = pb.Clock(
        clock=clock.name,
        subject=clock.subject,
        basis=clock.basis,
        limit=clock.limit,
        remaining=clock.remaining,
        colour=clock.colour,
        state=clock.state,
        provisional=clock.provisional,
        stops=[_stop_message(stop, texts) for stop in clock.stops],
        days=day_messages(clock.days),
        **days,
    )
    if clock.extension:
        told = {name: clock.extension.get(name) or "" for name in ("on", "document")}
        reason = texts.get(_reason(clock), "")
        message.extension.CopyFrom(pb.ClockExtension(days=clock.extension["days"], reason=reason, **told))
    return message


def _stop_message(stop: Stop, texts: Mapping[str, str]) -> pb.ClockStop:
    return pb.ClockStop(
        kind=stop.kind,
        type=stop.type,
        basis=stop.basis or texts.get(stop.notice, ""),
        since=stop.since.isoformat(),
        until=stop.until.isoformat() if stop.until else "",
        over=stop.over,
        days_needed=stop.days_needed,
    )
