"""Quality-safety officers: appointed, their records kept, what is missing shown."""

import hashlib
from datetime import date
from typing import Any

from google.protobuf.json_format import MessageToDict
from qi.inspection.v1 import duty_service_pb2 as pb
from qi.inspection.v1 import duty_service_pb2_grpc as pb_grpc

from services.inspection.documents.duty import DutyRecord, DutyUnit, Officer
from services.inspection.rules import duty
from services.inspection.rules.owner import units_for, words
from services.inspection.service import DOMAIN
from services.kit.clock import Clock, checked_day
from services.kit.errors import NotFound, WrongState, malformed
from services.kit.repository import Request
from services.kit.rights import PART, sight
from services.kit.server import Served, caller, request_id, roles
from services.kit.stamps import stamp

OWNER, WATCHERS = roles("enterprise"), roles("specialist approver supervisor")
RULES = {
    "PutDutyUnit": OWNER,
    "GetDutyUnit": OWNER | WATCHERS,
    "AppointOfficer": OWNER,
    "EndAppointment": OWNER,
    "RecordDuty": OWNER,
    "GetDutyFigures": WATCHERS,
}
MOST_RECORDS, MOST_OFFICERS, MOST_UNITS, MOST_LATE, MOST_RISKS = 400, 200, 5000, 200, 100
OFFICER = ("id", "role", "name", "appointed_on", "ended_on")


class DutyService(pb_grpc.DutyServiceServicer):
    """An enterprise's own; what lies in one's unit."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def PutDutyUnit(self, request: pb.PutDutyUnitRequest, context: object) -> pb.DutyUnit:
        """What is made, and when."""
        uscc = caller().uscc
        if not request.weekdays or any(day not in range(1, 8) for day in request.weekdays):
            raise malformed("weekdays", "OUT_OF_RANGE", min=1, max=7)
        if len(request.risks) > MOST_RISKS:
            raise malformed("risks", "TOO_MANY", max=MOST_RISKS)
        DutyUnit(
            id=uscc,
            enterprise=words(request.enterprise, "enterprise"),
            units=units_for(uscc),
            key_product=request.key_product,
            since=checked_day(request.since, "since"),
            weekdays=sorted(set(request.weekdays)),
            risks=[words(risk, f"risks/{n}", duty.LONGEST) for n, risk in enumerate(request.risks)],
        ).save()
        return self._told(uscc)

    def GetDutyUnit(self, request: pb.GetDutyUnitRequest, context: object) -> pb.DutyUnit:
        """One enterprise's."""
        who = caller()
        if who.has("enterprise"):
            return self._told(who.uscc)
        if DutyUnit.objects(__raw__={**sight(who, PART, DOMAIN), "_id": request.uscc}).first() is None:
            raise NotFound("NOT_FOUND")
        return self._told(request.uscc)

    def AppointOfficer(self, request: pb.AppointOfficerRequest, context: object) -> pb.DutyUnit:
        """From a day on; the same request appoints once."""
        uscc, key = caller().uscc, hashlib.sha256(request_id().encode()).hexdigest()[:24]
        if request.role not in duty.ROLES:
            raise malformed("role", "NOT_ONE_OF", known=" ".join(duty.ROLES))
        told = {"role": request.role, "name": words(request.name, "name", 50)}
        on = checked_day(request.appointed_on, "appointed_on")
        Officer(id=key, uscc=uscc, appointed_on=on, ended_on="", **told).save()
        return self._told(uscc)

    def EndAppointment(self, request: pb.EndAppointmentRequest, context: object) -> pb.DutyUnit:
        """On a day, once."""
        uscc, day = caller().uscc, checked_day(request.ended_on, "ended_on")
        row = Officer.objects(id=request.id, uscc=uscc).first()
        if row is None:
            raise NotFound("NOT_FOUND")
        if day < row.appointed_on:
            raise malformed("ended_on", "OUT_OF_RANGE", min=row.appointed_on)
        Officer.objects(id=request.id, uscc=uscc, ended_on="").update(set__ended_on=day)
        return self._told(uscc)

    def RecordDuty(self, request: pb.RecordDutyRequest, context: object) -> pb.DutyUnit:
        """What was looked at; a second record of a period is refused."""
        uscc, day = caller().uscc, date.fromisoformat(checked_day(request.day, "day"))
        items = [{name: getattr(item, name) for name in ("text", "found", "measure")} for item in request.items]
        period = duty.checked_record(request.kind, day, self._clock.today(), items)
        duty.insist_on_maker(_officers(uscc), request.kind, request.by, day.isoformat())
        ask = Request.of(request_id(), caller().subject, "enterprise", MessageToDict(request))
        told = {"uscc": uscc, "kind": request.kind, "period": period, "by": request.by, "items": items}
        key = f"{uscc}@{request.kind}@{period}"
        row = DutyRecord(id=key, request=ask.id, asked=ask.body, made_at=self._clock.now(), **told)
        if not row.once():
            kept = DutyRecord.objects(id=row.id).get()
            if (kept.request, kept.asked) != (row.request, row.asked):
                raise WrongState("RECORD_EXISTS", params={"period": period})
        return self._told(uscc)

    def GetDutyFigures(self, request: pb.GetDutyFiguresRequest, context: object) -> pb.DutyFigures:
        """Enterprises with key products that have both roles held, of all those."""
        rows = list(DutyUnit.objects(__raw__=sight(caller(), PART, DOMAIN)).order_by("id").limit(MOST_UNITS))
        today = self._clock.today().isoformat()
        counted = {row.id: duty.staffed(_officers(row.id), today) for row in rows if row.key_product}
        late = [
            pb.DutyLate(
                uscc=row.id, enterprise=row.enterprise, gaps=len(self._gaps(row)), staffed=counted.get(row.id, False)
            )
            for row in rows
        ]
        staffed = sum(counted.values())
        return pb.DutyFigures(
            staffed=staffed,
            counted=len(counted),
            share=f"{staffed / len(counted):.4f}" if counted else "",
            late=sorted((one for one in late if one.gaps), key=lambda one: -one.gaps)[:MOST_LATE],
        )

    def _gaps(self, row: DutyUnit) -> list[duty.Gap]:
        there = {
            (one.kind, one.period) for one in DutyRecord.objects(uscc=row.id).only("kind", "period").limit(MOST_RECORDS)
        }
        return duty.gaps(date.fromisoformat(row.since), self._clock.today(), row.weekdays, there)

    def _told(self, uscc: str) -> pb.DutyUnit:
        row = DutyUnit.objects(id=uscc).first()
        if row is None:
            raise NotFound("NOT_FOUND")
        officers = _officers(uscc)
        records = DutyRecord.objects(uscc=uscc).order_by("-made_at", "-id").limit(MOST_RECORDS)
        told = {name: getattr(row, name) for name in ("enterprise", "key_product", "since")}
        return pb.DutyUnit(
            uscc=uscc,
            weekdays=row.weekdays,
            risks=row.risks,
            officers=[pb.DutyOfficer(**one) for one in officers],
            records=[_record(one) for one in records],
            gaps=[pb.DutyGap(kind=gap.kind, period=gap.period, due=gap.due) for gap in self._gaps(row)],
            staffed=duty.staffed(officers, self._clock.today().isoformat()),
            **told,
        )


def _officers(uscc: str) -> list[dict[str, Any]]:
    rows = Officer.objects(uscc=uscc).order_by("appointed_on").limit(MOST_OFFICERS)
    return [{name: getattr(row, name) or "" for name in OFFICER} for row in rows]


def _record(row: DutyRecord) -> pb.DutyRecord:
    items = [pb.DutyItem(**item) for item in row.items]
    found = any(item.found for item in items)
    told = {name: getattr(row, name) for name in ("kind", "period", "by")}
    return pb.DutyRecord(items=items, nothing_found=not found, made_at=stamp(row.made_at), **told)


def served(service: DutyService) -> Served:
    """The service with its rules."""
    descriptor = pb.DESCRIPTOR.services_by_name["DutyService"]
    return Served(descriptor, pb_grpc.add_DutyServiceServicer_to_server, service, RULES)
