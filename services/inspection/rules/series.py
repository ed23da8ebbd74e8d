"""A series of lots: what may be done to it, decided and replayed."""

import re
from collections.abc import Mapping
from typing import Any

from services.inspection.rules import switching
from services.inspection.rules.sampling import (
    LEVELS,
    checked,
    checked_aql,
    counts_nonconformities,
    plan_of,
)
from services.inspection.rules.switching import SUSPENDED, TIGHTENED, Standing
from services.kit.errors import WrongState, malformed
from services.kit.lifecycle import Entry, Happening, Head, Transition, insist, row

OPEN = "normal tightened reduced"
TABLE: tuple[Transition, ...] = (
    row("record_lot", OPEN, None, "enterprise specialist"),
    row("inform", OPEN, None, "specialist"),
    row("resume", SUSPENDED, TIGHTENED, "specialist"),
)
CODE = re.compile("[0-9A-Za-z\u4e00-\u9fff][0-9A-Za-z\u4e00-\u9fff〔〕()（）/._-]{0,39}")  # a number, no free text


def begun(told: Mapping[str, Any]) -> list[Happening]:
    """The beginning of a series: on normal inspection, whatever was before."""
    aql = checked_aql(told["aql"])
    checked(told["level"], LEVELS, "level")
    if told["counting"] == "nonconforming" and counts_nonconformities(aql):
        raise malformed("aql", "AQL_COUNTS_NONCONFORMITIES", max="10")
    return [Happening("begin", {**told, "aql": aql})]


def decide(head: Head, action: str, caller: Any, told: Mapping[str, Any]) -> list[Happening]:
    """One step of a series, or the refusal that stands in its way."""
    if head["state"] == SUSPENDED and action != "resume":
        raise WrongState("SERIES_SUSPENDED", params={"n": switching.PATIENCE})
    insist(TABLE, action, head, caller)
    return [Happening(action, {**told, **STEPS[action](head, told)})]


def _lot(head: Head, told: Mapping[str, Any]) -> dict[str, Any]:
    standing, known = Standing.of(head["standing"]), (head["level"], head["aql"], head["state"])
    if told["batch"]:
        _code(told["batch"], "batch")
    plan = plan_of(told["lot_size"], *known)
    found = switching.checked_count(told["nonconforming"], plan, head["counting"] == "nonconforming")
    verdict = switching.judged(told["lot_size"], found, *known)
    following = standing if told["resubmitted"] else switching.after(standing, verdict)
    held = {name: getattr(plan, name) for name in ("code_letter", "sample_size", "accept", "full_inspection")}
    return {**held, "accepted": verdict.accepted, "severity": head["state"], "standing": following.stored()}


def _informed(head: Head, told: Mapping[str, Any]) -> dict[str, Any]:
    standing = switching.informed(Standing.of(head["standing"]), told["steady"], told["agreed"])
    return {"standing": standing.stored()}


def _resumed(head: Head, told: Mapping[str, Any]) -> dict[str, Any]:
    """On tightened inspection, once what was mended is accepted; the number of that paper is kept."""
    _code(told["reference"], "reference")
    return {"standing": Standing.of(head["standing"]).to(TIGHTENED, "RESUMED").stored()}


STEPS = {"record_lot": _lot, "inform": _informed, "resume": _resumed}


def _code(text: str, path: str) -> None:
    if not CODE.fullmatch(text):
        raise malformed(path, "NUMBER_INVALID" if text else "REQUIRED")


def evolve(head: Head, entry: Entry) -> Head:
    """The series after an entry."""
    data = entry.told()
    if entry.action == "begin":
        return {**head, **data, "state": switching.NORMAL, "lots": 0, "standing": Standing().stored()}
    standing = data["standing"]
    lots = head["lots"] + (entry.action == "record_lot")
    return {**head, "state": standing["severity"], "standing": standing, "lots": lots}
