"""The gates between a measurement and its certificate: each closed one says why."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from services.kit.errors import NotAllowed, WrongState
from services.metrology.rules.laboratory import (
    AUTHORISATION,
    BEFORE_ISSUE,
    CAPABILITY,
    LIMITS,
    METHOD,
    SHAPES,
    Laboratory,
    Reference,
    Row,
    insist,
    insist_authorised,
    wrong_in,
)

M = "JJF 1587-2016"
RANGE = {
    "quantity": "直流电压",
    "unit": "V",
    "lower": "0",
    "upper": "1000",
    "absolute": "0.00001",
    "relative": "0.000005",
}
ROWS = (
    Row(METHOD, M, "2017-05-25", "", {"title": "数字多用表校准规范"}),
    Row(AUTHORISATION, "lin", "2026-01-01", "2026-11-30", {"method": M, "may": ["perform"]}),
    Row(LIMITS, M, "2026-01-01", "", {"conditions": {"temperature": ["18", "22", "°C"]}}),
    Row(CAPABILITY, M, "2026-01-01", "", RANGE),
)
STANDARD = Reference("s1", "多功能标准源", "2026-03-01", "2027-02-28", "")
LABORATORY = Laboratory(ROWS, {"s1": STANDARD})
POINT = {"id": "p1", "quantity": "直流电压", "unit": "V", "reference": "10.000"}
SHEET: Mapping[str, Any] = {
    "method": M,
    "rule": {"name": "ilac_g8", "guard": "1", "outcome": "nonbinary"},
    "points": [POINT],
    "standards": ["s1"],
    "conditions": {"temperature": {"value": "20.1", "unit": "°C"}},
    "begun_on": "2026-11-20",
    "ended_on": "2026-11-23",
    "budgets": {"p1": {"expanded": "0.00012"}},
    "verdicts": {"p1": {"verdict": "pass"}},
}


def test_every_gate_is_open_for_work_that_is_in_order() -> None:
    insist(BEFORE_ISSUE, SHEET, LABORATORY)


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"method": ""}, "CONTRACT_NOT_REVIEWED"),
        ({"rule": {}}, "RULE_NOT_FIXED"),
        ({"begun_on": "2017-01-01"}, "METHOD_NOT_CURRENT"),
        ({"standards": []}, "STANDARD_REQUIRED"),
        ({"standards": ["s2"]}, "STANDARD_UNKNOWN"),
        ({"begun_on": "2026-02-01"}, "EQUIPMENT_INVALID"),
        ({"ended_on": "2027-03-01"}, "EQUIPMENT_INVALID"),
        ({"conditions": {}}, "ENVIRONMENT_NOT_RECORDED"),
        ({"conditions": {"temperature": {"value": "293", "unit": "K"}}}, "ENVIRONMENT_NOT_RECORDED"),
        ({"conditions": {"temperature": {"value": "22.1", "unit": "°C"}}}, "ENVIRONMENT_OUT_OF_LIMITS"),
        ({"budgets": {}}, "BUDGET_MISSING"),
        ({"budgets": {"p1": {"expanded": "0.000059"}}}, "BELOW_CAPABILITY"),
        ({"points": [{**POINT, "reference": "1001"}]}, "OUT_OF_SCOPE"),
        ({"points": [{**POINT, "unit": "kΩ"}]}, "OUT_OF_SCOPE"),
        ({"verdicts": {}}, "NOT_JUDGED"),
    ],
)
def test_a_closed_gate_says_why(changed: Mapping[str, Any], reason: str) -> None:
    with pytest.raises(WrongState) as refused:
        insist(BEFORE_ISSUE, {**SHEET, **changed}, LABORATORY)
    assert refused.value.reason == reason


def test_a_standard_that_was_found_faulty_is_not_relied_on() -> None:
    laboratory = Laboratory(ROWS, {"s1": replace(STANDARD, faulty_since="2026-11-21")})
    with pytest.raises(WrongState, match="STANDARD_FAULTY"):
        insist(BEFORE_ISSUE, SHEET, laboratory)
    insist(BEFORE_ISSUE, {**SHEET, "begun_on": "2026-11-19", "ended_on": "2026-11-20"}, laboratory)


def test_an_uncertainty_at_the_capability_is_its_best() -> None:
    insist(BEFORE_ISSUE, {**SHEET, "budgets": {"p1": {"expanded": "0.00006"}}}, LABORATORY)


def test_without_an_agreed_verdict_none_is_missing() -> None:
    insist(BEFORE_ISSUE, {**SHEET, "rule": {"name": "none"}, "verdicts": {}}, LABORATORY)


@pytest.mark.parametrize(
    ("person", "method", "act", "day", "good"),
    [
        ("lin", M, "perform", "2026-11-24", True),
        ("lin", M, "issue", "2026-11-24", False),
        ("lin", M, "perform", "2026-12-01", False),
        ("lin", M, "perform", "2025-12-31", False),
        ("lin", "JJF 1", "perform", "2026-11-24", False),
        ("xu", M, "perform", "2026-11-24", False),
    ],
)
def test_only_who_is_authorised_that_day(person: str, method: str, act: str, day: str, good: bool) -> None:
    assert LABORATORY.authorised(person, method, act, day) == good


def test_who_is_not_authorised_is_told() -> None:
    with pytest.raises(NotAllowed, match="PERSON_NOT_AUTHORISED"):
        insist_authorised(LABORATORY, "xu", M, "issue", "2026-11-24")


@pytest.mark.parametrize("kind", SHAPES)
def test_a_row_without_its_content_is_none(kind: str) -> None:
    assert wrong_in(kind, {}) == next(iter(SHAPES[kind]))
    assert wrong_in(kind, []) == next(iter(SHAPES[kind]))


def test_the_content_of_good_rows() -> None:
    assert [wrong_in(row.kind, row.content) for row in ROWS] == [""] * len(ROWS)
    assert wrong_in(CAPABILITY, {**RANGE, "relative": "-1"}) == "relative"
