"""Words up to the acceptance: arrival, correction, promises, refusal."""

from collections.abc import Iterable

from services.kit.clock import checked_day
from services.kit.errors import WrongState, malformed
from services.kit.lifecycle import Head
from services.workflow.rules import effects, guards
from services.workflow.rules.limits import LIMITS
from services.workflow.rules.today import Today
from services.workflow.rules.words.deciding import remedies_of
from services.workflow.rules.words.saying import Said, reason, told

BASES = ("portal", "postmark", "register", "outage")
FILED = ("filing", "missing", "promisable", "findings", "opens_on")
GROUNDS = ("", "not_needed", "competence", "incomplete")


def receive(head: Head, said: Said, today: Today) -> Head:
    """The day of arrival stands unless a clerk shows an earlier one, with its basis and a reason; never a later one."""
    day, basis = said.get("received_on", ""), said.get("basis", "")
    if basis and basis not in BASES:
        raise malformed("basis", "BASIS_INVALID", possible=", ".join(BASES))
    legal = head["received_on"]
    if day:
        reason(said)
        legal = today.working(checked_day(day, "received_on"))
    if legal > head["received_on"]:
        raise malformed("received_on", "RECEIVED_LATER", date=head["received_on"])
    earliest = today.before(LIMITS.receipt, head["received_on"])
    if legal < earliest:
        raise malformed("received_on", "RECEIVED_TOO_EARLY", date=earliest)
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
    again = {"again": list(said["again"])} if said.get("again") else {}
    return {"missing": rows, "due_on": today.after(LIMITS.correction), **again}


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
    return {name: said[name] for name in FILED if name in said}


def accept(head: Head, _said: Said, today: Today) -> Head:
    """What is accepted on the evening it came in was received on that evening, not on the next working day."""
    return {"received_on": today.text()} if today.text() < head["received_on"] else {}


def accept_with_promise(head: Head, said: Said, today: Today) -> Head:
    """Everything missing has its day, none later than the promised end."""
    promises = [{"material": row["material"], "by": checked_day(row["by"], "promises/by")} for row in said["promises"]]
    named = [promise["material"] for promise in promises]
    for place, material in enumerate(named):
        if material not in head["promisable"]:
            raise WrongState("PROMISE_NOT_ALLOWED", params={"name": material})
        if material in named[:place]:
            raise malformed(f"promises/{place}/material", "DUPLICATE")
    unnamed = [material for material in head["promisable"] if material not in named]
    if unnamed:
        raise WrongState("NOT_COMPLETE", params={"names": ", ".join(unnamed)})
    days = head.get("promised_days") or head.get("statutory_days")
    last = today.after(days) if days else ""
    if any((last and promise["by"] > last) or promise["by"] < today.text() for promise in promises):
        raise malformed("promises", "PROMISE_TOO_LATE", date=last)
    return {"promises": promises, **accept(head, said, today)}


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


def refuse(head: Head, said: Said, _today: Today) -> Head:
    """With a reason; with the competent organ where we are not; where the law asks for it, with where to appeal."""
    reason(said)
    ground = said.get("ground", "")
    if ground not in GROUNDS:
        raise malformed("ground", "GROUND_INVALID", possible=", ".join(GROUNDS[1:]))
    if ground == "competence" and not said.get("organ", "").strip():
        raise malformed("organ", "ORGAN_REQUIRED")
    if effects.of(head)["remedies"] and not remedies_of(head, said):
        raise malformed("remedies", "REMEDIES_REQUIRED")
    return {"ground": ground} if ground else {}


def _known(head: Head, named: Iterable[str]) -> None:
    known = head.get("material_list")
    for place, material in enumerate(named):
        if known is not None and material not in (*known, "form"):
            raise malformed(f"missing/{place}/material", "UNKNOWN_MATERIAL")
