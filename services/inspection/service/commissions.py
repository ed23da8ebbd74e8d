"""Commissioned tests: begun, sampled, measured, checked, reported."""

from collections.abc import Mapping, Sequence
from typing import Any

from qi.inspection.v1 import commission_service_pb2 as pb
from qi.inspection.v1 import commission_service_pb2_grpc as pb_grpc

from services.inspection.documents.commissions import Person
from services.inspection.rules import commissions, results
from services.inspection.rules.owner import checked_uscc, units_for, words
from services.inspection.service import DOMAIN
from services.inspection.service.certifying import TestReports
from services.inspection.service.laboratory import held
from services.inspection.service.numbered import newest
from services.kit.clock import Clock, checked_day
from services.kit.counters import Counter
from services.kit.documents import entry_of
from services.kit.errors import malformed
from services.kit.identity import Caller
from services.kit.lifecycle import Entry, Head, actions, insist
from services.kit.repository import Repository, Request
from services.kit.rights import PART, sight
from services.kit.server import Served, caller, request_id, roles
from services.kit.stamps import stamp

READERS, WORKERS = roles("enterprise specialist approver supervisor"), roles("specialist")
RULES = {
    "BeginCommission": WORKERS,
    "ListCommissions": READERS,
    "GetCommission": READERS,
    "ReviewCommission": WORKERS,
    "MoveSample": WORKERS,
    "EnterResult": WORKERS,
    "ConfirmResults": WORKERS,
    "IssueTestReport": WORKERS,
    "AmendTestReport": WORKERS,
}
ITEM = tuple(field.name for field in pb.TestItem.DESCRIPTOR.fields if field.name not in ("code", "name"))
RESULT = tuple(
    field.name for field in pb.EnterResultRequest.DESCRIPTOR.fields if field.name not in ("id", "expected_revision")
)
MOST_ITEMS, MOST_SAMPLES = 200, 100


class CommissionService(pb_grpc.CommissionServiceServicer):
    """Those that the caller may see."""

    def __init__(self, kept: Repository, reporting: TestReports, clock: Clock) -> None:
        self._kept, self._reporting, self._clock = kept, reporting, clock

    def BeginCommission(self, request: pb.BeginCommissionRequest, context: object) -> pb.Commission:
        """What is asked for."""
        who, uscc = caller(), checked_uscc(request.uscc)
        said = {name: words(getattr(request, name), name) for name in ("client", "product")}
        items = _items(request.items)
        told = {
            "uscc": uscc,
            "units": units_for(uscc, who.unit or who.division),
            "case_no": request.case_no[:60],
            "accredited": request.accredited,
        }
        happenings = commissions.begun(told, items, _samples(request.samples))
        names = {item.code: words(item.name, f"items/{n}/name") for n, item in enumerate(request.items)}
        ask = _asked(who, "begin", {**told, **said, "items": items, "names": names, "samples": list(request.samples)})
        made = self._kept.earlier(ask)
        if made is None:
            number = Counter.next("commissions")
            beside = {"number": number, "names": names, **said}
            made = self._kept.create(f"C-{number:06d}", ask, happenings, beside)
        return self._message(made)

    def ListCommissions(self, request: pb.ListCommissionsRequest, context: object) -> pb.ListCommissionsResponse:
        """The newest first."""
        rows, token = newest(self._kept, request)
        listed = [self._message(one, whole=False) for one in rows]
        return pb.ListCommissionsResponse(commissions=listed, next_page_token=token)

    def GetCommission(self, request: pb.GetCommissionRequest, context: object) -> pb.Commission:
        """One, with everything that was observed."""
        return self._message(self._kept.get(request.id, sight(caller(), PART, DOMAIN)))

    def ReviewCommission(self, request: pb.ReviewCommissionRequest, context: object) -> pb.Commission:
        """open → agreed."""
        return self._step("review", request, {"decision": request.decision})

    def MoveSample(self, request: pb.MoveSampleRequest, context: object) -> pb.Commission:
        """Into other hands."""
        told = {name: getattr(request, name) for name in ("sample", "place", "temperature")}
        return self._step("move_sample", request, told)

    def EnterResult(self, request: pb.EnterResultRequest, context: object) -> pb.Commission:
        """Through every gate."""
        told = {name: getattr(request, name) for name in RESULT}
        told |= {"values": list(request.values), "equipment": list(request.equipment)[:20]}
        day = checked_day(request.tested_on, "tested_on")
        if day > self._clock.today().isoformat():
            raise malformed("tested_on", "DAY_IN_FUTURE", max=self._clock.today())
        return self._step("enter", request, told)

    def ConfirmResults(self, request: pb.ConfirmResultsRequest, context: object) -> pb.Commission:
        """agreed → checked."""
        return self._step("check", request, {})

    def IssueTestReport(self, request: pb.IssueTestReportRequest, context: object) -> pb.Commission:
        """checked → reported."""
        return self._step("report", request, {})

    def AmendTestReport(self, request: pb.AmendTestReportRequest, context: object) -> pb.Commission:
        """reported → agreed, in another round."""
        return self._step("amend", request, {"why": request.why})

    def _step(self, action: str, request: Any, told: Mapping[str, Any]) -> pb.Commission:
        who = caller()
        Person(id=who.subject, name=who.name or who.subject).save()

        def decide(head: Head) -> Sequence[Any]:
            return commissions.decide(head, action, who, self._gated(head, who, told) if action == "enter" else told)

        ask = _asked(who, action, {"id": request.id, **told})
        scope = sight(who, PART, DOMAIN)
        return self._message(self._kept.change(request.id, ask, decide, request.expected_revision, scope))

    def _gated(self, head: Head, who: Caller, told: Mapping[str, Any]) -> dict[str, Any]:
        """With the method of its item, once every register allows it."""
        if head["state"] != commissions.OPEN:
            insist(commissions.TABLE, "enter", head, who)
        item = head["items"].get(told["item"])
        if item is None or head["state"] == commissions.OPEN:
            return dict(told)
        whole = {**told, "method": item["method"]}
        results.insist_on(
            held(who.subject, item["method"], told["equipment"], told["tested_on"]), whole, head["accredited"]
        )
        return whole

    def _message(self, head: Head, whole: bool = True) -> pb.Commission:
        entries = [entry_of(stored) for stored in head["history"][: head["revision"]]] if whole else []
        complete = set(head["items"]) == set(head["results"])
        same = {
            name: head[name] for name in ("revision", "state", "client", "product", "uscc", "case_no", "accredited")
        }
        return pb.Commission(
            id=head["_id"],
            items=[pb.TestItem(code=code, name=head["names"][code], **item) for code, item in head["items"].items()],
            samples=[_sample(code, row["place"], entries) for code, row in head["samples"].items()],
            observations=_observations(head, entries),
            verdict=commissions.overall(head) if complete else "",
            report=self._reporting.number(head) if whole else "",
            actions=actions(commissions.TABLE, head, caller()),
            changed_at=stamp(head["changed_at"]),
            **{name: head[name] for name in ("decision", "checker", "round")},
            **same,
        )


def _asked(who: Caller, action: str, told: Mapping[str, Any]) -> Request:
    return Request.of(request_id(), who.subject, "specialist", {"action": action, **told})


def _items(asked: Sequence[pb.TestItem]) -> dict[str, dict[str, str]]:
    if len(asked) > MOST_ITEMS:
        raise malformed("items", "TOO_MANY", max=MOST_ITEMS)
    found: dict[str, dict[str, str]] = {}
    for n, item in enumerate(asked):
        if item.code in found:
            raise malformed(f"items/{n}/code", "CODE_TWICE")
        commissions.code(item.code, f"items/{n}/code")
        words(item.method, f"items/{n}/method", 60)
        words(item.unit, f"items/{n}/unit", 20)
        found[item.code] = {name: getattr(item, name) for name in ITEM}
    return found


def _samples(asked: Sequence[str]) -> list[str]:
    if len(asked) > MOST_SAMPLES or len(set(asked)) != len(asked):
        raise malformed("samples", "CODE_TWICE", max=MOST_SAMPLES)
    for n, one in enumerate(asked):
        commissions.code(one, f"samples/{n}")
    return list(asked)


def _sample(code: str, place: str, entries: Sequence[Entry]) -> pb.Sample:
    moved = [entry for entry in entries if entry.action == "move_sample" and entry.data["sample"] == code]
    chain = [
        pb.Custody(place=one.data["place"], by=one.actor, temperature=one.data["temperature"], at=stamp(one.at))
        for one in moved
    ]
    return pb.Sample(code=code, place=place, custody=chain)


def _observations(head: Head, entries: Sequence[Entry]) -> list[pb.Observation]:
    names = [name for name in RESULT if name != "why"]
    return [
        pb.Observation(
            author=entry.actor,
            at=stamp(entry.at),
            current=head["results"].get(entry.data["item"], {}).get("n") == entry.n,
            **{name: entry.data[name] for name in (*names, "why", "method", "verdict")},
        )
        for entry in entries
        if entry.action == "enter"
    ]


def served(service: CommissionService) -> Served:
    """The service with its rules."""
    descriptor = pb.DESCRIPTOR.services_by_name["CommissionService"]
    return Served(descriptor, pb_grpc.add_CommissionServiceServicer_to_server, service, RULES)
