"""Calibrations over HTTP: who may, and that what was given arrives."""

from typing import Any

import pytest

from tests import tokens
from tests.gateway.conftest import Gateway

METROLOGY = tokens.specialist("metrology")
PATH = "/api/metrology/calibrations/N.M-03.C"
POINT = {"id": "p1", "quantity": "直流电压", "unit": "V", "reference": 10, "lower": "-0.005", "upper": "0.005"}
REVIEW = {
    "method": "JJF 1587-2016",
    "rule": {"name": "ilac_g8", "guard": "1", "outcome": "nonbinary"},
    "points": [POINT],
}


def act(gateway: Gateway, who: Any, action: str, body: Any, tag: str = '"1"') -> Any:
    return gateway.ask(who, "POST", f"{PATH}/actions/{action}", json=body, headers={"If-Match": tag})


def test_what_was_agreed_arrives(gateway: Gateway) -> None:
    answer = act(gateway, METROLOGY, "review", REVIEW)
    assert (answer.status_code, answer.json()["order"]["customer"]) == (200, "某公司")
    asked = gateway.behind.calibrations.calls("ReviewContract")[0].request
    point = asked.points[0]
    assert (asked.method, asked.expected_revision, asked.rule.guard) == ("JJF 1587-2016", 1, "1")
    assert (point.reference, point.lower, point.result) == ("10", "-0.005", "error")


def test_a_calibration_has_a_tag_and_its_readings(gateway: Gateway) -> None:
    answer = gateway.ask(METROLOGY, "GET", PATH)
    assert answer.headers["etag"].startswith('"1.')
    assert [change["value"] for change in answer.json()["changes"]] == ["10.001"]


@pytest.mark.parametrize("who", [None, tokens.BUSINESS, tokens.CLERK, tokens.ADMIN], ids=["nobody", "b", "c", "a"])
def test_only_a_specialist_acts(gateway: Gateway, who: Any) -> None:
    assert act(gateway, who, "review", REVIEW).status_code in (401, 403)


@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", "/standards"), ("GET", "/nonconforming-work"), ("GET", "/laboratory"), ("POST", "/laboratory")],
)
def test_an_enterprise_has_no_business_in_the_laboratory(gateway: Gateway, method: str, path: str) -> None:
    assert gateway.ask(tokens.BUSINESS, method, f"/api/metrology{path}").status_code == 403


def test_only_an_administrator_enters_rows(gateway: Gateway) -> None:
    row = {"kind": "method", "key": "JJF 1", "since": "2027-01-01", "content": {"title": "规范"}, "source": "公告"}
    assert gateway.ask(METROLOGY, "POST", "/api/metrology/laboratory", json=row).status_code == 403
    answer = gateway.ask(tokens.ADMIN, "POST", "/api/metrology/laboratory", json=row)
    assert (answer.status_code, answer.json()["content"]) == (200, {"title": "规范"})


@pytest.mark.parametrize(
    ("action", "body", "path"),
    [
        ("review", {**REVIEW, "more": 1}, "more"),
        ("review", {**REVIEW, "points": []}, "points"),
        ("observe", {"readings": [{"point": "p1", "n": 0, "value": "1"}]}, "readings/0/n"),
        ("observe", {"readings": [{"point": "p1", "n": 1, "value": "NaN"}]}, "readings/0/value"),
        ("settle", {"outcome": "perhaps"}, "outcome"),
    ],
)
def test_what_cannot_be_meant_is_refused_with_its_place(gateway: Gateway, action: str, body: Any, path: str) -> None:
    answer = act(gateway, METROLOGY, action, body)
    assert (answer.status_code, answer.json()["fields"][0]["path"]) == (422, path)


def test_a_change_needs_what_was_seen(gateway: Gateway) -> None:
    assert gateway.ask(METROLOGY, "POST", f"{PATH}/actions/review", json=REVIEW).status_code == 428
    assert act(gateway, METROLOGY, "review", REVIEW, '"9"').status_code == 412
    assert act(gateway, METROLOGY, "judge", {}).json()["reason"] == "RULE_NOT_FIXED"
