"""What the window publishes of its cases, how it follows the parts, and the reconciler of both sides."""

import json
from collections.abc import Callable
from typing import Any

import structlog
from google.protobuf.message import Message
from google.protobuf.timestamp_pb2 import Timestamp
from pymongo.errors import PyMongoError
from qi.event.v1 import case_pb2 as pb
from qi.handling.v1 import handling_service_pb2 as handling_pb
from qi.handling.v1 import handling_service_pb2_grpc as handling_grpc
from qi.history.v1 import history_service_pb2 as history_pb
from qi.history.v1 import history_service_pb2_grpc as history_grpc

from services.kit import metrics
from services.kit.background import Background
from services.kit.client import Peers
from services.kit.clock import day_of
from services.kit.errors import Refusal
from services.kit.events import Build, Event, Publication
from services.kit.history import of_message
from services.kit.lifecycle import Entry, Head, moment_of, moment_text
from services.kit.repository import Repository, Request
from services.workflow.rules import parts

LOG = structlog.get_logger()
TOPIC = "qi.case"
RECONCILE_SECONDS = 15.0
HEADER = ("item", "item_version", "kind", "station", "channel", "uscc")


def _of(kind: type[Message], tell: Callable[[Entry], dict[str, Any]] = lambda _entry: {}) -> Build:
    def build(case: Head, entry: Entry) -> Message:
        header = pb.CaseHeader(case_no=case["_id"], state=entry.state, **{name: case[name] for name in HEADER})
        return kind(case=header, **tell(entry))

    return build


def _day(entry: Entry) -> str:
    return day_of(entry.at).isoformat()


def _sent(entry: Entry) -> dict[str, Any]:
    told = entry.data
    named = {"part_id": told["part"], "part_item": told["item"], "part_item_version": told["version"]}
    rest = {name: told[name] for name in ("domain", "needs", "round")}
    return {**named, **rest, "sent_at": moment_text(entry.at)}


def _ended(entry: Entry) -> dict[str, Any]:
    return {"part_id": entry.data["part"], "domain": entry.data["domain"]}


def _moved(entry: Entry) -> dict[str, Any]:
    return {**_ended(entry), "part_state": parts.STATES[entry.action], "result": entry.data["result"]}


PUBLISHES: dict[str, tuple[str, Build]] = {
    "file": ("qi.case.filed.v1", _of(pb.CaseFiled)),
    "receive": ("qi.case.received.v1", _of(pb.CaseReceived, lambda entry: {"received_on": _day(entry)})),
    "accept": ("qi.case.accepted.v1", _of(pb.CaseAccepted, lambda entry: {"accepted_on": _day(entry)})),
    "refuse": ("qi.case.not_accepted.v1", _of(pb.CaseNotAccepted)),
    "dispatch": ("qi.case.dispatched.v1", _of(pb.CaseDispatched)),
    "part_dispatch": ("qi.case.part_dispatched.v1", _of(pb.CasePartDispatched, _sent)),
    "part_cancel": ("qi.case.part_cancelled.v1", _of(pb.CasePartCancelled, _ended)),
    "part_arrive": ("qi.case.part_moved.v1", _of(pb.CasePartMoved, _moved)),
    "part_take": ("qi.case.part_moved.v1", _of(pb.CasePartMoved, _moved)),
    "part_release": ("qi.case.part_moved.v1", _of(pb.CasePartMoved, _moved)),
    "part_return": ("qi.case.part_moved.v1", _of(pb.CasePartMoved, _moved)),
    "part_finish": ("qi.case.part_moved.v1", _of(pb.CasePartMoved, _moved)),
    "start_review": ("qi.case.review_started.v1", _of(pb.CaseReviewStarted)),
    "decide": (
        "qi.case.decided.v1",
        _of(pb.CaseDecided, lambda entry: {"outcome": entry.data["outcome"], "decided_on": _day(entry)}),
    ),
    "close": ("qi.case.closed.v1", _of(pb.CaseClosed)),
    "deliver": (
        "qi.case.delivered.v1",
        _of(pb.CaseDelivered, lambda entry: {"means": entry.data["means"], "delivered_on": _day(entry)}),
    ),
    "withdraw": ("qi.case.withdrawn.v1", _of(pb.CaseWithdrawn)),
}
PUBLICATION = Publication(TOPIC, "/qi/workflow", PUBLISHES)


class Follower:
    """Follows the parts on qi.part: dense per part, gaps closed from the owner's history."""

    def __init__(self, cases: Repository, peers: Peers) -> None:
        self._cases, self._peers = cases, peers
        self.reactions = dict.fromkeys(parts.MOVES, self.apply)

    def apply(self, event: Event) -> None:
        """Take in one event of a part; what was missed before it is fetched first."""
        told = json.loads(event.data)["part"]
        case = self._cases.get(told["case_no"])
        part = parts.part_of(case, event.key)
        if part is None:
            raise ValueError(f"{event.key} is no part of its case")
        if event.sequence > part["seen"] + 1:
            self.catch_up(told["case_no"], event.key, part["domain"], part["seen"])
        self._take(told["case_no"], event)

    def catch_up(self, case_no: str, part_id: str, domain: str, seen: int) -> None:
        """Fetch and take in the entries of a part after a sequence number."""
        stub = history_grpc.HistoryServiceStub(self._peers.channel(domain))
        request = history_pb.ReadEntriesRequest(topic="qi.part", key=part_id, after=seen)
        while events := self._peers.call(stub.ReadEntries, request).events:
            for message in events:
                self._take(case_no, of_message(message))
            request.after = events[-1].sequence

    def _take(self, case_no: str, event: Event) -> None:
        told = json.loads(event.data)
        request = Request(event.id, "system", "service")
        self._cases.change(
            case_no, request, lambda head: parts.moved(head, event.key, event.type, event.sequence, told)
        )


class Reconciler(Background):
    """Compares the parts under way with the domains: sends again what is missing, fetches what was not heard."""

    def __init__(self, cases: Repository, peers: Peers, follower: Follower, every: float = RECONCILE_SECONDS) -> None:
        super().__init__("reconciler", patience=0)
        self._cases, self._peers, self._follower, self._every = cases, peers, follower, every

    def work(self) -> None:
        """Compare now and then."""
        while not self.stopping.wait(self._every):
            try:
                self.compare()
            except (Refusal, PyMongoError) as fault:
                LOG.info("reconciler_waits", fault=str(fault)[:100])

    def compare(self) -> None:
        """One round over the cases under way."""
        under_way = {"state": {"$in": ["dispatched", "in_review"]}}
        by_domain: dict[str, list[tuple[Head, Head]]] = {}
        for case in self._cases.collection().find(under_way, {"history": 0}).limit(2000):
            for part in case["parts"]:
                if part["round"] and part["state"] not in parts.ENDED:
                    by_domain.setdefault(part["domain"], []).append((case, part))
        open_parts = [part for found in by_domain.values() for _case, part in found]
        metrics.PARTS_NOT_ARRIVED.set(sum(1 for part in open_parts if not part["arrived_at"]))
        for domain, found in by_domain.items():
            try:
                self._compare_with(domain, found)
            except Refusal as fault:  # one domain that is away or broken holds up no other
                LOG.info("reconciler_waits", domain=domain, fault=fault.reason)

    def _compare_with(self, domain: str, found: list[tuple[Head, Head]]) -> None:
        stub = handling_grpc.HandlingServiceStub(self._peers.channel(domain))
        for begin in range(0, len(found), 500):
            batch = found[begin : begin + 500]
            request = handling_pb.ComparePartsRequest(ids=[part["id"] for _case, part in batch])
            there = {position.id: position for position in self._peers.call(stub.CompareParts, request).parts}
            for case, part in batch:
                position = there.get(part["id"])
                if position is None or position.round < part["round"]:
                    self._peers.call(stub.ReceivePart, _again(case, part))
                elif position.revision > part["seen"]:
                    self._follower.catch_up(case["_id"], part["id"], domain, part["seen"])


def _again(case: Head, part: Head) -> handling_pb.ReceivePartRequest:
    sent = Timestamp()
    sent.FromDatetime(moment_of(part["sent_at"]))
    return handling_pb.ReceivePartRequest(
        id=part["id"],
        case_no=case["_id"],
        item=part["item"],
        item_version=part["version"],
        needs=part["needs"],
        station=case["station"],
        uscc=case["uscc"],
        sent_at=sent,
        round=part["round"],
    )
