"""Issues certificates: the same facts as a paper, and as a signed digital certificate inside of it."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from itertools import groupby
from typing import Any

from services.kit.blobs import Blobs
from services.kit.clock import day_of
from services.kit.errors import WrongState
from services.kit.lifecycle import Head
from services.kit.papers import About, Draft, Paper, Papers, Ticket
from services.metrology.documents.calibration import CalibrationOrder
from services.metrology.rules.certificate import (
    Certificate,
    Condition,
    DecisionRule,
    Item,
    Line,
    Party,
    Standard,
    Table,
)
from services.metrology.rules.dcc import ITEMS_ONLY, TRACEABLE, written
from services.metrology.rules.laboratory import METHOD, SELF, Laboratory
from services.metrology.service.calibration import holding
from services.metrology.service.calibration.signing import Signature
from services.metrology.service.calibration.versions import versions

CONDITIONS = {"temperature": "温度", "humidity": "相对湿度", "pressure": "大气压力"}
RULES = {"simple": "简单接受", "ilac_g8": "ILAC-G8 w=U", "iso_14253": "ISO 14253-1", "agreed": "与委托方约定"}
OUTCOMES = {"binary": "二元判定", "nonbinary": "非二元判定"}
VERDICTS = {"pass": "合格", "fail": "不合格", "conditionalPass": "有条件合格", "conditionalFail": "有条件不合格"}
PLACES = {"laboratory": "本所实验室", "customer": "委托方现场"}
WHOLE = "未经本所书面同意，不得部分复制本证书。"


class Issuing:
    """Makes the certificate of a calibration's round, once."""

    def __init__(self, papers: Papers, signature: Signature, blobs: Blobs) -> None:
        self._papers, self._signature, self._blobs = papers, signature, blobs

    def issued(self, head: Head, order: CalibrationOrder, who: str, at: datetime) -> tuple[Paper, str]:
        """The paper, and the hash of the digital certificate that it holds."""
        laboratory = holding.laboratory()
        day = day_of(at).isoformat()
        own = laboratory.on(day, SELF, "self")
        if not own:
            raise WrongState("LABORATORY_UNKNOWN")
        name = own[-1].content

        def draft(ticket: Ticket) -> Draft:
            told = facts(head, order, laboratory, ticket.number, who, day)
            document = self._signature.sign(written(told))
            return Draft({**content(told), "dcc": self._blobs.keep(document)}, {"dcc": document.decode()})

        about = About(
            key=f"{head['_id']}:{head['round']}",
            kind="calibration",
            series=f"calibration-{day[:4]}",
            form=f"{name['series']}〔{day[:4]}〕第{{n:05d}}号",
            title="校准证书",
            organ=name["name"],
            at=at,
            item_name=order.item["item_name"],
            holder=order.customer,
            uscc=head["uscc"],
        )
        paper = self._papers.issue(about, draft)
        return paper, str(json.loads(paper.content)["dcc"])  # of the one that was kept: no signature is made twice


def facts(head: Head, order: CalibrationOrder, laboratory: Laboratory, number: str, who: str, day: str) -> Certificate:
    """What a calibration's certificate says."""
    own = laboratory.on(day, SELF, "self")[-1].content
    method = laboratory.on(head["begun_on"], METHOD, head["method"])[-1]
    item = order.item
    return Certificate(
        number=number,
        laboratory=Party(own["name"], own["address"]),
        customer=Party(order.customer, order.address),
        item=Item(item["item_name"], item["manufacturer"], item["model"], item["serial"], item["condition"]),
        method=head["method"],
        method_title=method.content["title"],
        received_on=order.received_on or "",
        begun_on=head["begun_on"],
        ended_on=head["ended_on"],
        issued_on=day,
        place=head["place"],
        conditions=tuple(
            Condition(CONDITIONS.get(name, name), one["value"], one["unit"])
            for name, one in sorted(head["conditions"].items())
        ),
        standards=tuple(_standard(one) for one in holding.standards() if one.id in head["standards"]),
        tables=tuple(_tables(head)),
        rule=_rule(head["rule"], order.specification or ""),
        authoriser=who,
        replaces=head["replaces"],
        software=tuple(versions().items()),
    )


def _standard(one: Any) -> Standard:
    return Standard(one.name, one.serial, one.certificate, one.issuer, one.valid_until)


def _rule(rule: Mapping[str, str], specification: str) -> DecisionRule | None:
    if rule["name"] == "none":
        return None
    return DecisionRule(RULES[rule["name"]], rule["guard"], OUTCOMES[rule["outcome"]], specification)


def _tables(head: Head) -> list[Table]:
    """The points in their order, those of one quantity and unit together."""
    grouped = groupby(head["points"], lambda point: (point["quantity"], point["unit"], point["result"]))
    return [Table(*kind, tuple(_line(head, point) for point in points)) for kind, points in grouped]


def _line(head: Head, point: Mapping[str, str]) -> Line:
    found, verdict = head["budgets"][point["id"]], head["verdicts"].get(point["id"], {})
    return Line(
        reference=point["reference"],
        indicated=found["indicated"],
        value=found["value"],
        expanded=found["expanded"],
        k=found["k"],
        probability=found["probability"],
        distribution=found["distribution"],
        lower=point["lower"],
        upper=point["upper"],
        acceptance_lower=verdict.get("acceptance_lower", ""),
        acceptance_upper=verdict.get("acceptance_upper", ""),
        verdict=verdict.get("verdict", ""),
    )


def content(told: Certificate) -> dict[str, Any]:
    """What the template sets."""
    plain = asdict(told)
    rule = told.rule
    remarks = [TRACEABLE, ITEMS_ONLY, WHOLE]
    if told.replaces:
        remarks.insert(0, f"本证书替代编号为 {told.replaces} 的证书。")
    return {
        **plain,
        "place": PLACES.get(told.place, told.place),
        "verdicts": VERDICTS,
        "rule_text": _said(rule) if rule else "",
        "remarks": remarks,
        "software": [f"{name} {version}" for name, version in told.software],
        "service": "校准实验室",
        "foot": told.laboratory.name,
    }


def _said(rule: DecisionRule) -> str:
    return f"判定规则：{rule.name}（保护带 w = {rule.guard} U，{rule.outcome}），依据：{rule.specification}"
