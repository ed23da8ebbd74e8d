"""What each entry writes on a case: the facts that clocks, notices and pages read. Days are ISO dates."""

from collections.abc import Callable, Mapping

from services.kit.clock import day_of
from services.kit.lifecycle import Entry, Head, moment_text

Facts = Callable[[Head, Entry], Head]


def _on(entry: Entry) -> str:
    return day_of(entry.at).isoformat()


def _at(entry: Entry) -> str:
    return moment_text(entry.at)


def _picked(entry: Entry, *names: str) -> Head:
    return {name: entry.data[name] for name in names if name in entry.data}


FILING = ("filing", "missing", "promisable", "findings")


def _filed(head: Head, entry: Entry) -> Head:
    """The filing as it stands now; a part that waits for a day of its form waits for the new one."""
    days = entry.data.get("opens_on", {})
    moved = [
        {**part, "opens_on": days[part["item"]]} if part["item"] in days and part["state"] == "waiting" else part
        for part in head["parts"]
    ]
    return _picked(entry, *FILING) | ({"parts": moved} if days else {})


def receive(_head: Head, entry: Entry) -> Head:
    """Who confirmed the receipt, and its day."""
    return {"received_at": _at(entry), "receiver": entry.actor, **_picked(entry, "received_on", "received_basis")}


def request_correction(head: Head, entry: Entry) -> Head:
    """One more correction asked for."""
    told = {"on": _on(entry), "notice": entry.data.get("notice", ""), **_picked(entry, "missing", "due_on")}
    again = [*head.get("asked_again", []), *entry.data.get("again", [])]
    return {"corrections": [*head.get("corrections", []), told], **({"asked_again": again} if again else {})}


def correct_on_spot(head: Head, entry: Entry) -> Head:
    """The filing as it stands after it."""
    return _filed(head, entry)


def resubmit(head: Head, entry: Entry) -> Head:
    """The correction is answered, and the receipt begins anew."""
    *before, last = head["corrections"]
    answered = {**last, "resubmitted_on": _on(entry), "given": entry.data["given"]}
    return {
        "corrections": [*before, answered],
        **_filed(head, entry),
        **_picked(entry, "received_on", "received_basis"),
    }


def accept(_head: Head, entry: Entry) -> Head:
    """Accepted today."""
    told = {"accepted_at": _at(entry), "accepted_on": _on(entry), "deemed": False, "handler": entry.actor}
    return told | _picked(entry, "received_on")


def accept_with_promise(head: Head, entry: Entry) -> Head:
    """Accepted, with what is still owed."""
    return {**accept(head, entry), "promises": entry.data["promises"]}


def deem_accepted(_head: Head, entry: Entry) -> Head:
    """Accepted by silence: as of the receipt."""
    return {"accepted_at": _at(entry), "accepted_on": entry.data["accepted_on"], "deemed": True}


def keep_promise(head: Head, entry: Entry) -> Head:
    """Some promises are kept."""
    kept = entry.data["materials"]
    return {"promises": _marked(head, kept, "kept_on", _on(entry)), **_filed(head, entry)}


def miss_promise(head: Head, entry: Entry) -> Head:
    """Some promises were not kept by their day."""
    return {"promises": _marked(head, entry.data["materials"], "missed_on", _on(entry))}


def remind(head: Head, entry: Entry) -> Head:
    """One more reminder, by the clock and the days that were left."""
    return {"reminders": [*head.get("reminders", []), _picked(entry, "clock", "subject", "due", "left")]}


def _marked(head: Head, materials: list[str], mark: str, on: str) -> list[Head]:
    return [
        {**promise, mark: on} if promise["material"] in materials and mark not in promise else promise
        for promise in head.get("promises", [])
    ]


def dispatch(_head: Head, entry: Entry) -> Head:
    """Who sent the parts."""
    return {"handler": entry.actor}


def start_special(head: Head, entry: Entry) -> Head:
    """The clock stands still for a procedure."""
    told = _picked(entry, "type", "basis", "days_needed", "officers", "notice")
    return {"stops": [*head.get("stops", []), {"kind": "special", **told, "from": _on(entry)}]}


def suspend(head: Head, entry: Entry) -> Head:
    """The clock stands still for the applicant."""
    stop = {"kind": "suspension", "type": "applicant", "basis": "applicant", "from": _on(entry)}
    return {"stops": [*head.get("stops", []), stop]}


def end_stop(head: Head, entry: Entry) -> Head:
    """The clock goes on."""
    *before, last = head["stops"]
    return {"stops": [*before, {**last, "until": _on(entry)}]}


def extend(_head: Head, entry: Entry) -> Head:
    """The one extension."""
    told = _picked(entry, "days", "document")
    return {"extension": {"on": _on(entry), "reason": entry.data.get("notice", ""), **told}}


def terminate(head: Head, entry: Entry) -> Head:
    """Ended before a decision; a stop of the clock ends with it."""
    stops = head.get("stops", [])
    running = bool(stops) and "until" not in stops[-1]
    return {"terminated_on": _on(entry), **(end_stop(head, entry) if running else {})}


def withdraw(head: Head, entry: Entry) -> Head:
    """Before acceptance withdrawn, after it terminated."""
    return terminate(head, entry) if head.get("accepted_at") else {"withdrawn_on": _on(entry)}


def decide(_head: Head, entry: Entry) -> Head:
    """The decision."""
    told = {"decider": entry.actor, "outcome": entry.data["outcome"], "decision": entry.data.get("notice", "")}
    return {"decided_at": _at(entry), "decided_on": _on(entry), **told}


def close(_head: Head, entry: Entry) -> Head:
    """Closed today."""
    return {"closed_at": _at(entry), "closed_on": _on(entry)}


def deliver(_head: Head, entry: Entry) -> Head:
    """In the applicant's hands."""
    return {"delivered_at": _at(entry), "delivered_on": _on(entry), "means": entry.data["means"]}


def rate(_head: Head, entry: Entry) -> Head:
    """The one rating."""
    told = _picked(entry, "level", "rectify_by", "remark")
    return {"rating": {**told, "on": _on(entry)}}


def rectify(head: Head, entry: Entry) -> Head:
    """What a bad rating led to; the rating itself stays."""
    return {"rating": {**head["rating"], "rectified_on": _on(entry)}}


def add_document(head: Head, entry: Entry) -> Head:
    """What came after the end."""
    return {"late": [*head.get("late", []), {"on": _on(entry), **_picked(entry, "filing", "materials")}]}


ROUND = ("decided_on", "outcome", "decider", "decision", "closed_on", "delivered_on", "extension", "stops")
AGAIN = ("decided_at", "closed_at", "delivered_at", *ROUND)


def reopen(head: Head, entry: Entry) -> Head:
    """The old decision stays among the rounds, a new round begins."""
    past = {name: head[name] for name in ROUND if head.get(name)}
    past |= {"reopened_on": _on(entry), **_picked(entry, "instrument_on", "instrument", "notice")}
    fresh: Head = {name: "" for name in AGAIN if name not in ("extension", "stops")}
    return {**fresh, "extension": None, "stops": [], "rounds": [*head.get("rounds", []), past]}


def archive(_head: Head, entry: Entry) -> Head:
    """Read-only from today."""
    return {"archived_on": _on(entry)}


def raise_card(head: Head, entry: Entry) -> Head:
    """One more card."""
    told = {name: value for name, value in entry.told().items() if name not in ("notice", "remark")}
    return {"cards": [*head.get("cards", []), {**told, "on": _on(entry)}]}


def escalate_card(head: Head, entry: Entry) -> Head:
    """A card goes one step up."""
    return {"cards": _card(head, entry, "escalated_on")}


def answer_card(head: Head, entry: Entry) -> Head:
    """A card is answered."""
    return {"cards": _card(head, entry, "answered_on")}


def annul_card(head: Head, entry: Entry) -> Head:
    """A card was raised for no fault."""
    return {"cards": _card(head, entry, "annulled_on")}


def _card(head: Head, entry: Entry, mark: str) -> list[Head]:
    return [{**card, mark: _on(entry)} if card["id"] == entry.data["card"] else card for card in head["cards"]]


WRITES: Mapping[str, Facts] = {
    "receive": receive,
    "request_correction": request_correction,
    "correct_on_spot": correct_on_spot,
    "resubmit": resubmit,
    "accept": accept,
    "accept_with_promise": accept_with_promise,
    "deem_accepted": deem_accepted,
    "keep_promise": keep_promise,
    "miss_promise": miss_promise,
    "remind_promise": remind,
    "remind_correction": remind,
    "dispatch": dispatch,
    "start_special": start_special,
    "end_special": end_stop,
    "suspend": suspend,
    "resume": end_stop,
    "extend": extend,
    "terminate": terminate,
    "withdraw": withdraw,
    "lapse": withdraw,
    "decide": decide,
    "close": close,
    "deliver": deliver,
    "rate": rate,
    "rectify": rectify,
    "add_document": add_document,
    "reopen": reopen,
    "archive": archive,
    "raise_card": raise_card,
    "escalate_card": escalate_card,
    "answer_card": answer_card,
    "annul_card": annul_card,
}


def of(head: Head, entry: Entry) -> Head:
    """What an entry changes beside the state: its facts, and the notice it names."""
    facts = WRITES[entry.action](head, entry) if entry.action in WRITES else {}
    notice = entry.data.get("notice")
    return {**facts, "notices": [*head.get("notices", []), notice]} if notice else facts
