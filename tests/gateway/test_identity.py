"""Whose token is taken, and what is told to the services."""

import time
from typing import Any

import pytest

from tests import tokens
from tests.gateway.conftest import Gateway

BAD: dict[str, str] = {
    "expired": tokens.issue(**tokens.CLERK, exp=int(time.time()) - 60),
    "of another issuer": tokens.issue(**tokens.CLERK, iss="http://elsewhere/realms/qi"),
    "signed by another key": tokens.issue(key=tokens.FOREIGN_KEY, **tokens.CLERK),
    "an ID token": tokens.issue(header={"typ": "JWT"}, **{**tokens.CLERK, "typ": "ID", "aud": "qi-gateway"}),
    "a refresh token": tokens.issue(header={"typ": "JWT"}, **{**tokens.CLERK, "typ": "Refresh", "aud": tokens.ISSUER}),
    "alg none": tokens.forged(
        {"alg": "none", "typ": "at+jwt", "kid": "test"}, tokens.told(tokens.issue(**tokens.CLERK))[1]
    ),
    "for another audience": tokens.issue(**tokens.CLERK, aud="qi-kafka"),
    "of an unknown client": tokens.issue(**{**tokens.CLERK, "azp": "stranger"}),
    "without a subject": tokens.issue(**{**tokens.CLERK, "sub": None}),
    "not a token": "nonsense",
    "too long": "x" * 9000,
}


@pytest.mark.parametrize("token", BAD.values(), ids=BAD)
@pytest.mark.parametrize("path", ["/api/cases", "/api/items"])
def test_a_bad_token_lets_no_one_in(gateway: Gateway, token: str, path: str) -> None:
    refused = gateway.ask(None, "GET", path, headers={"Authorization": f"Bearer {token}"})
    assert (refused.status_code, refused.json()["reason"]) == (401, "TOKEN_INVALID")
    assert refused.headers["www-authenticate"] == 'Bearer realm="qi"'
    assert not [call for call in gateway.behind.workflow.heard if "qi-request-id" in call.metadata]


@pytest.mark.parametrize("header", ["", "Basic YTpi", "Bearer"])
def test_without_a_token_nobody_is_signed_in(gateway: Gateway, header: str) -> None:
    refused = gateway.ask(None, "GET", "/api/cases", headers={"Authorization": header} if header else {})
    assert (refused.status_code, refused.json()["reason"]) == (401, "SIGNED_OUT")


def test_services_are_told_who_asks_for_which_request_and_trace(gateway: Gateway) -> None:
    token, trace = tokens.issue(**tokens.BUSINESS), "0af7651916cd43dd8448eb211c80319c"
    headers = {
        "Authorization": f"Bearer {token}",
        "Idempotency-Key": "k-7",
        "traceparent": f"00-{trace}-b7ad6b7169203331-01",
    }
    answer = gateway.ask(None, "POST", "/api/cases", json=gateway.filing(), headers=headers)
    told = gateway.behind.workflow.calls("FileCase")[0].metadata
    assert (told["authorization"], told["qi-request-id"]) == (f"Bearer {token}", "k-7")
    assert told["traceparent"].startswith(f"00-{trace}-")
    assert answer.headers["x-request-id"] == trace


def test_an_action_without_a_key_gets_one(gateway: Gateway) -> None:
    path = gateway.file().headers["location"]
    gateway.act(tokens.CLERK, path, "receive")
    made: dict[str, Any] = gateway.behind.workflow.calls("ReceiveCase")[0].metadata
    assert len(made["qi-request-id"]) == 32


def test_an_anonymous_call_carries_no_token(gateway: Gateway) -> None:
    gateway.ask(None, "GET", "/api/items")
    assert "authorization" not in gateway.behind.workflow.heard[0].metadata
