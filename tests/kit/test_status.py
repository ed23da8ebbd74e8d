"""Refusals over gRPC: what a service says is what its caller gets, and a bug looks like a bug."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import grpc
import pytest
from mongoengine.errors import OperationError
from pymongo.errors import AutoReconnect, DuplicateKeyError, OperationFailure, ServerSelectionTimeoutError
from qi.history.v1 import history_service_pb2 as pb
from qi.history.v1 import history_service_pb2_grpc as pb_grpc

from services.kit import errors, history
from services.kit.server import Guard, ruled
from services.kit.status import CODES, from_error, to_status
from tests import tokens


class Failing(pb_grpc.HistoryServiceServicer):
    """Fails as told to."""

    fault: Exception = ValueError()

    def ReadEntries(self, request: object, context: object) -> pb.ReadEntriesResponse:  # noqa: N802, ARG002
        raise self.fault


@pytest.fixture
def server() -> Iterator[tuple[Failing, Any]]:
    """A guarded service over a real connection."""
    failing, served = Failing(), history.served({})
    running = grpc.server(ThreadPoolExecutor(2), interceptors=[Guard(tokens.verifier(), ruled([served]))])
    pb_grpc.add_HistoryServiceServicer_to_server(failing, running)
    port = running.add_insecure_port("127.0.0.1:0")
    running.start()
    with grpc.insecure_channel(f"127.0.0.1:{port}") as channel:
        yield failing, pb_grpc.HistoryServiceStub(channel)
    running.stop(None).wait()


def asked(stub: Any) -> errors.Refusal:
    with pytest.raises(grpc.RpcError) as failed:
        stub.ReadEntries(pb.ReadEntriesRequest(), metadata=tuple(tokens.bearer(**tokens.service("brand")).items()))
    return from_error(failed.value)


def family(kind: type[errors.Refusal] = errors.Refusal) -> list[type[errors.Refusal]]:
    return [heir for child in kind.__subclasses__() for heir in (child, *family(child))]


def test_every_refusal_has_a_code_of_its_own() -> None:
    assert set(CODES) == set(family())
    assert len(set(CODES.values())) == len(CODES)


@pytest.mark.parametrize("kind", [kind for kind in family() if kind is not errors.Broken])
def test_a_refusal_arrives_as_it_was_said(server: tuple[Failing, Any], kind: type[errors.Refusal]) -> None:
    said = kind("SOME_REASON", "for developers", params={"n": 1}, fields=[errors.FieldFault("form/a", "REQUIRED")])
    server[0].fault = said
    heard = asked(server[1])
    assert type(heard) is kind
    assert (heard.reason, heard.message, heard.params, heard.fields) == (
        *(said.reason, said.message),
        *(said.params, said.fields),
    )


@pytest.mark.parametrize("fault", [ValueError("secret text"), KeyError("secret"), AssertionError("secret")])
def test_a_bug_is_broken_and_not_away_and_keeps_its_text(server: tuple[Failing, Any], fault: Exception) -> None:
    server[0].fault = fault
    heard = asked(server[1])
    assert (type(heard), heard.reason) == (errors.Broken, "INTERNAL")
    assert "secret" not in f"{heard} {heard.params}"


def of_mongoengine(cause: Exception) -> Exception:
    fault: Exception = OperationError("Could not save document")
    fault.__cause__ = cause
    return fault


@pytest.mark.parametrize(
    "fault",
    [
        ServerSelectionTimeoutError("no server"),
        AutoReconnect("closed"),
        OperationFailure("failed to connect to PostgreSQL", 1),
        of_mongoengine(OperationFailure("failed to connect to PostgreSQL", 1)),
    ],
)
def test_a_store_that_is_away_is_no_bug(server: tuple[Failing, Any], fault: Exception) -> None:
    server[0].fault = fault
    heard = asked(server[1])
    assert (type(heard), heard.params) == (errors.Away, {"service": "store"})


@pytest.mark.parametrize(
    "fault",
    [
        OperationFailure("unknown operator", 2),
        DuplicateKeyError("E11000 duplicate key error: index: once", 11000),
        of_mongoengine(OperationFailure("unknown operator", 2)),
        OperationFailure("conflicting key value violates exclusion constraint: Index 'once'", 1),
        OperationError("no such field"),
    ],
)
def test_what_the_store_does_not_take_is_a_bug(server: tuple[Failing, Any], fault: Exception) -> None:
    server[0].fault = fault
    assert type(asked(server[1])) is errors.Broken


def test_a_bug_further_on_is_passed_on_as_one(server: tuple[Failing, Any]) -> None:
    server[0].fault = errors.Broken("INTERNAL", params={"service": "metrology"})
    heard = asked(server[1])
    assert (type(heard), heard.params) == (errors.Broken, {"service": "metrology"})


class Told(grpc.RpcError):
    """A failed call as gRPC itself reports it."""

    def __init__(self, code: grpc.StatusCode, words: str) -> None:
        super().__init__()
        self._code, self._words = code, words

    def code(self) -> grpc.StatusCode:
        return self._code

    def details(self) -> str:
        return self._words

    def trailing_metadata(self) -> tuple[Any, ...]:
        return ()


CONNECTIONS = {
    "Received RST_STREAM with error code 2": grpc.StatusCode.INTERNAL,
    "Stream removed": grpc.StatusCode.UNKNOWN,
    "Connection reset by peer": grpc.StatusCode.UNKNOWN,
}


@pytest.mark.parametrize(("words", "code"), CONNECTIONS.items())
def test_a_connection_that_broke_is_no_bug(words: str, code: grpc.StatusCode) -> None:
    heard = from_error(Told(code, words))
    assert (type(heard), heard.reason) == (errors.Away, "OUTCOME_UNKNOWN")


@pytest.mark.parametrize(
    "code", [grpc.StatusCode.UNAVAILABLE, grpc.StatusCode.CANCELLED, grpc.StatusCode.UNIMPLEMENTED]
)
def test_who_does_not_answer_is_away(code: grpc.StatusCode) -> None:
    assert from_error(Told(code, "")).reason == "DEPENDENCY_AWAY"


def test_the_status_of_a_bug_has_no_words() -> None:
    assert to_status(errors.Broken("INTERNAL")).message == "INTERNAL"
