"""Cases for the tests of the rules: heads as a filing makes them, people, a day, and lives that are driven."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import pytest

from services.kit.errors import Refusal
from services.kit.identity import Caller
from services.kit.lifecycle import Entry, Happening, Head
from services.workflow.rules import effects, lifecycle, parts
from services.workflow.rules.calendar import Calendar
from services.workflow.rules.today import Today
from services.workflow.service.calendar import known

AT = datetime(2026, 11, 24, 8, tzinfo=UTC)  # 16:00 in Ningbo, a Tuesday
TODAY = Today(AT, Calendar([]))
CLERK = Caller(subject="c", roles=frozenset({"clerk"}))
OTHER_CLERK = Caller(subject="c2", roles=frozenset({"clerk"}))
APPROVER = Caller(subject="a", roles=frozenset({"approver"}))
BUSINESS = Caller(subject="b", roles=frozenset({"enterprise"}))
SUPERVISOR = Caller(subject="s", roles=frozenset({"supervisor"}))
SYSTEM = Caller(subject="system", roles=frozenset({"service"}))
EVERYBODY = (CLERK, APPROVER, BUSINESS, SUPERVISOR, SYSTEM)
KINDS = ("XK", "BA", "FW", "bundle")
SAID: dict[str, dict[str, Any]] = {  # words that an action takes, where the case has what they name
    "request_correction": {"missing": [{"material": "order", "reason": "没有盖章"}], "notice": "n-1"},
    "resubmit": {"filing": "f2", "missing": [], "promisable": [], "findings": [], "given": ["order"]},
    "correct_on_spot": {"filing": "f2", "missing": [], "promisable": [], "findings": []},
    "accept_with_promise": {"promises": [{"material": "photo", "by": "2026-11-30"}]},
    "keep_promise": {"filing": "f3", "given": ["photo"]},
    "miss_promise": {"materials": ["photo"]},
    "remind_promise": {"clock": "promise", "subject": "photo", "due": "2026-11-30", "left": 1},
    "remind_correction": {"clock": "correction", "subject": "", "due": "2027-01-05", "left": 1},
    "refuse": {"reason": "不属于本机关职权", "organ": "海关", "ground": "competence"},
    "complete_on_spot": {"means": "window"},
    "send_part": {"part": "N.M-03", "reason": "结论不清"},
    "start_special": {"type": "expert_review", "days_needed": 30, "basis": "第四十五条", "notice": "n-2"},
    "extend": {"reason": "需要补充检测", "document": "1号"},
    "terminate": {"ground": "申请人注销"},
    "decide": {"outcome": "granted", "reason": "符合"},
    "deliver": {"means": "post"},
    "rate": {"level": 5},
    "rectify": {"measure": "已致歉"},
    "add_document": {"filing": "f4", "given": ["order"]},
    "reopen": {"instrument": "甬政复〔2026〕1号", "organ": "市政府", "date": "2026-11-24"},
    "raise_card": {"id": "c-1", "level": "red", "clock": "D"},
    "escalate_card": {"card": "c-1"},
    "answer_card": {"card": "c-1", "reason": "节前积压"},
    "annul_card": {"card": "c-1", "reason": "停电"},
    "reschedule": {"year": 2027, "moves": [{"clock": "decision", "old": "2027-01-18", "new": "2027-01-20"}]},
}


LATER: Head = {  # a part that waits for its day
    **parts.opened("N", [{"item": "X-02", "version": 1, "domain": "d", "mandatory": True}])[0],
    "opens_on": "2026-11-24",
}


def a_case(kind: str = "FW", state: str = "filed", items: tuple[str, ...] = ("M-03",), **more: Any) -> Head:
    """A complete filing of 2026-11-24 at the portal, with its parts waiting."""
    opened = parts.opened(
        "N", [{"item": i, "version": 1, "domain": "d", "needs": [], "mandatory": True} for i in items]
    )
    told: Head = {"item": "M-03", "kind": kind, "state": state, "effects": effects.pinned(kind, {})}
    told |= {"station": "330203001", "channel": "portal", "receiver": "r", "filing": "f1", "received_on": "2026-11-24"}
    told |= {"missing": [], "promisable": [], "material_list": ["order", "photo"], "promised_days": 10}
    return {**told, "received_basis": "portal", "parts": opened, **more}


def finished(head: Head, result: str = "done") -> Head:
    """A case whose parts have all ended."""
    return {**head, "parts": [{**part, "state": "finished", "result": result} for part in head["parts"]]}


def ready(action: str, state: str, kind: str = "FW") -> Head:
    """A case in a state, with whatever else an action asks of it."""
    more: dict[str, Any] = {"accepted_at": "x"} if state in lifecycle.ACCEPTED.split() else {}
    if action == "accept_with_promise":
        more |= {"promisable": ["photo"]}
    if action in ("keep_promise", "miss_promise"):
        more |= {"promises": [{"material": "photo", "by": "2026-11-30"}]}
    if action == "rectify":
        more |= {"rating": {"level": 1}}
    if action in ("escalate_card", "answer_card", "annul_card"):
        more |= {"cards": [{"id": "c-1", "level": "red", "clock": "D"}]}
    if state == "correction":
        more |= {"corrections": [{"on": "2026-11-24", "missing": [{"material": "order", "told": "x"}]}]}
    if state in ("special", "suspended"):
        more |= {"stops": [{"kind": "special", "type": "hearing", "from": "2026-11-24"}]}
    effect = {"deemed": action == "deem_accepted"} if kind == "XK" else {}
    pinned = effects.pinned(kind, {"extension_days": 10} if action == "extend" else {})
    head = finished(a_case(kind, state, effects={**pinned, **effect}, instant=action == "complete_on_spot", **more))
    return head if action != "send_due" else {**head, "parts": [*head["parts"], {**LATER, "needs": ["M-03"]}]}


def act(head: Head, who: Caller, action: str, today: Today = TODAY, **said: Any) -> Head:
    """The case after an action."""
    told = {**SAID.get(action, {}), **said}
    return replayed(head, lifecycle.decide(head, action, who, told, today), who, today)


def replayed(head: Head, happenings: Sequence[Happening], who: Caller = CLERK, today: Today = TODAY) -> Head:
    """The case after what happened to it."""
    for number, happening in enumerate(happenings, 1):
        at = happening.at or today.now
        head = lifecycle.evolve(
            head, Entry(number, at, who.subject, "clerk", happening.action, "r", head["state"], happening.data)
        )
    return head


CALENDAR = Calendar(known())


def on(day: str, hour: int = 10) -> Today:
    """A moment of a day in Ningbo under the published calendar."""
    return Today(datetime.fromisoformat(f"{day}T{hour:02}:30:00+08:00").astimezone(UTC), CALENDAR)


def refused(head: Head, who: Caller, action: str, today: Today = TODAY, **said: Any) -> Refusal:
    """What stands in the way."""
    with pytest.raises(Refusal) as told:
        act(head, who, action, today, **said)
    return told.value


def in_review(kind: str = "XK", **more: Any) -> Head:
    return finished(a_case(kind, "in_review", accepted_at="x", accepted_on="2026-11-20", **more))
