"""What a domain publishes of its parts, and how it takes in what workflow sends."""

import json
from collections.abc import Mapping
from functools import partial
from typing import Any

from qi.event.v1 import part_pb2 as pb

from services.kit.errors import NotFound, WrongState
from services.kit.events import Event, Publication, builder
from services.kit.handling import rules
from services.kit.identity import Caller
from services.kit.lifecycle import Entry, Happening, Head
from services.kit.repository import Repository, Request

TOPIC = "qi.part"
SYSTEM = Caller(subject="system", roles=frozenset({"service"}))
SENT = ("case_no", "item", "item_version", "needs", "station", "uscc", "sent_at", "round")


def publication(domain: str) -> Publication:
    """qi.part, as this domain writes it."""
    of = builder("part", partial(_header, domain))
    types = {
        "arrive": ("qi.part.arrived.v1", of(pb.PartArrived)),
        "take": ("qi.part.taken.v1", of(pb.PartTaken)),
        "release": ("qi.part.released.v1", of(pb.PartReleased)),
        "return": ("qi.part.returned.v1", of(pb.PartReturned)),
        "hand_over": ("qi.part.handed_over.v1", of(pb.PartHandedOver, "unit")),
        "refer": ("qi.part.referred.v1", of(pb.PartReferred, "organ", "number")),
        "finish": ("qi.part.finished.v1", of(pb.PartFinished, "result")),
        "report_back": ("qi.part.finished.v1", of(pb.PartFinished, "result")),
        "cancel": ("qi.part.cancelled.v1", of(pb.PartCancelled)),
    }
    return Publication(TOPIC, f"/qi/{domain}", types)


def _header(domain: str, document: Head, entry: Entry) -> pb.PartHeader:
    constant = {field: document[field] for field in ("case_no", "item", "station", "uscc")}
    constant["round"] = entry.data["round"]
    return pb.PartHeader(part_id=document["_id"], domain=domain, state=entry.state, **constant)


class Intake:
    """Takes in parts: inserted once, sent again after a return, cancelled when the case has ended."""

    def __init__(self, domain: str, parts: Repository) -> None:
        self._domain, self._parts = domain, parts
        self.reactions = {
            "qi.case.part_dispatched.v1": self.dispatched,
            "qi.case.part_cancelled.v1": self.cancelled,
        }

    def dispatched(self, event: Event) -> None:
        """A part was sent; other domains' parts are none of ours."""
        told = json.loads(event.data)
        if told["domain"] == self._domain:
            self.receive({**_sent(told), "_id": told["part_id"]})

    def cancelled(self, event: Event) -> None:
        """A part is no longer wanted."""
        told = json.loads(event.data)
        if told["domain"] == self._domain:
            self.cancel(told["part_id"])

    def receive(self, part: Mapping[str, Any]) -> Head:
        """The part as it is here after it was sent; sending the same round twice changes nothing."""
        data = {field: part[field] for field in SENT}
        request = Request(f"send:{part['_id']}:{part['round']}", SYSTEM.subject, "service")
        try:
            known = self._parts.get(part["_id"])
        except NotFound:
            return self._parts.create(part["_id"], request, [Happening("arrive", data)])
        if known["round"] >= part["round"]:
            return known
        return self._parts.change(part["_id"], request, lambda head: rules.decide(head, "arrive", SYSTEM, data))

    def cancel(self, part_id: str) -> None:
        """Cancel a part unless it has ended already (a late result is kept) or was never sent."""
        request = Request(f"cancel:{part_id}", SYSTEM.subject, "service")
        try:
            self._parts.change(part_id, request, lambda head: rules.decide(head, "cancel", SYSTEM, {}))
        except (NotFound, WrongState):
            return


def _sent(told: Mapping[str, Any]) -> dict[str, Any]:
    header = told["case"]
    return {
        "case_no": header["case_no"],
        "station": header["station"],
        "uscc": header["uscc"],
        "item": told["part_item"],
        "item_version": told["part_item_version"],
        "needs": told["needs"],
        "sent_at": told["sent_at"],
        "round": told["round"],
    }
