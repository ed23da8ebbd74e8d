"""A case's life at the window: who may do what when (domain.md 4.3), and what it leads to."""

from typing import Any

from services.kit.errors import WrongState
from services.kit.lifecycle import Entry, Happening, Head, Transition, insist, moment_text, row, row_of
from services.workflow.rules import facts, guards, parts, words
from services.workflow.rules.today import Today

ACCEPTED = "accepted dispatched in_review special suspended"  # a promise of time runs
DONE = "closed delivered rated"
LIVE = f"filed received correction {ACCEPTED} decided {DONE}"
NOT_ARCHIVED = f"{LIVE} not_accepted withdrawn terminated"
STATES = (*NOT_ARCHIVED.split(), "archived")
NEXT = {  # state → the action awaited, and whose turn it is
    "filed": ("receive", "window"),
    "received": ("accept", "window"),
    "correction": ("resubmit", "applicant"),
    "accepted": ("dispatch", "window"),
    "dispatched": ("take", "domain"),
    "in_review": ("decide", "approver"),
    "special": ("end_special", "window"),
    "suspended": ("resume", "applicant"),
    "decided": ("close", "window"),
    "closed": ("deliver", "window"),
    "delivered": ("rate", "applicant"),
}

TABLE: tuple[Transition, ...] = (
    row("receive", "filed", "received", "clerk"),
    row("request_correction", "received correction", "correction", "clerk", guards.first_notice),
    row("correct_on_spot", "received", None, "clerk"),
    row("resubmit", "correction", "received", "enterprise clerk"),
    row("lapse", "correction", "withdrawn", "service"),
    row("accept", "received", "accepted", "clerk", guards.complete),
    row("accept_with_promise", "received", "accepted", "clerk", guards.promisable),
    row("deem_accepted", "filed received", "accepted", "service", guards.deemable),
    row("refuse", "received", "not_accepted", "clerk"),
    row("withdraw", "filed received correction", "withdrawn", "enterprise clerk", guards.applicant),
    row("complete_on_spot", "filed received", "delivered", "clerk", guards.on_the_spot),
    row("dispatch", "accepted dispatched in_review", "dispatched", "clerk", guards.to_send),
    row("send_part", "dispatched in_review", "dispatched", "clerk approver"),
    row("send_due", "dispatched in_review special suspended", None, "service", guards.due),
    row("keep_promise", ACCEPTED, None, "enterprise clerk", guards.promised),
    row("miss_promise", ACCEPTED, None, "service", guards.missable),
    row("remind_promise", ACCEPTED, None, "service"),
    row("remind_correction", "correction", None, "service"),
    row("start_special", "in_review", "special", "clerk approver"),
    row("end_special", "special", "in_review", "clerk approver"),
    row("suspend", "in_review", "suspended", "clerk"),
    row("resume", "suspended", "in_review", "clerk"),
    row("extend", "in_review", None, "approver", guards.extendable),
    row("withdraw", ACCEPTED, "terminated", "enterprise clerk", guards.applicant),
    row("terminate", ACCEPTED, "terminated", "clerk approver"),
    row("decide", "dispatched in_review special", "decided", "approver clerk", guards.decidable),
    row("close", "decided", "closed", "clerk"),
    row("deliver", "closed", "delivered", "clerk"),
    row("rate", "delivered rated", "rated", "enterprise", guards.unrated),
    row("rectify", "delivered rated", None, "clerk", guards.rated_badly),
    row("add_document", DONE, None, "enterprise clerk"),
    row("reopen", f"decided {DONE}", "in_review", "approver clerk"),
    row("archive", f"{DONE} not_accepted withdrawn terminated", "archived", "clerk service", guards.settled),
    row("raise_card", LIVE, None, "service"),
    row("escalate_card", NOT_ARCHIVED, None, "service supervisor", guards.carded),
    row("answer_card", NOT_ARCHIVED, None, "clerk", guards.carded),
    row("annul_card", NOT_ARCHIVED, None, "supervisor", guards.carded),
    row("reschedule", LIVE, None, "service"),
)
PEOPLE = frozenset({"enterprise", "clerk", "approver", "supervisor"})
OF_CARDS = ("raise_card", "escalate_card", "answer_card", "annul_card")
ACTIONS = tuple(dict.fromkeys(transition.action for transition in TABLE))


def roles_of(action: str) -> frozenset[str]:
    """Who may do an action at all, in whatever state: people, not timers."""
    return frozenset(role for transition in TABLE if transition.action == action for role in transition.roles) & PEOPLE


def decide(head: Head, action: str, caller: Any, said: words.Said, today: Today) -> list[Happening]:
    """One action on a case with all that follows from it, or the refusal that stands in its way."""
    if head["state"] == "archived" and action in ACTIONS:
        raise WrongState("ARCHIVED")
    insist(TABLE, action, head, caller)
    if action in INSTEAD:
        return INSTEAD[action](head, said, today)
    happening = Happening(action, words.kept(action, head, said, today))
    if action == "dispatch":
        return [happening, *parts.to_dispatch(head, today.text())]
    return [happening, *(parts.cancelling(head) if action in ENDING else [])]


def _send_part(head: Head, said: words.Said, _today: Today) -> list[Happening]:
    words.reason(said)
    return parts.sent_again(head, said["part"], said.get("remark", ""))


def _send_due(head: Head, _said: words.Said, today: Today) -> list[Happening]:
    return parts.to_dispatch(head, today.text())


def _at_once(head: Head, said: words.Said, today: Today) -> list[Happening]:
    """即办件: received, accepted, decided, closed and delivered in one change; no domain is asked."""
    steps = {
        "receive": {},
        "accept": {},
        "decide": {"outcome": "done", "notice": said.get("notice", "")},
        "close": {},
        "deliver": {"means": said["means"]},
    }
    left = [action for action in steps if action != "receive" or head["state"] == "filed"]
    happenings = [Happening(action, words.kept(action, head, steps[action], today)) for action in left]
    place = left.index("decide")
    return [*happenings[:place], *parts.cancelling(head), *happenings[place:]]


ENDING = ("withdraw", "terminate", "decide")  # what has not ended by then is no longer wanted
INSTEAD = {"complete_on_spot": _at_once, "send_part": _send_part, "send_due": _send_due}  # told by other entries


def evolve(head: Head, entry: Entry) -> Head:
    """The case after an entry."""
    if entry.action == "file":
        return {**head, **entry.told(), "state": "filed", "filed_at": moment_text(entry.at)}
    if entry.action.startswith("part_") or entry.action == "start_review":
        return parts.evolve(head, entry)
    to = row_of(TABLE, entry.action, head["state"]).to
    changed = {**head, "state": to or head["state"], **facts.of(head, entry)}
    return parts.all_waiting(changed) if entry.action == "dispatch" else changed
