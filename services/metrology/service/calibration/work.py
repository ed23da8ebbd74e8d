"""Calibrations at work: each RPC an action of the table, behind the gates of the laboratory."""

import json
from collections.abc import Mapping
from typing import Any

from google.protobuf.json_format import MessageToDict
from qi.metrology.v1 import calibration_service_pb2 as pb

from services.kit.clock import Clock, checked_day
from services.kit.errors import NotFound, WrongState, malformed
from services.kit.handling import rules as handling
from services.kit.handling.documents import Outcome
from services.kit.lifecycle import Happening, Head
from services.kit.papers import Paper, replace, revoke
from services.kit.repository import Repository, Request
from services.kit.rights import PART, sight
from services.kit.server import caller, request_id
from services.metrology.documents.calibration import CalibrationOrder
from services.metrology.rules import calibration as rules
from services.metrology.rules import laboratory as gates
from services.metrology.rules.decimals import number
from services.metrology.rules.units import unit
from services.metrology.service.calibration import holding, messages, results
from services.metrology.service.calibration.issuing import Issuing
from services.metrology.service.calibration.versions import versions

ITEM = "M-03"
ORDER_FIELDS = ("customer", "address", "item_name", "manufacturer", "model", "serial", "condition")
LONGEST = 200
POINT = ("id", "quantity", "unit", "reference", "lower", "upper", "result")


class Work:
    """The actions of a calibration."""

    def __init__(self, calibrations: Repository, parts: Repository, issuing: Issuing, clock: Clock) -> None:
        self._calibrations, self._parts, self._issuing, self._clock = calibrations, parts, issuing, clock

    def open(self, asked: pb.OpenCalibrationRequest) -> pb.Calibration:
        """Of a part that the caller has taken."""
        part, who = self._parts.get(asked.part, self._scope()), caller()
        if part["item"] != ITEM:
            raise malformed("part", "NO_CALIBRATION", item=part["item"])
        if part["state"] != "taken" or part["taken_by"] != who.subject:
            raise WrongState("PART_NOT_TAKEN", params={"state": part["state"]})
        key = f"{asked.part}.C"
        order = _order(key, asked.order)
        told = {name: part[name] for name in ("case_no", "uscc", "station")}
        told |= {"part": asked.part, "unit": part.get("unit", ""), "units": part.get("units", []), "round": 1}
        order.save()
        ask = self._request("open", MessageToDict(asked))
        head = self._calibrations.create(key, ask, [Happening("open", told)])
        return self._told(head)

    def get(self, key: str) -> pb.Calibration:
        """One, within sight."""
        return self._told(self._calibrations.get(key, self._scope()))

    def file(self, asked: pb.GetCertificateFileRequest) -> pb.CertificateFile:
        """Where the paper or the digital certificate is kept."""
        head = self._calibrations.get(asked.id, self._scope())
        if asked.form not in ("pdf", "xml") or not head["paper"]:
            raise NotFound("NOT_FOUND")
        paper = Paper.objects(id=head["paper"]).get()
        sha256 = paper.sha256 if asked.form == "pdf" else head["dcc"]
        size = paper.size if asked.form == "pdf" else 0
        return pb.CertificateFile(sha256=sha256, size=size, name=f"{paper.number}.{asked.form}")

    def review(self, asked: pb.ReviewContractRequest) -> pb.Calibration:
        """Method, points and rule are agreed."""
        day = self._clock.today().isoformat()
        if not holding.laboratory().on(day, gates.METHOD, asked.method):
            raise WrongState("METHOD_NOT_CURRENT", params={"method": asked.method, "date": day})
        rule = {name: getattr(asked.rule, name) for name in ("name", "guard", "outcome")}
        points = [{name: getattr(point, name) for name in POINT} for point in asked.points]
        return self._act("review", asked, {"method": asked.method, **rules.reviewed(rule, points)})

    def prepare(self, asked: pb.PrepareCalibrationRequest) -> pb.Calibration:
        """Standards, surroundings, days and place of the work."""
        if asked.place not in rules.PLACES:
            raise malformed("place", "PLACE_UNKNOWN", possible=", ".join(rules.PLACES))
        told = {
            "standards": sorted(set(asked.standards)),
            "conditions": _conditions(asked),
            "begun_on": asked.begun_on,
            "ended_on": asked.ended_on,
            "place": asked.place,
        }
        self._days(asked.begun_on, asked.ended_on)
        head = self._calibrations.get(asked.id, self._scope())
        gates.insist(gates.BEFORE_READINGS, {**head, **told}, holding.laboratory())
        return self._act("prepare", asked, told)

    def _days(self, begun: str, ended: str) -> None:
        today = self._clock.today().isoformat()
        for name, day in (("begun_on", begun), ("ended_on", ended)):
            if checked_day(day, name) > today:
                raise malformed(name, "DAY_TO_COME")
        if begun > ended:
            raise malformed("ended_on", "DAYS_CROSSED")

    def observe(self, asked: pb.RecordReadingsRequest) -> pb.Calibration:
        """Readings, by somebody who is authorised to take them."""
        head = self._calibrations.get(asked.id, self._scope())
        self._authorised(head, gates.PERFORM, holding.laboratory())
        given = [(one.point, one.n, one.value) for one in asked.readings]
        told = {"readings": rules.readings_of(head, given, asked.reason), "reason": asked.reason}
        return self._act("observe", asked, told)

    def compute(self, asked: pb.ComputeBudgetsRequest) -> pb.Calibration:
        """Budgets of points."""
        head = self._calibrations.get(asked.id, self._scope())
        return self._act("compute", asked, {"budgets": results.computed(head, asked.budgets)})

    def judge(self, asked: pb.JudgeCalibrationRequest) -> pb.Calibration:
        """Verdicts, once every gate before them is open."""
        head = self._calibrations.get(asked.id, self._scope())
        gates.insist(gates.BEFORE_VERDICT, head, holding.laboratory())
        if head["rule"]["name"] == "none":
            raise WrongState("RULE_NOT_FIXED")
        return self._act("judge", asked, {"verdicts": results.verdicts(head)})

    def issue(self, asked: pb.IssueCertificateRequest) -> pb.Calibration:
        """The certificate, and with it the end of the part."""
        head, who = self._calibrations.get(asked.id, self._scope()), caller()
        if not asked.expected_revision or asked.expected_revision == head["revision"]:
            rules.decide(head, "issue", who, {})
            laboratory = holding.laboratory()
            gates.insist(gates.BEFORE_ISSUE, head, laboratory)
            self._authorised(head, gates.ISSUE, laboratory)
        order = CalibrationOrder.objects(id=asked.id).get()
        paper, dcc = self._issuing.issued(head, order, who.name or who.subject, self._clock.now())
        told = {"number": paper.number, "sha256": paper.sha256, "dcc": dcc, "paper": paper.id, "versions": versions()}
        answer = self._act("issue", asked, {**told, "replaces": head["replaces"]})
        if head["round"] > 1:
            replace(f"{asked.id}:{head['round'] - 1}", paper)
        self._finish(head["part"], paper, dcc)
        return answer

    def _finish(self, part: str, paper: Paper, dcc: str) -> None:
        """taken → finished with the certificate as its outcome; a replacement finds the part finished already."""
        who = caller()
        data = {"certificate": paper.number, "sha256": paper.sha256, "dcc_sha256": dcc, "token": paper.token}
        ask = self._request("finish", {"part": part, **data})
        if self._parts.get(part)["state"] != "taken":
            return
        key = f"{part}:{paper.sha256[:16]}"
        text = f"校准证书 {paper.number}"
        Outcome(id=key, part=part, text=text, data=json.dumps(data), materials=[], at=self._clock.now()).save()
        named = {"result": "done", "outcome": key}
        self._parts.change(part, ask, lambda head: handling.decide(head, "finish", who, named))

    def reopen(self, asked: pb.ReopenCalibrationRequest) -> pb.Calibration:
        """For a certificate that replaces the one that was issued."""
        if asked.reason not in rules.REASONS:
            raise malformed("reason", "REASON_REQUIRED", possible=", ".join(rules.REASONS))
        return self._act("reopen", asked, {"reason": asked.reason})

    def settle(self, asked: pb.SettleCertificateRequest) -> pb.Calibration:
        """What the review of a questioned certificate found."""
        actions = {"confirmed": "confirm", "withdrawn": "withdraw"}
        if asked.outcome not in actions:
            raise malformed("outcome", "OUTCOME_UNKNOWN", possible=", ".join(actions))
        answer = self._act(actions[asked.outcome], asked, {})
        if asked.outcome == "withdrawn":
            revoke(f"{asked.id}:{answer.round}", self._clock.today(), "标准器失准")
        return answer

    def _authorised(self, head: Head, act: str, laboratory: gates.Laboratory) -> None:
        who, day = caller(), self._clock.today().isoformat()
        gates.insist_authorised(laboratory, who.name, head["method"], act, day)

    def _act(self, action: str, asked: Any, data: Mapping[str, Any]) -> pb.Calibration:
        who = caller()
        ask = self._request(action, MessageToDict(asked))
        head = self._calibrations.change(
            asked.id, ask, lambda head: rules.decide(head, action, who, data), asked.expected_revision, self._scope()
        )
        return self._told(head)

    def _request(self, action: str, asked: Mapping[str, Any]) -> Request:
        return Request.of(f"{request_id()}:{action}", caller().subject, "specialist", {"action": action, **asked})

    def _scope(self) -> Head:
        return sight(caller(), PART, "metrology")

    def _told(self, head: Head) -> pb.Calibration:
        order = CalibrationOrder.objects(id=head["_id"]).first()
        return messages.calibration(head, caller(), order, whole=True)


def _order(key: str, given: pb.CalibrationOrder) -> CalibrationOrder:
    for name in ORDER_FIELDS:
        if not 1 <= len(getattr(given, name).strip()) <= LONGEST:
            raise malformed(f"order/{name}", "REQUIRED", max=LONGEST)
    if given.received_on:
        checked_day(given.received_on, "order/received_on")
    item = {name: getattr(given, name).strip() for name in ORDER_FIELDS[2:]}
    rest = {"received_on": given.received_on, "specification": given.specification}
    return CalibrationOrder(id=key, customer=given.customer.strip(), address=given.address.strip(), item=item, **rest)


def _conditions(asked: pb.PrepareCalibrationRequest) -> Head:
    for place, one in enumerate(asked.conditions):
        if not rules.ID.fullmatch(one.name):
            raise malformed(f"conditions/{place}/name", "ID_INVALID")
        unit(one.unit, f"conditions/{place}/unit")
        number(one.value, f"conditions/{place}/value")
    return {one.name: {"value": one.value, "unit": one.unit} for one in asked.conditions}
