"""Items and stations."""

from typing import Any

import pytest

from tests import tokens
from tests.gateway.conftest import STATION, Gateway

BODY = {"name": "姜山窗口", "district": "鄞州区", "address": "标行路 33 号", "phone": "0000-0105", "hours": "8:30"}


def test_items_are_open_to_all(gateway: Gateway) -> None:
    items = {item["code"]: item for item in gateway.ask(None, "GET", "/api/items").json()["items"]}
    assert (items["M-03"]["domain"], items["X-05"]["domain"]) == ("metrology", "workflow")
    assert items["M-03"]["form_schema"]["required"] == ["subject"]
    assert items["M-03"]["materials"][0]["source"] == "applicant"
    assert items["M-03"]["statutory_days"] is None


def test_one_item_has_a_tag(gateway: Gateway) -> None:
    answer = gateway.ask(None, "GET", "/api/items/M-03")
    headers = {"If-None-Match": answer.headers["etag"]}
    assert answer.json()["example"] == {"subject": "校准"}
    assert gateway.ask(None, "GET", "/api/items/M-03", headers=headers).status_code == 304


def test_an_unknown_item_is_not_found(gateway: Gateway) -> None:
    refused = gateway.ask(None, "GET", "/api/items/Z-99")
    assert (refused.status_code, refused.json()["reason"]) == (404, "UNKNOWN_ITEM")


def test_stations_are_open_to_all(gateway: Gateway) -> None:
    stations = gateway.ask(None, "GET", "/api/stations").json()["stations"]
    assert [set(station) for station in stations] == [{"code", "name", "district", "address", "phone", "hours"}]


def test_an_administrator_writes_a_station(gateway: Gateway) -> None:
    answer = gateway.ask(tokens.ADMIN, "PUT", "/api/stations/330212001", json=BODY)
    assert (answer.status_code, answer.json()) == (200, {"code": "330212001", **BODY})
    assert answer.headers["etag"]


@pytest.mark.parametrize(
    ("code", "more", "field"),
    [
        ("33021200", {}, "code"),
        ("３３０２１２００１", {}, "code"),
        (STATION, {"name": ""}, "name"),
        (STATION, {"code": "330212001"}, "code"),
        (STATION, {"phone": 1}, "phone"),
    ],
)
def test_a_bad_station_is_refused(gateway: Gateway, code: str, more: dict[str, Any], field: str) -> None:
    refused = gateway.ask(tokens.ADMIN, "PUT", f"/api/stations/{code}", json={**BODY, **more})
    assert (refused.status_code, refused.json()["fields"][0]["path"]) == (422, field)


@pytest.mark.parametrize("who", [tokens.BUSINESS, tokens.CLERK, tokens.SUPERVISOR, tokens.service("workflow")])
def test_nobody_else_writes_stations(gateway: Gateway, who: dict[str, Any]) -> None:
    assert gateway.ask(who, "PUT", f"/api/stations/{STATION}", json=BODY).status_code == 403
