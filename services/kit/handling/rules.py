"""A part's life in its domain: the state table, and decide and evolve over it."""

import re
from collections.abc import Mapping
from typing import Any

from services.kit.errors import Refusal, WrongState, malformed
from services.kit.lifecycle import Entry, Happening, Head, Transition, insist, moment_text, row
from services.kit.units import units_of


def _own(head: Head, caller: Any) -> Refusal | None:
    if head["taken_by"] in ("", caller.subject):
        return None
    return WrongState("CLAIMED_BY_OTHER", params={"who": head["taken_by"]})


TABLE: tuple[Transition, ...] = (
    row("take", "dispatched", "taken", "specialist"),
    row("finish", "taken", "finished", "specialist", _own),
    row("release", "taken", "dispatched", "specialist", _own),
    row("return", "dispatched taken", "returned", "specialist", _own),
    row("hand_over", "dispatched taken", "dispatched", "specialist", _own),
    row("refer", "taken", "referred", "specialist", _own),
    row("report_back", "referred", "finished", "specialist"),
    row("arrive", "returned finished", "dispatched", "service"),
    row("cancel", "dispatched taken returned referred", "cancelled", "service"),
)
BY_PEOPLE = tuple(transition for transition in TABLE if "specialist" in transition.roles)
RESULTS = ("granted", "denied", "done")
ORGAN = re.compile("[a-z][a-z0-9-]{1,39}")  # the code of a department or an institution: customs, ndrc …
NUMBER = re.compile("[0-9A-Za-z\u4e00-\u9fff〔〕()（）/._-]{0,40}")
UNIT = re.compile("[0-9]{4,9}(-[0-9a-z]{1,20})?")  # a division, a station, or an institution of one


def decide(head: Head, action: str, caller: Any, data: Mapping[str, Any]) -> list[Happening]:
    """One action on a part, or the refusal that stands in its way."""
    insist(TABLE, action, head, caller)
    if action == "hand_over":
        _other_unit(head, data["unit"])
    if action == "refer":
        _outside(data["organ"], data["number"])
    return [Happening(action, {"round": head["round"], **data})]


def _other_unit(head: Head, unit: str) -> None:
    if not UNIT.fullmatch(unit) or unit == head.get("unit"):
        raise malformed("unit", "UNIT_INVALID")


def _outside(organ: str, number: str) -> None:
    """A referral is a code and a number, so that histories hold no free text; the rest stands beside."""
    if not ORGAN.fullmatch(organ):
        raise malformed("organ", "ORGAN_INVALID" if organ.strip() else "ORGAN_REQUIRED")
    if not NUMBER.fullmatch(number):
        raise malformed("number", "NUMBER_INVALID")


def evolve(head: Head, entry: Entry) -> Head:
    """The part after an entry."""
    return {**head, **_changes(entry)}


FRESH = dict.fromkeys(("taken_by", "taken_at", "finished_at", "result", "outcome", "organ", "number"), "")


def _changes(entry: Entry) -> Head:
    at, data = moment_text(entry.at), entry.data
    match entry.action:
        case "arrive":
            unit = data["station"][:6]
            told = {"unit": unit, "units": units_of(data["station"]), **entry.told()}
            return {**FRESH, **told, "state": "dispatched", "arrived_at": at}
        case "take":
            return {"state": "taken", "taken_by": entry.actor, "taken_at": at}
        case "release":
            return {"state": "dispatched", "taken_by": "", "taken_at": ""}
        case "hand_over":
            unit = {"unit": data["unit"], "units": units_of(data["unit"])}
            return {**unit, "state": "dispatched", "taken_by": "", "taken_at": ""}
        case "refer":
            return {"state": "referred", "organ": data["organ"], "number": data["number"]}
        case "finish" | "report_back":
            return {"state": "finished", "finished_at": at, "result": data["result"], "outcome": data["outcome"]}
        case "return":
            return {"state": "returned", "outcome": data["outcome"]}
        case "cancel":
            return {"state": "cancelled"}
    raise ValueError(f"no such entry: {entry.action}")
