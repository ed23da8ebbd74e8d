"""Publishing a year of the calendar: what it would move, and the resumable job that moves it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import structlog
from pymongo.errors import DuplicateKeyError, PyMongoError

from services.kit.background import Background
from services.kit.clock import Clock
from services.kit.documents import entry_of
from services.kit.errors import KeyReused, Refusal, Stale, WrongState
from services.kit.lifecycle import Happening, Head, moment_text
from services.kit.repository import Repository, Request
from services.workflow.documents.calendar import CalendarChange, CalendarYear
from services.workflow.rules import lifecycle
from services.workflow.rules.calendar import Calendar, Year
from services.workflow.rules.clocks import Move, moves
from services.workflow.rules.today import Today
from services.workflow.service.calendar import FRESH_SECONDS, Calendars, by_text, revision_of, year_of
from services.workflow.service.clocks import NEVER, Deadlines
from services.workflow.service.timers import SYSTEM

LOG = structlog.get_logger()
BATCH = 100
HOLD_SECONDS = 10  # a change that nobody has carried on for so long is carried on by another replica
OPEN: Mapping[str, Any] = {"due_at": {"$lt": NEVER}}


class Publishing(Background):
    """Changes of the calendar: previewed, asked for once, and carried out by whichever replica holds them."""

    def __init__(
        self, cases: Repository, deadlines: Deadlines, calendars: Calendars, clock: Clock, every: float = 1.0
    ) -> None:
        super().__init__("calendar", patience=2)
        self._cases, self._deadlines, self._calendars, self._clock = cases, deadlines, calendars, clock
        self._every = every

    def preview(self, year: Year) -> Iterator[tuple[Head, list[Move]]]:
        """The open cases that a year would move, each with its clocks."""
        calendar = self._calendars.current()
        pair = (calendar, calendar.having(year))
        for case in self._cases.collection().find(OPEN, {"history": 0}, hint="due"):
            moved = self._moves(case, pair)
            if moved:
                yield case, moved

    def publish(self, year: Year, expected: int, request: Request) -> CalendarChange:
        """Ask for a year to be put in force; once per request id, and only on what was seen."""
        earlier: CalendarChange | None = CalendarChange.objects(request=request.id).first()
        if earlier is not None:
            if earlier.request_body != request.body:
                raise KeyReused("KEY_REUSED", params={"year": year.number})
            return earlier
        present = revision_of(year.number)
        running = CalendarChange.objects(year=year.number, state="running").first()
        if running is not None:
            raise WrongState("CALENDAR_BUSY", params={"n": running.checked, "of": running.open})
        if expected != present:
            raise Stale("STALE_REVISION", params={"revision": present})
        change = CalendarChange(
            id=f"{year.number}.{present + 1}",
            year=year.number,
            revision=present + 1,
            off=by_text(year.off),
            work=by_text(year.work),
            before=_stored(self._calendars.current().year(year.number)),
            request=request.id,
            request_body=request.body,
            actor=request.actor,
            at=self._clock.now(),
            held_until=self._clock.now(),
            state="running",
            open=self._cases.collection().count_documents(OPEN),
        )
        if not change.once():
            raise Stale("STALE_REVISION", params={"revision": present + 1})
        return change

    def take_up(self, years: Iterable[Year]) -> None:
        """Publish years that came with a new release, as an administrator would; once, whichever replica is first."""
        for year in years:
            try:
                self.publish(year, 1, Request(f"release:{year.number}", SYSTEM.subject, "service"))
            except (Stale, WrongState) as fault:
                LOG.info("year_known", year=year.number, reason=fault.reason)

    def work(self) -> None:
        """Look every second for a change that nobody carries on."""
        while not self.stopping.wait(self._every):
            try:
                change = self._taken()
                if change is not None:
                    self.carry_out(change)
            except (Refusal, PyMongoError) as fault:
                LOG.info("calendar_waits", fault=str(fault)[:100])

    def _taken(self) -> CalendarChange | None:
        now = self._clock.now()
        free = CalendarChange.objects(state="running", held_until__lte=now)
        taken: CalendarChange | None = free.modify(set__held_until=self._hold(now), new=True)
        return taken

    def _hold(self, now: datetime) -> datetime:
        return now + timedelta(seconds=HOLD_SECONDS)

    def carry_out(self, change: CalendarChange) -> None:
        """Put the year in force, let every process read it, then go through the open cases from where it stopped."""
        if not change.after:
            _apply(change)
            self.stopping.wait(FRESH_SECONDS * 1.5)
        while not self.stopping.is_set():
            wanted = {**OPEN, "_id": {"$gt": change.after}}
            found = list(self._cases.collection().find(wanted, {"_id": 1}, hint="_id_").sort("_id").limit(BATCH))
            moved = sum(self._reschedule(change, row["_id"]) for row in found)
            if not self._noted(change, [row["_id"] for row in found], moved) or not found:
                return

    def _noted(self, change: CalendarChange, done: Sequence[str], moved: int) -> bool:
        """Whether it is still ours to carry on."""
        now = self._clock.now()
        end = {} if done else {"set__state": "done", "set__finished_at": now}
        mine = CalendarChange.objects(id=change.id, held_until=change.held_until)
        kept = mine.modify(
            set__held_until=self._hold(now),
            set__after=done[-1] if done else change.after,
            inc__checked=len(done),
            inc__moved=moved,
            new=True,
            **end,
        )
        if kept is not None:
            change.after, change.held_until = kept.after, kept.held_until
        return kept is not None

    def _reschedule(self, change: CalendarChange, no: str) -> bool:
        """Tell a case of its new dates, once; whether there were any."""
        calendar, request = self._calendars.current(), Request(f"calendar:{change.id}", SYSTEM.subject, "service")
        pair = (calendar.having(_before(change)), calendar.having(_after(change)))
        case = self._cases.change(no, request, partial(self._decide, change, pair))
        self._cases.keep(no)
        return any(entry_of(stored).request == request.id for stored in reversed(case["history"]))

    def _decide(self, change: CalendarChange, pair: tuple[Calendar, Calendar], head: Head) -> list[Happening]:
        """Nothing for whoever was filed under the new calendar already."""
        moved = self._moves(head, pair) if head["filed_at"] < moment_text(change.at) else []
        if not moved:
            return []
        said = {"year": change.year, "moves": [_told(move) for move in moved]}
        return lifecycle.decide(head, "reschedule", SYSTEM, said, Today(self._clock.now(), self._calendars.current()))

    def _moves(self, case: Head, pair: tuple[Calendar, Calendar]) -> list[Move]:
        return moves(case, self._deadlines.terms(case), pair, self._clock.today())


def _told(move: Move) -> Head:
    return {"clock": move.name, "subject": move.subject, "old": move.old.isoformat(), "new": move.new.isoformat()}


def _stored(year: Year) -> Head:
    return {"published": year.published, "off": by_text(year.off), "work": by_text(year.work)}


def _before(change: CalendarChange) -> Year:
    return year_of(change.year, **change.before)


def _after(change: CalendarChange) -> Year:
    return year_of(change.year, published=True, off=change.off, work=change.work)


def _apply(change: CalendarChange) -> None:
    """Unless a later change has been applied already."""
    older = {"_id": change.year, "revision": {"$lt": change.revision}}
    year = {"published": True, "off": change.off, "work": change.work, "revision": change.revision, "schema": 1}
    try:
        CalendarYear._get_collection().update_one(older, {"$set": year}, upsert=True)
    except DuplicateKeyError:
        LOG.info("calendar_newer", year=change.year, revision=change.revision)
