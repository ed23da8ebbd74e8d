"""The main job on the real engines: filed, received, accepted, worked on, decided, closed, delivered, and heard of."""

import json
import uuid
from typing import Any

import grpc
import pytest
from kafka import KafkaConsumer
from qi.workflow.v1 import workflow_service_pb2 as pb
from qi.workflow.v1.workflow_service_pb2_grpc import WorkflowServiceStub

from deploy.engines.stack import Stack
from tests.system.people import People

pytestmark = pytest.mark.system


@pytest.mark.parametrize("code", ["M-03", "B-02", "R-01", "J-01", "P-01", "M-04", "X-05", "X-08"])
def test_a_case_goes_its_whole_way(people: People, code: str) -> None:
    case = people.accepted(code)
    people.work(case["no"])
    decided = people.move("approver", case["no"], "decide", outcome="granted", reason="符合要求")
    assert decided["state"] == "decided"
    people.move("clerk", case["no"], "close")
    delivered = people.move("clerk", case["no"], "deliver", means="electronic")
    assert (delivered["state"], delivered["outcome"]) == ("delivered", "granted")
    progress = people.get("", "/api/progress", case_no=case["no"], key=case["query_key"])
    assert progress["state"] == "delivered"
    assert "宋" not in json.dumps(progress, ensure_ascii=False)


def test_the_history_is_dense_and_says_who(people: People) -> None:
    case = people.accepted("P-06")
    people.work(case["no"])
    entries = people.get("clerk", f"/api/cases/{case['no']}/history")["entries"]
    assert [entry["n"] for entry in entries] == list(range(1, len(entries) + 1))
    assert [entry["action"] for entry in entries][:4] == ["file", "receive", "accept", "dispatch"]
    assert all(entry["actor"] and entry["hash"] for entry in entries)


def test_a_repeated_key_makes_one_case(people: People) -> None:
    key, body = str(uuid.uuid4()), people.filing("business2", "M-03")
    headers = {"Idempotency-Key": key}
    first, again = (people.ask("business2", "POST", "/api/cases", json=body, headers=headers) for _ in range(2))
    assert first.json()["no"] == again.json()["no"]
    other = people.ask("business2", "POST", "/api/cases", json={**body, "delivery": "post"}, headers=headers)
    assert (other.status_code, other.json()["reason"]) == (422, "KEY_REUSED")


def test_parts_open_hold_the_decision_back(people: People) -> None:
    case = people.accepted("M-03")
    people.await_arrival(case["no"])
    refused = people.act("approver", case["no"], "decide", outcome="done")
    assert (refused.status_code, refused.json()["reason"]) == (409, "PARTS_OPEN")


def test_a_refused_decision_leaves_no_notice_behind(people: People) -> None:
    case = people.accepted("M-03")
    people.await_arrival(case["no"])
    assert people.act("approver", case["no"], "decide", outcome="denied", reason="过早的决定").status_code == 409
    assert people.get("business2", f"/api/cases/{case['no']}")["notices"] == []
    people.work(case["no"])
    decided = people.move("approver", case["no"], "decide", outcome="denied", reason="最终的决定")
    assert [notice["text"] for notice in decided["notices"]] == ["最终的决定"]


def test_what_is_not_complete_is_not_accepted(people: People) -> None:
    case = people.file("business2", "M-04", complete=False)
    people.move("clerk", case["no"], "receive")
    refused = people.act("clerk", case["no"], "accept")
    assert (refused.status_code, refused.json()["reason"]) == (409, "NOT_COMPLETE")
    assert people.get("clerk", f"/api/cases/{case['no']}")["findings"]


def test_a_stale_revision_changes_nothing(people: People) -> None:
    case = people.file("business2", "M-03")
    people.move("clerk", case["no"], "receive")
    stale = people.act("clerk", case["no"], "accept", tag='"1"')
    assert (stale.status_code, stale.json()["reason"]) == (412, "STALE_REVISION")
    missing = people.ask("clerk", "POST", f"/api/cases/{case['no']}/actions/accept", json={})
    assert (missing.status_code, missing.json()["reason"]) == (428, "REVISION_REQUIRED")
    assert people.get("clerk", f"/api/cases/{case['no']}")["state"] == "received"


WRONG: list[tuple[str, str, Any]] = [
    ("applicant", "USCC_INVALID", {"uscc": "91330203MA28TEU131", "name": "某公司", "contact": "某", "phone": "0000"}),
    ("item", "UNKNOWN_ITEM", "Z-99"),
    ("station", "UNKNOWN_STATION", "999999999"),
    ("form", "FORM_INVALID", {}),
    ("materials", "UNKNOWN_MATERIAL", ["none"]),
    ("channel", "LITERAL_ERROR", "pigeon"),
    ("form", "NAME_FORBIDDEN", {"$where": "1"}),
    ("surplus", "EXTRA_FORBIDDEN", 1),
]


@pytest.mark.parametrize(("field", "reason", "value"), WRONG)
def test_bad_input_is_refused_with_its_reason(people: People, field: str, reason: str, value: Any) -> None:
    body = {**people.filing("business2", "M-03"), field: value}
    answer = people.ask("business2", "POST", "/api/cases", json=body, headers={"Idempotency-Key": str(uuid.uuid4())})
    assert answer.status_code in (404, 422), answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["reason"] == reason


def test_a_key_is_required_before_the_body_is_read(people: People) -> None:
    answer = people.ask("business2", "POST", "/api/cases", json={"item": 1})
    assert (answer.status_code, answer.json()["reason"]) == (422, "KEY_REQUIRED")


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.pdf", b"", "MATERIAL_EMPTY"),
        ("a.exe", b"MZ\x90\x00" + b"\0" * 100, "MATERIAL_TYPE_FORBIDDEN"),
        ("a.png", b"%PDF-1.7\n%%EOF", "MATERIAL_TYPE_MISMATCH"),
        ("a.pdf", b"%PDF-1.7\n" + b"0" * (50 * 1024 * 1024), "MATERIAL_TOO_LARGE"),
    ],
)
def test_a_bad_file_is_refused(people: People, name: str, content: bytes, reason: str) -> None:
    files, data = {"file": (name, content)}, {"item": "M-04", "material": people.item("M-04")["materials"][0]["code"]}
    answer = people.ask("business2", "POST", "/api/materials", files=files, data=data)
    assert (answer.status_code, answer.json()["reason"]) == (422, reason)


def test_nobody_sees_or_moves_a_foreign_case(people: People) -> None:
    case = people.file("business2", "M-03")
    path = f"/api/cases/{case['no']}"
    assert people.ask("", "GET", path).status_code == 401
    assert people.ask("business", "GET", path).status_code == 404
    assert people.ask("clerk2", "GET", path).status_code == 404
    assert people.ask("metrology", "POST", f"{path}/actions/receive", json={}).status_code == 403
    assert people.act("clerk2", case["no"], "receive", tag='"1"').status_code == 404
    assert people.act("business2", case["no"], "receive").status_code == 403
    foreign = people.filing("business2", "M-03")
    foreign["applicant"]["uscc"] = "91330212MA2AFQT07Y"
    answer = people.ask("business2", "POST", "/api/cases", json=foreign, headers={"Idempotency-Key": str(uuid.uuid4())})
    assert answer.status_code == 403


def test_a_wrong_key_and_an_unknown_number_look_alike(people: People) -> None:
    case = people.file("business2", "M-03")
    wrong = people.ask("", "GET", "/api/progress", params={"case_no": case["no"], "key": "000000000"})
    unknown = people.ask("", "GET", "/api/progress", params={"case_no": "NB-330203001-20200101-00001-A", "key": "0"})
    typed = people.ask("", "GET", "/api/progress", params={"case_no": case["no"][:-1] + "?", "key": "0"})
    assert wrong.status_code == 404
    assert unknown.status_code in (404, 422)
    assert typed.status_code == 404
    flipped = case["no"][:-1] + ("0" if case["no"][-1] != "0" else "1")
    check = people.ask("", "GET", "/api/progress", params={"case_no": flipped, "key": "0"})
    assert (check.status_code, check.json()["reason"]) == (422, "CHECK_CHARACTER")


def test_a_service_reached_around_the_gateway_lets_no_one_in(stack: Stack, people: People) -> None:
    case = people.file("business2", "M-03")
    with grpc.insecure_channel(f"127.0.0.1:{stack.env_for('workflow')['QI_PORT']}") as channel:
        stub = WorkflowServiceStub(channel)
        for metadata, code in (
            ((), grpc.StatusCode.UNAUTHENTICATED),
            ((("authorization", "Bearer nonsense"),), grpc.StatusCode.UNAUTHENTICATED),
            ((("authorization", f"Bearer {people.token('business')}"),), grpc.StatusCode.NOT_FOUND),
        ):
            with pytest.raises(grpc.RpcError) as refused:
                stub.GetCase(pb.GetCaseRequest(no=case["no"]), metadata=metadata)
            assert refused.value.code() == code


def test_every_event_arrives_in_order_and_carries_no_person(stack: Stack, people: People) -> None:
    consumer = KafkaConsumer(
        "qi.case",
        "qi.part",
        bootstrap_servers=stack.status["broker"],
        auto_offset_reset="earliest",
        consumer_timeout_ms=5000,
    )
    case = people.accepted("X-05")
    people.work(case["no"])
    expected = people.get("clerk", f"/api/cases/{case['no']}")["revision"]
    last: dict[str, int] = {}
    for record in consumer:
        headers = dict(record.headers)
        key, sequence = record.key.decode(), int(headers["ce_sequence"])
        assert sequence <= last.get(key, 0) + 1, f"{key} jumps to {sequence}"
        last[key] = max(sequence, last.get(key, 0))
        assert "宋" not in record.value.decode()
        assert "0000-1234" not in record.value.decode()
    consumer.close()
    assert last[case["no"]] == expected
    assert sum(key.startswith(case["no"] + ".") for key in last) == 4


def test_killing_a_service_loses_nothing(stack: Stack, people: People) -> None:
    case = people.file("business2", "M-03")
    for action in ("receive", "accept"):
        people.move("clerk", case["no"], action)
    stack.kill("metrology")
    people.move("clerk", case["no"], "dispatch")
    stack.kill("workflow")
    people.work(case["no"], seconds=90)
    assert people.get("clerk", f"/api/cases/{case['no']}")["state"] in ("dispatched", "in_review")
