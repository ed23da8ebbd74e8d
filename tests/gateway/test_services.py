"""Services that fail, answer late, or are away."""

import time

import grpc
import pytest
from qi.workflow.v1 import workflow_service_pb2 as pb

from gateway.services import TRIES
from services.kit.errors import Away, Malformed, WrongState
from tests import tokens
from tests.gateway.conftest import Gateway

UNAVAILABLE = grpc.StatusCode.UNAVAILABLE


def test_unavailable_is_tried_again_under_the_same_request_id(gateway: Gateway) -> None:
    path = gateway.file().headers["location"]
    gateway.behind.workflow.failing = [UNAVAILABLE]
    assert gateway.act(tokens.CLERK, path, "receive").status_code == 200
    first, second = gateway.behind.workflow.calls("ReceiveCase")
    assert first.metadata["qi-request-id"] == second.metadata["qi-request-id"]


def test_a_refusal_is_not_tried_again(gateway: Gateway) -> None:
    gateway.behind.workflow.failing = [WrongState("PARTS_OPEN", params={"n": 2})]
    path = gateway.file().headers.get("location", "/api/cases/NB-1")
    gateway.act(tokens.CLERK, path, "receive")
    assert len(gateway.behind.workflow.calls("GetItem")) == 1


@pytest.mark.parametrize("code", [grpc.StatusCode.INTERNAL, grpc.StatusCode.UNKNOWN])
def test_what_broke_is_no_outage_is_not_tried_again_and_keeps_its_text(gateway: Gateway, code: grpc.StatusCode) -> None:
    gateway.behind.workflow.failing = [code] * TRIES
    failed = gateway.ask(None, "GET", "/api/items/M-03")
    assert len(gateway.behind.workflow.calls("GetItem")) == 1
    assert (failed.status_code, failed.json()["reason"]) == (500, "INTERNAL")
    assert failed.json()["params"] == {"service": "workflow"}
    assert failed.json()["trace"] == failed.headers["x-request-id"]
    assert "told to" not in failed.text
    assert "retry-after" not in failed.headers


def test_when_a_change_may_have_happened_nobody_claims_it_did_not(gateway: Gateway) -> None:
    path = gateway.file().headers["location"]
    gateway.behind.workflow.failing = [UNAVAILABLE] * TRIES
    refused = gateway.act(tokens.CLERK, path, "receive")
    assert (refused.status_code, refused.json()["reason"]) == (503, "OUTCOME_UNKNOWN")


def test_when_a_service_is_not_there_nothing_has_happened(gateway: Gateway) -> None:
    path = gateway.file().headers["location"]
    gateway.stop("workflow")
    refused = gateway.act(tokens.CLERK, path, "receive")
    assert (refused.status_code, refused.json()["reason"]) == (503, "DEPENDENCY_AWAY")
    assert refused.json()["params"] == {"service": "workflow", "s": "2"}
    assert refused.headers["retry-after"] == "2"


def test_what_a_service_misses_itself_is_passed_on(gateway: Gateway) -> None:
    away = Away("DEPENDENCY_AWAY", params={"service": "store"})
    gateway.behind.workflow.failing = [away] * TRIES
    assert gateway.ask(None, "GET", "/api/items").json()["params"]["service"] == "store"


def test_a_service_that_does_not_answer_is_not_waited_for(gateway: Gateway) -> None:
    gateway.behind.workflow.slow_seconds = 30
    begun = time.monotonic()
    params = {"case_no": "NB-1", "key": "k"}
    refused = gateway.ask(None, "GET", "/api/progress", params=params)
    assert (refused.status_code, refused.json()["reason"]) == (503, "DEPENDENCY_AWAY")
    assert time.monotonic() - begun < 4


def test_a_late_answer_to_a_change_leaves_it_open(gateway: Gateway) -> None:
    gateway.behind.workflow.slow_seconds = 30
    with pytest.raises(Away) as refused:
        gateway.portal.call(gateway.door.services.call, "workflow", "FileCase", pb.FileCaseRequest(), (), 0.3)
    assert refused.value.reason == "OUTCOME_UNKNOWN"


def test_a_refusals_fields_and_params_arrive(gateway: Gateway) -> None:
    path = gateway.file().headers["location"]
    gateway.behind.workflow.failing = [Malformed("REASON_REQUIRED", params={"n": 1})]
    assert gateway.act(tokens.CLERK, path, "refuse", reason="x").json()["params"] == {"n": "1"}


def test_health_tells_of_the_services_and_fails_for_none(gateway: Gateway) -> None:
    gateway.ask(None, "GET", "/api/items")
    gateway.stop("brand")
    health = gateway.ask(None, "GET", "/healthz")
    assert health.status_code == 200
    assert health.json()["state"] == "serving"
    assert health.json()["services"]["workflow"] == "ready"
    assert health.json()["services"]["brand"] != "ready"
