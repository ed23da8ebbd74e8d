"""Every RPC of every process, asked at its port by nobody and by the wrong person; and input nobody means well."""

import importlib
import json
import uuid
from collections.abc import Iterator
from typing import Any

import grpc
import httpx
import pytest
from google.protobuf.descriptor import ServiceDescriptor
from grpc_reflection.v1alpha import reflection_pb2, reflection_pb2_grpc

from deploy.engines.stack import Stack
from deploy.proto import PROTO
from services.kit.settings import SERVICES
from tests.system.people import People

pytestmark = pytest.mark.system
GENERATED = PROTO / "gen"
OPEN = {  # what is told without sign-in; everything else names who may
    *("ListItems", "GetItem", "ListAskedAgain", "ListStations", "GetProgress", "RateByKey", "ListRoots", "ListKeys"),
    *("CalculateDueDate", "GetCalendarYear", "GetAuthenticity", "CheckFile", "ListCertificates"),
    *(
        "CalculateUncertainty",
        "CalculateDecision",
        "CalculateSamplingPlan",
        "CalculateOcCurve",
        "ListRuleRows",
        "CalculateNetContent",
    ),
}
REFERRING = {"FileCase", "ListCases", "GetCase", "ListEntries"}  # a department's: what it refers, and how that goes on


def described() -> dict[str, ServiceDescriptor]:
    """Every service of proto/."""
    found: dict[str, ServiceDescriptor] = {}
    for path in (GENERATED / "qi").rglob("*_service_pb2.py"):
        module = importlib.import_module(".".join(path.relative_to(GENERATED).with_suffix("").parts))
        found |= {service.full_name: service for service in module.DESCRIPTOR.services_by_name.values()}
    return found


def offered(channel: grpc.Channel) -> list[ServiceDescriptor]:
    """What a process says that it serves."""
    asked = iter([reflection_pb2.ServerReflectionRequest(list_services="")])
    answer = next(iter(reflection_pb2_grpc.ServerReflectionStub(channel).ServerReflectionInfo(asked)))
    known = described()
    names = [service.name for service in answer.list_services_response.service]
    return [known[name] for name in names if name.startswith("qi.")]


def rpcs(channel: grpc.Channel) -> Iterator[tuple[str, Any]]:
    for service in offered(channel):
        for method in service.methods:
            path = f"/{service.full_name}/{method.name}"
            yield method.name, channel.unary_unary(path, lambda _empty: b"", lambda answer: answer)


def refusals(stack: Stack, process: str, token: str) -> dict[str, str]:
    """How each RPC that is not open answers an empty request."""
    metadata = (("authorization", f"Bearer {token}"),) if token else ()
    found = {}
    with grpc.insecure_channel(f"127.0.0.1:{stack.env_for(process)['QI_PORT']}") as channel:
        for name, call in rpcs(channel):
            try:
                call(b"", metadata=metadata, timeout=20)
                found[name] = "OK"
            except grpc.RpcError as refused:
                found[name] = refused.code().name
    return {name: code for name, code in found.items() if name not in OPEN}


@pytest.mark.parametrize("process", SERVICES)
def test_nobody_gets_past_a_rule(stack: Stack, process: str) -> None:
    codes = refusals(stack, process, "")
    assert codes
    assert {name: code for name, code in codes.items() if code != "UNAUTHENTICATED"} == {}


@pytest.mark.parametrize("process", SERVICES)
def test_a_department_refers_and_may_call_nothing_else_that_is_not_open(stack: Stack, process: str) -> None:
    """It reads events, and the cases that it referred; of the services it gets what everybody gets."""
    form = {"grant_type": "client_credentials", "client_id": "dept-amr", "client_secret": "demo-only"}
    told = httpx.post(f"{stack.status['issuer']}/protocol/openid-connect/token", data=form).json()
    codes = refusals(stack, process, told["access_token"])
    refused = {name for name, code in codes.items() if code == "PERMISSION_DENIED"}
    assert refused == set(codes) - REFERRING


DEEP = '{"a":' * 3000 + "1" + "}" * 3000
UNREADABLE = {
    "NaN": '{"item": NaN}',
    "half a document": '{"item": "M-03"',
    "an array": "[]",
    "a name twice": '{"item": "M-03", "item": "M-04"}',
    "deep": DEEP,
    "huge": json.dumps({"item": "x" * 1_100_000}),
    "an operator": '{"item": {"$gt": ""}}',
    "half a surrogate pair": '{"item": "\\ud800"}',
    "not UTF-8": b'{"item": "\xff"}',
}


@pytest.mark.parametrize("body", UNREADABLE.values(), ids=UNREADABLE)
def test_what_cannot_be_meant_well_is_refused_as_malformed(people: People, body: str | bytes) -> None:
    headers = {"Content-Type": "application/json", "Idempotency-Key": str(uuid.uuid4())}
    answer = people.ask("business2", "POST", "/api/cases", content=body, headers=headers)
    assert (answer.status_code, answer.headers["content-type"]) == (422, "application/problem+json"), answer.text
    assert answer.json()["reason"]
    assert answer.json()["trace"]


@pytest.mark.parametrize("path", ["/api/cases", "/api/parts"])
@pytest.mark.parametrize("cursor", ["?", "W10", "eyIkZ3QiOiIifQ", "x" * 599])
def test_a_broken_cursor_is_refused(people: People, path: str, cursor: str) -> None:
    answer = people.ask("clerk", "GET", path, params={"cursor": cursor})
    assert (answer.status_code, answer.json()["fields"][0]["path"]) == (422, "cursor")
