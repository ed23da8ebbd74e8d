"""Words between the acceptance and the delivery: stops, extension, end, decision."""

from services.kit.errors import malformed
from services.kit.lifecycle import Head
from services.workflow.rules import effects, parts, remedies
from services.workflow.rules.limits import BY_OWN_LAW
from services.workflow.rules.today import Today
from services.workflow.rules.words.saying import Said, reason, told

OUTCOMES = ("granted", "denied", "done", "partial")
MEANS = ("window", "post", "electronic")
PROCEDURES = ("hearing", "tender", "auction", "inspection", "testing", "quarantine", "appraisal", "expert_review")  # 45
OFFICERS = 2


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
