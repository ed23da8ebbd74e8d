"""Stations: the places that take filings."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Request, Response
from qi.workflow.v1 import workflow_service_pb2 as pb

from gateway.document import refusals, tagged_answer, takes
from gateway.etags import tagged
from gateway.identity import ANYONE, Admit, Ask
from gateway.plain import told
from gateway.reader import body_of
from gateway.schemas.catalogue import Station, StationBody, Stations

router = APIRouter(prefix="/api/stations", tags=["catalogue"])
Anyone = Annotated[Ask, Depends(Admit(ANYONE))]
Admin = Annotated[Ask, Depends(Admit("admin"))]
Code = Annotated[str, Path(pattern="^[0-9]{9}$")]


@router.get("", operation_id="listStations", responses=refusals())
async def stations(ask: Anyone) -> Stations:
    """Every station."""
    answer = await ask.call("workflow", "ListStations", pb.ListStationsRequest())
    return Stations(stations=[told(Station, station) for station in answer.stations])


@router.put(
    "/{code}",
    operation_id="putStation",
    response_model=Station,
    responses={**tagged_answer(), **refusals(403, 415)},
    openapi_extra=takes(StationBody),
)
async def put(code: Code, request: Request, ask: Admin) -> Response:
    """Make or change a station; the same again changes nothing."""
    body = await body_of(request, ask, StationBody)
    asked = pb.PutStationRequest(station=pb.Station(code=code, **body.model_dump()))
    station = told(Station, await ask.call("workflow", "PutStation", asked))
    return tagged(request, station.model_dump(mode="json"))
