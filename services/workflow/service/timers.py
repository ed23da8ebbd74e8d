"""Brings about what time alone brings: takes what is due by its index, and decides it as of the moment it was due."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial

import structlog
from pymongo.errors import PyMongoError

from services.kit import metrics
from services.kit.background import Background
from services.kit.clock import Clock
from services.kit.documents import store_away
from services.kit.errors import Away, Refusal
from services.kit.identity import Caller
from services.kit.lifecycle import Happening, Head, moment_of, moment_text
from services.kit.repository import Repository, Request
from services.workflow.rules import lifecycle
from services.workflow.rules.moments import LATEST, Moment, retry
from services.workflow.rules.today import Today
from services.workflow.service.calendar import Calendars
from services.workflow.service.clocks import Deadlines

LOG = structlog.get_logger()
SYSTEM = Caller(subject="system", roles=frozenset({"service"}))
EVERY_SECONDS = 1.0
AT_ONCE = 200


class Timers(Background):
    """Runs in every replica; the guarded write and the request's id let each moment happen once."""

    def __init__(
        self,
        cases: Repository,
        deadlines: Deadlines,
        calendars: Calendars,
        clock: Clock,
        every: float = EVERY_SECONDS,
    ) -> None:
        super().__init__("timers", patience=2)
        self._cases, self._deadlines, self._calendars, self._clock = cases, deadlines, calendars, clock
        self._every = every

    def work(self) -> None:
        """Look every second."""
        while not self.stopping.wait(self._every):
            try:
                self.fire()
            except (Refusal, PyMongoError) as fault:
                LOG.info("timers_wait", fault=str(fault)[:100])

    def fire(self) -> int:
        """Bring about what is due, the earliest first; how many cases that were."""
        now = self._clock.now()
        wanted = {"wake_at": {"$gt": "", "$lte": moment_text(now)}}
        found = list(self._cases.collection().find(wanted, {"wake_at": 1}, hint="wake").sort("wake_at").limit(AT_ONCE))
        late = (now - moment_of(found[0]["wake_at"])).total_seconds() if found else 0
        metrics.TIMER_LATENESS.set(late)
        for row in found:
            if self.stopping.is_set():
                break
            self._try(row["_id"])
        return len(found)

    def settle(self, no: str) -> None:
        """Before somebody acts on a case: what was due before that happens before it."""
        wanted = {"_id": no, "wake_at": {"$gt": "", "$lte": moment_text(self._clock.now())}}
        try:
            if self._cases.collection().find_one(wanted, {"_id": 1}):
                self._try(no)
        except PyMongoError as fault:
            raise store_away(fault) from fault

    def _try(self, no: str) -> None:
        """A case that our rules fail on is told of, put off, and does not hold up the others."""
        try:
            self._bring(no)
        except (PyMongoError, Away):
            raise
        except Exception:
            LOG.exception("timer_failed", case=no)
            metrics.TIMERS_REFUSED.labels("INTERNAL").inc()
            self._wake(self._cases.get(no), self._clock.now() + LATEST)

    def _bring(self, no: str) -> None:
        """One moment after the other, as far as they have come; one that is refused does not hold up the later ones."""
        now, tried = self._clock.now(), list[Moment]()
        while (moment := next(self._untried(self._cases.get(no), tried), None)) and moment.at <= now:
            tried.append(moment)
            self._attempt(no, moment)
        self._cases.keep(no)
        case = self._cases.get(no)
        again = [retry(moment, now) for moment in self._deadlines.moments(case) if moment in tried]
        if again:
            self._wake(case, min([*again, *(moment.at for moment in self._untried(case, tried))]))

    def _untried(self, case: Head, tried: Sequence[Moment]) -> Iterator[Moment]:
        return (moment for moment in self._deadlines.moments(case) if moment not in tried)

    def _attempt(self, no: str, moment: Moment) -> None:
        try:
            self._cases.change(no, request_of(moment), partial(self._decide, moment))
        except Away:
            raise
        except Refusal as fault:
            LOG.error("timer_refused", case=no, reason=fault.reason, params=fault.params)
            metrics.TIMERS_REFUSED.labels(fault.reason).inc()

    def _wake(self, case: Head, at: datetime) -> None:
        """Not before then, unless somebody changes the case."""
        guard = {"_id": case["_id"], "revision": case["revision"]}
        self._cases.collection().update_one(guard, {"$set": {"wake_at": moment_text(at)}})

    def _decide(self, moment: Moment, head: Head) -> Sequence[Happening]:
        """Nothing, when somebody else was faster or the moment has moved."""
        return brought(moment, head, self._calendars) if moment in self._deadlines.moments(head) else []


def brought(moment: Moment, head: Head, calendars: Calendars) -> list[Happening]:
    """What a moment brings to a case."""
    today = Today(moment.at, calendars.current())
    decided = (lifecycle.decide(head, said.action, SYSTEM, said.data, today) for said in moment.actions)
    return [replace(happening, at=moment.at) for happenings in decided for happening in happenings]


def request_of(moment: Moment) -> Request:
    """The same in every replica."""
    last = moment.actions[-1]
    named = last.data.get("id") or last.data.get("card") or ""
    actions = "+".join(said.action for said in moment.actions)
    return Request(f"timer:{moment_text(moment.at)}:{actions}:{named}", SYSTEM.subject, "service")
