"""The handling contract, served by each domain over its own parts."""

import json
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date
from typing import Any

from google.protobuf.timestamp_pb2 import Timestamp
from qi.handling.v1 import handling_service_pb2 as pb
from qi.handling.v1 import handling_service_pb2_grpc as pb_grpc

from services.kit.clock import Clock
from services.kit.errors import malformed
from services.kit.handling import rules
from services.kit.handling.documents import Outcome
from services.kit.handling.events import SENT, Intake
from services.kit.lifecycle import Head, actions, moment_of, moment_text
from services.kit.paging import from_cursor, page_size, to_cursor
from services.kit.repository import Repository, Request
from services.kit.rights import PART, sight
from services.kit.server import Served, caller, request_id, roles
from services.kit.stamps import stamp

READERS = roles("enterprise clerk specialist approver supervisor service")
RULES = {
    "FindInFiling": roles("service"),
    "ListParts": READERS,
    "GetPart": READERS,
    "TakePart": roles("specialist"),
    "ReleasePart": roles("specialist"),
    "ReturnPart": roles("specialist"),
    "FinishPart": roles("specialist"),
    "HandOverPart": roles("specialist"),
    "ReferPart": roles("specialist"),
    "ReportBack": roles("specialist"),
    "ReceivePart": roles("service"),
    "CompareParts": roles("service"),
}
MOMENTS = ("sent_at", "arrived_at", "taken_at", "finished_at")
Finding = Mapping[str, str]  # {path: within the form or materials/<code>, reason, level: missing | wrong | note}
Find = Callable[[str, dict[str, Any], list[str], date], Iterable[Finding]]  # item, form, materials given, today


class HandlingService(pb_grpc.HandlingServiceServicer):
    """One domain's parts."""

    def __init__(
        self, domain: str, parts: Repository, intake: Intake, clock: Clock, find: Find = lambda *_: []
    ) -> None:
        self._domain, self._parts, self._intake, self._clock, self._find = domain, parts, intake, clock, find

    def FindInFiling(self, request: pb.FindInFilingRequest, context: object) -> pb.FindInFilingResponse:
        """What the domain finds in a filing."""
        form = json.loads(request.form or "{}")
        findings = self._find(request.item, form, list(request.materials), self._clock.today())
        return pb.FindInFilingResponse(findings=[pb.Finding(**finding) for finding in findings])

    def ListParts(self, request: pb.ListPartsRequest, context: object) -> pb.ListPartsResponse:
        """The parts the caller may see, oldest first."""
        size = page_size(request.page_size)
        asked = {name: value for name in ("state", "case_no") if (value := getattr(request, name))}
        scope = sight(caller(), PART, self._domain)
        if any(scope.get(name, value) != value for name, value in asked.items()):
            return pb.ListPartsResponse()
        place = from_cursor(request.page_token, (int, str))
        found = self._page({**scope, **asked}, place, size)
        token = to_cursor([_milliseconds(found[size - 1]), found[size - 1]["_id"]]) if len(found) > size else ""
        return pb.ListPartsResponse(parts=[self._message(part) for part in found[:size]], next_page_token=token)

    def _page(self, wanted: Head, place: list[str | int] | None, size: int) -> list[Head]:
        if place is not None:
            sent = moment_text(_moment(int(place[0])))
            wanted = {
                **wanted,
                "sent_at": {"$gte": sent},
                "$or": [{"sent_at": {"$gt": sent}}, {"_id": {"$gt": place[1]}}],
            }
        cursor = self._parts.collection().find(wanted, {"history": 0}, max_time_ms=10_000)
        return list(cursor.sort([("sent_at", 1), ("_id", 1)]).limit(size + 1))

    def GetPart(self, request: pb.GetPartRequest, context: object) -> pb.Part:
        """One part."""
        return self._message(self._parts.get(request.id, sight(caller(), PART, self._domain)), whole=True)

    def TakePart(self, request: pb.TakePartRequest, context: object) -> pb.Part:
        """dispatched → taken."""
        return self._act("take", request, {})

    def ReleasePart(self, request: pb.ReleasePartRequest, context: object) -> pb.Part:
        """taken → dispatched."""
        return self._act("release", request, {})

    def ReturnPart(self, request: pb.ReturnPartRequest, context: object) -> pb.Part:
        """dispatched, taken → returned."""
        if not request.reason.strip():
            raise malformed("reason", "REASON_REQUIRED")
        return self._act("return", request, {"text": request.reason})

    def FinishPart(self, request: pb.FinishPartRequest, context: object) -> pb.Part:
        """taken → finished."""
        return self._end("finish", request)

    def HandOverPart(self, request: pb.HandOverPartRequest, context: object) -> pb.Part:
        """dispatched, taken → dispatched at another unit."""
        if not request.reason.strip():
            raise malformed("reason", "REASON_REQUIRED")
        return self._act("hand_over", request, {"text": request.reason}, {"unit": request.unit})

    def ReferPart(self, request: pb.ReferPartRequest, context: object) -> pb.Part:
        """taken → referred."""
        told = {"organ": request.organ, "number": request.number}
        return self._act("refer", request, {"text": request.reason}, told)

    def ReportBack(self, request: pb.ReportBackRequest, context: object) -> pb.Part:
        """referred → finished."""
        return self._end("report_back", request)

    def _end(self, action: str, request: pb.FinishPartRequest | pb.ReportBackRequest) -> pb.Part:
        if request.result not in rules.RESULTS:
            raise malformed("result", "RESULT_INVALID", possible=", ".join(rules.RESULTS))
        if not request.summary.strip():
            raise malformed("summary", "SUMMARY_REQUIRED")
        files = [_file(material) for material in request.materials]
        written = {"text": request.summary, "data": request.data, "materials": files}
        return self._act(action, request, written, {"result": request.result})

    def _act(
        self, action: str, request: Any, written: Mapping[str, Any], data: Mapping[str, Any] | None = None
    ) -> pb.Part:
        who, asked = caller(), {"action": action, "id": request.id, **written, **(data or {})}
        ask = Request.of(request_id(), who.subject, "specialist", asked)
        named = {**(data or {}), "outcome": f"{request.id}:{ask.body[:16]}"} if written else {}
        scope = sight(who, PART, self._domain)
        if written:
            self._parts.get(request.id, scope)  # nobody writes beside a part that is out of sight
            self._write(named["outcome"], request.id, written)
        part = self._parts.change(
            request.id, ask, lambda head: rules.decide(head, action, who, named), request.expected_revision, scope
        )
        return self._message(part, whole=True)

    def _write(self, key: str, part: str, written: Mapping[str, Any]) -> None:
        """Beside the part, before the entry that names it; one that is never named is harmless."""
        Outcome(id=key, part=part, at=self._clock.now(), **written).save()

    def ReceivePart(self, request: pb.ReceivePartRequest, context: object) -> pb.Part:
        """A part whose event did not arrive."""
        sent = {name: getattr(request, name) for name in SENT if name not in ("sent_at", "needs")}
        at = moment_text(request.sent_at.ToDatetime(UTC))
        part = self._intake.receive({**sent, "_id": request.id, "needs": list(request.needs), "sent_at": at})
        if request.cancelled:
            self._intake.cancel(request.id)
        return self._message(part)

    def CompareParts(self, request: pb.ComparePartsRequest, context: object) -> pb.ComparePartsResponse:
        """How far the named parts are here."""
        fields = {"revision": 1, "round": 1, "state": 1}
        found = self._parts.collection().find({"_id": {"$in": list(request.ids)[:500]}}, fields)
        positions = [
            pb.PartPosition(id=part["_id"], revision=part["revision"], round=part["round"], state=part["state"])
            for part in found
        ]
        return pb.ComparePartsResponse(parts=positions)

    def _message(self, part: Head, whole: bool = False) -> pb.Part:
        names = (
            "case_no",
            "item",
            "item_version",
            "state",
            "revision",
            "needs",
            "station",
            "uscc",
            "taken_by",
            "result",
        )
        told: dict[str, Any] = {name: part[name] for name in names}
        told |= {name: part[name] for name in ("unit", "organ", "number") if part.get(name)}
        moments: dict[str, Any] = {name: stamp(moment_of(part[name])) for name in MOMENTS if part.get(name)}
        possible = actions(rules.BY_PEOPLE, part, caller())
        message = pb.Part(id=part["_id"], domain=self._domain, actions=possible, **told, **moments)
        if whole and part.get("outcome"):
            _add_outcome(message, Outcome.objects(id=part["outcome"]).first())
        return message


def served(service: HandlingService) -> Served:
    """The service with its rules."""
    descriptor = pb.DESCRIPTOR.services_by_name["HandlingService"]
    return Served(descriptor, pb_grpc.add_HandlingServiceServicer_to_server, service, RULES)


def _add_outcome(message: pb.Part, outcome: Outcome | None) -> None:
    if outcome is None:
        return
    if message.state == "finished":
        message.summary, message.data = outcome.text or "", outcome.data or ""
        message.materials.extend(pb.FileRef(**material) for material in outcome.materials)
    else:
        message.return_reason = outcome.text or ""


def _file(material: pb.FileRef) -> dict[str, Any]:
    return {name: getattr(material, name) for name in ("id", "sha256", "size", "media_type", "name")}


def _moment(milliseconds: int) -> Any:
    return Timestamp(seconds=milliseconds // 1000, nanos=milliseconds % 1000 * 1_000_000).ToDatetime(UTC)


def _milliseconds(part: Head) -> int:
    return round(moment_of(part["sent_at"]).timestamp() * 1000)
