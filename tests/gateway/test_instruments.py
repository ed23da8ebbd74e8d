"""Ledgers of instruments at the door."""

from typing import Any

import httpx
import pytest
from qi.workflow.v1 import workflow_service_pb2 as pb

from tests import tokens
from tests.gateway.conftest import Gateway
from tests.gateway.fakes import item

TEXTS = {"name": "电子计价秤", "model": "ACS-15", "serial": "YJ-20240008", "place": "门店收银台 1 号"}
BODY = {"texts": TEXTS, "category": "price_scale", "use": "trade", "verified_on": "2025-12-02"}
ROW = {"key": "price_scale", "from_day": "2027-06-01", "values": {"months": 6}, "source": "总局公告"}


def made(gateway: Gateway, **more: Any) -> httpx.Response:
    headers = {"Idempotency-Key": "i-1"}
    return gateway.ask(tokens.BUSINESS, "POST", "/api/instruments", json={**BODY, **more}, headers=headers)


def test_an_instrument_is_registered_once_corrected_and_stopped(gateway: Gateway) -> None:
    first, again = made(gateway), made(gateway)
    assert (first.status_code, again.json()["id"]) == (201, first.json()["id"])
    assert made(gateway, use="safety").json()["reason"] == "KEY_REUSED"
    path, tag = first.headers["location"], first.headers["etag"]
    changed = gateway.ask(tokens.BUSINESS, "PUT", path, json={**BODY, "certificate": "YH-1"}, headers={"If-Match": tag})
    assert (changed.status_code, changed.json()["certificate"]) == (200, "YH-1")
    stale = gateway.ask(tokens.BUSINESS, "POST", f"{path}/actions/stop", headers={"If-Match": tag})
    assert (stale.status_code, stale.json()["reason"]) == (412, "STALE_REVISION")
    stopped = gateway.ask(
        tokens.BUSINESS, "POST", f"{path}/actions/stop", headers={"If-Match": changed.headers["etag"]}
    )
    assert stopped.json()["state"] == "stopped"
    assert gateway.ask(tokens.BUSINESS, "POST", f"{path}/actions/burn").json()["reason"] == "UNKNOWN_ACTION"


def test_a_change_needs_a_key_or_a_revision(gateway: Gateway) -> None:
    assert gateway.ask(tokens.BUSINESS, "POST", "/api/instruments", json=BODY).json()["reason"] == "KEY_REQUIRED"
    path = made(gateway).headers["location"]
    assert gateway.ask(tokens.BUSINESS, "PUT", path, json=BODY).status_code == 428
    assert gateway.ask(tokens.BUSINESS, "POST", f"{path}/actions/retire").status_code == 428


def test_a_file_is_looked_at_and_taken_in(gateway: Gateway) -> None:
    listed = pb.Material(code="instrument_list", name="清单", source="applicant", necessity="required")
    gateway.behind.workflow.items["M-01"] = item("M-01", "metrology", materials=[listed])
    body = {"material": gateway.give(tokens.BUSINESS, item="M-01", material="instrument_list").json()["id"]}
    report = gateway.ask(tokens.BUSINESS, "POST", "/api/instruments/imports", json=body).json()
    assert report["faults"] == [{"row": 7, "column": "出厂编号", "reason": "DUPLICATE_IN_FILE", "value": "3"}]
    whole = {**body, "preview": False}
    unkeyed = gateway.ask(tokens.BUSINESS, "POST", "/api/instruments/imports", json=whole)
    assert unkeyed.json()["reason"] == "KEY_REQUIRED"
    headers = {"Idempotency-Key": "f-1"}
    taken = gateway.ask(tokens.BUSINESS, "POST", "/api/instruments/imports", json=whole, headers=headers)
    assert (taken.json()["id"], taken.json()["added"]) == ("b1", 6)
    unknown = gateway.ask(tokens.BUSINESS, "POST", "/api/instruments/imports", json={"material": "none"})
    assert unknown.json()["fields"] == [{"path": "materials/0", "reason": "UNKNOWN_MATERIAL"}]


def test_the_year_and_the_file_of_a_ledger(gateway: Gateway) -> None:
    year = gateway.ask(tokens.BUSINESS, "GET", "/api/instruments/calendar/2026").json()
    assert (year["days"], year["unusable"]) == ([{"date": "2026-12-01", "count": 2}], 1)
    file = gateway.ask(tokens.BUSINESS, "GET", "/api/instruments/ledger.xlsx?empty=true")
    assert (file.content, file.headers["content-disposition"]) == (
        b"PK",
        'attachment; filename="instruments-form.xlsx"',
    )


def test_rules_are_read_by_anyone_and_added_to_by_an_administrator(gateway: Gateway) -> None:
    rows = gateway.ask(None, "GET", "/api/metrology/rules/category").json()["rows"]
    assert {"price_scale", "fuel_dispenser"} <= {row["key"] for row in rows}
    added = gateway.ask(tokens.ADMIN, "POST", "/api/metrology/rules/category", json=ROW)
    assert (added.status_code, added.json()["values"]) == (201, {"months": 6})
    early = gateway.ask(tokens.ADMIN, "POST", "/api/metrology/rules/category", json={**ROW, "from_day": "2026-01-01"})
    assert (early.status_code, early.json()["reason"]) == (409, "RULE_TOO_EARLY")


@pytest.mark.parametrize(
    ("method", "path", "who", "status"),
    [
        ("GET", "/api/instruments", None, 401),
        ("GET", "/api/instruments", tokens.DEPARTMENT, 403),
        ("POST", "/api/instruments", tokens.CLERK, 403),
        ("PUT", "/api/instruments/i1", tokens.specialist("metrology"), 403),
        ("POST", "/api/instruments/i1/actions/stop", tokens.CLERK, 403),
        ("POST", "/api/instruments/imports", tokens.CLERK, 403),
        ("GET", "/api/instruments/ledger.xlsx", tokens.APPROVER, 403),
        ("POST", "/api/metrology/rules/category", tokens.BUSINESS, 403),
        ("POST", "/api/metrology/rules/category", tokens.specialist("metrology"), 403),
    ],
)
def test_ledgers_are_changed_by_whom_they_belong_to(
    gateway: Gateway, method: str, path: str, who: dict[str, Any] | None, status: int
) -> None:
    assert gateway.ask(who, method, path, json=BODY).status_code == status


def test_another_enterprise_s_instrument_is_not_there(gateway: Gateway) -> None:
    path = made(gateway).headers["location"]
    assert gateway.ask({**tokens.BUSINESS, "sub": "u-2", "uscc": "91330203MA28TEU130"}, "GET", path).status_code == 404
