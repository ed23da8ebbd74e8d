"""Proof on the real engines: roots over what happened, every tampering found, and erasing that breaks nothing."""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from kafka import KafkaConsumer

from deploy.engines.stack import Stack
from services.kit.clock import Clock
from services.kit.relay import Relay
from services.kit.repository import Repository
from services.kit.signing import signed
from services.workflow.documents.cases import Case, Filing
from services.workflow.documents.proof import Root
from services.workflow.rules import lifecycle
from services.workflow.rules.roots import Step, climbed, leaf
from services.workflow.service import roots
from tests.system.people import People
from tests.system.store import opened

pytestmark = pytest.mark.system


class Tomorrow(Clock):
    """A clock some days ahead, for the notary alone."""

    days = 1

    def now(self) -> datetime:
        return super().now() + timedelta(days=self.days)


@pytest.fixture(scope="module")
def notary(stack: Stack, tmp_path_factory: pytest.TempPathFactory) -> Iterator[roots.Notary]:
    """A notary for whom the day is over, on the stack's own store and broker."""
    told = stack.env_for("workflow")
    clock, folder = Tomorrow(), tmp_path_factory.mktemp("audit")
    with opened(stack, "workflow"):
        relay = Relay(Root._get_collection(), roots.PUBLICATION, told["QI_KAFKA_BOOTSTRAP"], clock)
        relay.start()
        signing = Repository(Root, roots.evolve, clock, relay.written)
        yield roots.Notary(Repository(Case, lifecycle.evolve, clock), signing, lifecycle.evolve, clock, folder)
        relay.stop()


@pytest.fixture(scope="module")
def case(people: People) -> Any:
    """A case that has gone its whole way."""
    filed = people.accepted("M-03")
    people.work(filed["no"])
    people.move("approver", filed["no"], "decide", outcome="granted", reason="符合要求")
    people.move("clerk", filed["no"], "close")
    return people.move("clerk", filed["no"], "deliver", means="electronic")


def verification(people: People, no: str) -> Any:
    return people.get("clerk", f"/api/cases/{no}/verification")


def test_a_case_is_under_a_signed_root(stack: Stack, people: People, case: Any, notary: roots.Notary) -> None:
    notary.tend()
    root = people.get("", "/api/audit/roots")["roots"][0]
    keys = {key["kid"]: key for key in people.get("", "/api/audit/keys")["keys"]}
    told = signed(root["signature"], keys)
    assert (told["day"], told["root"], told["count"]) == (root["day"], root["root"], root["count"])
    proof = people.get("clerk", f"/api/audit/roots/{root['day']}/cases/{case['no']}")
    start = leaf(case["no"], proof["revision"], proof["hash"])
    assert climbed(start, [Step(**step) for step in proof["steps"]]) == root["root"]
    assert (Path(str(notary._folder)) / f"{root['day']}.jws").read_text().strip() == root["signature"]
    assert root["day"] in [anchor["day"] for anchor in verification(people, case["no"])["anchors"]]
    assert root["signature"] in published(stack)


def published(stack: Stack) -> list[str]:
    """The signatures on qi.audit."""
    consumer = KafkaConsumer(
        "qi.audit",
        bootstrap_servers=stack.status["broker"].split(","),
        auto_offset_reset="earliest",
        consumer_timeout_ms=10_000,
    )
    try:
        return [json.loads(record.value)["signature"] for record in consumer]
    finally:
        consumer.close()


def test_roots_are_chained(people: People, notary: roots.Notary) -> None:
    Tomorrow.days = 2
    notary.tend()
    newest, before = people.get("", "/api/audit/roots")["roots"][:2]
    keys = {key["kid"]: key for key in people.get("", "/api/audit/keys")["keys"]}
    assert signed(newest["signature"], keys)["previous"] == roots.link(before["signature"])
    assert newest["number"] == before["number"] + 1


def test_a_root_is_signed_once(people: People, notary: roots.Notary) -> None:
    before = people.get("", "/api/audit/roots")["roots"]
    notary.tend()
    assert people.get("", "/api/audit/roots")["roots"] == before


TAMPERINGS: list[tuple[str, int, dict[str, Any]]] = [
    ("changed", 3, {"$set": {"history.2.body": "{}"}}),
    ("changed", 2, {"$set": {"history.1.hash": "f" * 64}}),
    ("head", 0, {"$set": {"outcome": "denied"}}),
    ("appended", 0, {"$inc": {"revision": -1}}),
    ("removed", 0, {"$pop": {"history": 1}}),
    ("removed", 1, {"$pop": {"history": -1}}),
]


@pytest.mark.parametrize(("kind", "place", "tampering"), TAMPERINGS)
def test_what_was_changed_in_the_store_is_found(
    people: People, case: Any, notary: roots.Notary, kind: str, place: int, tampering: dict[str, Any]
) -> None:
    collection = notary._cases.collection()
    kept = collection.find_one({"_id": case["no"]})
    collection.update_one({"_id": case["no"]}, tampering)
    told = verification(people, case["no"])
    collection.replace_one({"_id": case["no"]}, kept)
    assert (told["whole"], told["finding"]) == (False, kind)
    assert told["first_wrong"] == (place or len(kept["history"]))
    assert verification(people, case["no"])["whole"]


def test_a_case_out_of_sight_is_not_verified(people: People, case: Any) -> None:
    assert people.ask("clerk2", "GET", f"/api/cases/{case['no']}/verification").status_code == 404
    assert people.ask("admin", "GET", f"/api/cases/{case['no']}/verification").status_code == 403


def test_a_case_under_way_is_not_erased(people: People) -> None:
    case = people.file("business2", "M-03")
    refused = people.ask("admin", "POST", f"/api/cases/{case['no']}/erasure", json={"reason": "依申请删除"})
    assert (refused.status_code, refused.json()["reason"]) == (409, "WRONG_STATE")


def test_erasing_leaves_no_person_and_a_whole_history(people: People, case: Any, notary: roots.Notary) -> None:
    answer = people.ask("admin", "POST", f"/api/cases/{case['no']}/erasure", json={"reason": "依申请删除"})
    assert answer.status_code == 200, answer.text
    shown = people.get("clerk", f"/api/cases/{case['no']}")
    assert (shown["applicant"]["name"], shown["applicant"]["contact"]) in (("", ""), (None, None))
    stored = notary._cases.collection().find_one({"_id": case["no"]})
    kept = json.dumps(
        [stored, *Filing.objects(id__startswith=case["no"]).as_pymongo()], default=str, ensure_ascii=False
    )
    assert "宋某" not in kept
    assert "望春" not in kept
    assert verification(people, case["no"])["whole"]
