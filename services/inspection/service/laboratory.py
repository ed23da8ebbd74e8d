"""The registers of a laboratory, and hours of the equipment that others may use."""

from contextlib import suppress
from datetime import date, timedelta
from typing import Any

from mongoengine.errors import NotUniqueError
from qi.inspection.v1 import laboratory_service_pb2 as pb
from qi.inspection.v1 import laboratory_service_pb2_grpc as pb_grpc

from services.inspection.documents.commissions import Authorisation, Booking, Equipment, Method
from services.inspection.rules.owner import words
from services.inspection.rules.results import Held
from services.inspection.service import DOMAIN
from services.kit.clock import Clock, checked_day
from services.kit.errors import NotAllowed, NotFound, WrongState, malformed
from services.kit.server import Served, caller, request_id, roles

READERS, KEEPERS = roles("enterprise specialist supervisor"), roles("specialist")
RULES = {
    "GetLaboratory": READERS,
    "PutMethod": KEEPERS,
    "PutEquipment": KEEPERS,
    "AuthorisePerson": roles("specialist supervisor"),
    "ListBookedHours": READERS,
    "BookHours": roles("enterprise"),
}
HOURS = range(8, 18)
MOST_DAYS, MOST_ROWS = 60, 1000
METHOD = tuple(field.name for field in pb.LaboratoryMethod.DESCRIPTOR.fields if field.name != "code")
EQUIPMENT = ("name", "certificate", "calibrated_on", "valid_until", "usable", "shared")


def held(person: str, method: str, equipment: list[str], day: str) -> Held:
    """What the registers say for one result."""
    row = Method.objects(id=method).first()
    given = Authorisation.objects(person=person, method=method, valid_from__lte=day).order_by("-valid_from").first()
    known = Equipment.objects(id__in=equipment[:50]) if equipment else ()
    return Held(
        {name: getattr(row, name) or "" for name in METHOD} if row else None,
        given is not None and given.valid_until >= day,
        [{"code": one.id, **{name: getattr(one, name) for name in EQUIPMENT}} for one in known],
    )


class LaboratoryService(pb_grpc.LaboratoryServiceServicer):
    """Methods, equipment, people; and bookings."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def GetLaboratory(self, request: pb.GetLaboratoryRequest, context: object) -> pb.Laboratory:
        """All of it for those who work there, else what is shared."""
        who, today = caller(), self._clock.today().isoformat()
        rows = [_equipment(one, today) for one in Equipment.objects(id__gt="").order_by("id").limit(MOST_ROWS)]
        if not who.has("specialist"):
            return pb.Laboratory(equipment=[one for one in rows if one.shared])
        methods = [_method(one) for one in Method.objects(id__gt="").order_by("id").limit(MOST_ROWS)]
        own = [_authorisation(one) for one in Authorisation.objects(person=who.subject).limit(MOST_ROWS)]
        return pb.Laboratory(methods=methods, equipment=rows, own=own)

    def PutMethod(self, request: pb.PutMethodRequest, context: object) -> pb.LaboratoryMethod:
        """By its code."""
        _of_inspection()
        told = {name: getattr(request.method, name) for name in METHOD}
        for name in ("effective_from", "effective_to", "accredited_until"):
            if told[name] or name == "effective_from":
                checked_day(told[name], name)
        row = Method(id=words(request.method.code, "code", 60), **{**told, "name": words(told["name"], "name")})
        row.save()
        return _method(row)

    def PutEquipment(self, request: pb.PutEquipmentRequest, context: object) -> pb.LaboratoryEquipment:
        """By its code; without a certificate there is no equipment."""
        _of_inspection()
        told: dict[str, Any] = {name: getattr(request.equipment, name) for name in EQUIPMENT}
        for name in ("calibrated_on", "valid_until"):
            checked_day(told[name], name)
        if told["valid_until"] < told["calibrated_on"]:
            raise malformed("valid_until", "DAYS_CROSSED", min=told["calibrated_on"])
        for name in ("name", "certificate"):
            told[name] = words(told[name], name, 80)
        row = Equipment(id=words(request.equipment.code, "code", 40), **told)
        row.save()
        return _equipment(row, self._clock.today().isoformat())

    def AuthorisePerson(self, request: pb.AuthorisePersonRequest, context: object) -> pb.PersonAuthorisation:
        """By somebody else."""
        who = caller()
        if who.has("specialist"):
            _of_inspection()
        if request.person == who.subject:
            raise NotAllowed("FORBIDDEN", params={"rule": "nobody authorises oneself"})
        days = {name: checked_day(getattr(request, name), name) for name in ("valid_from", "valid_until")}
        if Method.objects(id=request.method).first() is None:
            raise malformed("method", "UNKNOWN_METHOD")
        row = Authorisation(
            person=words(request.person, "person", 80), method=request.method, given_by=who.subject, **days
        )
        with suppress(NotUniqueError):  # from that day on somebody may already
            row.save()
        return _authorisation(row)

    def ListBookedHours(self, request: pb.ListBookedHoursRequest, context: object) -> pb.ListBookedHoursResponse:
        """Of one day."""
        return _hours(request.equipment, checked_day(request.day, "day"))

    def BookHours(self, request: pb.BookHoursRequest, context: object) -> pb.ListBookedHoursResponse:
        """All or none: what was taken already is given back when one of them is another's."""
        who, day = caller(), checked_day(request.day, "day")
        self._bookable(request.equipment, day, list(request.hours))
        taken: list[Booking] = []
        for hour in sorted(set(request.hours)):
            row = self._booking(request.equipment, f"{day}T{hour:02d}")
            if row.once():
                taken.append(row)
            elif not Booking.objects(id=row.id, uscc=who.uscc, request=row.request).first():
                _give_back(taken)
                free = self._next_free(request.equipment, day, sorted(set(request.hours)))
                raise WrongState("HOUR_TAKEN", params={"hour": row.hour, "free": free})
        return _hours(request.equipment, day)

    def _booking(self, equipment: str, hour: str) -> Booking:
        who = caller()
        told = {"uscc": who.uscc, "request": request_id(), "by": who.subject, "at": self._clock.now()}
        return Booking(id=f"{equipment}@{hour}", equipment=equipment, hour=hour, **told)

    def _bookable(self, code: str, day: str, hours: list[int]) -> None:
        row, today = Equipment.objects(id=code).first(), self._clock.today()
        if row is None or not row.shared:
            raise NotFound("NOT_FOUND")
        if not row.usable or not row.calibrated_on <= day <= row.valid_until:
            raise WrongState("EQUIPMENT_NOT_VALID", params={"equipment": code, "until": row.valid_until})
        if not hours or any(hour not in HOURS for hour in hours):
            raise malformed("hours", "OUT_OF_RANGE", min=HOURS[0], max=HOURS[-1])
        if not today <= date.fromisoformat(day) <= today + timedelta(days=MOST_DAYS):
            raise malformed("day", "OUT_OF_RANGE", min=today, max=today + timedelta(days=MOST_DAYS))

    def _next_free(self, code: str, day: str, hours: list[int]) -> str:
        """The first later day on which all these hours are free; empty when there is none within sight."""
        first = date.fromisoformat(day)
        for n in range(1, MOST_DAYS):
            later = (first + timedelta(days=n)).isoformat()
            ids = [f"{code}@{later}T{hour:02d}" for hour in hours]
            if Booking.objects(id__in=ids).first() is None:
                return later
        return ""


def _give_back(taken: list[Booking]) -> None:
    for row in taken:
        row.delete()


def _of_inspection() -> None:
    if DOMAIN not in caller().domains:
        raise NotAllowed("FORBIDDEN", params={"rule": "laboratories of inspection"})


def _hours(equipment: str, day: str) -> pb.ListBookedHoursResponse:
    rows = Booking.objects(equipment=equipment, hour__gte=f"{day}T00", hour__lte=f"{day}T24").order_by("hour")
    own = caller().uscc
    return pb.ListBookedHoursResponse(
        hours=[pb.BookedHour(equipment=row.equipment, hour=row.hour, own=row.uscc == own) for row in rows]
    )


def _method(row: Method) -> pb.LaboratoryMethod:
    return pb.LaboratoryMethod(code=row.id, **{name: getattr(row, name) or "" for name in METHOD})


def _equipment(row: Equipment, today: str) -> pb.LaboratoryEquipment:
    valid = bool(row.usable) and row.calibrated_on <= today <= row.valid_until
    return pb.LaboratoryEquipment(code=row.id, valid=valid, **{name: getattr(row, name) for name in EQUIPMENT})


def _authorisation(row: Authorisation) -> pb.PersonAuthorisation:
    return pb.PersonAuthorisation(
        **{name: getattr(row, name) for name in ("person", "method", "valid_from", "valid_until")}
    )


def served(service: LaboratoryService) -> Served:
    """The service with its rules."""
    descriptor = pb.DESCRIPTOR.services_by_name["LaboratoryService"]
    return Served(descriptor, pb_grpc.add_LaboratoryServiceServicer_to_server, service, RULES)
