"""Materials: files given for a filing of an item, or for the result of a part."""

import secrets
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from qi.workflow.v1 import workflow_service_pb2 as pb

from gateway import safety
from gateway.document import refusals
from gateway.files import Form, fault_of, media_type_of, received
from gateway.identity import Admit, Ask
from gateway.schemas.catalogue import GivenMaterial
from services.kit.errors import malformed

router = APIRouter(prefix="/api/materials", tags=["catalogue"])
Giver = Annotated[Ask, Depends(Admit("enterprise", "clerk", "specialist"))]
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
        await _check_material(ask, form)
        media_type = await media_type_of(form)
        fault = await fault_of(form, media_type, ask.door.settings.scanner)
        if fault == safety.UNREADABLE:
            raise malformed("file", fault, file=form.file_name)
        given = await _keep(ask, form, media_type, "quarantined" if fault else "clean")
    if fault:
        raise malformed("file", fault, file=form.file_name)
    return given


async def _keep(ask: Ask, form: Form, media_type: str, state: str) -> GivenMaterial:
    """The file and its record; what is unsafe is set aside with both, so that it can be looked into."""
    sha256 = form.digest.hexdigest()
    await ask.door.blobs.put(sha256, form.path)
    given = GivenMaterial(id=secrets.token_urlsafe(18), sha256=sha256, size=form.size, media_type=media_type)
    told = {"name": form.file_name, "item": form.fields["item"], "material": form.fields["material"], "state": state}
    await ask.door.uploads.add({**given.model_dump(), **told}, ask.caller)
    return given


async def _check_material(ask: Ask, form: Form) -> None:
    """The item lists what its filing needs; what a specialist adds to a result is not on the list."""
    item = await ask.call("workflow", "GetItem", pb.GetItemRequest(code=form.fields["item"]))
    listed = {material.code for material in item.materials}
    if form.fields["material"] not in listed and not ask.caller.has("specialist"):
        raise malformed("material", "UNKNOWN_MATERIAL", item=item.code)
