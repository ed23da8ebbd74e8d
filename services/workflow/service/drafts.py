"""Drafts of an enterprise, shared by its people, until they are filed or forgotten."""

import hashlib
from datetime import datetime, timedelta
from typing import Any

from pymongo.errors import DuplicateKeyError
from qi.workflow.v1 import draft_service_pb2 as pb
from qi.workflow.v1 import draft_service_pb2_grpc as pb_grpc

from services.kit.clock import Clock
from services.kit.documents import SCHEMA
from services.kit.errors import NotFound, Stale, malformed
from services.kit.identity import Caller
from services.kit.paging import from_cursor, page_size, to_cursor
from services.kit.server import ANYONE, Served, caller, request_id, roles
from services.kit.stamps import stamp
from services.workflow.documents.desk import Draft
from services.workflow.service.check import Check
from services.workflow.service.given import Given

OWN, WINDOW = roles("enterprise"), roles("enterprise clerk")
RULES = {
    "SaveDraft": OWN,
    "GetDraft": OWN,
    "ListDrafts": OWN,
    "DropDraft": OWN,
    "CheckFiling": WINDOW,
    "ListGivenMaterials": WINDOW,
    "GetGivenMaterial": WINDOW,
    "ListAskedAgain": ANYONE,
}
KEPT = timedelta(days=90)
LONGEST = {"item": 40, "station": 9, "name": 100, "contact": 50, "phone": 30, "delivery": 20, "step": 40}
MOST_BYTES = 1_000_000  # form and all: what the edge lets in at once


class Drafts:
    """The drafts that one enterprise's people see."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def save(self, asked: pb.Draft, expected: int, request: str, who: Caller) -> pb.Draft:
        """Make a draft or change it; a request that comes again finds what it did."""
        _check(asked)
        return self._change(asked, expected, request, who) if asked.id else self._make(asked, request, who)

    def _make(self, asked: pb.Draft, request: str, who: Caller) -> pb.Draft:
        key = hashlib.sha256(request.encode()).hexdigest()[:24]
        row = self._row(asked, key, 1, request, who)
        try:
            Draft._get_collection().insert_one({**row, "uscc": who.uscc, "schema": SCHEMA})
        except DuplicateKeyError:
            return self.get(key, who)
        return message(row)

    def _change(self, asked: pb.Draft, expected: int, request: str, who: Caller) -> pb.Draft:
        row = self._row(asked, asked.id, expected + 1, request, who)
        seen = {"_id": asked.id, "uscc": who.uscc, "revision": expected}
        if Draft._get_collection().update_one(seen, {"$set": row}).matched_count == 1:
            return message(row)
        current = self._found(asked.id, who)
        if current["request"] == request:
            return message(current)
        raise Stale("STALE_REVISION", params={"revision": current["revision"], "who": message(current).saved_by})

    def _row(self, asked: pb.Draft, key: str, revision: int, request: str, who: Caller) -> dict[str, Any]:
        now = self._clock.now()
        content = pb.Draft()
        content.CopyFrom(asked)
        content.id, content.revision, content.saved_by = key, revision, who.name
        content.saved_at.CopyFrom(stamp(now))
        content.kept_until.CopyFrom(stamp(now + KEPT))
        told: dict[str, Any] = {"revision": revision, "request": request, "content": content.SerializeToString()}
        told["files"] = [file.sha256 for file in content.materials]
        return {"_id": key, **told, "saved_at": now, "kept_until": now + KEPT}

    def get(self, key: str, who: Caller) -> pb.Draft:
        """One draft of the caller's enterprise."""
        return message(self._found(key, who))

    def _found(self, key: str, who: Caller) -> dict[str, Any]:
        row = Draft._get_collection().find_one({"_id": key, "uscc": who.uscc})
        if row is None:
            raise NotFound("NOT_FOUND")
        return dict(row)

    def page(self, asked: pb.ListDraftsRequest, who: Caller) -> pb.ListDraftsResponse:
        """The drafts of the caller's enterprise, the last saved first, without their forms."""
        size, place = page_size(asked.page_size), from_cursor(asked.page_token, (int, str))
        wanted: dict[str, Any] = {"uscc": who.uscc}
        if place is not None:
            at = datetime.fromtimestamp(int(place[0]) / 1000, tz=self._clock.now().tzinfo)
            wanted |= {"saved_at": {"$lte": at}, "$or": [{"saved_at": {"$lt": at}}, {"_id": {"$lt": place[1]}}]}
        rows = list(Draft._get_collection().find(wanted).sort([("saved_at", -1), ("_id", -1)]).limit(size + 1))
        answer = pb.ListDraftsResponse(drafts=[message(row) for row in rows[:size]])
        for draft in answer.drafts:
            draft.ClearField("form")
        if len(rows) > size:
            last = rows[size - 1]
            answer.next_page_token = to_cursor([int(last["saved_at"].timestamp() * 1000), last["_id"]])
        return answer

    def drop(self, key: str, expected: int, who: Caller) -> None:
        """Forget a draft; one that is gone already stays gone."""
        wanted = {"_id": key, "uscc": who.uscc, "revision": expected}
        if Draft._get_collection().delete_one(wanted).deleted_count == 1:
            return
        row = Draft._get_collection().find_one({"_id": key, "uscc": who.uscc})
        if row is not None:
            raise Stale("STALE_REVISION", params={"revision": row["revision"]})


def message(row: dict[str, Any]) -> pb.Draft:
    """A stored draft as it is answered."""
    return pb.Draft.FromString(bytes(row["content"]))


def _check(asked: pb.Draft) -> None:
    if not asked.item:
        raise malformed("item", "REQUIRED")
    for field, longest in LONGEST.items():
        if len(getattr(asked, field)) > longest:
            raise malformed(field, "TOO_LONG", max=longest)
    if asked.ByteSize() > MOST_BYTES:
        raise malformed("form", "TOO_LONG", max=MOST_BYTES)


class DraftService(pb_grpc.DraftServiceServicer):
    """What comes before a filing."""

    def __init__(self, drafts: Drafts, check: Check, given: Given) -> None:
        self._drafts, self._check, self._given = drafts, check, given

    def SaveDraft(self, request: pb.SaveDraftRequest, context: object) -> pb.Draft:
        """Make or change a draft."""
        return self._drafts.save(request.draft, request.expected_revision, request_id(), caller())

    def GetDraft(self, request: pb.GetDraftRequest, context: object) -> pb.Draft:
        """One draft."""
        return self._drafts.get(request.id, caller())

    def ListDrafts(self, request: pb.ListDraftsRequest, context: object) -> pb.ListDraftsResponse:
        """The drafts of the caller's enterprise."""
        return self._drafts.page(request, caller())

    def DropDraft(self, request: pb.DropDraftRequest, context: object) -> pb.DropDraftResponse:
        """Forget a draft."""
        self._drafts.drop(request.id, request.expected_revision, caller())
        return pb.DropDraftResponse()

    def CheckFiling(self, request: pb.CheckFilingRequest, context: object) -> pb.CheckFilingResponse:
        """What filing and acceptance would find."""
        return self._check.of(request)

    def ListGivenMaterials(
        self, request: pb.ListGivenMaterialsRequest, context: object
    ) -> pb.ListGivenMaterialsResponse:
        """Files of earlier filings."""
        return pb.ListGivenMaterialsResponse(materials=self._given.fitting(request.item, request.uscc, caller()))

    def GetGivenMaterial(self, request: pb.GetGivenMaterialRequest, context: object) -> pb.GivenMaterial:
        """One of them."""
        return self._given.one(request.id, request.uscc, caller())

    def ListAskedAgain(self, request: pb.ListAskedAgainRequest, context: object) -> pb.ListAskedAgainResponse:
        """What was asked for twice."""
        return self._given.asked_again(request.item)


def served(service: DraftService) -> Served:
    """The service with its rules."""
    descriptor = pb.DESCRIPTOR.services_by_name["DraftService"]
    return Served(descriptor, pb_grpc.add_DraftServiceServicer_to_server, service, RULES)
