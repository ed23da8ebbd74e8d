"""What the running system really publishes and logs: true to the schemas, and silent about people."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from deploy.demo.paper import PDF
from deploy.engines.stack import Stack
from deploy.events import committed, schema_of
from tests.system import records
from tests.system.people import People

pytestmark = pytest.mark.system
TOPICS = ("qi.case", "qi.part")
CANARY = {
    "name": "甯波渼鈅家电Kanarie有限公司",
    "contact": "欧阳鹮Kontakt",
    "phone": "0000-73519284",
    "form": "Formular鸊鷉",
    "file": "夔牛机密Datei.pdf",
    "refusal": "饕餮Ablehnung",
    "decision": "螭吻Entscheidung",
    "summary": "狴犴Ergebnis",
    "returned": "狻猊Zurueck",
    "data": "睚眦Daten",
}


@cache
def validator(kind: str) -> Any:
    return jsonschema_rs.Draft202012Validator(schema_of(kind), validate_formats=True)


@cache
def of_headers() -> Any:
    return jsonschema_rs.Draft202012Validator(committed()["components"]["schemas"]["Headers"], validate_formats=True)


@pytest.fixture(scope="module")
def canaries(people: People) -> dict[str, Any]:
    """Cases of one person whose every word can be told apart, driven to each end with words of each kind."""
    decided, refused = file(people), file(people)
    for action in ("receive", "accept", "dispatch"):
        people.move("clerk", decided["no"], action)
    people.await_arrival(decided["no"])
    part = f"{decided['no']}.M-04"
    people.move("metrology", part, "return", kind="parts", reason=CANARY["returned"])
    people.await_state(decided["no"], "returned")
    people.move("clerk", decided["no"], "dispatch")
    people.await_state(decided["no"], "dispatched")
    people.move("metrology", part, "take", kind="parts")
    told = {"summary": CANARY["summary"], "data": {"note": CANARY["data"]}}
    people.move("metrology", part, "finish", kind="parts", result="done", **told)
    people.await_state(decided["no"], "finished")
    people.move("approver", decided["no"], "decide", outcome="denied", reason=CANARY["decision"])
    people.move("clerk", refused["no"], "receive")
    people.move("clerk", refused["no"], "refuse", reason=CANARY["refusal"], organ=CANARY["refusal"])
    ask_in_vain(people, decided)
    return {"decided": decided["no"], "refused": refused["no"]}


def file(people: People) -> Any:
    material = next(asked["code"] for asked in people.item("M-04")["materials"] if asked["source"] == "applicant")
    given = {"file": (CANARY["file"], PDF, "application/pdf")}
    upload = people.ask("clerk", "POST", "/api/materials", files=given, data={"item": "M-04", "material": material})
    assert upload.status_code == 201, upload.text
    body = people.filing("clerk", "M-04")
    body["applicant"] |= {name: CANARY[name] for name in ("name", "contact", "phone")}
    rest = body["materials"][1:]
    return people.file(
        "clerk",
        "M-04",
        applicant=body["applicant"],
        form={**body["form"], "place": CANARY["form"]},
        materials=[upload.json()["id"], *rest],
    )


def ask_in_vain(people: People, case: Any) -> None:
    """Requests that are refused with a person's words in them."""
    body = {**people.filing("clerk", "M-04", complete=False), "form": {"unknown": CANARY["form"]}}
    people.ask("clerk", "POST", "/api/cases", json=body, headers={"Idempotency-Key": "canary-form"})
    people.ask("clerk", "POST", "/api/cases", json={**body, "x": CANARY["name"]}, headers={"Idempotency-Key": "c2"})
    people.ask("clerk", "GET", "/api/cases", params={"q": CANARY["name"]})
    people.ask("clerk", "GET", f"/api/cases/{CANARY['contact']}")
    people.ask("", "GET", "/api/progress", params={"case_no": case["no"], "key": CANARY["phone"]})
    people.act("clerk", case["no"], "refuse", reason=CANARY["refusal"])
    files = {"file": (CANARY["file"], b"MZ\x90\x00" + b"\0" * 100)}
    people.ask("clerk", "POST", "/api/materials", files=files, data={"item": "M-04", "material": "order"})


def said(text: str) -> set[str]:
    """A canary in every way that it might be written: as it is, and escaped as JSON."""
    return {text, json.dumps(text)[1:-1]}


def test_the_canaries_are_in_the_answers(people: People, canaries: dict[str, Any]) -> None:
    """Else the tests below would be content with an empty case."""
    whole = people.ask("clerk", "GET", f"/api/cases/{canaries['decided']}").text
    assert [name for name in ("name", "contact", "phone", "form", "decision") if CANARY[name] not in whole] == []


def test_no_record_names_a_person(stack: Stack, canaries: dict[str, Any]) -> None:
    found = records.read(stack.status["broker"], records.topics(stack.status["broker"]))
    assert {record.key.decode() for record in found if record.topic == "qi.case"} >= set(canaries.values())
    for record in found:
        text = json.dumps([str(record.key), *map(str, records.headers(record).items()), record.value.decode()])
        whole = text + record.value.decode()
        told = [name for name, canary in CANARY.items() if any(way in whole for way in said(canary))]
        assert told == [], (record.topic, record.key, told)


@pytest.mark.usefixtures("canaries")
def test_no_log_names_a_person(stack: Stack) -> None:
    logs = [path for path in stack.folder.log.rglob("*") if path.is_file()]
    assert {"workflow.log", "metrology.log", "gateway.log"} <= {path.name for path in logs}
    found = {(path.name, name) for path in logs for name in named(path)}
    assert found == set()


def named(path: Path) -> list[str]:
    text = path.read_text(errors="replace")
    return [name for name, canary in CANARY.items() if any(way in text for way in said(canary))]


@pytest.mark.usefixtures("canaries")
def test_every_event_keeps_to_its_schema(stack: Stack) -> None:
    found = records.read(stack.status["broker"], TOPICS)
    for record in found:
        told = records.headers(record)
        assert of_headers().is_valid(told), told
        faults = [fault.message for fault in validator(told["ce_type"]).iter_errors(json.loads(record.value))]
        assert faults == [], (told["ce_type"], record.value)
        assert told["ce_id"] == f"{record.key.decode()}:{told['ce_epoch']}:{told['ce_sequence']}"
    kinds = {records.headers(record)["ce_type"] for record in found}
    assert len(kinds) >= 13, kinds  # those of the cases above alone
