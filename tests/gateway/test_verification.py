"""Proof by REST: who may ask, and what is answered."""

from typing import Any

import pytest

from tests import tokens
from tests.gateway.conftest import Gateway
from tests.gateway.fake_verification import KNOWN

ERASURE = f"/api/cases/{KNOWN}/erasure"


def test_a_whole_history_is_said_to_be_whole(gateway: Gateway) -> None:
    told = gateway.ask(tokens.CLERK, "GET", f"/api/cases/{KNOWN}/verification").json()
    assert (told["whole"], told["first_wrong"], told["finding"]) == (True, None, None)
    assert told["anchors"] == [{"day": "2026-11-23", "revision": 1, "hash": "0" * 64}]


def test_a_broken_one_says_where(gateway: Gateway) -> None:
    gateway.behind.verification.broken = True
    told = gateway.ask(tokens.CLERK, "GET", f"/api/cases/{KNOWN}/verification").json()
    assert (told["whole"], told["first_wrong"], told["finding"]) == (False, 2, "changed")


def test_roots_and_keys_are_for_anybody(gateway: Gateway) -> None:
    assert gateway.ask(None, "GET", "/api/audit/roots").json()["roots"][0]["day"] == "2026-11-23"
    assert gateway.ask(None, "GET", "/api/audit/keys").json() == {"keys": [{"kid": "k", "kty": "EC"}]}


@pytest.mark.parametrize("path", [f"/api/cases/{KNOWN}/verification", f"/api/audit/roots/2026-11-23/cases/{KNOWN}"])
def test_proof_of_a_case_is_for_those_who_may_see_cases(gateway: Gateway, path: str) -> None:
    assert gateway.ask(None, "GET", path).status_code == 401
    assert gateway.ask(tokens.ADMIN, "GET", path).status_code == 403
    assert gateway.ask(tokens.BUSINESS, "GET", path).status_code == 200


def test_a_root_that_says_nothing_of_a_case_is_not_found(gateway: Gateway) -> None:
    answer = gateway.ask(tokens.CLERK, "GET", f"/api/audit/roots/2026-11-22/cases/{KNOWN}")
    assert (answer.status_code, answer.json()["reason"]) == (404, "NOT_FOUND")


@pytest.mark.parametrize("who", [tokens.BUSINESS, tokens.CLERK, tokens.SUPERVISOR])
def test_only_an_administrator_erases(gateway: Gateway, who: dict[str, Any]) -> None:
    assert gateway.ask(who, "POST", ERASURE, json={"reason": "依申请删除"}).status_code == 403


def test_erasing_lets_go_of_the_files_records_too(gateway: Gateway) -> None:
    gateway.behind.store.rows = {"m-1": {"_id": "m-1"}, "m-2": {"_id": "m-2"}}
    answer = gateway.ask(tokens.ADMIN, "POST", ERASURE, json={"reason": "依申请删除"})
    assert (answer.status_code, answer.json()["files"]) == (200, 1)
    assert list(gateway.behind.store.rows) == ["m-2"]


def test_erasing_needs_a_reason(gateway: Gateway) -> None:
    assert gateway.ask(tokens.ADMIN, "POST", ERASURE, json={}).status_code == 422
    assert gateway.ask(tokens.ADMIN, "POST", ERASURE, json={"reason": " "}).json()["reason"] == "REASON_REQUIRED"
