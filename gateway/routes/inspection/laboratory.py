"""The registers of laboratories, and hours of shared equipment."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Request
from qi.inspection.v1 import laboratory_service_pb2 as pb

from gateway.document import KEYED, refusals, takes
from gateway.identity import Admit, Ask
from gateway.plain import told
from gateway.reader import body_of, expect_key
from gateway.schemas.calendar import IsoDate
from gateway.schemas.inspection.commissions import (
    AuthorisationBody,
    BookedHours,
    BookingBody,
    EquipmentBody,
    Laboratory,
    LaboratoryEquipment,
    LaboratoryMethod,
    MethodBody,
    PersonAuthorisation,
)

router = APIRouter(prefix="/api/inspection/laboratory", tags=["inspection"])
Reader = Annotated[Ask, Depends(Admit("enterprise", "specialist", "supervisor"))]
Keeper = Annotated[Ask, Depends(Admit("specialist"))]
Authority = Annotated[Ask, Depends(Admit("specialist", "supervisor"))]
Booker = Annotated[Ask, Depends(Admit("enterprise"))]
Code = Annotated[str, Path(max_length=60)]


@router.get("", operation_id="getLaboratory", responses=refusals(403))
async def laboratory(ask: Reader) -> Laboratory:
    """Methods and equipment; to an enterprise what it may book."""
    return told(Laboratory, await ask.call("inspection", "GetLaboratory", pb.GetLaboratoryRequest()))


@router.put("/methods/{code}", operation_id="putMethod", responses=refusals(403, 415), openapi_extra=takes(MethodBody))
async def method(code: Code, request: Request, ask: Keeper) -> LaboratoryMethod:
    """Make or change a method."""
    body = await body_of(request, ask, MethodBody)
    asked = pb.PutMethodRequest(method=pb.LaboratoryMethod(code=code, **body.model_dump()))
    return told(LaboratoryMethod, await ask.call("inspection", "PutMethod", asked))


@router.put(
    "/equipment/{code}", operation_id="putEquipment", responses=refusals(403, 415), openapi_extra=takes(EquipmentBody)
)
async def equipment(code: Code, request: Request, ask: Keeper) -> LaboratoryEquipment:
    """Make or change a piece of equipment."""
    body = await body_of(request, ask, EquipmentBody)
    asked = pb.PutEquipmentRequest(equipment=pb.LaboratoryEquipment(code=code, **body.model_dump()))
    return told(LaboratoryEquipment, await ask.call("inspection", "PutEquipment", asked))


@router.post(
    "/authorisations",
    status_code=201,
    operation_id="authorisePerson",
    responses=refusals(403, 415),
    openapi_extra=takes(AuthorisationBody),
)
async def authorise(request: Request, ask: Authority) -> PersonAuthorisation:
    """Let somebody else work by a method."""
    asked = pb.AuthorisePersonRequest(**(await body_of(request, ask, AuthorisationBody)).model_dump())
    return told(PersonAuthorisation, await ask.call("inspection", "AuthorisePerson", asked))


@router.get("/equipment/{code}/bookings", operation_id="listBookedHours", responses=refusals(403))
async def booked(code: Code, ask: Reader, day: Annotated[IsoDate, Query()]) -> BookedHours:
    """The hours of a day that are taken."""
    return told(
        BookedHours, await ask.call("inspection", "ListBookedHours", pb.ListBookedHoursRequest(equipment=code, day=day))
    )


@router.post(
    "/equipment/{code}/bookings",
    status_code=201,
    operation_id="bookHours",
    responses=refusals(403, 404, 409, 415),
    openapi_extra=takes(BookingBody, KEYED),
)
async def book(code: Code, request: Request, ask: Booker) -> BookedHours:
    """Take hours, all of them or none."""
    expect_key(request)
    body = await body_of(request, ask, BookingBody)
    asked = pb.BookHoursRequest(equipment=code, **body.model_dump())
    return told(BookedHours, await ask.call("inspection", "BookHours", asked))
