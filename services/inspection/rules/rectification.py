"""The closed loop (J-04, J-05): looked at, told, planned, mended with evidence, checked, closed or handed on."""

import re
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

from services.kit.errors import Refusal, WrongState, malformed
from services.kit.lifecycle import Entry, Happening, Head, Transition, insist, moment_text, row

SOURCES = ("spot_check", "problem_list", "hazard", "online_platform")
CLOCKS = {
    "notified": ("plan_due", "plan"),
    "planned": ("mend_due", "rectification"),
    "evidenced": ("check_due", "recheck"),
}
CODE = re.compile("[0-9A-Za-z\u4e00-\u9fff][0-9A-Za-z\u4e00-\u9fff〔〕()（）/._-]{0,59}")  # numbers, no free text
MOST_FILES, LONGEST_CAPTION = 20, 100


TABLE: tuple[Transition, ...] = (
    row("sample", "listed", "sampled", "specialist"),
    row("conclude", "sampled retesting", None, "specialist"),
    row("notify", "failed", "notified", "specialist"),
    row("request_retest", "notified", "retesting", "enterprise"),
    row("plan", "notified planned", "planned", "enterprise"),
    row("give_evidence", "planned evidenced", "evidenced", "enterprise"),
    row("recheck", "evidenced", None, "specialist"),
    row("escalate", "notified planned evidenced", "escalated", "specialist"),
    row("card", "notified planned evidenced", None, "service"),
)


def listed(told: Mapping[str, Any]) -> list[Happening]:
    """What is to be looked at, or a problem that is known already."""
    if told["source"] not in SOURCES:
        raise malformed("source", "NOT_ONE_OF", known=" ".join(SOURCES))
    code(told["category"], "category")
    for name in ("campaign", "problem"):
        if told[name]:
            code(told[name], name)
    if told["source"] != "spot_check" and not told["problem"]:
        raise malformed("problem", "REQUIRED")
    return [Happening("list", dict(told))]


def code(text: str, path: str) -> str:
    """A number or a code."""
    if not CODE.fullmatch(text):
        raise malformed(path, "CODE_INVALID" if text else "REQUIRED")
    return text


def decide(
    head: Head, action: str, caller: Any, told: Mapping[str, Any], today: date, days: Mapping[str, int]
) -> list[Happening]:
    """One step, or the refusal that stands in its way; `days` are those of the edition in force."""
    insist(TABLE, action, head, caller)
    if action == "request_retest":
        refused = _retest_refused(head, today)
        if refused:
            raise refused
    return [Happening(action, CHECKS[action](head, told, today, days))]


def _retest_refused(head: Head, today: date) -> Refusal | None:
    if head["retested"]:
        return WrongState("RETEST_ONCE")
    if today.isoformat() > head["retest_due"]:
        return WrongState("RETEST_TOO_LATE", params={"due": head["retest_due"]})
    return None


def _sampled(_head: Head, told: Mapping[str, Any], today: date, _days: Mapping[str, int]) -> dict[str, Any]:
    """The sampling list: what was taken, from how many, sealed by two."""
    code(told["list_number"], "list_number")
    if not 1 <= told["sample_size"] <= told["base"]:
        raise malformed("sample_size", "OUT_OF_RANGE", min=1, max=told["base"])
    if told["taken_on"] > today.isoformat():
        raise malformed("taken_on", "DAY_IN_FUTURE", max=today)
    return dict(told)


def _concluded(_head: Head, told: Mapping[str, Any], _today: date, _days: Mapping[str, int]) -> dict[str, Any]:
    code(told["report"], "report")
    return dict(told)


def _notified(_head: Head, told: Mapping[str, Any], today: date, days: Mapping[str, int]) -> dict[str, Any]:
    """From the day it was served on."""
    if told["served_on"] > today.isoformat():
        raise malformed("served_on", "DAY_IN_FUTURE", max=today)
    return {**told, **due_days(date.fromisoformat(told["served_on"]), days)}


def due_days(served: date, days: Mapping[str, int]) -> dict[str, str]:
    """Until when another test may be asked for, and a plan has to be there."""
    return {f"{name}_due": (served + timedelta(days=days[f"{name}_days"])).isoformat() for name in ("retest", "plan")}


def _planned(_head: Head, told: Mapping[str, Any], today: date, days: Mapping[str, int]) -> dict[str, Any]:
    """By a day of one's own choice, within what the rule leaves."""
    last = (today + timedelta(days=days["rectification_days"])).isoformat()
    if not today.isoformat() <= told["mend_due"] <= last:
        raise malformed("mend_due", "OUT_OF_RANGE", min=today, max=last)
    return dict(told)


def _evidenced(_head: Head, told: Mapping[str, Any], today: date, days: Mapping[str, int]) -> dict[str, Any]:
    if not 1 <= len(told["files"]) <= MOST_FILES:
        raise malformed("files", "EVIDENCE_REQUIRED", min=1, max=MOST_FILES)
    return {**told, "check_due": (today + timedelta(days=days["recheck_days"])).isoformat()}


def _rechecked(head: Head, told: Mapping[str, Any], _today: date, _days: Mapping[str, int]) -> dict[str, Any]:
    """Nothing is closed without evidence."""
    if told["closed"] and not head["files"]:
        raise WrongState("EVIDENCE_REQUIRED")
    return dict(told)


def _escalated(_head: Head, told: Mapping[str, Any], _today: date, _days: Mapping[str, int]) -> dict[str, Any]:
    """To whoever may punish, by the number it has there."""
    code(told["reference"], "reference")
    return dict(told)


Check = Callable[[Head, Mapping[str, Any], date, Mapping[str, int]], dict[str, Any]]
CHECKS: Mapping[str, Check] = {
    "sample": _sampled,
    "conclude": _concluded,
    "notify": _notified,
    "request_retest": lambda _head, told, _today, _days: dict(told),
    "plan": _planned,
    "give_evidence": _evidenced,
    "recheck": _rechecked,
    "escalate": _escalated,
    "card": lambda _head, told, _today, _days: dict(told),
}


def overdue(head: Head, today: date) -> str:
    """The clock that has run out and has no card yet."""
    due, name = CLOCKS.get(head["state"], ("", ""))
    late = bool(due) and bool(head[due]) and today.isoformat() > head[due]
    return name if late and f"{name}/{head[due]}" not in head["cards"] else ""


FRESH: Mapping[str, Any] = {
    **dict.fromkeys(
        ("retest_due", "plan_due", "mend_due", "check_due", "served_on", "reference", "report", "list_number"), ""
    ),
    "retested": False,
    "rounds": 0,
}


def evolve(head: Head, entry: Entry) -> Head:
    """The problem after an entry."""
    data = entry.told()
    after = {**head, **_changes(head, entry, data)}
    due = CLOCKS.get(after["state"], ("", ""))[0]
    return {**after, "due": after[due] if due else "", "moved_at": moment_text(entry.at)}


def _changes(head: Head, entry: Entry, data: Head) -> Head:
    match entry.action:
        case "list":
            known = {"served_on": data["listed_on"], **data["dues"]} if data["source"] != "spot_check" else {}
            kept = {name: value for name, value in data.items() if name not in ("listed_on", "dues")}
            state = "notified" if known else "listed"
            return {**FRESH, "files": [], "cards": [], **kept, **known, "state": state}
        case "sample":
            return {"state": "sampled", "list_number": data["list_number"]}
        case "conclude":
            again = head["state"] == "retesting"
            failed = "notified" if again else "failed"
            told = {"report": data["report"], "retested": head["retested"] or again}
            return {**told, "state": "passed" if data["conforms"] else failed}
        case "recheck":
            state = "closed" if data["closed"] else "planned"
            return {"state": state, "rounds": head["rounds"] + 1, "files": head["files"] if data["closed"] else []}
        case "card":
            return {"state": head["state"], "cards": [*head["cards"], f"{data['clock']}/{data['due']}"]}
        case "give_evidence":
            return {"state": "evidenced", "files": [*head["files"], *data["files"]], "check_due": data["check_due"]}
    to = next(one.to for one in TABLE if one.action == entry.action)
    return {**{name: value for name, value in data.items() if name != "words"}, "state": to}
