"""Before a filing: drafts that an enterprise's people share, and the check that says what would be found."""

import json
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from qi.workflow.v1 import draft_service_pb2 as pb
from qi.workflow.v1 import workflow_service_pb2 as window

from gateway.document import KEY, KEYED, REVISION, read_answer, refusals, tagged_answer, takes
from gateway.etags import answered, expected_revision
from gateway.identity import Admit, Ask
from gateway.paging import Cursor, Limit
from gateway.plain import told
from gateway.reader import body_of, expect_key
from gateway.schemas.drafts import CheckBody, Checked, Draft, DraftBody, DraftHead, Drafts

router = APIRouter(prefix="/api", tags=["before filing"])
Owner = Annotated[Ask, Depends(Admit("enterprise"))]
Filer = Annotated[Ask, Depends(Admit("enterprise", "clerk"))]


@router.post(
    "/drafts",
    status_code=201,
    operation_id="makeDraft",
    response_model=Draft,
    responses={**tagged_answer(201), **refusals(403, 404, 415)},
    openapi_extra=takes(DraftBody, KEYED),
)
async def make(request: Request, ask: Owner) -> Response:
    """Begin a draft, once per key."""
    expect_key(request)
    draft = await _saved(ask, await body_of(request, ask, DraftBody))
    return answered(Draft, request, draft, 201, Location=f"/api/drafts/{draft.id}")


@router.put(
    "/drafts/{draft_id}",
    operation_id="saveDraft",
    response_model=Draft,
    responses={**tagged_answer(), **refusals(403, 404, 412, 415, 428)},
    openapi_extra=takes(DraftBody, REVISION, KEY),
)
async def save(draft_id: str, request: Request, ask: Owner) -> Response:
    """Save a draft as it is now."""
    revision = expected_revision(request)
    return answered(Draft, request, await _saved(ask, await body_of(request, ask, DraftBody), draft_id, revision))


@router.get("/drafts", operation_id="listDrafts", responses=refusals(403))
async def drafts(
    ask: Owner,
    limit: Limit = 50,
    cursor: Cursor = "",
) -> Drafts:
    """The drafts of the caller's enterprise, the last saved first."""
    answer = await ask.call("workflow", "ListDrafts", pb.ListDraftsRequest(page_size=limit, page_token=cursor))
    return Drafts(drafts=[told(DraftHead, one) for one in answer.drafts], next=answer.next_page_token)


@router.get(
    "/drafts/{draft_id}",
    operation_id="getDraft",
    response_model=Draft,
    responses={**read_answer(), **refusals(403, 404)},
)
async def draft(draft_id: str, request: Request, ask: Owner) -> Response:
    """One draft."""
    return answered(Draft, request, await ask.call("workflow", "GetDraft", pb.GetDraftRequest(id=draft_id)))


@router.delete(
    "/drafts/{draft_id}",
    status_code=204,
    operation_id="dropDraft",
    responses=refusals(403, 404, 412, 428),
    openapi_extra={"parameters": [REVISION]},
)
async def drop(draft_id: str, request: Request, ask: Owner) -> None:
    """Forget a draft; one that is gone already stays gone."""
    asked = pb.DropDraftRequest(id=draft_id, expected_revision=expected_revision(request))
    await ask.call("workflow", "DropDraft", asked)


@router.post("/checks", operation_id="checkFiling", responses=refusals(403, 404, 415), openapi_extra=takes(CheckBody))
async def check(request: Request, ask: Filer) -> Checked:
    """What filing and acceptance would find in this, by the same rules, and the days they would set."""
    body = await body_of(request, ask, CheckBody)
    asked = pb.CheckFilingRequest(item=body.item, form=_text(body.form), materials=body.materials)
    return told(Checked, await ask.call("workflow", "CheckFiling", asked))


async def _saved(ask: Ask, body: DraftBody, draft_id: str = "", revision: int = 0) -> pb.Draft:
    item = await ask.call("workflow", "GetItem", window.GetItemRequest(code=body.item))
    files = await ask.door.uploads.files(body.materials, body.item, ask.caller)
    told = body.model_dump(exclude={"form", "materials"})
    draft = pb.Draft(id=draft_id, item_version=item.version, form=_text(body.form), materials=files, **told)
    saved: pb.Draft = await ask.call(
        "workflow", "SaveDraft", pb.SaveDraftRequest(draft=draft, expected_revision=revision)
    )
    return saved


def _text(form: object) -> str:
    return json.dumps(form, ensure_ascii=False, sort_keys=True)
