"""Progress without an account, and the limits of whoever has none."""

from pathlib import Path
from typing import Any

import pytest

from gateway.limits import Limits
from services.kit.errors import NotFound, TooMany
from tests import tokens
from tests.gateway.conftest import Gateway


@pytest.fixture
def settings(tmp_path: Path) -> dict[str, Any]:
    limits = {"anonymous_per_second": 25, "wrong_keys_per_minute": 3, "address_header": "x-real-ip"}
    return {"blobs": str(tmp_path / "blobs"), "state_dir": tmp_path, **limits}


def asked(gateway: Gateway, case_no: str, key: str, address: str = "192.0.2.1") -> Any:
    params, headers = {"case_no": case_no, "key": key}, {"X-Real-IP": address}
    return gateway.ask(None, "GET", "/api/progress", params=params, headers=headers)


def test_number_and_key_tell_where_a_case_stands(gateway: Gateway) -> None:
    case = gateway.file().json()
    answer = asked(gateway, case["no"], case["query_key"])
    assert (answer.status_code, answer.json()["state"], answer.json()["next_step"]) == (200, "filed", "receive")
    assert answer.headers["etag"]
    assert "某公司" not in answer.text


@pytest.mark.parametrize("key", ["", "ABCDEFGH3", "k" * 5000, "\x00", "$ne"])
@pytest.mark.parametrize("number", ["{no}", "NB-330203001-20261124-99999-A", "nothing", "N" * 5000, "\x00"])
def test_wrong_keys_and_unknown_numbers_look_alike(gateway: Gateway, number: str, key: str) -> None:
    no = gateway.file().json()["no"]
    problem = asked(gateway, number.format(no=no), key).json()
    assert {**problem, "trace": ""} == {
        "type": "urn:qi-station:problem:not_found",
        "title": "Not Found",
        "status": 404,
        "detail": "NOT_FOUND",
        "reason": "NOT_FOUND",
        "params": {},
        "fields": [],
        "trace": "",
    }


def test_only_a_wrong_check_character_is_told(gateway: Gateway) -> None:
    refused = asked(gateway, "NB-330203001-20261124-00001-Z", "ABCDEFGH2")
    assert (refused.status_code, refused.json()["reason"]) == (422, "CHECK_CHARACTER")


def test_an_address_that_is_wrong_too_often_is_not_heard_even_with_the_right_key(gateway: Gateway) -> None:
    case = gateway.file().json()
    for _turn in range(5):
        assert asked(gateway, case["no"], case["query_key"]).status_code == 200
    for _turn in range(3):
        assert asked(gateway, case["no"], "wrong").status_code == 404
    refused = asked(gateway, case["no"], case["query_key"])
    assert (refused.status_code, refused.json()["reason"]) == (429, "TOO_MANY_REQUESTS")
    assert 50 <= int(refused.headers["retry-after"]) <= 60
    assert refused.json()["params"] == {"s": refused.headers["retry-after"]}
    assert asked(gateway, case["no"], case["query_key"], "192.0.2.2").status_code == 200


def test_guesses_at_once_learn_no_more_than_guesses_in_a_row() -> None:
    limits = Limits(100, 2)
    guesses = [limits.guess("a") for _ in range(4)]
    for guess in guesses:
        guess.__enter__()
    for guess in guesses[:2]:
        assert not guess.__exit__(NotFound, NotFound("NOT_FOUND"), None)
    for guess in guesses[2:]:
        with pytest.raises(TooMany):
            guess.__exit__(NotFound, NotFound("NOT_FOUND"), None)


def test_anonymous_calls_are_limited_and_signed_in_ones_are_not(gateway: Gateway) -> None:
    statuses = [gateway.ask(None, "GET", "/api/stations").status_code for _ in range(40)]
    assert statuses.count(200) >= 25
    assert 429 in statuses
    signed_in = [gateway.ask(tokens.BUSINESS, "GET", "/api/stations").status_code for _ in range(40)]
    assert set(signed_in) == {200}
    assert gateway.ask(None, "GET", "/healthz").status_code == 200


def test_a_limit_says_when_to_come_back(gateway: Gateway) -> None:
    refused = [gateway.ask(None, "GET", "/api/stations") for _ in range(40)][-1]
    assert (refused.status_code, refused.headers["retry-after"]) == (429, "1")


def test_bad_tokens_count_as_calls_without_sign_in(gateway: Gateway) -> None:
    headers = {"Authorization": "Bearer nonsense"}
    statuses = [gateway.ask(None, "GET", "/api/cases", headers=headers).status_code for _ in range(40)]
    assert set(statuses) == {401, 429}


def test_the_last_address_a_proxy_names_counts(gateway: Gateway) -> None:
    for _turn in range(3):
        asked(gateway, "nothing", "x", "198.51.100.1, 192.0.2.9")
    assert asked(gateway, "nothing", "x", "203.0.113.5, 192.0.2.9").status_code == 429


def rated(gateway: Gateway, case: Any, **said: Any) -> Any:
    body = {"key": case["query_key"], "level": 5, **said}
    return gateway.ask(
        None, "POST", f"/api/progress/{case['no']}/rating", json=body, headers={"X-Real-IP": "192.0.2.1"}
    )


def test_whoever_holds_the_receipt_rates_once_it_is_delivered(gateway: Gateway) -> None:
    case = gateway.file().json()
    assert (rated(gateway, case).status_code, rated(gateway, case).json()["reason"]) == (409, "WRONG_STATE")
    gateway.behind.workflow.cases[case["no"]].state = "delivered"
    answer = rated(gateway, case, comment="一次说清")
    assert (answer.status_code, answer.json()["state"]) == (200, "rated")
    assert rated(gateway, case, level=6).status_code == 422


def test_a_rating_with_a_wrong_key_counts_as_a_guess(gateway: Gateway) -> None:
    case = gateway.file().json()
    statuses = [rated(gateway, case, key="wrong").status_code for _ in range(4)]
    assert statuses == [404, 404, 404, 429]
