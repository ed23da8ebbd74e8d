"""What the window publishes of its cases, how it follows the parts, and the reconciler of both sides."""

import json
from typing import Any

import structlog
from pymongo.errors import PyMongoError
from qi.event.v1 import case_pb2 as pb
from qi.handling.v1 import handling_service_pb2 as handling_pb
from qi.handling.v1 import handling_service_pb2_grpc as handling_grpc
from qi.history.v1 import history_service_pb2 as history_pb
from qi.history.v1 import history_service_pb2_grpc as history_grpc

from services.kit import metrics
from services.kit.background import Background
from services.kit.client import Peers
from services.kit.clock import Clock, day_of
from services.kit.errors import Refusal
from services.kit.events import Build, Event, Publication, Tell, builder, present
from services.kit.history import of_message
from services.kit.lifecycle import Entry, Head, moment_of, moment_text
from services.kit.repository import Repository, Request
from services.kit.stamps import stamp
from services.workflow.rules import parts

LOG = structlog.get_logger()
TOPIC = "qi.case"
RECONCILE_SECONDS = 15.0
HEADER = ("item", "item_version", "kind", "station", "channel", "uscc")


def _header(case: Head, entry: Entry) -> pb.CaseHeader:
    return pb.CaseHeader(case_no=case["_id"], state=entry.state, **{name: case[name] for name in HEADER})


_of = builder("case", _header)


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
    told = {"part_state": parts.STATES[entry.action], "result": entry.data["result"]}
    return {**_ended(entry), **told, "late": entry.data.get("late", False)}


def _on(name: str) -> Tell:
    """An entry's day under a name."""
    return lambda entry: {name: _day(entry)}


def _corrections(entry: Entry) -> dict[str, Any]:
    return {"materials": [row["material"] for row in entry.data["missing"]], "due_on": entry.data["due_on"]}


def _received(entry: Entry) -> dict[str, Any]:
    return {"received_on": entry.data.get("received_on") or _day(entry)}


def _accepted(entry: Entry) -> dict[str, Any]:
    return {"accepted_on": _day(entry), "promises": entry.data.get("promises", [])}


def _deemed(entry: Entry) -> dict[str, Any]:
    return {"accepted_on": entry.data["accepted_on"], "deemed": True}


def _card(entry: Entry) -> dict[str, Any]:
    return {"card": entry.data["id"], "level": entry.data["level"], "clock": entry.data["clock"]}


MOVED = ("qi.case.part_moved.v1", _of(pb.CasePartMoved, _moved))
ACCEPTED = ("qi.case.accepted.v1", _of(pb.CaseAccepted, _accepted))
MATERIALS = present("materials")
REMINDED = ("qi.case.reminded.v1", _of(pb.CaseReminded, present("clock", "subject", "due", "left")))
PUBLISHES: dict[str, tuple[str, Build]] = {
    "file": ("qi.case.filed.v1", _of(pb.CaseFiled)),
    "receive": ("qi.case.received.v1", _of(pb.CaseReceived, _received)),
    "request_correction": ("qi.case.correction_requested.v1", _of(pb.CaseCorrectionRequested, _corrections)),
    "correct_on_spot": ("qi.case.corrected_on_spot.v1", _of(pb.CaseCorrectedOnSpot)),
    "resubmit": ("qi.case.resubmitted.v1", _of(pb.CaseResubmitted, present("received_on"))),
    "lapse": ("qi.case.withdrawn.v1", _of(pb.CaseWithdrawn, lambda _entry: {"lapsed": True})),
    "accept": ACCEPTED,
    "accept_with_promise": ACCEPTED,
    "deem_accepted": ("qi.case.accepted.v1", _of(pb.CaseAccepted, _deemed)),
    "refuse": ("qi.case.not_accepted.v1", _of(pb.CaseNotAccepted)),
    "withdraw": ("qi.case.withdrawn.v1", _of(pb.CaseWithdrawn)),
    "dispatch": ("qi.case.dispatched.v1", _of(pb.CaseDispatched)),
    "keep_promise": ("qi.case.promise_kept.v1", _of(pb.CasePromiseKept, MATERIALS)),
    "miss_promise": ("qi.case.promise_missed.v1", _of(pb.CasePromiseMissed, MATERIALS)),
    "remind_promise": REMINDED,
    "remind_correction": REMINDED,
    "part_dispatch": ("qi.case.part_dispatched.v1", _of(pb.CasePartDispatched, _sent)),
    "part_cancel": ("qi.case.part_cancelled.v1", _of(pb.CasePartCancelled, _ended)),
    "part_arrive": MOVED,
    "part_take": MOVED,
    "part_release": MOVED,
    "part_hand_over": MOVED,
    "part_refer": MOVED,
    "part_return": MOVED,
    "part_finish": MOVED,
    "start_review": ("qi.case.review_started.v1", _of(pb.CaseReviewStarted)),
    "start_special": (
        "qi.case.special_started.v1",
        _of(pb.CaseSpecialStarted, present("type", "days_needed"), _on("from")),
    ),
    "end_special": ("qi.case.special_ended.v1", _of(pb.CaseSpecialEnded, _on("until"))),
    "suspend": ("qi.case.suspended.v1", _of(pb.CaseSuspended, _on("from"))),
    "resume": ("qi.case.resumed.v1", _of(pb.CaseResumed, _on("until"))),
    "extend": ("qi.case.extended.v1", _of(pb.CaseExtended, present("days"))),
    "terminate": ("qi.case.terminated.v1", _of(pb.CaseTerminated, _on("terminated_on"))),
    "decide": ("qi.case.decided.v1", _of(pb.CaseDecided, present("outcome"), _on("decided_on"))),
    "close": ("qi.case.closed.v1", _of(pb.CaseClosed)),
    "deliver": ("qi.case.delivered.v1", _of(pb.CaseDelivered, present("means"), _on("delivered_on"))),
    "rate": ("qi.case.rated.v1", _of(pb.CaseRated, present("level", "rectify_by"))),
    "rectify": ("qi.case.rectified.v1", _of(pb.CaseRectified)),
    "add_document": ("qi.case.document_added.v1", _of(pb.CaseDocumentAdded, MATERIALS)),
    "reopen": ("qi.case.reopened.v1", _of(pb.CaseReopened, present("instrument_on"))),
    "archive": ("qi.case.archived.v1", _of(pb.CaseArchived)),
    "raise_card": ("qi.case.card_raised.v1", _of(pb.CaseCardRaised, _card)),
    "escalate_card": ("qi.case.card_escalated.v1", _of(pb.CaseCardEscalated, present("card"))),
    "answer_card": ("qi.case.card_answered.v1", _of(pb.CaseCardAnswered, present("card"))),
    "reschedule": ("qi.case.deadline_rescheduled.v1", _of(pb.CaseDeadlineRescheduled, present("year", "moves"))),
    "annul_card": ("qi.case.card_annulled.v1", _of(pb.CaseCardAnnulled, present("card"))),
}
PUBLICATION = Publication(TOPIC, "/qi/workflow", PUBLISHES)


class Follower:
    """Follows the parts on qi.part: dense per part, gaps closed from the owner's history."""

    def __init__(self, cases: Repository, peers: Peers, clock: Clock) -> None:
        self._cases, self._peers, self._clock = cases, peers, clock
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

    def refetch(self, part_id: str) -> None:
        """Bring what was skipped of a part while it was set aside."""
        case_no = part_id.rpartition(".")[0]
        part = parts.part_of(self._cases.get(case_no), part_id)
        if part is None:
            raise ValueError(f"{part_id} is no part of its case")
        self.catch_up(case_no, part_id, part["domain"], part["seen"])

    def _take(self, case_no: str, event: Event) -> None:
        told, on = json.loads(event.data), self._clock.today().isoformat()
        request = Request(event.id, "system", "service")
        self._cases.change(
            case_no, request, lambda head: parts.moved(head, event.key, event.type, event.sequence, told, on)
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
    return handling_pb.ReceivePartRequest(
        id=part["id"],
        case_no=case["_id"],
        item=part["item"],
        item_version=part["version"],
        needs=part["needs"],
        station=case["station"],
        uscc=case["uscc"],
        sent_at=stamp(moment_of(part["sent_at"])),
        round=part["round"],
    )
