"""Net content of prepackages: evaluated for whoever asks, reported by a specialist."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from google.protobuf.json_format import MessageToDict
from qi.inspection.v1 import net_content_service_pb2 as pb
from qi.inspection.v1 import net_content_service_pb2_grpc as pb_grpc

from services.inspection.documents.editions import NetContentBatch
from services.inspection.rules.editions import Edition
from services.inspection.rules.net_content import Evaluation, evaluated
from services.inspection.rules.owner import checked_uscc, units_for, words
from services.inspection.service import DOMAIN
from services.inspection.service.editions import Editions
from services.inspection.service.reports import Reporting, Whose, block
from services.kit.clock import Clock, checked_day
from services.kit.errors import KeyReused, NotAllowed, malformed
from services.kit.papers import Paper
from services.kit.repository import Request
from services.kit.server import ANYONE, Served, caller, request_id, roles

RULE = "net_content"
RULES = {"CalculateNetContent": ANYONE, "ReportNetContent": roles("specialist")}
Asked = pb.CalculateNetContentRequest | pb.ReportNetContentRequest
PLACES = Decimal("0.0001")


class NetContentService(pb_grpc.NetContentServiceServicer):
    """By the edition of the rule that holds on the day."""

    def __init__(self, editions: Editions, reporting: Reporting, clock: Clock) -> None:
        self._editions, self._reporting, self._clock = editions, reporting, clock

    def CalculateNetContent(self, request: pb.CalculateNetContentRequest, context: object) -> pb.NetContent:
        """Of today."""
        edition = self._editions.of(RULE, self._clock.today().isoformat())
        return message(_evaluated(request, edition), edition)

    def ReportNetContent(self, request: pb.ReportNetContentRequest, context: object) -> pb.NetContentReport:
        """Of the day it was measured; the same request makes one report."""
        row, found, edition = self._kept(request)
        paper = self._issued(row, found, edition)
        return pb.NetContentReport(evaluation=message(found, edition), report=paper.number, token=paper.token)

    def _kept(self, request: pb.ReportNetContentRequest) -> tuple[NetContentBatch, Evaluation, Edition]:
        who = caller()
        if DOMAIN not in who.domains:
            raise NotAllowed("FORBIDDEN", params={"rule": "net content: inspection"})
        day = checked_day(request.measured_on, "measured_on")
        if day > self._clock.today().isoformat():
            raise malformed("measured_on", "DAY_IN_FUTURE", max=self._clock.today())
        edition = self._editions.of(RULE, day)
        found = _evaluated(request, edition)
        ask = Request.of(request_id(), who.subject, "specialist", MessageToDict(request))
        names = ("nominal", "unit", "lot_size", "case_no")
        row = NetContentBatch(
            id=ask.id,
            asked=ask.body,
            uscc=checked_uscc(request.uscc),
            producer=words(request.producer, "producer"),
            product=words(request.product, "product"),
            batch=request.batch[:80],
            measured_on=day,
            contents=list(request.contents),
            edition=edition.id,
            conforms=found.conforms,
            by=who.subject,
            at=self._clock.now(),
            **{name: getattr(request, name) for name in names},
        )
        return _once(row), found, edition

    def _issued(self, row: NetContentBatch, found: Evaluation, edition: Edition) -> Paper:
        who = caller()
        whose = Whose(row.uscc, units_for(row.uscc, who.unit or who.division), row.producer, row.product)
        said = said_of(row, found, edition, self._reporting.texts)
        return self._reporting.issue(RULE, f"net-content:{row.id}", row.at, whose, said)


def _once(row: NetContentBatch) -> NetContentBatch:
    if row.once():
        return row
    kept: NetContentBatch = NetContentBatch.objects(id=row.id).get()
    if kept.asked != row.asked:
        raise KeyReused("KEY_REUSED")
    return kept


def _evaluated(request: Asked, edition: Edition) -> Evaluation:
    return evaluated(request.nominal, request.unit, request.lot_size, request.contents, edition.content)


def message(found: Evaluation, edition: Edition) -> pb.NetContent:
    """An evaluation as it is answered."""
    same = ("mean_ok", "short_ok", "very_short_ok", "conforms")
    return pb.NetContent(
        sample_size=found.sample.size,
        allowed=found.sample.allowed,
        tolerable=shown(found.tolerable),
        mean=shown(found.mean),
        deviation=shown(found.deviation),
        factor=f"{found.factor:.3f}",
        corrected_mean=shown(found.corrected),
        short=found.short,
        very_short=found.very_short,
        edition=edition.id,
        **{name: getattr(found, name) for name in same},
    )


def shown(value: Decimal) -> str:
    """An amount with at most four places."""
    text = f"{value.quantize(PLACES):f}"
    return text.rstrip("0").rstrip(".")


def said_of(row: NetContentBatch, found: Evaluation, edition: Edition, texts: Mapping[str, Any]) -> dict[str, Any]:
    """What the report of a batch says."""
    words_, unit = texts[RULE], row.unit
    facts = {
        **{name: getattr(row, name) or "—" for name in ("producer", "uscc", "product", "batch", "measured_on")},
        "nominal": f"{row.nominal} {unit}",
        "lot_size": str(row.lot_size),
        "rule": edition.source,
    }
    only_short = len(found.short) - len(found.very_short)
    figures = [
        (words_["rows"]["mean"], f"{shown(found.corrected)} {unit}", f"≥ {row.nominal} {unit}", found.mean_ok),
        (words_["rows"]["short"], str(only_short), f"≤ {found.sample.allowed}", found.short_ok),
        (words_["rows"]["very_short"], str(len(found.very_short)), "0", found.very_short_ok),
    ]
    details = {name: shown(getattr(found, name)) for name in ("mean", "deviation", "tolerable")}
    numbered = [(str(n), content) for n, content in enumerate(row.contents, 1)]
    return {
        "facts": [[words_["facts"][name], facts[name]] for name in words_["facts"]],
        "verdict": words_["verdict"][found.conforms],
        "blocks": [
            block(
                words_["figures"],
                words_["columns"],
                (5, 3, 3, 2),
                [(*row_[:3], words_["met"][row_[3]]) for row_ in figures],
            ),
            _measured(words_, unit, numbered),
        ],
        "paragraphs": [
            words_["details"].format(n=found.sample.size, unit=unit, factor=f"{found.factor:.3f}", **details)
        ],
    }


def _measured(words_: Mapping[str, Any], unit: str, numbered: list[tuple[str, str]]) -> dict[str, Any]:
    """Five packages a line."""
    lines = [numbered[start : start + 5] for start in range(0, len(numbered), 5)]
    padded = [[*line, *[("", "")] * (5 - len(line))] for line in lines]
    heads = [words_["package"], words_["content"]] * 5
    cells = [[text for pair in line for text in pair] for line in padded]
    return block(words_["measured"].format(unit=unit), heads, (2, 3) * 5, cells)


def served(service: NetContentService) -> Served:
    """The service with its rules."""
    descriptor = pb.DESCRIPTOR.services_by_name["NetContentService"]
    return Served(descriptor, pb_grpc.add_NetContentServiceServicer_to_server, service, RULES)
