"""A backup of a stack at work, what went on after it, and a restore: with a department that had heard of it all."""

import json
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from kafka import KafkaConsumer

from deploy.backup.dump import back_up
from deploy.backup.restore import restore
from deploy.engines.commands import Failed
from deploy.engines.stack import Stack, until
from deploy.standing import client_of, standing
from deploy.verify.histories import all_histories
from deploy.verify.signatures import all_roots
from tests.system.people import People

pytestmark = pytest.mark.system


class Department:
    """A consumer as our contract describes it: the epoch first, then the sequence."""

    def __init__(self, broker: str) -> None:
        self.known: dict[str, tuple[int, int]] = {}
        self.states: dict[str, str] = {}
        self._consumer = KafkaConsumer(bootstrap_servers=broker, auto_offset_reset="earliest", consumer_timeout_ms=500)
        self._consumer.subscribe(["qi.case"])

    def listen(self) -> None:
        for record in self._consumer:
            told = {name: value.decode() for name, value in record.headers}
            place = int(told["ce_epoch"]), int(told["ce_sequence"])
            if place > self.known.get(record.key.decode(), (0, 0)):
                self.known[record.key.decode()] = place
                self.states[record.key.decode()] = json.loads(record.value)["case"]["state"]

    def hears(self, no: str, state: str) -> None:
        def heard() -> bool:
            self.listen()
            return self.states.get(no) == state

        until(heard, 60, f"{no} was not heard to be {state}")

    def close(self) -> None:
        self._consumer.close()


@pytest.fixture
def own_stack() -> Iterator[Stack]:
    """A stack that may be stopped and started."""
    scratch = Path(tempfile.mkdtemp(prefix="qi-", dir="/tmp"))
    running = Stack(scratch / "stack")
    try:
        running.start()
        yield running
    finally:
        running.stop()
        shutil.rmtree(scratch, ignore_errors=True)


def folk_of(stack: Stack) -> People:
    return People(stack.status["gateway"], stack.status["issuer"])


def silent(_line: str) -> None:
    """Nobody watches."""


def restored_twice(root: Path, backup: Path, no: str) -> None:
    """Of a backup, and of one that was taken of it before anything of a case was published."""
    with standing(root, quiet_services=True) as told, client_of(told) as client:
        assert restore(client, told, root / "state", backup, silent) == 2
        cases = client["qi_workflow"]["cases"]
        cases.update_one({"_id": no}, {"$set": {"unpublished_from": 1}})
        back_up(client, told, root / "state", root.parent / "unpublished", silent)
        assert restore(client, told, root / "state", root.parent / "unpublished", silent) == 3
        assert cases.find_one({"_id": no, "unpublished_from": 1})


def test_a_restore_brings_back_what_was_and_tells_everybody(own_stack: Stack) -> None:
    root = own_stack.folder.root
    backup = root.parent / "backup"
    people, department = folk_of(own_stack), Department(own_stack.status["broker"])
    people.load_stations()
    kept, gone = people.accepted("M-03"), people.file("business2", "M-03")
    people.await_arrival(kept["no"])
    with standing(root) as told, client_of(told) as client:
        held = back_up(client, told, root / "state", backup, silent)
    assert held.counts["qi_workflow/cases"] == 2
    people.work(kept["no"])
    people.move("approver", kept["no"], "decide", outcome="granted", reason="符合要求")
    lost = people.file("business2", "M-03")
    people.move("business2", gone["no"], "withdraw")
    people.ask("admin", "POST", f"/api/cases/{gone['no']}/erasure", json={"reason": "依申请删除"}).raise_for_status()
    number = people.get("clerk", f"/api/cases/{kept['no']}/notices")["notices"][-1]["number"]
    department.hears(kept["no"], "decided")
    department.hears(lost["no"], "filed")
    with pytest.raises(Failed, match="its services run"), standing(root, quiet_services=True):
        pass
    people.close()
    department.close()
    own_stack.stop()

    restored_twice(root, backup, kept["no"])
    own_stack.start()
    people, afterwards = folk_of(own_stack), Department(own_stack.status["broker"])
    afterwards.known, afterwards.states = department.known, department.states
    shown = people.get("clerk", f"/api/cases/{kept['no']}")
    assert shown["state"] == "dispatched"
    afterwards.hears(kept["no"], "dispatched")
    assert afterwards.known[kept["no"]] == (3, shown["revision"])
    assert people.ask("business2", "GET", f"/api/cases/{lost['no']}").status_code == 404
    fresh = people.file("business2", "M-03")
    assert fresh["no"] != lost["no"]
    people.work(kept["no"])
    people.move("approver", kept["no"], "decide", outcome="denied", reason="重新审查")
    afterwards.hears(kept["no"], "decided")
    assert number not in [one["number"] for one in people.get("clerk", f"/api/cases/{kept['no']}/notices")["notices"]]
    assert not people.get("clerk", f"/api/cases/{gone['no']}")["applicant"]["name"]
    people.close()
    afterwards.close()
    with standing(root) as told, client_of(told) as client:
        assert list(all_histories(client)) == []
        assert list(all_roots(client, root / "state" / "workflow" / "audit")) == []
