"""Erases what is personal beside a case; the history holds only salted hashes of it, and stays whole."""

from collections.abc import Iterable
from typing import Any

from services.kit.blobs import Blobs
from services.kit.clock import Clock
from services.kit.errors import WrongState
from services.kit.lifecycle import Head
from services.kit.repository import Repository, Request
from services.workflow.documents.cases import Filing, Remark
from services.workflow.documents.desk import Desk
from services.workflow.documents.proof import Erasure

ENDED = ("delivered", "rated", "withdrawn", "not_accepted", "terminated", "archived")
PERSONAL: Head = {"name": "", "contact": "", "phone": "", "query_key": "", "form": "{}", "materials": []}


def erase(cases: Repository, blobs: Blobs, clock: Clock, no: str, ask: Request, reason: str) -> tuple[Erasure, Head]:
    """Erase, and write down that it was done; done again it finds nothing more. The record, and what was let go."""
    case = cases.get(no)
    if case["state"] not in ENDED:
        raise WrongState("WRONG_STATE", params={"state": case["state"], "action": "erase"})
    erasure = Erasure(id=ask.id, case_no=no, reason=reason, actor=ask.actor, at=clock.now()).save()
    filings = list(Filing.objects(id__startswith=f"{no}."))
    given = [material for filing in filings for material in filing.materials]
    for filing in filings:
        filing.modify(**{f"set__{name}": value for name, value in PERSONAL.items()})
    Remark.objects(case_no=no).update(set__text="")
    Remark.objects(case_no=no).update(set__text="")
    Desk.objects(id=no).delete()
    gone = list(_let_go(blobs, no, given))
    _forget_the_name(cases, case)
    return erasure, {"files": len(gone), "materials": sorted(str(material["id"]) for material in given)}


def _let_go(blobs: Blobs, no: str, given: Iterable[dict[str, Any]]) -> Iterable[str]:
    """The files of these filings that no other filing names."""
    for sha256 in sorted({str(material["sha256"]) for material in given}):
        others = Filing.objects(materials__sha256=sha256, id__not__startswith=f"{no}.").only("id").first()
        if others is None:
            blobs.erase(sha256)
            yield sha256


def _forget_the_name(cases: Repository, case: Head) -> None:
    """What stands beside the head that its entries give: the name, the terms made of it, and the salt."""
    no, code = case["_id"], case["uscc"]
    terms = sorted({no, no[:-2], no.split("-")[3], code} & set(case.get("terms", ())))
    cases.collection().update_one({"_id": no}, {"$set": {"name": "", "terms": terms, "salt": ""}})
