"""A desk, pure: whose it is at a moment, and what each change makes of it."""

from collections.abc import Callable, Collection, Mapping
from datetime import datetime, timedelta
from typing import Any

from services.kit.errors import Refusal, WrongState, malformed
from services.kit.lifecycle import Head, moment_of, moment_text

CLAIM = timedelta(minutes=30)
VERDICTS = ("right", "wrong", "open")
MEANS = ("phone", "message", "visit")
MOST_CONTACTS = 500
Said = Mapping[str, Any]
Change = Callable[[Head, str, datetime, Said], Head]  # of a desk, by an account, at a moment, with what was said


def holder(desk: Head, now: datetime) -> str:
    """The account that works on a case; nobody once the claim has run out."""
    claim = desk.get("claim") or {}
    return str(claim["by"]) if claim and moment_of(claim["until"]) > now else ""


def claimed_by_other(desk: Head, account: str, stands_in_for: Collection[str], now: datetime) -> Refusal | None:
    """Why an account may not act now: somebody else does, for whom it does not stand in."""
    who = holder(desk, now)
    if who in ("", account, *stands_in_for):
        return None
    minutes = (moment_of(desk["claim"]["until"]) - now) // timedelta(minutes=1) + 1
    return WrongState("CLAIMED_BY_OTHER", params={"who": who, "min": minutes})


def free_for(desk: Head, who: Any, stands_in_for: Collection[str]) -> Collection[str]:
    """Whose claims do not keep somebody from a desk: a supervisor gives out work whoever has it."""
    held = (desk.get("claim") or {}).get("by")
    return [*stands_in_for, held] if held and not who.has("clerk") and who.has("supervisor") else stands_in_for


def claim(_desk: Head, account: str, now: datetime, _said: Said) -> Head:
    """For half an hour from now."""
    return {"claim": {"by": account, "since": moment_text(now), "until": moment_text(now + CLAIM)}}


def release(_desk: Head, _account: str, _now: datetime, _said: Said) -> Head:
    """Free for everybody."""
    return {"claim": None}


def transfer(desk: Head, _account: str, now: datetime, said: Said) -> Head:
    """A colleague has it from now."""
    if not said["to"].strip():
        raise malformed("to", "REQUIRED")
    return claim(desk, said["to"].strip(), now, said)


def save(_desk: Head, _account: str, _now: datetime, said: Said) -> Head:
    """The ticks and the text as they are now."""
    for place, tick in enumerate(said["ticks"]):
        if tick["verdict"] not in VERDICTS:
            raise malformed(f"ticks/{place}/verdict", "VERDICT_INVALID", possible=", ".join(VERDICTS))
    return {"ticks": list(said["ticks"]), "parked": said["parked"]}


def log(desk: Head, account: str, now: datetime, said: Said) -> Head:
    """One more contact; the oldest of very many are dropped."""
    return {"contacts": [*desk.get("contacts", []), contact(account, now, said)][-MOST_CONTACTS:]}


def contact(account: str, now: datetime, said: Said) -> Head:
    """What was spoken of, with whom of us, and how."""
    if said["means"] not in MEANS:
        raise malformed("means", "MEANS_INVALID", possible=", ".join(MEANS))
    if not said["text"].strip():
        raise malformed("text", "REQUIRED")
    return {"at": moment_text(now), "by": account, "means": said["means"], "text": said["text"]}


CHANGES: Mapping[str, Change] = {"claim": claim, "release": release, "transfer": transfer, "save": save, "log": log}


def changed(action: str, desk: Head, account: str, stands_in_for: Collection[str], now: datetime, said: Said) -> Head:
    """The desk after a change, or CLAIMED_BY_OTHER."""
    refusal = claimed_by_other(desk, account, stands_in_for, now)
    if refusal is not None:
        raise refusal
    return {**desk, **CHANGES[action](desk, account, now, said)}
