"""Erasing on the real engines: it reaches whatever names a person, leaves what others name, and is finished later."""

import json
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from deploy.demo.paper import PDF
from deploy.engines.stack import Stack
from services.kit.blobs import Blobs
from services.kit.clock import Clock
from services.kit.repository import Repository
from services.workflow.documents.cases import Case, Filing, Notice
from services.workflow.documents.messages import Delivery, Message
from services.workflow.documents.notices import Issued
from services.workflow.documents.proof import Erasure
from services.workflow.rules import lifecycle
from services.workflow.service.erasure import Erasing
from tests.system.people import People
from tests.system.store import opened

pytestmark = pytest.mark.system
NAMES = ("宋某", "望春小家电", "0000-1234", "材料.pdf", "没有盖章")


@pytest.fixture
def blobs(stack: Stack) -> Iterator[Blobs]:
    """The window's own files, with its store open."""
    with opened(stack, "workflow"):
        yield Blobs(stack.env_for("workflow")["QI_BLOBS"])


def own_file(people: People, words: bytes) -> dict[str, Any]:
    """A file that nobody else has."""
    content = PDF + b"\n%" + words + b"\n"
    files = {"file": ("材料.pdf", content, "application/pdf")}
    answer = people.ask("business2", "POST", "/api/materials", files=files, data={"item": "M-03", "material": "order"})
    assert answer.status_code == 201, answer.text
    told: dict[str, Any] = answer.json()
    return told


def ended(people: People, *materials: str) -> str:
    """A case that was told of something, and given up."""
    body = people.filing("business2", "M-03", complete=False, materials=list(materials))
    headers = {"Idempotency-Key": str(uuid.uuid4())}
    no = str(people.ask("business2", "POST", "/api/cases", json=body, headers=headers).json()["no"])
    case = people.move("clerk", no, "receive")
    wanted = [*case["missing"], *case["promisable"], "form"]
    people.move("clerk", no, "request_correction", missing=[{"material": one, "reason": "没有盖章"} for one in wanted])
    people.get("clerk", f"/api/cases/{no}/notices")
    assert people.ask("clerk", "GET", f"/api/cases/{no}/notices/receipt-2.pdf").status_code == 200
    people.move("business2", no, "withdraw")
    return no


def erased(people: People, no: str) -> Any:
    answer = people.ask("admin", "POST", f"/api/cases/{no}/erasure", json={"reason": "依申请删除"})
    assert answer.status_code == 200, answer.text
    return answer.json()


def beside(no: str) -> str:
    """Whatever the window keeps of a case."""
    kinds = (Case, Filing, Notice, Issued, Message, Delivery)
    rows = [row for kind in kinds for row in kind._get_collection().find({"_id": {"$gte": no, "$lt": f"{no}~"}})]
    assert len(rows) > 4
    return json.dumps(rows, default=str, ensure_ascii=False)


def test_erasing_reaches_notices_their_files_and_messages(people: People, blobs: Blobs) -> None:
    file = own_file(people, uuid.uuid4().bytes.hex().encode())
    no = ended(people, file["id"])
    assert all(name in beside(no) for name in NAMES)
    number = Issued.objects(case_no=no).first().number
    printed = [row.sha256 for row in Issued.objects(case_no=no) if row.sha256]
    told = erased(people, no)
    assert told["files"] == 1 + len(printed)
    assert [name for name in NAMES if name in beside(no)] == []
    assert [blobs.size(sha256) for sha256 in (file["sha256"], *printed)] == [None] * (1 + len(printed))
    assert people.ask("clerk", "GET", f"/api/cases/{no}/notices/receipt-2.pdf").status_code == 404
    listed = people.get("clerk", f"/api/cases/{no}/notices")["notices"]
    assert number in [one["number"] for one in listed]
    assert "termination" not in [one["kind"] for one in listed]  # nothing is issued of what was erased
    assert people.get("", "/api/verify", number=number)["verdict"] == "genuine"


def test_a_file_that_a_draft_names_stays(people: People, blobs: Blobs) -> None:
    file = own_file(people, uuid.uuid4().bytes.hex().encode())
    no = ended(people, file["id"])
    draft = {"item": "M-03", "station": "330203001", "form": {}, "materials": [file["id"]]}
    answer = people.ask("business2", "POST", "/api/drafts", json=draft, headers={"Idempotency-Key": str(uuid.uuid4())})
    assert answer.status_code == 201, answer.text
    erased(people, no)
    assert blobs.size(file["sha256"]) is not None


def test_a_file_goes_with_the_last_case_that_names_it(people: People, blobs: Blobs) -> None:
    file = own_file(people, uuid.uuid4().bytes.hex().encode())
    first, second = ended(people, file["id"]), ended(people, file["id"])
    erased(people, first)
    assert blobs.size(file["sha256"]) is not None
    erased(people, second)
    assert blobs.size(file["sha256"]) is None


def test_what_was_left_midway_and_what_a_restore_brought_back_is_erased_at_the_next_start(
    people: People, blobs: Blobs, tmp_path: Path
) -> None:
    files = [own_file(people, uuid.uuid4().bytes.hex().encode()) for _ in range(2)]
    left, listed = (ended(people, file["id"]) for file in files)
    erasing = Erasing(Repository(Case, lifecycle.evolve, Clock()), blobs, Clock(), tmp_path / "erasures.jsonl")
    common = {"reason": "依申请删除", "actor": "a", "at": datetime.now(UTC)}
    Erasure(id=f"{left}!", case_no=left, files=[files[0]["sha256"]], done=False, **common).save()
    Filing.objects(id__startswith=f"{left}.").update(set__materials=[])  # as far as its process came
    erasing._note(Erasure(id=f"{listed}!", case_no=listed, **common))
    erasing.take_up()
    assert [blobs.size(file["sha256"]) for file in files] == [None, None]
    assert [name for name in NAMES if name in beside(left) + beside(listed)] == []
    assert [row.done for row in Erasure.objects(case_no__in=[left, listed])] == [True, True]
