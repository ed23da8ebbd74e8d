"""Desks as they are kept: beside the cases, with a revision of their own, never published."""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from pymongo.errors import DuplicateKeyError
from qi.workflow.v1 import desk_service_pb2 as pb
from qi.workflow.v1 import desk_service_pb2_grpc as pb_grpc

from services.kit.clock import Clock, checked_day
from services.kit.documents import validated
from services.kit.errors import Stale, malformed
from services.kit.identity import Caller
from services.kit.lifecycle import Head, moment_of
from services.kit.repository import Repository
from services.kit.rights import sight
from services.kit.server import Served, caller, request_id, roles
from services.kit.stamps import stamp
from services.kit.units import units_of
from services.workflow.documents.desk import Colleague, Delegation, Desk, Filters, Visit
from services.workflow.rules import desk as rules
from services.workflow.rules.identifiers import normalised_uscc

CLERK = roles("clerk")
MOST_NAMED, MOST_MINE, MOST_VISITS, MOST_FILTERS, LONGEST_FILTER = 200, 50, 200, 20, 200
LISTED = {"state": 1, "item_name": 1, "name": 1}
RULES = {
    "GetDesk": roles("clerk supervisor"),
    "ClaimDesk": CLERK,
    "ReleaseDesk": CLERK,
    "TransferDesk": roles("clerk supervisor"),
    "SaveDesk": CLERK,
    "LogContact": CLERK,
    "PutDelegation": CLERK,
    "ListDelegations": CLERK,
    "ListDesks": roles("clerk supervisor"),
    "ListColleagues": CLERK,
    "ListVisits": roles("clerk supervisor"),
    "LogVisit": CLERK,
    "GetFilters": CLERK,
    "PutFilters": CLERK,
}


class Desks:
    """Reads and changes desks; a desk nobody has used yet has revision 1."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._met: set[tuple[str, str]] = set()

    def get(self, no: str) -> Head:
        """The desk of a case."""
        found: Head | None = Desk._get_collection().find_one({"_id": no})
        return found or {"_id": no, "revision": 1, "schema": 1}

    def hold(self, no: str, who: Caller) -> None:
        """CLAIMED_BY_OTHER for a clerk while another clerk works on the case."""
        if not who.has("clerk"):
            return
        desk = Desk._get_collection().find_one({"_id": no}, {"claim": 1}) or {}
        if desk.get("claim") and desk["claim"]["by"] != who.name:
            refusal = rules.claimed_by_other(desk, who.name, self.stands_in_for(who.name), self._clock.now())
            if refusal is not None:
                raise refusal

    def change(self, action: str, request: Any, said: Mapping[str, Any]) -> Head:
        """One change by whoever calls, once per request id."""
        who, before, asked = caller().name, self.get(request.no), request_id()
        if before.get("request") == asked:
            return before
        if request.expected_revision not in (0, before["revision"]):
            raise Stale("STALE_REVISION", params={"revision": before["revision"]})
        freed = rules.free_for(before, caller(), self.stands_in_for(who))
        after = rules.changed(action, before, who, freed, self._clock.now(), said)
        claim = after.get("claim") or {}
        after |= {"claimed_by": claim.get("by"), "claimed_at": claim.get("since")}
        after |= {"revision": before["revision"] + 1, "request": asked}
        validated(Desk, after)
        if not _stored(before["revision"], after):
            now = self.get(request.no)["revision"]
            raise Stale("STALE_REVISION", "another change came first", params={"revision": now})
        return after

    def stands_in_for(self, account: str) -> list[str]:
        """The accounts on leave today for which an account stands in: the newest delegation of each counts."""
        today = self._clock.today().isoformat()
        named = Delegation.objects(to_account=account, first_day__lte=today, last_day__gte=today)
        return [row.id for row in named]

    def named(self, nos: Sequence[str]) -> list[Head]:
        """The desks of some cases, of those that somebody has used."""
        return list(Desk._get_collection().find({"_id": {"$in": list(nos)}}))

    def begun(self, account: str) -> list[Head]:
        """What an account has begun with and not let go of, whether or not its claim still runs."""
        found = Desk._get_collection().find({"claimed_by": account}, hint="claimed", max_time_ms=10_000)
        return list(found.sort([("claimed_at", -1), ("_id", -1)]).limit(MOST_MINE))

    def meet(self, who: Caller) -> None:
        """Remember who works at a station."""
        if who.has("clerk") and (who.subject, who.station) not in self._met:
            Colleague(id=who.subject, account=who.name, station=who.station).save()
            self._met.add((who.subject, who.station))


def _stored(revision: int, after: Head) -> bool:
    collection = Desk._get_collection()
    try:
        if revision > 1:
            fields = {name: value for name, value in after.items() if name != "_id"}
            guard = {"_id": after["_id"], "revision": revision}
            return bool(collection.update_one(guard, {"$set": fields}).modified_count)
        collection.insert_one(after)
        return True
    except DuplicateKeyError:
        return False


class DeskService(pb_grpc.DeskServiceServicer):
    """What clerks note beside a case."""

    def __init__(self, cases: Repository, desks: Desks, clock: Clock) -> None:
        self._cases, self._desks, self._clock = cases, desks, clock

    def GetDesk(self, request: pb.GetDeskRequest, context: object) -> pb.Desk:
        """A case's desk."""
        self._cases.get(request.no, sight(caller()))
        self._desks.meet(caller())
        return self._message(self._desks.get(request.no))

    def ClaimDesk(self, request: pb.ClaimDeskRequest, context: object) -> pb.Desk:
        """For half an hour."""
        return self._change("claim", request, {})

    def ReleaseDesk(self, request: pb.ReleaseDeskRequest, context: object) -> pb.Desk:
        """Free for everybody."""
        return self._change("release", request, {})

    def TransferDesk(self, request: pb.TransferDeskRequest, context: object) -> pb.Desk:
        """To a colleague."""
        return self._change("transfer", request, {"to": request.to})

    def SaveDesk(self, request: pb.SaveDeskRequest, context: object) -> pb.Desk:
        """Ticks and parked text."""
        ticks = [{"material": tick.material, "verdict": tick.verdict} for tick in request.ticks]
        return self._change("save", request, {"ticks": ticks, "parked": request.parked})

    def LogContact(self, request: pb.LogContactRequest, context: object) -> pb.Desk:
        """A call, a message or a visit."""
        return self._change("log", request, {"means": request.means, "text": request.text})

    def PutDelegation(self, request: pb.PutDelegationRequest, context: object) -> pb.Delegation:
        """The caller goes on leave."""
        days = {name: checked_day(getattr(request, name), name) for name in ("first_day", "last_day")}
        if not request.to.strip() or request.to == caller().name:
            raise malformed("to", "ACCOUNT_INVALID")
        if days["last_day"] < days["first_day"]:
            raise malformed("last_day", "OUT_OF_RANGE")
        return _delegation(Delegation(id=caller().name, to_account=request.to.strip(), **days).save())

    def ListDelegations(self, request: pb.ListDelegationsRequest, context: object) -> pb.ListDelegationsResponse:
        """Given and taken."""
        own, others = Delegation.objects(id=caller().name), Delegation.objects(to_account=caller().name)
        return pb.ListDelegationsResponse(delegations=[_delegation(row) for row in (*own, *others)])

    def ListDesks(self, request: pb.ListDesksRequest, context: object) -> pb.ListDesksResponse:
        """Of named cases, or the caller's own."""
        if len(request.nos) > MOST_NAMED:
            raise malformed("nos", "TOO_MANY", max=MOST_NAMED)
        desks = self._desks.begun(caller().name) if request.mine else self._desks.named(request.nos)
        wanted = {**sight(caller()), "_id": {"$in": [desk["_id"] for desk in desks]}}
        seen = {case["_id"]: case for case in self._cases.collection().find(wanted, LISTED)}
        told = [self._message(desk, seen[desk["_id"]]) for desk in desks if desk["_id"] in seen]
        return pb.ListDesksResponse(desks=told)

    def ListColleagues(self, request: pb.ListColleaguesRequest, context: object) -> pb.ListColleaguesResponse:
        """At the caller's station."""
        self._desks.meet(caller())
        today = self._clock.today().isoformat()
        rows = sorted(row.account for row in Colleague.objects(station=caller().station))
        leave = Delegation.objects(id__in=rows, first_day__lte=today, last_day__gte=today)
        away = {row.id for row in leave}
        return pb.ListColleaguesResponse(colleagues=[pb.Colleague(account=row, away=row in away) for row in rows])

    def ListVisits(self, request: pb.ListVisitsRequest, context: object) -> pb.ListVisitsResponse:
        """The own station's, the newest first."""
        wanted = {**sight(caller()), "uscc": normalised_uscc(request.uscc)}
        found = Visit._get_collection().find(wanted, hint="uscc_newest", max_time_ms=10_000)
        rows = found.sort([("at", -1), ("_id", -1)]).limit(MOST_VISITS)
        return pb.ListVisitsResponse(visits=[_visit(row) for row in rows])

    def LogVisit(self, request: pb.LogVisitRequest, context: object) -> pb.Visit:
        """One more; the same request writes it once."""
        who, code = caller(), normalised_uscc(request.uscc)
        told = rules.contact(who.name, self._clock.now(), {"means": request.means, "text": request.text})
        key = hashlib.sha256(f"{who.subject} {request_id()}".encode()).hexdigest()[:32]
        place = {"station": who.station, "units": units_of(who.station)}
        Visit(**{**told, "id": key, "at": self._clock.now(), "uscc": code, **place}).save()
        return _visit(Visit._get_collection().find_one({"_id": key}) or {})

    def GetFilters(self, request: pb.GetFiltersRequest, context: object) -> pb.Filters:
        """The caller's own."""
        return _filters(Filters.objects(id=caller().subject).first())

    def PutFilters(self, request: pb.PutFiltersRequest, context: object) -> pb.Filters:
        """In place of those before."""
        if len(request.filters) > MOST_FILTERS:
            raise malformed("filters", "TOO_MANY", max=MOST_FILTERS)
        for place, one in enumerate(request.filters):
            if not one.name.strip() or len(one.name) > LONGEST_FILTER or len(one.query) > LONGEST_FILTER:
                raise malformed(f"filters/{place}", "TOO_LONG" if one.name.strip() else "REQUIRED", max=LONGEST_FILTER)
        told = [{"name": one.name.strip(), "query": one.query} for one in request.filters]
        return _filters(Filters(id=caller().subject, filters=told).save())

    def _change(self, action: str, request: Any, said: Mapping[str, Any]) -> pb.Desk:
        self._cases.get(request.no, sight(caller()))
        self._desks.meet(caller())
        return self._message(self._desks.change(action, request, said))

    def _message(self, desk: Head, case: Head | None = None) -> pb.Desk:
        message = pb.Desk(no=desk["_id"], revision=desk["revision"], parked=desk.get("parked") or "")
        message.ticks.extend(pb.Tick(**tick) for tick in desk.get("ticks", []))
        for told in desk.get("contacts", []):
            contact = message.contacts.add(by=told["by"], means=told["means"], text=told["text"])
            contact.at.FromDatetime(moment_of(told["at"]))
        if rules.holder(desk, self._clock.now()):
            message.claim.by = desk["claim"]["by"]
            message.claim.since.FromDatetime(moment_of(desk["claim"]["since"]))
            message.claim.until.FromDatetime(moment_of(desk["claim"]["until"]))
        if case is not None:
            message.state, message.item_name, message.applicant_name = case["state"], case["item_name"], case["name"]
        return message


def _visit(row: Head) -> pb.Visit:
    return pb.Visit(at=stamp(row["at"]), by=row["by"], means=row["means"], text=row["text"])


def _filters(row: Filters | None) -> pb.Filters:
    return pb.Filters(filters=[pb.Filter(**told) for told in (row.filters if row else [])])


def _delegation(row: Delegation) -> pb.Delegation:
    days = {"first_day": row.first_day, "last_day": row.last_day}
    return pb.Delegation(from_account=row.id, to_account=row.to_account, **days)


def served(service: DeskService) -> Served:
    """The service with its rules."""
    descriptor = pb.DESCRIPTOR.services_by_name["DeskService"]
    return Served(descriptor, pb_grpc.add_DeskServiceServicer_to_server, service, RULES)
