"""Counts over what somebody may see, read from indexes and no further than to a cap."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from qi.workflow.v1 import overview_service_pb2 as pb
from qi.workflow.v1 import overview_service_pb2_grpc as pb_grpc

from services.kit.clock import Clock, checked_day
from services.kit.errors import malformed
from services.kit.identity import Caller
from services.kit.lifecycle import Head, moment_text
from services.kit.repository import Repository
from services.kit.rights import shows, sight
from services.kit.server import Served, caller, roles
from services.kit.units import units_of
from services.workflow.documents.cases import Notice, Remark
from services.workflow.documents.desk import Colleague, Desk
from services.workflow.rules import cards, queue
from services.workflow.rules.limits import BAD_RATING
from services.workflow.rules.moments import begin_of
from services.workflow.service import catalogue as shelves
from services.workflow.service import views
from services.workflow.service.calendar import Calendars
from services.workflow.service.clocks import Deadlines

RULES = {
    "GetCounts": roles("clerk supervisor"),
    "GetBoard": roles("supervisor"),
    "GetLoad": roles("supervisor"),
    "ListRatings": roles("clerk supervisor"),
}
CAP = 200
MOST_CARDS, MOST_HELD, MOST_LATE, MOST_RATINGS = 1000, 2000, 200, 200
LONGEST_DAYS = 20  # working days that a forecast looks ahead
HELD = {"state": 1, "due_at": 1, "handler": 1, "receiver": 1, "item": 1, "item_name": 1}
RATED = ("delivered", "rated")  # afterwards it is settled


class Overview:
    """Reads heads of cases; nothing of it is stored."""

    def __init__(self, cases: Repository, deadlines: Deadlines, calendars: Calendars, clock: Clock) -> None:
        self._cases, self._deadlines, self._calendars, self._clock = cases, deadlines, calendars, clock

    def counts(self, scope: Head) -> pb.Counts:
        """How much each view of the queue holds."""
        now, today = self._clock.now(), self._clock.today()
        found = {name: self._count({**scope, **queue.wanted(view, now, today)}) for name, view in queue.VIEWS.items()}
        return pb.Counts(counts=[pb.Count(view=name, n=n) for name, n in found.items()], cap=CAP)

    def _count(self, wanted: Head) -> int:
        hint = views.ORDERS["due"].index(wanted)
        return len(list(self._cases.collection().find(wanted, {"_id": 1}, hint=hint, max_time_ms=10_000).limit(CAP)))

    def board(self, who: Caller) -> pb.Board:
        """Stations side by side, those with open cards first."""
        scope = sight(who)
        raised = list(self._cards(scope))
        bad = Counter(row["station"] for row in self._rated(scope) if not row["rating"].get("rectified_on"))
        seen = [code for code in _codes() if _in_sight(code, scope)]
        rows = [self._row(code, [card for card in raised if card[0]["station"] == code], bad[code]) for code in seen]
        return pb.Board(stations=sorted(rows, key=lambda row: (-row.red, -row.yellow, row.station)), cap=CAP)

    def _row(self, station: str, raised: Sequence[tuple[Head, Head]], bad: int) -> pb.StationRow:
        at = {"station": station}
        states = {state: self._count({**at, "state": state}) for state in (*queue.OPEN, "closed")}
        soon = queue.wanted(queue.VIEWS["tomorrow"], self._clock.now(), self._clock.today())
        red = [pair for pair in raised if pair[1]["level"] == "red"]
        return pb.StationRow(
            station=station,
            states=[pb.StateCount(state=state, n=n) for state, n in states.items() if n],
            open=sum(states[state] for state in queue.OPEN),
            yellow=sum(card["level"] == "yellow" for _case, card in raised),
            red=len(red),
            black=sum(self._over(case, card) < queue.BLACK_BELOW for case, card in red),
            deemed=sum(bool(case.get("deemed")) and card["clock"] == "acceptance" for case, card in red),
            tomorrow=self._count({**at, **soon}),
            ratings=bad,
        )

    def _over(self, case: Head, card: Head) -> int:
        """How many working days are left of the clock that raised a card."""
        measured = self._deadlines.clocks(case)
        mine = (clock for clock in measured if clock.name == card["clock"] and clock.state == "running")
        return min((clock.remaining or 0 for clock in mine), default=0)

    def _cards(self, scope: Head) -> Iterator[tuple[Head, Head]]:
        wanted = {**scope, "card_state": "open"}
        found = self._cases.collection().find(wanted, {"history": 0}, hint="cards", max_time_ms=10_000)
        for case in found.limit(MOST_CARDS):
            measured = self._deadlines.clocks(case)
            told = case.get("cards") or []
            yield from ((case, card) for card in told if cards.state_of(case, card, measured) == "open")

    def _rated(self, scope: Head) -> list[Head]:
        wanted = {**scope, "rating.level": {"$lte": BAD_RATING}, "state": {"$in": list(RATED)}}
        found = self._cases.collection().find(wanted, {"history": 0}, hint="rated", max_time_ms=10_000)
        return list(found.limit(MOST_RATINGS))

    def ratings(self, who: Caller) -> pb.ListRatingsResponse:
        """Bad ratings, those that wait first."""
        rows = [self._rating(case, who) for case in self._rated(sight(who))]
        return pb.ListRatingsResponse(ratings=sorted(rows, key=lambda row: (row.mended_on, row.due.on, row.no)))

    def _rating(self, case: Head, who: Caller) -> pb.RatingRow:
        told = case["rating"]
        comment = Remark.objects(id=told["remark"]).first() if told.get("remark") and shows(who, "comment") else None
        named: dict[str, Any] = {name: case[name] for name in ("item", "item_name", "station", "revision")}
        mended = told.get("rectified_on") or ""
        return pb.RatingRow(
            no=case["_id"],
            level=told["level"],
            rated_on=told["on"],
            comment=getattr(comment, "text", "") or "",
            due=None if mended else self._deadlines.due(case),
            measure=_measure(case) if mended else "",
            mended_on=mended,
            **named,
        )

    def load(self, asked: pb.GetLoadRequest, scope: Head) -> pb.Load:
        """Who has what, and what would be late if some were away: the window's own cases, the first to end first."""
        until = self._until(asked.until)
        days = max(1, self._calendars.current().count(self._clock.today() - timedelta(days=1), until))
        held, rows = self._held({**scope, "station": asked.station}), self._clerks(asked)
        a_day, end = asked.a_day or queue.A_DAY, moment_text(begin_of(until + timedelta(days=1)))
        capacity = a_day * days * sum(not row.away for row in rows.values())
        for one in held:
            row = rows.setdefault(one[0].account, pb.ClerkLoad(account=one[0].account))
            row.in_hand += 1
            row.due += one[0].due_at <= end
        heads = {one.no: case for one, case in held}
        dropped = queue.late((one for one, _case in held), capacity, end)
        return pb.Load(
            station=asked.station,
            until=until.isoformat(),
            days=days,
            capacity=capacity,
            waiting=sum(one.due_at <= end for one, _case in held),
            clerks=sorted(rows.values(), key=lambda row: (not row.account, row.account)),
            late=[self._late(one, heads[one.no]) for one in dropped[:MOST_LATE]],
            a_day=a_day,
        )

    def _until(self, asked: str) -> date:
        today, calendar = self._clock.today(), self._calendars.current()
        until = date.fromisoformat(checked_day(asked, "until")) if asked else calendar.due(today, 1)
        if not today <= until <= calendar.due(today, LONGEST_DAYS):
            raise malformed("until", "OUT_OF_RANGE")
        return until

    def _clerks(self, asked: pb.GetLoadRequest) -> dict[str, pb.ClerkLoad]:
        accounts = [row.account for row in Colleague.objects(station=asked.station)]
        return {account: pb.ClerkLoad(account=account, away=account in asked.away) for account in accounts}

    def _held(self, wanted: Head) -> list[tuple[queue.Held, Head]]:
        """The station's cases that wait for the window, with who has begun or handled each."""
        found = self._cases.collection().find(wanted, HELD, hint="station_due", max_time_ms=10_000)
        heads = [case for case in found.limit(MOST_HELD) if case["state"] in queue.WAITING]
        desks = Desk._get_collection().find({"_id": {"$in": [case["_id"] for case in heads]}}, {"claim": 1})
        claimed = {desk["_id"]: desk["claim"]["by"] for desk in desks if desk.get("claim")}
        known = {row.id: row.account for row in Colleague.objects(station=wanted["station"])}
        of = {case["_id"]: known.get(case.get("handler") or case.get("receiver") or "", "") for case in heads}
        account = {no: claimed.get(no, handled) for no, handled in of.items()}
        return [(queue.Held(case["_id"], account[case["_id"]], case["due_at"]), case) for case in heads]

    def _late(self, one: queue.Held, case: Head) -> pb.Late:
        named = {name: case[name] for name in ("item", "item_name", "state")}
        whole = self._cases.get(one.no)
        return pb.Late(no=one.no, account=one.account, due=self._deadlines.due(whole), **named)


def _measure(case: Head) -> str:
    """What was done about a rating, as its notice says."""
    told = Notice._get_collection().find({"_id": {"$in": case.get("notices", [])}})
    texts: Iterable[Head] = (row for row in told if row["kind"] == "rectification")
    return next((str(row.get("text") or "") for row in texts), "")


def _codes() -> list[str]:
    return [row.code for row in shelves.stations()]


def _in_sight(station: str, scope: Head) -> bool:
    return scope.get("station", station) == station and scope.get("units", station) in units_of(station)


class OverviewService(pb_grpc.OverviewServiceServicer):
    """At a glance."""

    def __init__(self, overview: Overview) -> None:
        self._overview = overview

    def GetCounts(self, request: pb.GetCountsRequest, context: object) -> pb.Counts:
        """Of the queue."""
        scope = sight(caller())
        if request.station and scope.get("station", request.station) == request.station:
            scope = {**scope, "station": request.station}
        return self._overview.counts(scope)

    def GetBoard(self, request: pb.GetBoardRequest, context: object) -> pb.Board:
        """Of the stations."""
        return self._overview.board(caller())

    def GetLoad(self, request: pb.GetLoadRequest, context: object) -> pb.Load:
        """Of a station's clerks."""
        scope = sight(caller())
        shelves.station(request.station)
        if not _in_sight(request.station, scope):
            raise malformed("station", "UNKNOWN_STATION")
        return self._overview.load(request, scope)

    def ListRatings(self, request: pb.ListRatingsRequest, context: object) -> pb.ListRatingsResponse:
        """To be put right."""
        return self._overview.ratings(caller())


def served(service: OverviewService) -> Served:
    """The service with its rules."""
    descriptor = pb.DESCRIPTOR.services_by_name["OverviewService"]
    return Served(descriptor, pb_grpc.add_OverviewServiceServicer_to_server, service, RULES)
