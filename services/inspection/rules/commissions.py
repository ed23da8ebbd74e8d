"""A commissioned test (J-01): agreed on, sampled, measured by one, checked by another, reported, amended."""

import re
from collections.abc import Mapping
from typing import Any

from services.inspection.rules import results
from services.inspection.rules.results import DECISIONS
from services.kit.errors import Refusal, WrongState, malformed
from services.kit.lifecycle import Entry, Happening, Head, Transition, insist, moment_text, row

OPEN, AGREED, CHECKED, REPORTED = "open", "agreed", "checked", "reported"
PLACES = ("laboratory", "store", "client", "used_up")  # where a sample may be
CODE = re.compile("[0-9A-Za-z\u4e00-\u9fff][0-9A-Za-z\u4e00-\u9fff_/-]{0,29}")  # no dot: it is a key of the store
AMENDMENTS = ("wrong_value", "wrong_client", "wrong_sample", "wrong_wording")


def _another(head: Head, caller: Any) -> Refusal | None:
    authors = {one["author"] for one in head["results"].values()}
    return WrongState("CHECKER_IS_AUTHOR") if caller.subject in authors else None


TABLE: tuple[Transition, ...] = (
    row("review", OPEN, AGREED, "specialist"),
    row("move_sample", "open agreed checked reported", None, "specialist"),
    row("enter", "agreed checked", AGREED, "specialist"),
    row("check", AGREED, CHECKED, "specialist", _another),
    row("report", CHECKED, REPORTED, "specialist"),
    row("amend", REPORTED, AGREED, "specialist"),
)
FIRST = {"enter": (OPEN, "CONTRACT_NOT_REVIEWED"), "report": (AGREED, "RESULTS_NOT_CHECKED")}


def code(text: str, path: str) -> str:
    """The code of an item or of a sample."""
    if not CODE.fullmatch(text):
        raise malformed(path, "CODE_INVALID" if text else "REQUIRED", example="S-01")
    return text


def begun(told: Mapping[str, Any], items: Mapping[str, Any], samples: list[str]) -> list[Happening]:
    """What is asked for: the items by their codes, and the samples by theirs."""
    if not items:
        raise malformed("items", "REQUIRED")
    if not samples:
        raise malformed("samples", "REQUIRED")
    for key, item in items.items():
        for name in ("lower", "upper", "detection_limit"):
            if item[name]:
                results.number(item[name], f"items/{key}/{name}")
        if item["lower"] and item["upper"] and results.number(item["lower"], "") > results.number(item["upper"], ""):
            raise malformed(f"items/{key}/upper", "LIMITS_CROSSED")
    return [Happening("begin", {**told, "items": dict(items), "samples": samples})]


def decide(head: Head, action: str, caller: Any, told: Mapping[str, Any]) -> list[Happening]:
    """One step, or the refusal that stands in its way."""
    state, reason = FIRST.get(action, ("", ""))
    if head["state"] == state:
        raise WrongState(reason, params={"state": state})
    insist(TABLE, action, head, caller)
    return [Happening(action, CHECKS[action](head, told))]


def _reviewed(_head: Head, told: Mapping[str, Any]) -> dict[str, Any]:
    """The contract, and the rule by which will be judged: fixed before there is anything to judge."""
    if told["decision"] not in DECISIONS:
        raise malformed("decision", "DECISION_RULE_MISSING", known=" ".join(DECISIONS))
    return dict(told)


def _moved(head: Head, told: Mapping[str, Any]) -> dict[str, Any]:
    if told["sample"] not in head["samples"]:
        raise malformed("sample", "NOT_ONE_OF", known=" ".join(head["samples"]))
    if told["place"] not in PLACES:
        raise malformed("place", "NOT_ONE_OF", known=" ".join(PLACES))
    if head["samples"][told["sample"]]["place"] == "used_up":
        raise WrongState("SAMPLE_USED_UP", params={"sample": told["sample"]})
    if told["temperature"]:
        results.number(told["temperature"], "temperature")
    return dict(told)


def _entered(head: Head, told: Mapping[str, Any]) -> dict[str, Any]:
    item = head["items"].get(told["item"])
    if item is None:
        raise malformed("item", "NOT_ONE_OF", known=" ".join(head["items"]))
    sample = head["samples"].get(told["sample"])
    if sample is None or sample["place"] != "laboratory":
        raise WrongState("SAMPLE_NOT_HERE", params={"sample": told["sample"]})
    if told["item"] in head["results"] and told["why"] not in results.CHANGES:
        raise malformed("why", "REASON_REQUIRED", known=" ".join(results.CHANGES))
    found = results.checked(item, told, head["decision"])
    return {**found, "verdict": results.verdict(item, found, head["decision"])}


def _checked(head: Head, told: Mapping[str, Any]) -> dict[str, Any]:
    missing = [code for code in head["items"] if code not in head["results"]]
    if missing:
        raise WrongState("RESULTS_MISSING", params={"items": " ".join(missing)})
    return dict(told)


def _amended(_head: Head, told: Mapping[str, Any]) -> dict[str, Any]:
    if told["why"] not in AMENDMENTS:
        raise malformed("why", "REASON_REQUIRED", known=" ".join(AMENDMENTS))
    return dict(told)


CHECKS = {
    "review": _reviewed,
    "move_sample": _moved,
    "enter": _entered,
    "check": _checked,
    "report": lambda _head, told: dict(told),
    "amend": _amended,
}


def overall(head: Head) -> str:
    """The verdict on all items together."""
    verdicts = {one["verdict"] for one in head["results"].values()}
    if results.FAIL in verdicts:
        return results.FAIL
    return results.PASS if verdicts == {results.PASS} else results.NONE


def evolve(head: Head, entry: Entry) -> Head:
    """The commission after an entry."""
    return {**head, "state": _state(head, entry), **_changes(head, entry)}


def _state(head: Head, entry: Entry) -> str:
    if entry.action == "begin":
        return OPEN
    to = next(one.to for one in TABLE if one.action == entry.action)
    return to or str(head["state"])


def _changes(head: Head, entry: Entry) -> Head:
    data, at = entry.told(), moment_text(entry.at)
    match entry.action:
        case "begin":
            held = {code: {"place": "client", "by": "", "at": ""} for code in data["samples"]}
            return {**data, "samples": held, "results": {}, "decision": "", "checker": "", "round": 1}
        case "review":
            return {"decision": data["decision"]}
        case "move_sample":
            moved = {"place": data["place"], "by": entry.actor, "at": at}
            return {"samples": {**head["samples"], data["sample"]: moved}}
        case "enter":
            result = {**data, "author": entry.actor, "at": at, "n": entry.n}
            return {"results": {**head["results"], data["item"]: result}, "checker": ""}
        case "check":
            return {"checker": entry.actor}
        case "report":
            return {}
        case "amend":
            return {"round": head["round"] + 1, "checker": "", "amended": data["why"]}
    raise ValueError(f"no such entry: {entry.action}")
