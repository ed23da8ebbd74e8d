# ruff: noqa: N802, ARG002 - RPC names are PascalCase, and every RPC takes the caller
"""Drafts and the check before a filing, in memory."""

from dataclasses import dataclass, field
from typing import Any

from qi.workflow.v1 import draft_service_pb2 as drafting
from qi.workflow.v1.draft_service_pb2_grpc import DraftServiceServicer

from services.kit.errors import NotFound, Stale
from services.kit.identity import Caller
from services.kit.paging import from_cursor, page_size
from tests.gateway.fakes import Fake, rpc


@dataclass
class FakeDrafts(Fake, DraftServiceServicer):
    """Drafts in memory, and a check that finds nothing."""

    drafts: dict[str, drafting.Draft] = field(default_factory=dict)
    given: list[drafting.GivenMaterial] = field(default_factory=list)

    @rpc
    def SaveDraft(self, request: drafting.SaveDraftRequest, who: Caller) -> drafting.Draft:
        draft = request.draft
        if draft.id and self._found(draft.id).revision != request.expected_revision:
            raise Stale("STALE_REVISION")
        draft.id = draft.id or f"d-{len(self.drafts) + 1}"
        draft.revision = request.expected_revision + 1
        self.drafts[draft.id] = draft
        return draft

    @rpc
    def GetDraft(self, request: drafting.GetDraftRequest, who: Caller) -> drafting.Draft:
        return self._found(request.id)

    @rpc
    def ListDrafts(self, request: drafting.ListDraftsRequest, who: Caller) -> drafting.ListDraftsResponse:
        page_size(request.page_size)
        from_cursor(request.page_token, (int, str))
        return drafting.ListDraftsResponse(drafts=self.drafts.values())

    @rpc
    def DropDraft(self, request: drafting.DropDraftRequest, who: Caller) -> drafting.DropDraftResponse:
        self.drafts.pop(request.id, None)
        return drafting.DropDraftResponse()

    @rpc
    def CheckFiling(self, request: drafting.CheckFilingRequest, who: Caller) -> drafting.CheckFilingResponse:
        day = "2026-11-24"
        return drafting.CheckFilingResponse(outcome="complete", received_on=day, accept_due=day, promised_due=day)

    @rpc
    def ListGivenMaterials(self, request: Any, who: Caller) -> drafting.ListGivenMaterialsResponse:
        return drafting.ListGivenMaterialsResponse(materials=self.given)

    @rpc
    def GetGivenMaterial(self, request: drafting.GetGivenMaterialRequest, who: Caller) -> drafting.GivenMaterial:
        for one in self.given:
            if one.file.id == request.id:
                return one
        raise NotFound("NOT_FOUND")

    @rpc
    def ListAskedAgain(self, request: drafting.ListAskedAgainRequest, who: Caller) -> drafting.ListAskedAgainResponse:
        if request.item not in ("M-03", "J-01", "X-05"):
            raise NotFound("UNKNOWN_ITEM", params={"code": request.item})
        asked = drafting.AskedAgain(material="order", name="委托单", times=2)
        return drafting.ListAskedAgainResponse(materials=[asked])

    def _found(self, key: str) -> drafting.Draft:
        if key not in self.drafts:
            raise NotFound("NOT_FOUND")
        return self.drafts[key]
