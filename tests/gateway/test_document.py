"""The API document, who may, and its pages."""

import json
import re
from typing import Any

import pytest
from fastapi import APIRouter

from gateway import app as application
from gateway.document import rules
from gateway.openapi import FILE, document
from gateway.settings import GatewaySettings
from tests.gateway.conftest import Gateway

DOCUMENT = json.loads(document())
OPERATIONS = [operation for path in DOCUMENT["paths"].values() for operation in path.values()]


def test_the_document_is_not_stale() -> None:
    assert FILE.read_text(encoding="utf-8") == document(), "run `python -m gateway.openapi`"


def test_the_document_says_nothing_of_where_it_runs() -> None:
    assert "servers" not in DOCUMENT
    assert "127.0.0.1" not in document()


def test_every_operation_says_who_may_and_how_it_refuses() -> None:
    assert all(operation["x-who"] for operation in OPERATIONS)
    shapes = {tuple(told["content"]) for one in OPERATIONS for code, told in one["responses"].items() if code > "399"}
    assert shapes == {("application/problem+json",)}


def test_every_change_says_what_it_takes() -> None:
    changes = [path[method] for path in DOCUMENT["paths"].values() for method in ("post", "put") if method in path]
    assert all("requestBody" in change for change in changes)


def test_every_reference_leads_somewhere() -> None:
    named = set(re.findall(r'"#/components/schemas/([^"]+)"', document()))
    assert named <= set(DOCUMENT["components"]["schemas"])


def test_a_route_without_a_rule_does_not_start(monkeypatch: pytest.MonkeyPatch) -> None:
    class Careless:
        router = APIRouter()

    Careless.router.add_api_route("/api/secrets", lambda: {}, methods=["GET"])
    monkeypatch.setattr(application, "ROUTES", (*application.ROUTES, Careless))
    with pytest.raises(ValueError, match="/api/secrets has 0 rules"):
        application.create_app(GatewaySettings())


def test_every_route_has_one_rule() -> None:
    app = application.create_app(GatewaySettings())
    assert len(rules(app)) == len(OPERATIONS)


def test_nothing_is_open_by_mistake(gateway: Gateway) -> None:
    closed = [
        (method, path.replace("{code}", "330203001"))
        for path, operations in DOCUMENT["paths"].items()
        for method, operation in operations.items()
        if operation["x-who"] != ["anyone"]
    ]
    assert {gateway.ask(None, method, path).status_code for method, path in closed} == {401}


@pytest.mark.parametrize("name", ["", "/docs.js", "/swagger-ui-bundle.js", "/swagger-ui.css"])
def test_the_pages_come_from_here(gateway: Gateway, name: str) -> None:
    answer = gateway.ask(None, "GET", f"/api/docs{name}")
    assert (answer.status_code, bool(answer.content)) == (200, True)


def test_the_page_runs_no_script_but_its_own_files(gateway: Gateway) -> None:
    page = gateway.ask(None, "GET", "/api/docs")
    assert "script-src 'self';" in page.headers["content-security-policy"]
    assert not re.search(r"<script(?![^>]* src=\"/api/docs/)", page.text)
    assert "//" not in page.text


def test_other_files_are_not_served(gateway: Gateway) -> None:
    assert gateway.ask(None, "GET", "/api/docs/..%2fapp.py").status_code == 404
    assert gateway.ask(None, "GET", "/api/docs/index.html").status_code == 404


def test_the_document_is_served_as_committed(gateway: Gateway) -> None:
    served: Any = gateway.ask(None, "GET", "/api/openapi.json").json()
    assert served == DOCUMENT


def test_every_operation_is_summed_up_in_words() -> None:
    names = {operation["operationId"]: operation["summary"] for operation in OPERATIONS}
    assert {operation: said for operation, said in names.items() if len(said.split()) < 2} == {}
