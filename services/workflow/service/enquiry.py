"""Asks the domains what they find in a filing: beside the window's work, which never waits for them."""

import queue
import time
from collections.abc import Iterable

import structlog
from pymongo.errors import PyMongoError
from qi.handling.v1 import handling_service_pb2 as handling_pb
from qi.handling.v1 import handling_service_pb2_grpc as handling_grpc

from services.kit.background import Background
from services.kit.client import Peers
from services.kit.errors import NotFound, Refusal
from services.kit.lifecycle import Head
from services.kit.repository import Repository
from services.workflow.documents.cases import Filing

LOG = structlog.get_logger()
OPEN = ("filed", "received", "correction")  # afterwards nobody looks for what is wrong with the filing any more
DEADLINE_SECONDS = 2.0
AGAIN_SECONDS = 5.0
LEFT_OVER = 2000


class Enquiry(Background):
    """One question per filing and part; a domain that is away is asked again until it answers or nobody needs it."""

    def __init__(self, cases: Repository, peers: Peers) -> None:
        super().__init__("enquiry", patience=0)
        self._cases, self._peers = cases, peers
        self._changed: queue.SimpleQueue[str] = queue.SimpleQueue()
        self._later: set[str] = set()

    def changed(self, no: str) -> None:
        """A case was filed or changed: called after each commit."""
        self._changed.put(no)

    def work(self) -> None:
        """Begin with what an earlier life has left, then ask as cases come in."""
        self._later = set(self._left_over())
        asked = 0.0
        while not self.stopping.is_set():
            if time.monotonic() - asked > AGAIN_SECONDS:
                waiting, self._later, asked = self._later, set(), time.monotonic()
                for no in waiting:
                    self.ask(no)
            try:
                self.ask(self._changed.get(timeout=1))
            except queue.Empty:
                continue

    def _left_over(self) -> Iterable[str]:
        try:
            rows = self._cases.collection().find({"state": {"$in": list(OPEN)}}, {"_id": 1}, hint="state_newest")
            return [row["_id"] for row in rows.sort([("filed_at", -1), ("_id", -1)]).limit(LEFT_OVER)]
        except PyMongoError:
            return []

    def ask(self, no: str) -> None:
        """Ask for every part of a case whose domain has not answered yet."""
        try:
            case = self._cases.get(no)
            for part in unasked(case):
                self._ask(case, part)
        except NotFound:
            return
        except (Refusal, PyMongoError) as fault:
            LOG.info("enquiry_waits", case=no, fault=type(fault).__name__)
            self._later.add(no)

    def _ask(self, case: Head, part: Head) -> None:
        filing = Filing.objects(id=case["filing"]).first()
        stub = handling_grpc.HandlingServiceStub(self._peers.channel(part["domain"]))
        request = handling_pb.FindInFilingRequest(item=part["item"], item_version=part["version"], form=filing.form)
        request.materials.extend(material["material"] for material in filing.materials)
        answer = self._peers.call(stub.FindInFiling, request, DEADLINE_SECONDS)
        told = [{"path": one.path, "reason": one.reason, "level": one.level} for one in answer.findings]
        self._write(case["_id"], {"place": place(case, part), "findings": told})

    def _write(self, no: str, heard: Head) -> None:
        """On the case, so that no read of it asks elsewhere; another replica may have heard the same meanwhile."""
        unheard = {"_id": no, "heard.place": {"$ne": heard["place"]}}
        self._cases.collection().update_one(unheard, {"$push": {"heard": heard}})


def place(case: Head, part: Head) -> str:
    """Where a domain's findings on a case's newest filing are kept."""
    return f"{case['filing']}:{part['item']}"


def unasked(case: Head) -> list[Head]:
    """The parts whose domains have not said what they find in the newest filing."""
    if case["state"] not in OPEN:
        return []
    told = answers(case)
    return [part for part in case["parts"] if part["domain"] and place(case, part) not in told]


def found(case: Head) -> list[dict[str, str]]:
    """What the domains have found so far."""
    told = answers(case)
    return [finding for part in case["parts"] for finding in told.get(place(case, part), [])]


def answers(case: Head) -> dict[str, list[dict[str, str]]]:
    """What each domain has answered, by its place; of earlier filings as well."""
    return {row["place"]: row["findings"] for row in case.get("heard") or ()}
