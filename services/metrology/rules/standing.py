"""How an instrument stands on a day, and the key that sorts a ledger so that every standing is a range of it."""

from datetime import date, timedelta

from services.kit.errors import WrongState
from services.kit.lifecycle import Head
from services.metrology.rules.periods import SCRAP

REMIND_DAYS = (30, 15, 7)  # before the last day
SOON = timedelta(days=REMIND_DAYS[0])
UNVERIFIED, FAILED = "0000-00-01", "0000-00-02"
ENDLESS, STOPPED, RETIRED = "9999-00-00", "9999-00-01", "9999-00-02"
RESTING = {"failed": FAILED, "stopped": STOPPED, "retired": RETIRED}
STANDINGS = ("valid", "due", "expired", "unverified", "failed", "stopped", "retired")
USABLE = frozenset({"valid", "due"})


def due_on(head: Head) -> str:
    """The last valid day, or a text that sorts where what has none belongs: faults first, what is at rest last."""
    if head["state"] in RESTING:
        return RESTING[head["state"]]
    if not head.get("verified_on"):
        return UNVERIFIED
    return str(head.get("valid_until") or (ENDLESS if head["mode"] == SCRAP else UNVERIFIED))


def standing(head: Head, today: date) -> str:
    """One of STANDINGS."""
    if head["state"] in RESTING:
        return str(head["state"])
    due = head["due_on"]
    if due in (UNVERIFIED, ENDLESS):
        return "unverified" if due == UNVERIFIED else "valid"
    if due < today.isoformat():
        return "expired"
    return "due" if due <= (today + SOON).isoformat() else "valid"


def between(wanted: str, today: date) -> dict[str, str]:
    """The range of `due_on` that a standing is; `unusable` is all that must not be used, `` all that is not retired."""
    now, soon = today.isoformat(), (today + SOON).isoformat()
    ranges = {
        "": {"$lt": RETIRED},
        "unusable": {"$lt": now},
        "expired": {"$gt": FAILED, "$lt": now},
        "unverified": {"$gte": UNVERIFIED, "$lt": FAILED},
        "failed": {"$gte": FAILED, "$lte": FAILED},
        "due": {"$gte": now, "$lte": soon},
        "valid": {"$gte": now, "$lte": ENDLESS},
        "stopped": {"$gte": STOPPED, "$lte": STOPPED},
        "retired": {"$gte": RETIRED, "$lte": RETIRED},
    }
    return ranges[wanted]


def remind_on(head: Head) -> str:
    """The next day on which its owner is reminded; each distance once for each last day."""
    due = due_on(head)
    if not UNVERIFIED < due < ENDLESS or due == FAILED:
        return ""
    reminded = head["reminded"] if head.get("reminded_of") == due else REMIND_DAYS[0] + 1
    ahead = [days for days in REMIND_DAYS if days < reminded]
    return (date.fromisoformat(due) - timedelta(days=ahead[0])).isoformat() if ahead else ""


def distance(head: Head, today: date) -> int | None:
    """Which reminder is due: the nearest distance that is reached, 0 once the last day is past, None for none."""
    if not head.get("remind_on") or head["remind_on"] > today.isoformat():
        return None
    left = (date.fromisoformat(head["due_on"]) - today).days
    return min(days for days in REMIND_DAYS if left <= days) if left >= 0 else 0


def expect_usable(head: Head, today: date) -> None:
    """EQUIPMENT_INVALID for an instrument that no measurement may name on a day."""
    how = standing(head, today)
    if how not in USABLE:
        ended = head.get("valid_until") or ""
        raise WrongState("EQUIPMENT_INVALID", params={"equipment": head["_id"], "date": ended, "standing": how})
