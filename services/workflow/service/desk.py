"""Desks as they are kept: beside the cases, with a revision of their own, never published."""

from collections.abc import Mapping
from typing import Any

from pymongo.errors import DuplicateKeyError
from qi.workflow.v1 import desk_service_pb2 as pb
from qi.workflow.v1 import desk_service_pb2_grpc as pb_grpc

from services.kit.clock import Clock
from services.kit.documents import validated
from services.kit.errors import Stale, malformed
from services.kit.identity import Caller
from services.kit.lifecycle import Head, moment_of
from services.kit.repository import Repository
from services.kit.rights import sight
from services.kit.server import Served, caller, request_id, roles
from services.workflow.documents.desk import Delegation, Desk
from services.workflow.rules import desk as rules

CLERK = roles("clerk")
RULES = {
    "GetDesk": roles("clerk supervisor"),
    "ClaimDesk": CLERK,
    "ReleaseDesk": CLERK,
    "TransferDesk": CLERK,
    "SaveDesk": CLERK,
    "LogContact": CLERK,
    "PutDelegation": CLERK,
    "ListDelegations": CLERK,
}


class Desks:
    """Reads and changes desks; a desk nobody has used yet has revision 1."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

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
        after = rules.changed(action, before, who, self.stands_in_for(who), self._clock.now(), said)
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
        first, last = rules.day_of(request.first_day, "first_day"), rules.day_of(request.last_day, "last_day")
        if not request.to.strip() or request.to == caller().name:
            raise malformed("to", "ACCOUNT_INVALID")
        if last < first:
            raise malformed("last_day", "OUT_OF_RANGE")
        days = {"first_day": first.isoformat(), "last_day": last.isoformat()}
        return _delegation(Delegation(id=caller().name, to_account=request.to.strip(), **days).save())

    def ListDelegations(self, request: pb.ListDelegationsRequest, context: object) -> pb.ListDelegationsResponse:
        """Given and taken."""
        own, others = Delegation.objects(id=caller().name), Delegation.objects(to_account=caller().name)
        return pb.ListDelegationsResponse(delegations=[_delegation(row) for row in (*own, *others)])

    def _change(self, action: str, request: Any, said: Mapping[str, Any]) -> pb.Desk:
        self._cases.get(request.no, sight(caller()))
        return self._message(self._desks.change(action, request, said))

    def _message(self, desk: Head) -> pb.Desk:
        message = pb.Desk(no=desk["_id"], revision=desk["revision"], parked=desk.get("parked") or "")
        message.ticks.extend(pb.Tick(**tick) for tick in desk.get("ticks", []))
        for told in desk.get("contacts", []):
            contact = message.contacts.add(by=told["by"], means=told["means"], text=told["text"])
            contact.at.FromDatetime(moment_of(told["at"]))
        if rules.holder(desk, self._clock.now()):
            message.claim.by = desk["claim"]["by"]
            message.claim.since.FromDatetime(moment_of(desk["claim"]["since"]))
            message.claim.until.FromDatetime(moment_of(desk["claim"]["until"]))
        return message


def _delegation(row: Delegation) -> pb.Delegation:
    days = {"first_day": row.first_day, "last_day": row.last_day}
    return pb.Delegation(from_account=row.id, to_account=row.to_account, **days)


def served(service: DeskService) -> Served:
    """The service with its rules."""
    descriptor = pb.DESCRIPTOR.services_by_name["DeskService"]
    return Served(descriptor, pb_grpc.add_DeskServiceServicer_to_server, service, RULES)
