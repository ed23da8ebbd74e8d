"""A case's whole life and its parts', written by the rules that also judge real ones, at moments of the past."""

import hashlib
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from typing import Any

from qi.workflow.v1 import workflow_service_pb2 as pb

from deploy.demo.paper import PDF
from deploy.seed.firms import Firm
from services.kit.clock import SHANGHAI, Clock
from services.kit.handling import rules as handling
from services.kit.handling.documents import Part
from services.kit.handling.events import SENT
from services.kit.identity import Caller
from services.kit.lifecycle import Happening, Head
from services.kit.repository import Repository, Request
from services.workflow.documents.cases import Case, Filing
from services.workflow.rules import identifiers, lifecycle, parts
from services.workflow.rules.today import Today
from services.workflow.service.calendar import Calendars
from services.workflow.service.clocks import Deadlines
from services.workflow.service.filing import Intake
from services.workflow.service.timers import brought, request_of

ENDS = {  # how far cases go, of a hundred
    **{"filed": 3, "received": 3, "accepted": 3, "dispatched": 8, "in_review": 7, "decided": 5, "closed": 5},
    **{"delivered": 56, "withdrawn": 4, "not_accepted": 6},
}
ONWARD = ("receive", "accept", "dispatch", "decide", "close", "deliver")
REACHED = {"filed": 0, "received": 1, "accepted": 2, "dispatched": 3, "in_review": 3, "decided": 4, "closed": 5}
UNDER_WAY = tuple(REACHED)
UNTOUCHED = ("withdrawn", "not_accepted")  # by any domain
OPEN_DAYS, PAST_DAYS = 3, 700  # cases under way are new: time has nothing to do to them yet
WHO = {
    **dict.fromkeys(("receive", "accept", "refuse", "dispatch", "close", "deliver"), "clerk"),
    **{"decide": "approver", "withdraw": "enterprise"},
}
WORDS: Mapping[str, Mapping[str, Any]] = {
    "decide": {"outcome": "granted"},
    "deliver": {"means": "electronic"},
    "refuse": {"reason": "演示", "organ": "演示机关", "ground": "competence"},
}
DIGEST = hashlib.sha256(PDF).hexdigest()


class Pen(Clock):
    """A clock that stands where the writing is."""

    moment = datetime(2026, 1, 1, tzinfo=UTC)

    def now(self) -> datetime:
        """The moment that is written about."""
        return self.moment

    def later(self, minutes: float) -> None:
        """Time goes on."""
        self.moment += timedelta(milliseconds=int(minutes * 60_000))


@dataclass
class Life:
    """What is stored of one case."""

    case: Head
    filing: Filing
    parts: dict[str, list[Head]] = field(default_factory=dict)  # by domain


class Shelf:
    """The catalogue, out of the store."""

    def __init__(self, items: Sequence[pb.Item]) -> None:
        self._items = {item.code: item for item in items}

    def item(self, code: str, _version: int = 0) -> pb.Item:
        """One item."""
        return self._items[code]


class Scribe:
    """Writes lives."""

    def __init__(
        self, items: Sequence[pb.Item], stations: Sequence[str], calendars: Calendars, chance: random.Random
    ) -> None:
        self._pen, self._chance, self._stations = Pen(), chance, stations
        self._items = [item for item in items if item.decided == "here" and not item.instant]
        self._cases = Repository(Case, lifecycle.evolve, self._pen)
        self._parts = Repository(Part, handling.evolve, self._pen)
        shelf: Any = Shelf(items)
        self._calendars = calendars
        self._intake = Intake(self._cases, shelf, self._pen, calendars)

    def life(self, number: int, firm: Firm, today: datetime) -> Life:
        """One case and what belongs to it, as far as chance lets it go."""
        chance, item = self._chance, self._chance.choice(self._items)
        end = chance.choices(list(ENDS), list(ENDS.values()))[0]
        if any(part.opens_on for part in item.parts) and end not in UNTOUCHED:
            end = "filed"  # a part that waits for its own day would hold a long life up
        begun = today - timedelta(days=chance.randint(1, OPEN_DAYS if end in UNDER_WAY else PAST_DAYS))
        morning = datetime.combine(begun.astimezone(SHANGHAI), time(9, 0), SHANGHAI).astimezone(UTC)
        self._pen.moment = morning + timedelta(milliseconds=chance.randint(0, 6 * 3_600_000))
        life = self._filed(number, firm, item)
        for action in _actions(end):
            self._pen.later(chance.uniform(1, 5))
            if action == "decide":
                self._work(life, "done")
            self._act(life, action)
        if end in ("dispatched", "in_review"):
            self._work(life, "" if end == "in_review" else "waiting")
        return life

    def aged(self, life: Life, deadlines: Deadlines, today: datetime) -> Life:
        """With what time alone has brought about since, so that the window's timers find nothing to do."""
        while (moment := next(iter(deadlines.moments(life.case)), None)) and moment.at <= today:
            self._pen.moment = moment.at.astimezone(UTC)
            self._grow(life, request_of(moment), brought(moment, life.case, self._calendars))
        life.case |= deadlines.kept(life.case)
        return life

    def _filed(self, number: int, firm: Firm, item: pb.Item) -> Life:
        station = self._chance.choice(self._stations)
        no = identifiers.case_number(station, self._pen.today(), 100_000 + number)
        filing, happening, extra = self._intake.drawn_up(no, item, _asked(item, station, firm), firm.uscc)
        request = Request.of(f"seed:{number}", f"seed-{firm.uscc}", "enterprise", {"seed": number})
        case = self._cases.begun(no, request, [happening], extra)
        return Life({name: value for name, value in case.items() if name != "unpublished_from"}, filing)

    def _act(self, life: Life, action: str) -> None:
        role = WHO[action]
        who = Caller(subject=f"seed-{role}", roles=frozenset({role}), station=life.case["station"])
        request = Request(f"seed:{life.case['_id']}:{action}", who.subject, role)
        today = Today(self._pen.now(), self._calendars.current())
        self._grow(life, request, lifecycle.decide(life.case, action, who, WORDS.get(action, {}), today))

    def _grow(self, life: Life, request: Request, happenings: Sequence[Happening]) -> None:
        life.case = self._cases.grown(life.case, life.case["history"], request, happenings)

    def _work(self, life: Life, how_far: str) -> None:
        """The domains report on the parts sent to them; what is set free by it is worked on as well."""
        while fresh := [part for part in parts.in_state(life.case, "dispatched") if part["seen"] == 0]:
            for part in fresh:
                self._report(life, part, how_far)

    def _report(self, life: Life, part: Head, how_far: str) -> None:
        here = self._arrived(life.case, part)
        steps = {"waiting": (), "": ("take",), "done": ("take", "finish")}[how_far]
        self._hear(life, here, "arrived")
        for action in steps:
            self._pen.later(self._chance.uniform(1, 20))
            here = self._worked(here, action, part["domain"])
            self._hear(life, here, {"take": "taken", "finish": "finished"}[action])
        life.parts.setdefault(part["domain"], []).append(here)

    def _arrived(self, case: Head, part: Head) -> Head:
        self._pen.later(0.01)
        told = {**case, **part, "case_no": case["_id"], "item_version": part["version"]}
        request = Request(f"send:{part['id']}:{part['round']}", "system", "service")
        happening = Happening("arrive", {name: told[name] for name in SENT})
        made = self._parts.begun(part["id"], request, [happening])
        return {name: value for name, value in made.items() if name != "unpublished_from"}

    def _worked(self, here: Head, action: str, domain: str) -> Head:
        who = Caller(subject=f"seed-{domain}", roles=frozenset({"specialist"}), domains=frozenset({domain}))
        data = {"result": "done", "outcome": ""} if action == "finish" else {}
        request = Request(f"seed:{here['_id']}:{action}", who.subject, "specialist")
        return self._parts.grown(here, here["history"], request, handling.decide(here, action, who, data))

    def _hear(self, life: Life, here: Head, what: str) -> None:
        told = {"result": here.get("result") or ""}
        on = self._pen.today().isoformat()
        happenings = parts.moved(life.case, here["_id"], f"qi.part.{what}.v1", here["revision"], told, on)
        self._grow(life, Request(f"{here['_id']}:1:{here['revision']}", "system", "service"), happenings)


def _actions(end: str) -> Iterator[str]:
    if end in UNTOUCHED:
        yield from ("receive", "withdraw" if end == "withdrawn" else "refuse")
    else:
        yield from ONWARD[: REACHED.get(end, len(ONWARD))]


def _asked(item: pb.Item, station: str, firm: Firm) -> pb.FileCaseRequest:
    given = [material for material in item.materials if material.source == "applicant"]
    files = [
        pb.FiledMaterial(
            id=f"seed-{m.code}", material=m.code, sha256=DIGEST, size=len(PDF), media_type="application/pdf"
        )
        for m in given
    ]
    applicant = pb.Applicant(uscc=firm.uscc, name=firm.name, contact="某", phone="0000-0000")
    return pb.FileCaseRequest(
        item=item.code, station=station, channel="portal", applicant=applicant, form=item.example, materials=files
    )
