"""What every answer has, and what no answer tells."""

from typing import Any

import pytest
from structlog.testing import capture_logs

from tests import tokens
from tests.gateway.conftest import Gateway


@pytest.mark.parametrize("path", ["/api/items", "/api/cases", "/nothing", "/healthz", "/metrics"])
def test_every_answer_has_the_headers(gateway: Gateway, path: str) -> None:
    headers = gateway.ask(None, "GET", path).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["content-security-policy"].startswith("default-src 'none'")
    assert len(headers["x-request-id"]) == 32
    assert headers["cache-control"]


@pytest.mark.parametrize(
    ("method", "path", "status", "reason"),
    [
        ("GET", "/api/nothing", 404, "NOT_FOUND"),
        ("GET", "/api/cases/", 404, "NOT_FOUND"),
        ("GET", "/api/items/a%2Fb", 404, "NOT_FOUND"),
        ("DELETE", "/api/cases", 405, "METHOD_NOT_ALLOWED"),
        ("GET", "/api/cases/NB-1/actions/receive", 405, "METHOD_NOT_ALLOWED"),
        ("TRACE", "/api/items", 405, "METHOD_NOT_ALLOWED"),
    ],
)
def test_what_is_no_route_is_a_problem_too(gateway: Gateway, method: str, path: str, status: int, reason: str) -> None:
    refused = gateway.ask(None, method, path)
    assert (refused.status_code, refused.json()["reason"]) == (status, reason)
    assert refused.headers["content-type"] == "application/problem+json"
    assert (status == 405) == ("allow" in refused.headers)


@pytest.mark.parametrize(
    ("given", "status", "reason"),
    [
        ({"content": b'{"item": NaN}'}, 422, "JSON_INVALID"),
        ({"content": b'{"item":'}, 422, "JSON_INVALID"),
        ({"content": b"\xff\xfe"}, 422, "JSON_INVALID"),
        ({"content": b"[" * 100_000}, 422, "JSON_INVALID"),
        ({"content": b"[]"}, 422, "MODEL_TYPE"),
        ({"content": b"null"}, 422, "MODEL_TYPE"),
        ({"content": b'"' + b"x" * 1_100_000 + b'"'}, 422, "BODY_TOO_LARGE"),
        ({"content": b'"' + b"x" * 9_000_000 + b'"'}, 422, "BODY_TOO_LARGE"),
        ({"content": b"{}", "headers": {"Content-Type": "text/plain"}}, 415, "MEDIA_TYPE_UNSUPPORTED"),
        ({"content": b"{}", "headers": {"Content-Type": "application/x-www-form-urlencoded"}}, 415, None),
    ],
)
def test_a_body_that_cannot_be_read_is_refused(
    gateway: Gateway, given: dict[str, Any], status: int, reason: str | None
) -> None:
    headers = {"Content-Type": "application/json", "Idempotency-Key": "k", **given.get("headers", {})}
    refused = gateway.ask(tokens.BUSINESS, "POST", "/api/cases", content=given["content"], headers=headers)
    assert (refused.status_code, refused.json()["reason"]) == (status, reason or "MEDIA_TYPE_UNSUPPORTED")


def test_the_text_of_an_unknown_error_stays_inside(gateway: Gateway) -> None:
    gateway.behind.workflow.items["M-03"].example = "secret, and no JSON"
    with capture_logs() as lines:
        answer = gateway.ask(None, "GET", "/api/items")
    assert (answer.status_code, answer.json()["reason"]) == (500, "INTERNAL")
    assert "secret" not in answer.text
    assert answer.headers["x-request-id"] == answer.json()["trace"]
    assert [line["event"] for line in lines] == ["failed", "answered"]


def test_a_log_line_names_the_route_and_never_a_key_a_token_or_a_person(gateway: Gateway) -> None:
    case = gateway.file().json()
    with capture_logs() as lines:
        gateway.ask(None, "GET", "/api/progress", params={"case_no": case["no"], "key": case["query_key"]})
        gateway.ask(tokens.BUSINESS, "GET", f"/api/cases/{case['no']}")
        gateway.file("k-2")
    assert [(line["route"], line["status"]) for line in lines] == [
        ("/api/progress", 200),
        ("/api/cases/{no}", 200),
        ("/api/cases", 201),
    ]
    text = str(lines)
    assert set(lines[0]) == {"event", "log_level", "method", "route", "status", "ms", "trace"}
    assert not [word for word in (case["query_key"], case["no"], "某公司", "林某", "eyJ") if word in text]


def test_figures_tell_of_requests_and_refusals(gateway: Gateway) -> None:
    gateway.ask(None, "GET", "/api/items/Z-99")
    figures = gateway.ask(None, "GET", "/metrics").text
    assert 'qi_gateway_request_seconds_count{method="GET",route="/api/items/{code}",status="404"}' in figures
    assert 'qi_refusals_total{reason="UNKNOWN_ITEM"}' in figures
    assert 'qi_gateway_call_seconds_count{code="NOT_FOUND",rpc="GetItem",service="workflow"}' in figures
