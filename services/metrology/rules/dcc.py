"""Writes the digital form of a certificate: PTB's DCC 3.3.0 with units of the D-SI."""

import re
from collections.abc import Iterable, Sequence
from itertools import starmap
from typing import Any

from lxml import etree
from lxml.builder import ElementMaker

from services.metrology.rules.certificate import (
    ERROR,
    Certificate,
    Condition,
    DecisionRule,
    Line,
    Party,
    Standard,
    Table,
)
from services.metrology.rules.units import dsi

DCC, SI = "https://ptb.de/dcc", "https://ptb.de/si"
VERSION = "3.3.0"
LANGUAGE = "zh"
RELEASE = re.compile(r"[0-9]{1,3}(?:\.[0-9]{1,3}){0,3}")
TRACEABLE = "测量结果通过所列标准器的证书溯源至国家计量基准和国际单位制。"
ITEMS_ONLY = "结果仅与所校准的物品有关。"
D = ElementMaker(namespace=DCC, nsmap={"dcc": DCC, "si": SI})
S = ElementMaker(namespace=SI, nsmap={"dcc": DCC, "si": SI})
Element = Any
RESULT_TYPES = {ERROR: "basic_measurementError", "value": "basic_measuredValue"}


def written(certificate: Certificate) -> bytes:
    """The document, not yet signed."""
    root = D.digitalCalibrationCertificate(_administration(certificate), _results(certificate), schemaVersion=VERSION)
    return bytes(etree.tostring(root, encoding="UTF-8", xml_declaration=True))


def _text(text: str) -> Element:
    return D.content(text, lang=LANGUAGE)


def _name(text: str) -> Element:
    return D.name(_text(text))


def _described(text: str) -> Element:
    return D.description(_text(text))


def _administration(told: Certificate) -> Element:
    return D.administrativeData(
        D.dccSoftware(*starmap(_software, told.software)),
        _core(told),
        D.items(_item(told)),
        D.calibrationLaboratory(D.contact(*_contact(told.laboratory))),
        D.respPersons(D.respPerson(D.person(_name(told.authoriser)), D.mainSigner("true"))),
        D.customer(*_contact(told.customer)),
        D.statements(*_statements(told)),
    )


def _software(name: str, version: str) -> Element:
    found = RELEASE.search(version)
    return D.software(_name(name), D.release(f"v{found.group() if found else '0'}"))


def _core(told: Certificate) -> Element:
    received = [D.receiptDate(told.received_on)] if told.received_on else []
    replaced = (
        [D.reportAmendedSubstituted(D.typeOfChange("substituted"), D.replacedUniqueIdentifier(told.replaces))]
        if told.replaces
        else []
    )
    return D.coreData(
        D.countryCodeISO3166_1("CN"),
        D.usedLangCodeISO639_1(LANGUAGE),
        D.mandatoryLangCodeISO639_1(LANGUAGE),
        D.uniqueIdentifier(told.number),
        *received,
        D.beginPerformanceDate(told.begun_on),
        D.endPerformanceDate(told.ended_on),
        D.performanceLocation(told.place),
        D.issueDate(told.issued_on),
        *replaced,
    )


def _item(told: Certificate) -> Element:
    item = told.item
    return D.item(
        _name(item.name),
        _described(item.condition),
        D.manufacturer(_name(item.manufacturer)),
        D.model(item.model),
        D.identifications(
            D.identification(D.issuer("manufacturer"), D.value(item.serial), _name("出厂编号")),
        ),
    )


def _contact(party: Party) -> list[Element]:
    return [_name(party.name), D.location(D.countryCode("CN"), D.further(_text(party.address)))]


def _statements(told: Certificate) -> Iterable[Element]:
    yield D.statement(_name("溯源性"), D.traceable("true"), D.declaration(_text(TRACEABLE)))
    yield D.statement(_name("适用范围"), D.declaration(_text(ITEMS_ONLY)))
    if told.rule:
        yield D.statement(_name("判定规则"), D.convention(told.rule.name), D.declaration(_text(_rule(told.rule))))


def _rule(rule: DecisionRule) -> str:
    return f"{rule.name}；保护带 w = {rule.guard} U；{rule.outcome}；依据 {rule.specification}"


def _results(told: Certificate) -> Element:
    return D.measurementResults(
        D.measurementResult(
            _name("校准结果"),
            D.usedMethods(D.usedMethod(_name(told.method_title), D.norm(told.method))),
            D.usedSoftware(*starmap(_software, told.software)),
            D.measuringEquipments(*map(_equipment, told.standards)),
            D.influenceConditions(*map(_condition, told.conditions)),
            D.results(*(_result(table, told.rule) for table in told.tables)),
        )
    )


def _equipment(standard: Standard) -> Element:
    return D.measuringEquipment(
        _name(standard.name),
        _described(f"证书 {standard.certificate}，{standard.issuer}，有效期至 {standard.valid_until}"),
        D.identifications(D.identification(D.issuer("manufacturer"), D.value(standard.serial), _name("编号"))),
        refType="basic_normalUsed",
    )


def _condition(condition: Condition) -> Element:
    quantity = D.quantity(_name(condition.name), S.real(S.value(condition.value), S.unit(dsi(condition.unit))))
    return D.influenceCondition(_name(condition.name), D.data(quantity))


def _result(table: Table, rule: DecisionRule | None) -> Element:
    lines, unit = table.lines, dsi(table.unit)
    quantities = [_quantity("参考值", "basic_referenceValue", [line.reference for line in lines], unit)]
    if all(line.indicated for line in lines):
        quantities.append(_quantity("示值", "basic_measuredValue", [line.indicated for line in lines], unit))
    for side, name in (("acceptance_lower", "Lower"), ("acceptance_upper", "Upper")):
        values = [getattr(line, side) for line in lines]
        if all(values):
            quantities.append(_quantity(f"接受限 {name}", f"basic_acceptanceLimit{name}", values, unit))
    quantities.append(_found(table, unit, rule))
    return D.result(_name(table.quantity), D.data(D.list(*quantities, refType="gp_table1")))


def _quantity(name: str, kind: str, values: Sequence[str], unit: str) -> Element:
    return D.quantity(_name(name), S.realListXMLList(_list("valueXMLList", values), S.unitXMLList(unit)), refType=kind)


def _list(tag: str, values: Iterable[str]) -> Element:
    return S(tag, " ".join(values))


def _found(table: Table, unit: str, rule: DecisionRule | None) -> Element:
    """What was found, with its uncertainty, and the verdicts with what they rest on."""
    lines = table.lines
    parts = [
        _name("示值误差" if table.result == ERROR else "测得值"),
        S.realListXMLList(
            _list("valueXMLList", (line.value for line in lines)), S.unitXMLList(unit), _uncertainty(lines)
        ),
    ]
    if rule and all(line.verdict for line in lines):
        parts.append(D.measurementMetaData(_verdicts(lines, rule)))
    return D.quantity(*parts, refType=RESULT_TYPES[table.result])


def _uncertainty(lines: Sequence[Line]) -> Element:
    return S.measurementUncertaintyUnivariateXMLList(
        S.expandedMUXMLList(
            _list("valueExpandedMUXMLList", (line.expanded for line in lines)),
            _list("coverageFactorXMLList", (line.k for line in lines)),
            _list("coverageProbabilityXMLList", (line.probability for line in lines)),
            _list("distributionXMLList", (line.distribution for line in lines)),
        )
    )


def _verdicts(lines: Sequence[Line], rule: DecisionRule) -> Element:
    return D.metaData(
        _name("符合性"),
        D.norm(rule.specification),
        D.declaration(_text(_rule(rule))),
        D.conformityXMLList(" ".join(line.verdict for line in lines)),
        refType="basic_conformity",
    )
