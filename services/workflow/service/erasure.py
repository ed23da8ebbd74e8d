"""Erases what is personal beside a case; the history holds only salted hashes of it, and stays whole.

What is to be erased is written down first, also in a file outside the database: what a process did not finish, and what
a restore brought back, is erased when a process starts.
"""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import structlog

from services.kit.blobs import Blobs
from services.kit.clock import Clock
from services.kit.errors import NotFound, Refusal, WrongState
from services.kit.lifecycle import Head, moment_of, moment_text
from services.kit.repository import Repository, Request
from services.workflow.documents.cases import Filing, Notice, Remark
from services.workflow.documents.desk import Desk, Draft
from services.workflow.documents.messages import Delivery, Message
from services.workflow.documents.notices import Issued
from services.workflow.documents.proof import Erasure

LOG = structlog.get_logger()
ENDED = ("delivered", "rated", "withdrawn", "not_accepted", "terminated", "archived")
PERSONAL: Head = {"name": "", "contact": "", "phone": "", "query_key": "", "form": "{}", "materials": []}
WORDLESS: Head = {"text": "", "organ": "", "data": {}}
STAYS = ("number", "title", "organ", "verify_url")  # of a notice's content: whoever holds the paper may still check it
TOLD = ("id", "case_no", "reason", "actor")


class Erasing:
    """Erases once what it was asked to, and finishes what was begun."""

    def __init__(self, cases: Repository, blobs: Blobs, clock: Clock, list_of_all: Path) -> None:
        self._cases, self._blobs, self._clock, self._list = cases, blobs, clock, list_of_all
        list_of_all.parent.mkdir(parents=True, exist_ok=True, mode=0o700)

    def erase(self, no: str, ask: Request, reason: str) -> Erasure:
        """Erase, and write down that it was done; asked again it finishes what is left of it."""
        state = self._cases.get(no)["state"]
        if state not in ENDED:
            raise WrongState("WRONG_STATE", params={"state": state, "action": "erase"})
        asked = Erasure(id=ask.id, case_no=no, reason=reason, actor=ask.actor, at=self._clock.now())
        self._note(asked)
        return self._carry_out(asked)

    def take_up(self) -> None:
        """At start: what a process left midway, and what the list has and the database lost."""
        for asked in (*Erasure.objects(done=False), *self._listed()):
            stored = Erasure.objects(id=asked.id).first()
            if stored is None or not stored.done:
                try:
                    self._carry_out(asked)
                except Refusal as fault:
                    LOG.error("erasure_waits", case=asked.case_no, reason=fault.reason)

    def _note(self, asked: Erasure) -> None:
        line = {**{name: getattr(asked, name) for name in TOLD}, "at": moment_text(asked.at)}
        with os.fdopen(os.open(self._list, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "a") as file:
            file.write(json.dumps(line, ensure_ascii=False) + "\n")
            file.flush()
            os.fsync(file.fileno())

    def _listed(self) -> Iterator[Erasure]:
        lines = self._list.read_text().splitlines() if self._list.exists() else []
        for line in map(json.loads, lines):
            yield Erasure(**{**line, "at": moment_of(line["at"])})

    def _carry_out(self, asked: Erasure) -> Erasure:
        """Each step may be repeated; what has to be let go is known before the first."""
        try:
            case = self._cases.get(asked.case_no)
        except NotFound:  # the backup is older than the case
            return asked
        given = [material for filing in _filings(case["_id"]) for material in filing.materials]
        asked.files = [str(material["sha256"]) for material in given]
        asked.files += [row.sha256 for row in Issued.objects(case_no=case["_id"]) if row.sha256]
        asked.materials, asked.done = sorted(str(material["id"]) for material in given), False
        asked.once()
        held: Erasure = Erasure.objects(id=asked.id).get()
        if not held.done:
            self._empty(case)
            gone = sum(self._let_go(sha256) for sha256 in set(held.files))
            held.modify(set__done=True, set__files=[], set__gone=gone)
        return held

    def _empty(self, case: Head) -> None:
        """Everything beside the case, then the case itself, so that nothing is made of it any more."""
        no = case["_id"]
        _filings(no).update(**_set(PERSONAL))
        Notice.objects(id__startswith=f"{no}.").update(**_set(WORDLESS))
        Remark.objects(case_no=no).update(set__text="")
        Desk.objects(id=no).delete()
        for kind in (Delivery, Message):
            kind.objects(id__startswith=f"{no}.").delete()
        self._forget_the_name(case)
        for row in Issued.objects(case_no=no):
            kept = {name: value for name, value in json.loads(row.content).items() if name in STAYS}
            row.modify(set__content=json.dumps(kept, ensure_ascii=False), set__erased=True)

    def _forget_the_name(self, case: Head) -> None:
        """What stands beside the head that its entries give: the name, the terms made of it, and the salt."""
        no, code = case["_id"], case["uscc"]
        terms = sorted({no, no[:-2], no.split("-")[3], code} & set(case.get("terms", ())))
        self._cases.collection().update_one({"_id": no}, {"$set": {"name": "", "terms": terms, "salt": ""}})

    def _let_go(self, sha256: str) -> bool:
        """A file that no filing and no draft names any more; whether it was let go."""
        named = Filing.objects(materials__sha256=sha256).only("id").first() or Draft.objects(files=sha256).first()
        if named is None:
            self._blobs.erase(sha256)
        return named is None


def _filings(no: str) -> Any:
    return Filing.objects(id__startswith=f"{no}.")


def _set(fields: Head) -> Head:
    return {f"set__{name}": value for name, value in fields.items()}
