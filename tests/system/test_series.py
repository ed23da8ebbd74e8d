"""Series of lots on the real engines: judged once, in order, by whom it concerns, and made known."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import grpc
import httpx
import pytest
from qi.history.v1 import history_service_pb2 as history_pb
from qi.history.v1 import history_service_pb2_grpc as history_grpc

from deploy.engines.stack import Stack
from tests.system.people import CODES, People

pytestmark = pytest.mark.system
PATH = "/api/inspection/series"
WANTED = {"product": "电动自行车充电器（演示）", "level": "II", "aql": "1.0"}


def begun(people: People, name: str = "business2", key: str = "", **more: Any) -> httpx.Response:
    return people.ask(
        name, "POST", PATH, json={**WANTED, **more}, headers={"Idempotency-Key": key or str(uuid.uuid4())}
    )


def record(people: People, path: str, tag: str, name: str = "business2", key: str = "", **lot: Any) -> httpx.Response:
    headers = {"If-Match": tag, "Idempotency-Key": key or str(uuid.uuid4())}
    return people.ask(name, "POST", f"{path}/lots", json={"lot_size": 1000, **lot}, headers=headers)


def act(people: People, name: str, path: str, action: str, **body: Any) -> httpx.Response:
    return people.act(name, path.rpartition("/")[2], action, "inspection/series", **body)


def test_lots_are_judged_and_the_severity_follows(people: People) -> None:
    made = begun(people)
    assert made.status_code == 201, made.text
    path, tag = made.headers["location"], made.headers["etag"]
    assert act(people, "inspection", path, "inform", steady=True, agreed=True).status_code == 200
    tag = people.ask("business2", "GET", path).headers["etag"]
    for number in range(1, 11):
        answer = record(people, path, tag, nonconforming=1, batch=f"L-{number:02d}")
        assert answer.status_code == 201, answer.text
        tag = answer.headers["etag"]
    told = answer.json()
    assert (told["verdict"], told["severity"], told["why"]) == ("accepted", "reduced", "SCORE_REACHED")
    seen = people.get("inspection", path)
    assert (seen["severity"], seen["lots_recorded"], seen["lots"][0]["batch"]) == ("reduced", 10, "L-10")
    assert path.rpartition("/")[2] in [one["id"] for one in people.get("business2", PATH)["series"]]


def test_a_lot_asked_for_again_is_the_same_and_two_at_once_are_not_both_taken(people: People) -> None:
    key = str(uuid.uuid4())
    first, again = (begun(people, key=key) for _ in range(2))
    assert first.json()["id"] == again.json()["id"]
    assert begun(people, key=key, aql="2.5").json()["reason"] == "KEY_REUSED"
    path, tag = first.headers["location"], first.headers["etag"]
    once, twice = (record(people, path, tag, key=f"{key}-lot", nonconforming=3) for _ in range(2))
    assert (once.json(), once.headers["etag"]) == (twice.json(), twice.headers["etag"])
    assert (
        record(people, path, once.headers["etag"], key=f"{key}-lot", nonconforming=0).json()["reason"] == "KEY_REUSED"
    )

    def one(_n: int) -> int:
        return record(people, path, once.headers["etag"], nonconforming=0).status_code

    with ThreadPoolExecutor(6) as pool:
        assert sorted(pool.map(one, range(6))) == [201, 412, 412, 412, 412, 412]
    assert people.get("business2", path)["lots_recorded"] == 2


def test_a_suspended_series_takes_no_lot(people: People) -> None:
    made = begun(people)
    path, tag = made.headers["location"], made.headers["etag"]
    for _ in range(7):
        tag = record(people, path, tag, nonconforming=80).headers["etag"]
    refused = record(people, path, tag, nonconforming=0)
    assert (refused.status_code, refused.json()["reason"]) == (409, "SERIES_SUSPENDED")
    assert act(people, "business2", path, "resume", reference="1").status_code == 403
    assert act(people, "inspection", path, "resume", reference="整改-2026-7").json()["severity"] == "tightened"


def test_nobody_but_whom_it_concerns_sees_or_changes_a_series(people: People) -> None:
    made = begun(people)
    path, tag = made.headers["location"], made.headers["etag"]
    assert people.ask("", "GET", path).status_code == 401
    assert people.ask("business", "GET", path).status_code == 404
    assert record(people, path, tag, name="business", nonconforming=0).status_code == 404
    assert record(people, path, tag, name="clerk", nonconforming=0).status_code == 403
    assert people.ask("metrology", "GET", path).status_code == 403
    assert begun(people, name="clerk").status_code == 403
    assert act(people, "business2", path, "inform", steady=True, agreed=True).status_code == 403
    other = begun(people, name="inspection", uscc=CODES["business2"])
    assert other.json()["uscc"] == CODES["business2"]
    assert people.ask("business2", "GET", other.headers["location"]).status_code == 200


@pytest.mark.parametrize(
    ("lot", "path"),
    [
        ({"lot_size": 0, "nonconforming": 0}, "lot_size"),
        ({"lot_size": 10**9, "nonconforming": 0}, "lot_size"),
        ({"lot_size": 1000, "nonconforming": 81}, "nonconforming"),
        ({"lot_size": 1000, "nonconforming": -1}, "nonconforming"),
        ({"lot_size": 1000, "nonconforming": 0.5}, "nonconforming"),
        ({"lot_size": 1000, "nonconforming": 0, "batch": "=HYPERLINK()"}, "batch"),
    ],
)
def test_a_lot_that_cannot_be_is_refused_with_its_field(people: People, lot: Any, path: str) -> None:
    made = begun(people)
    answer = record(people, made.headers["location"], made.headers["etag"], **lot)
    assert (answer.status_code, answer.json()["fields"][0]["path"]) == (422, path)
    headers = {"Idempotency-Key": str(uuid.uuid4())}
    unseen = people.ask("business2", "POST", f"{made.headers['location']}/lots", json=lot, headers=headers)
    assert (unseen.status_code, unseen.json()["reason"]) == (428, "REVISION_REQUIRED")
    assert people.get("business2", made.headers["location"])["lots_recorded"] == 0


def test_what_happened_to_a_series_is_told_entry_by_entry(people: People, stack: Stack) -> None:
    made = begun(people)
    record(people, made.headers["location"], made.headers["etag"], nonconforming=1, batch="L-01")
    form = {
        "grant_type": "client_credentials",
        "client_id": "qi-workflow",
        "client_secret": stack.env_for("workflow")["QI_CLIENT_SECRET"],
    }
    token = httpx.post(f"{stack.status['issuer']}/protocol/openid-connect/token", data=form).json()["access_token"]
    with grpc.insecure_channel(f"127.0.0.1:{stack.env_for('inspection')['QI_PORT']}") as channel:
        asked = history_pb.ReadEntriesRequest(topic="qi.series", key=made.json()["id"])
        told = history_grpc.HistoryServiceStub(channel).ReadEntries(
            asked, metadata=(("authorization", f"Bearer {token}"),)
        )
    assert [event.type for event in told.events] == ["qi.series.begun.v1", "qi.series.lot_recorded.v1"]
    assert "充电器" not in told.events[0].data
