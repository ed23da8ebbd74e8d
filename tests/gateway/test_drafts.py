"""Before a filing: drafts, the check, and files given before."""

from typing import Any

import httpx
import pytest
from qi.workflow.v1 import draft_service_pb2 as pb
from qi.workflow.v1 import workflow_service_pb2 as window

from tests import tokens
from tests.gateway.conftest import Gateway

BODY = {"item": "M-03", "form": {"subject": "校"}, "step": "form"}


def made(gateway: Gateway, **more: Any) -> httpx.Response:
    headers = {"Idempotency-Key": "d-1"}
    return gateway.ask(tokens.BUSINESS, "POST", "/api/drafts", json={**BODY, **more}, headers=headers)


def test_a_draft_is_made_saved_and_dropped(gateway: Gateway) -> None:
    draft = made(gateway)
    assert (draft.status_code, draft.json()["form"], draft.json()["item_version"]) == (201, {"subject": "校"}, 1)
    path, tag = draft.headers["location"], draft.headers["etag"]
    saved = gateway.ask(tokens.BUSINESS, "PUT", path, json={**BODY, "form": {}}, headers={"If-Match": tag})
    assert (saved.status_code, saved.json()["revision"], saved.json()["form"]) == (200, 2, {})
    stale = gateway.ask(tokens.BUSINESS, "PUT", path, json=BODY, headers={"If-Match": tag})
    assert (stale.status_code, stale.json()["reason"]) == (412, "STALE_REVISION")
    [listed] = gateway.ask(tokens.BUSINESS, "GET", "/api/drafts").json()["drafts"]
    assert listed["id"] == draft.json()["id"]
    assert "form" not in listed
    headers = {"If-Match": saved.headers["etag"]}
    assert gateway.ask(tokens.BUSINESS, "DELETE", path, headers=headers).status_code == 204
    assert gateway.ask(tokens.BUSINESS, "GET", path).status_code == 404


def test_a_draft_keeps_the_files_that_were_given(gateway: Gateway) -> None:
    given = gateway.give(tokens.BUSINESS).json()["id"]
    assert [one["id"] for one in made(gateway, materials=[given]).json()["materials"]] == [given]
    refused = made(gateway, materials=["none"])
    assert refused.json()["fields"] == [{"path": "materials/0", "reason": "UNKNOWN_MATERIAL"}]


@pytest.mark.parametrize(
    ("method", "path", "who", "status"),
    [
        ("POST", "/api/drafts", tokens.CLERK, 403),
        ("POST", "/api/drafts", None, 401),
        ("GET", "/api/drafts", tokens.APPROVER, 403),
        ("GET", "/api/drafts/d-1", tokens.CLERK, 403),
        ("PUT", "/api/drafts/d-1", tokens.DEPARTMENT, 403),
        ("DELETE", "/api/drafts/d-1", tokens.CLERK, 403),
        ("POST", "/api/checks", tokens.APPROVER, 403),
        ("POST", "/api/checks", None, 401),
        ("GET", "/api/materials", tokens.specialist("metrology"), 403),
        ("POST", "/api/materials/x/reuse", tokens.APPROVER, 403),
    ],
)
def test_drafts_are_the_enterprise_s_own(
    gateway: Gateway, method: str, path: str, who: dict[str, Any] | None, status: int
) -> None:
    assert gateway.ask(who, method, path, json=BODY).status_code == status


def test_a_draft_needs_a_key_and_a_revision(gateway: Gateway) -> None:
    assert gateway.ask(tokens.BUSINESS, "POST", "/api/drafts", json=BODY).json()["reason"] == "KEY_REQUIRED"
    path = made(gateway).headers["location"]
    assert gateway.ask(tokens.BUSINESS, "PUT", path, json=BODY).status_code == 428
    assert gateway.ask(tokens.BUSINESS, "DELETE", path).status_code == 428


def test_a_check_says_what_would_be_found(gateway: Gateway) -> None:
    checked = gateway.ask(tokens.BUSINESS, "POST", "/api/checks", json={"item": "M-03", "materials": ["order"]})
    assert checked.json() == {
        "outcome": "complete",
        "findings": [],
        "received_on": "2026-11-24",
        "accept_due": "2026-11-24",
        "promised_due": "2026-11-24",
        "decision_due": None,
        "provisional": False,
    }


def test_what_was_asked_for_twice_is_told_to_everybody(gateway: Gateway) -> None:
    told = gateway.ask(None, "GET", "/api/items/M-03/asked-again")
    assert told.json() == {"materials": [{"material": "order", "name": "委托单", "times": 2}]}
    assert gateway.ask(None, "GET", "/api/items/Z-99/asked-again").status_code == 404


def test_a_file_of_an_earlier_case_is_given_again_without_sending_it(gateway: Gateway) -> None:
    first = gateway.give(tokens.BUSINESS).json()
    file = window.FiledMaterial(**{**first, "material": "order", "name": "a.pdf"})
    told = pb.GivenMaterial(file=file, item="M-03", material_name="委托单", case_no="NB-1", fits="order")
    gateway.behind.drafts.given.append(told)
    [offered] = gateway.ask(tokens.BUSINESS, "GET", "/api/materials?item=M-03").json()["materials"]
    path = f"/api/materials/{offered['file']['id']}/reuse"
    again = gateway.ask(tokens.BUSINESS, "POST", path, json={"item": "M-03", "material": offered["fits"]})
    assert again.status_code == 201
    assert again.json()["id"] != first["id"]
    assert again.json()["sha256"] == first["sha256"]
    assert gateway.file(materials=[again.json()["id"]]).status_code == 201
    wrong = gateway.ask(tokens.BUSINESS, "POST", path, json={"item": "M-03", "material": "none"})
    assert wrong.json()["reason"] == "UNKNOWN_MATERIAL"
