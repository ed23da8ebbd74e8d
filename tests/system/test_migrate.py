"""A migration on the real store: killed in the middle, resumed, beside writers, and never twice over one document."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from typing import Any

import pytest
from pymongo import MongoClient

from deploy.engines.folder import SERVICES
from deploy.engines.stack import Stack
from deploy.engines.surroundings import ROOT
from deploy.migrate.job import Step, behind, contract, number_only, rehead, run
from services.kit.documents import SCHEMA
from services.workflow.rules import lifecycle
from tests.system.people import People

pytestmark = pytest.mark.system
COUNT = 3000
SLOWLY = f"""
import sys, time
from pymongo import MongoClient
from deploy.migrate.job import Step, run
def change(document):
    time.sleep(0.001)
    return {{"changed": document.get("changed", 0) + 1}}
run(MongoClient(sys.argv[1]), Step("qi_migration", "things", {SCHEMA + 1}, change))
"""


@pytest.fixture
def things(stack: Stack) -> Iterator[Any]:
    """A collection of a database that is nobody's."""
    client: MongoClient[dict[str, Any]] = MongoClient(stack.env_for("workflow")["QI_MONGODB_URI"], tz_aware=True)
    client.drop_database("qi_migration")
    collection = client["qi_migration"]["things"]
    collection.insert_many([{"_id": f"{n:05d}", "schema": SCHEMA, "revision": 1} for n in range(COUNT)])
    yield collection
    client.drop_database("qi_migration")
    client.close()


def slowly(stack: Stack) -> "subprocess.Popen[bytes]":
    around = {**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'proto' / 'gen'}"}
    words = [sys.executable, "-c", SLOWLY, stack.env_for("workflow")["QI_MONGODB_URI"]]
    return subprocess.Popen(words, env=around, cwd=ROOT)


def left(things: Any) -> int:
    return int(things.count_documents(behind(SCHEMA + 1)))


def test_killed_in_the_middle_it_goes_on_where_it_was(stack: Stack, things: Any) -> None:
    job = slowly(stack)
    while left(things) > COUNT - 300:
        assert job.poll() is None
        time.sleep(0.05)
    job.send_signal(signal.SIGKILL)
    job.wait(10)
    assert 0 < left(things) < COUNT
    assert not contract(things.database.client, "qi_migration", SCHEMA + 1)
    assert slowly(stack).wait(120) == 0
    assert things.count_documents({"changed": 1, "schema": SCHEMA + 1}) == COUNT
    assert contract(things.database.client, "qi_migration", SCHEMA + 1)
    assert things.database["marks"].find_one({"_id": "schema"})["value"] == SCHEMA + 1


def test_what_others_write_meanwhile_is_kept_and_migrated_too(things: Any) -> None:
    def change(document: dict[str, Any]) -> dict[str, Any]:
        if document["revision"] == 1:
            things.update_one({"_id": document["_id"]}, {"$set": {"revision": 2, "said": "meanwhile"}})
            things.insert_one({"_id": f"0-{document['_id']}", "revision": 2})
        return {"seen": document["revision"]}

    things.delete_many({"_id": {"$gte": "00010"}})
    run(things.database.client, Step("qi_migration", "things", SCHEMA + 1, change))
    assert left(things) == 0
    assert things.count_documents({"seen": 2}) == 20
    assert things.count_documents({"said": "meanwhile"}) == 10


def test_a_head_is_brought_to_what_its_entries_give_now(people: People, things: Any) -> None:
    case = people.accepted("M-03")
    people.await_arrival(case["no"])
    client = things.database.client
    kept = client["qi_workflow"]["cases"].find_one({"_id": case["no"]})
    old = {name: value for name, value in kept.items() if name != "receiver"} | {"accepted_at": "by an older rule"}
    client["qi_migration"]["cases"].insert_one(old)
    run(client, Step("qi_migration", "cases", SCHEMA + 1, rehead(lifecycle.evolve)))
    now = client["qi_migration"]["cases"].find_one({"_id": case["no"]})
    assert now == {**kept, "schema": SCHEMA + 1}


def test_everything_that_is_written_says_its_schema(people: People, things: Any) -> None:
    people.await_arrival(people.accepted("M-03")["no"])
    client = things.database.client
    for name in SERVICES:
        for collection in client[f"qi_{name}"].list_collection_names():
            found = client[f"qi_{name}"][collection].find_one(behind(SCHEMA))
            assert collection == "marks" or found is None, (name, collection, found)
    assert run(client, Step("qi_workflow", "cases", SCHEMA, number_only)) == 0
