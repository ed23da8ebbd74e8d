"""Materials: files given for a filing of an item, or for the result of a part."""

import secrets
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from qi.workflow.v1 import draft_service_pb2 as drafts
from qi.workflow.v1 import workflow_service_pb2 as pb

from gateway import safety
from gateway.document import refusals, takes
from gateway.files import Form, fault_of, media_type_of, received
from gateway.identity import Admit, Ask
from gateway.plain import told
from gateway.reader import body_of
from gateway.schemas.catalogue import GivenMaterial
from gateway.schemas.drafts import EarlierMaterial, EarlierMaterials, ReuseBody
from services.kit.errors import malformed

router = APIRouter(prefix="/api/materials", tags=["catalogue"])
Giver = Annotated[Ask, Depends(Admit("enterprise", "clerk", "specialist", "department"))]
Filer = Annotated[Ask, Depends(Admit("enterprise", "clerk"))]
FORM: dict[str, Any] = {
    "type": "object",
    "required": ["file", "item", "material"],
    "properties": {
        "file": {"type": "string", "format": "binary", "description": "PDF, JPEG, PNG, OFD, XLSX or XML; up to 50 MB"},
        "item": {"type": "string", "maxLength": 40},
        "material": {"type": "string", "maxLength": 60, "description": "A material's code; a specialist's own word"},
    },
}


@router.post(
    "",
    status_code=201,
    operation_id="giveMaterial",
    responses=refusals(403, 404, 415),
    openapi_extra={"requestBody": {"required": True, "content": {"multipart/form-data": {"schema": FORM}}}},
)
async def give(request: Request, ask: Giver) -> GivenMaterial:
    """Keep a file; who gave it, or their company or station, may name it for 30 days."""
    async with received(request, ask.door.settings.upload_bytes) as form:
        await _check_material(ask, form.fields["item"], form.fields["material"])
        media_type = await media_type_of(form)
        fault = await fault_of(form, media_type, ask.door.settings.scanner)
        if fault == safety.UNREADABLE:
            raise malformed("file", fault, file=form.file_name)
        given = await _keep(ask, form, media_type, "quarantined" if fault else "clean")
    if fault:
        raise malformed("file", fault, file=form.file_name)
    return given


@router.get("", operation_id="listEarlierMaterials", responses=refusals(403, 404))
async def earlier(
    ask: Filer,
    item: Annotated[str, Query(max_length=40, description="What it needs; without one, everything")] = "",
    uscc: Annotated[str, Query(max_length=60, description="A clerk's; an enterprise sees its own")] = "",
) -> EarlierMaterials:
    """Files of an enterprise's earlier filings, so that nobody gives one twice."""
    answer = await ask.call("workflow", "ListGivenMaterials", drafts.ListGivenMaterialsRequest(item=item, uscc=uscc))
    return EarlierMaterials(materials=[told(EarlierMaterial, one) for one in answer.materials])


@router.post(
    "/{material_id}/reuse",
    status_code=201,
    operation_id="reuseMaterial",
    responses=refusals(403, 404, 415),
    openapi_extra=takes(ReuseBody),
)
async def reuse(material_id: str, request: Request, ask: Filer) -> GivenMaterial:
    """Give a file of an earlier filing once more, without sending it."""
    body = await body_of(request, ask, ReuseBody)
    await _check_material(ask, body.item, body.material)
    asked = drafts.GetGivenMaterialRequest(id=material_id, uscc=body.uscc)
    file = (await ask.call("workflow", "GetGivenMaterial", asked)).file
    given = GivenMaterial(id=_new_id(), sha256=file.sha256, size=file.size, media_type=file.media_type)
    named = {"name": file.name, "item": body.item, "material": body.material, "state": "clean"}
    await ask.door.uploads.add({**given.model_dump(), **named}, ask.caller)
    return given


async def _keep(ask: Ask, form: Form, media_type: str, state: str) -> GivenMaterial:
    """The file and its record; what is unsafe is set aside with both, so that it can be looked into."""
    sha256 = form.digest.hexdigest()
    await ask.door.blobs.put(sha256, form.path)
    given = GivenMaterial(id=_new_id(), sha256=sha256, size=form.size, media_type=media_type)
    named = {"name": form.file_name, "item": form.fields["item"], "material": form.fields["material"], "state": state}
    await ask.door.uploads.add({**given.model_dump(), **named}, ask.caller)
    return given


async def _check_material(ask: Ask, code: str, material: str) -> None:
    """The item lists what its filing needs; what a specialist adds to a result is not on the list."""
    item = await ask.call("workflow", "GetItem", pb.GetItemRequest(code=code))
    if material not in {one.code for one in item.materials} and not ask.caller.has("specialist"):
        raise malformed("material", "UNKNOWN_MATERIAL", item=item.code)


def _new_id() -> str:
    return secrets.token_urlsafe(18)
