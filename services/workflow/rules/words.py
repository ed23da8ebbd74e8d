"""What is said with an action: what it must hold, and what of it the entry keeps (no person's name, no free text).

Each takes the case, what was said and today, and answers the entry's data or raises what is wrong with the words.
"""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from services.kit.errors import WrongState, malformed
from services.kit.lifecycle import Head
from services.workflow.rules import effects, guards, parts, remedies
from services.workflow.rules.limits import BAD_RATING, BY_OWN_LAW, LIMITS
from services.workflow.rules.today import Today

Said = Mapping[str, Any]
Check = Callable[[Head, Said, Today], Head]

OUTCOMES = ("granted", "denied", "done", "partial")
BASES = ("portal", "postmark", "register", "outage")
MEANS = ("window", "post", "electronic")
GROUNDS = ("", "not_needed", "competence", "incomplete")
LEVELS = range(1, 6)
PROCEDURES = ("hearing", "tender", "auction", "inspection", "testing", "quarantine", "appraisal", "expert_review")  # 45
OFFICERS = 2


def receive(head: Head, said: Said, today: Today) -> Head:
    """The day of arrival stands unless a clerk shows an earlier one, with its basis and a reason; never a later one."""
    day, basis = said.get("received_on", ""), said.get("basis", "")
    if basis and basis not in BASES:
        raise malformed("basis", "BASIS_INVALID", possible=", ".join(BASES))
    legal = head["received_on"]
    if day:
        reason(said)
        legal = today.working(_day(day, "received_on"))
    if legal > head["received_on"]:
        raise malformed("received_on", "RECEIVED_LATER", date=head["received_on"])
    return {"received_on": legal, "received_basis": basis or head.get("received_basis", "register")}


def request_correction(head: Head, said: Said, today: Today) -> Head:
    """Everything at once; a second time only new defects of what came in since; in time where silence accepts."""
    named = [row["material"] for row in said["missing"]]
    _known(head, named)
    if not named or any(not row["reason"].strip() for row in said["missing"]):
        raise malformed("missing", "REASON_REQUIRED")
    rows = [{"material": row["material"], "told": told(head, row["reason"])} for row in said["missing"]]
    if head.get("corrections"):
        _only_new(head, rows)
    unnamed = [code for code in (*head["missing"], *head.get("promisable", [])) if code not in named]
    if unnamed:
        raise malformed("missing", "NOTICE_INCOMPLETE", n=len(unnamed), names=", ".join(unnamed))
    limit = today.after(LIMITS.acceptance, head["received_on"])
    if effects.of(head)["deemed"] and today.text() > limit:
        raise WrongState("NOTICE_TOO_LATE", params={"date": limit, "received": head["received_on"]})
    return {"missing": rows, "due_on": today.after(LIMITS.correction)}


def told(head: Head, text: str) -> str:
    """What the history keeps of a text that stands in a notice: its hash, salted like the case's others."""
    return hashlib.sha256(f"{head.get('salt', '')}{text.strip()}".encode()).hexdigest()[:16]


def _only_new(head: Head, rows: Iterable[Head]) -> None:
    last = head["corrections"][-1]
    before = [row for correction in head["corrections"] for row in correction["missing"]]
    if any(row["material"] not in last.get("given", []) or row in before for row in rows):
        raise guards.already_notified(head)


def resubmit(_head: Head, said: Said, today: Today) -> Head:
    """A new receipt: its day, and what is still missing."""
    basis = said.get("basis", "register")
    return {**_filing(said), "given": list(said["given"]), "received_on": today.received_on(), "received_basis": basis}


def correct_on_spot(_head: Head, said: Said, _today: Today) -> Head:
    """Put right at the window: what is missing now, and no day changes."""
    return _filing(said)


def _filing(said: Said) -> Head:
    return {name: said[name] for name in ("filing", "missing", "promisable", "findings") if name in said}


def accept_with_promise(head: Head, said: Said, today: Today) -> Head:
    """Everything missing has its day, none later than the promised end."""
    promises = [{"material": row["material"], "by": _day(row["by"], "promises/by")} for row in said["promises"]]
    named = [promise["material"] for promise in promises]
    for material in named:
        if material not in head["promisable"]:
            raise WrongState("PROMISE_NOT_ALLOWED", params={"name": material})
    unnamed = [material for material in head["promisable"] if material not in named]
    if unnamed:
        raise WrongState("NOT_COMPLETE", params={"names": ", ".join(unnamed)})
    days = head.get("promised_days") or head.get("statutory_days")
    last = today.after(days) if days else ""
    if any((last and promise["by"] > last) or promise["by"] < today.text() for promise in promises):
        raise malformed("promises", "PROMISE_TOO_LATE", date=last)
    return {"promises": promises}


def deem_accepted(head: Head, _said: Said, _today: Today) -> Head:
    """Back-dated to the receipt."""
    return {"accepted_on": head["received_on"]}


def keep_promise(head: Head, said: Said, _today: Today) -> Head:
    """Some of what is owed is handed in."""
    owed = [promise["material"] for promise in guards.owed(head)]
    kept = [material for material in said["given"] if material in owed]
    if not kept:
        raise malformed("materials", "NOTHING_PROMISED", names=", ".join(owed))
    return {"materials": kept, **_filing(said)}


def refuse(_head: Head, said: Said, _today: Today) -> Head:
    """With a reason; with the competent organ where we are not."""
    reason(said)
    ground = said.get("ground", "")
    if ground not in GROUNDS:
        raise malformed("ground", "GROUND_INVALID", possible=", ".join(GROUNDS[1:]))
    if ground == "competence" and not said.get("organ", "").strip():
        raise malformed("organ", "ORGAN_REQUIRED")
    return {"ground": ground} if ground else {}


def start_special(head: Head, said: Said, _today: Today) -> Head:
    """A procedure of art. 45 or of the item's own law, its basis and the time it needs."""
    kind = said["type"]
    if not said["basis"].strip() or not said["days_needed"] > 0:
        raise malformed("basis" if not said["basis"].strip() else "days_needed", "BASIS_REQUIRED")
    if kind not in (*PROCEDURES, *sorted(BY_OWN_LAW)):
        raise malformed("type", "TYPE_INVALID", possible=", ".join((*PROCEDURES, *sorted(BY_OWN_LAW))))
    if kind in BY_OWN_LAW and kind not in effects.of(head)["procedures"]:
        raise malformed("type", "BASIS_REQUIRED", possible=", ".join(PROCEDURES))
    officers = {name.strip() for name in said.get("officers", ()) if name.strip()}
    if kind == "site_check" and len(officers) < OFFICERS:
        raise malformed("officers", "TWO_OFFICERS_REQUIRED", n=OFFICERS)
    return {
        "type": kind,
        "basis": told(head, said["basis"]),
        "days_needed": said["days_needed"],
        "officers": len(officers),
    }


def extend(head: Head, said: Said, _today: Today) -> Head:
    """With a reason the applicant reads; where the government approves it, with its document's number."""
    reason(said)
    pinned, document = effects.of(head), said.get("document", "").strip()
    if pinned["extension_document"] and not document:
        raise malformed("document", "DOCUMENT_REQUIRED")
    return {"days": pinned["extension_days"], **({"document": document} if document else {})}


def terminate(_head: Head, said: Said, _today: Today) -> Head:
    """With its ground."""
    reason(said, "ground")
    return {}


def decide(head: Head, said: Said, _today: Today) -> Head:
    """A refusal says why, and where the law asks for it, where to appeal; a denied child makes a bundle partial."""
    outcome = said["outcome"]
    possible = _outcomes(head)
    if outcome not in possible:
        raise malformed("outcome", "OUTCOME_INVALID", possible=", ".join(possible))
    if outcome in ("denied", "partial"):
        reason(said)
    if outcome == "denied" and effects.of(head)["remedies"] and not remedies_of(head, said):
        raise malformed("remedies", "REMEDIES_REQUIRED")
    return {"outcome": outcome}


def remedies_of(head: Head, said: Said) -> Head:
    """The remedies a refusal tells: the organ's own, with what the decision says otherwise."""
    return remedies.told(head.get("station", ""), said.get("remedies", {}))


def _outcomes(head: Head) -> tuple[str, ...]:
    bundle_failed = head["kind"] == "bundle" and parts.failed(head)
    return ("denied", "partial") if bundle_failed else OUTCOMES


def deliver(_head: Head, said: Said, _today: Today) -> Head:
    """How it reached the applicant."""
    if said["means"] not in MEANS:
        raise malformed("means", "MEANS_INVALID", possible=", ".join(MEANS))
    return {"means": said["means"]}


def rate(_head: Head, said: Said, today: Today) -> Head:
    """One to five."""
    level = said["level"]
    if level not in LEVELS:
        raise malformed("level", "LEVEL_INVALID", possible="1–5")
    bad = level <= BAD_RATING
    return {"level": level, **({"rectify_by": today.after(LIMITS.rectification)} if bad else {})}


def rectify(_head: Head, said: Said, _today: Today) -> Head:
    """With what was done."""
    reason(said, "measure")
    return {}


def add_document(_head: Head, said: Said, _today: Today) -> Head:
    """At least one file."""
    if not said["given"]:
        raise malformed("materials", "REQUIRED")
    return {"filing": said["filing"], "materials": list(said["given"])}


def reopen(head: Head, said: Said, today: Today) -> Head:
    """By a named instrument of an organ, of a day between the decision and today."""
    for name in ("instrument", "organ"):
        if not said[name].strip():
            raise malformed(name, "REASON_REQUIRED")
    day = _day(said["date"], "date")
    if not head.get("decided_on", day) <= day <= today.text():
        raise malformed("date", "OUT_OF_RANGE", date=today.text())
    return {"instrument_on": day, "instrument": told(head, said["instrument"])}


def raise_card(head: Head, said: Said, _today: Today) -> Head:
    """A card with an id of its own."""
    if any(card["id"] == said["id"] for card in head.get("cards", [])):
        raise WrongState("CARD_KNOWN", params={"card": said["id"]})
    return dict(said)


def answer_card(head: Head, said: Said, today: Today) -> Head:
    """An open card, and why it came to it."""
    reason(said)
    return escalate_card(head, said, today)


def escalate_card(head: Head, said: Said, _today: Today) -> Head:
    """An open card."""
    if said["card"] not in [card["id"] for card in guards.open_cards(head)]:
        raise malformed("card", "NO_CARD")
    return {"card": said["card"]}


def whole(_head: Head, said: Said, _today: Today) -> Head:
    """All that was said: the words of an action that people do not write."""
    return dict(said)


def nothing(_head: Head, _said: Said, _today: Today) -> Head:
    """An action without words."""
    return {}


CHECKS: Mapping[str, Check] = {
    "receive": receive,
    "request_correction": request_correction,
    "correct_on_spot": correct_on_spot,
    "resubmit": resubmit,
    "accept_with_promise": accept_with_promise,
    "deem_accepted": deem_accepted,
    "keep_promise": keep_promise,
    "refuse": refuse,
    "start_special": start_special,
    "extend": extend,
    "terminate": terminate,
    "decide": decide,
    "deliver": deliver,
    "rate": rate,
    "rectify": rectify,
    "add_document": add_document,
    "reopen": reopen,
    "miss_promise": whole,
    "raise_card": raise_card,
    "escalate_card": escalate_card,
    "answer_card": answer_card,
    "annul_card": answer_card,
    "reschedule": whole,
}


def kept(action: str, head: Head, said: Said, today: Today) -> Head:
    """What an entry keeps of what was said with its action."""
    data = CHECKS.get(action, nothing)(head, said, today)
    return data | {name: said[name] for name in ("notice", "remark") if said.get(name)}


def reason(said: Said, name: str = "reason") -> None:
    """REASON_REQUIRED without one."""
    if not said.get(name, "").strip():
        raise malformed(name, "REASON_REQUIRED")


def _day(text: str, path: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError as fault:
        raise malformed(path, "DAY_INVALID") from fault


def _known(head: Head, named: Iterable[str]) -> None:
    known = head.get("material_list")
    for place, material in enumerate(named):
        if known is not None and material not in (*known, "form"):
            raise malformed(f"missing/{place}/material", "UNKNOWN_MATERIAL")
