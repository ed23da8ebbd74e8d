"""A key that was set aside is seen by an administrator, let go on, and loses nothing by it."""

from collections.abc import Iterator
from typing import Any

import grpc
import pytest
from pymongo import MongoClient
from qi.parking.v1 import parking_service_pb2 as pb
from qi.parking.v1.parking_service_pb2_grpc import ParkingServiceStub

from deploy import parked
from deploy.engines.stack import Stack
from tests.system.people import People

pytestmark = pytest.mark.system


@pytest.fixture
def metrology(stack: Stack) -> Iterator[ParkingServiceStub]:
    """The service that has set a key aside."""
    with grpc.insecure_channel(f"127.0.0.1:{stack.env_for('metrology')['QI_PORT']}") as channel:
        yield ParkingServiceStub(channel)


def set_aside(stack: Stack, no: str) -> None:
    """As the consumer does when an event of the case cannot be applied."""
    store: MongoClient[dict[str, Any]] = MongoClient(stack.env_for("metrology")["QI_MONGODB_URI"])
    with store:
        row = {"_id": f"qi.case/{no}", "reason": "KeyError('x')", "event": f"{no}:1:1"}
        store["qi_metrology"]["parked"].insert_one(row)


def by(people: People, name: str) -> tuple[tuple[str, str], ...]:
    return (("authorization", f"Bearer {people.token(name)}"),)


def test_a_parked_key_goes_on_when_it_is_released(stack: Stack, people: People, metrology: ParkingServiceStub) -> None:
    no = people.file("clerk", "M-03")["no"]
    set_aside(stack, no)
    for action in ("receive", "accept", "dispatch"):
        people.move("clerk", no, action)
    assert [(service, row.key) for service, row in parked.listed(stack)] == [("metrology", no)]
    asked = pb.ReleaseParkedRequest(topic="qi.case", key=no)
    assert metrology.ReleaseParked(asked, metadata=by(people, "admin")).event == f"{no}:1:1"
    people.await_arrival(no, seconds=5)
    assert parked.listed(stack) == []


@pytest.mark.parametrize("name", ["business", "clerk", "metrology", "approver"])
def test_nobody_else_sees_or_releases_one(people: People, metrology: ParkingServiceStub, name: str) -> None:
    asked = pb.ReleaseParkedRequest(topic="qi.case", key="NB-1")
    calls: list[Any] = [(metrology.ListParked, pb.ListParkedRequest()), (metrology.ReleaseParked, asked)]
    for method, request in calls:
        with pytest.raises(grpc.RpcError) as refused:
            method(request, metadata=by(people, name))
        assert refused.value.code() == grpc.StatusCode.PERMISSION_DENIED


@pytest.mark.parametrize(
    ("topic", "code"), [("qi.case", grpc.StatusCode.NOT_FOUND), ("qi.part", grpc.StatusCode.INVALID_ARGUMENT)]
)
def test_what_is_not_parked_is_not_released(
    people: People, metrology: ParkingServiceStub, topic: str, code: grpc.StatusCode
) -> None:
    with pytest.raises(grpc.RpcError) as refused:
        metrology.ReleaseParked(pb.ReleaseParkedRequest(topic=topic, key="NB-1"), metadata=by(people, "admin"))
    assert refused.value.code() == code
