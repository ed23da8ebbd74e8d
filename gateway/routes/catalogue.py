"""Items, stations, and the materials given for items."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, File, Form, Request, Response, UploadFile
from qi.workflow.v1 import workflow_service_pb2 as pb

from gateway import uploads
from gateway.etags import tag, tagged
from gateway.identity import ANYONE, Admit, Ask
from gateway.plain import plain
from gateway.schemas import PROBLEMS, StationBody
from services.kit.errors import malformed

router = APIRouter(prefix="/api", responses=PROBLEMS)
Any_ = Annotated[Ask, Depends(Admit(ANYONE))]
Giver = Annotated[Ask, Depends(Admit("enterprise", "clerk", "specialist"))]
Admin = Annotated[Ask, Depends(Admit("admin"))]
RECORD = ("id", "sha256", "size", "media_type")


@router.get("/items", operation_id="listItems", tags=["catalogue"])
async def items(ask: Any_) -> dict[str, Any]:
    """The items in force."""
    answer = await ask.call(ask.door.services.workflow.ListItems, pb.ListItemsRequest())
    return {"items": [shown(item) for item in answer.items]}


@router.get("/items/{code}", operation_id="getItem", tags=["catalogue"])
async def item(code: str, request: Request, ask: Any_) -> Response:
    """One item in force."""
    found = shown(await ask.call(ask.door.services.workflow.GetItem, pb.GetItemRequest(code=code)))
    return tagged(request, found, tag(found["version"], found))


def shown(message: pb.Item) -> dict[str, Any]:
    """An item; a bundle's domain is workflow, who offers it."""
    told = plain(message)
    return {**told, "domain": told["domain"] or "workflow"}


@router.get("/stations", operation_id="listStations", tags=["catalogue"])
async def stations(ask: Any_) -> dict[str, Any]:
    """Every station."""
    answer = await ask.call(ask.door.services.workflow.ListStations, pb.ListStationsRequest())
    return {"stations": [plain(station) for station in answer.stations]}


@router.put("/stations/{code}", operation_id="putStation", tags=["catalogue"])
async def put_station(code: str, body: StationBody, ask: Admin) -> dict[str, Any]:
    """Make or change a station."""
    request = pb.PutStationRequest(station=pb.Station(code=code, **body.model_dump()))
    return plain(await ask.call(ask.door.services.workflow.PutStation, request))


@router.post("/materials", status_code=201, operation_id="giveMaterial", tags=["catalogue"])
async def give(
    ask: Giver,
    file: Annotated[UploadFile, File()],
    item: Annotated[str, Form(max_length=40)],
    material: Annotated[str, Form(max_length=60)],
) -> dict[str, Any]:
    """Keep a file for a filing of an item, or for the result of a part."""
    found = await ask.call(ask.door.services.workflow.GetItem, pb.GetItemRequest(code=item))
    if material not in {known.code for known in found.materials} and not ask.caller.has("specialist"):
        raise malformed("material", "UNKNOWN_MATERIAL", item=item)
    record = await uploads.taken_in(file, ask.door.settings.upload_bytes, ask.door.blobs)
    kept = await ask.door.uploads.add({**record, "item": item, "material": material}, ask.caller)
    return {name: kept[name] for name in RECORD}
