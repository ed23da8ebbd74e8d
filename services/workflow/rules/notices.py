"""Which notices an action issues, what they are called, and whether they still stand."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from services.kit.lifecycle import Entry


@dataclass(frozen=True)
class Issue:
    """A kind of notice that an entry issues, when what it says is so."""

    kind: str
    when: Callable[[Mapping[str, Any]], bool] = lambda _data: True


def _denied(data: Mapping[str, Any]) -> bool:
    return data.get("outcome") == "denied"


def _not_denied(data: Mapping[str, Any]) -> bool:
    return not _denied(data)


NOTHING: tuple[Issue, ...] = ()
ISSUES: Mapping[str, tuple[Issue, ...]] = {  # action → what it issues; an action without a row fails a test
    "file": NOTHING,
    "receive": (Issue("receipt"),),
    "correct_on_spot": NOTHING,
    "request_correction": (Issue("correction"),),
    "resubmit": (Issue("receipt"),),
    "accept": (Issue("acceptance"),),
    "accept_with_promise": (Issue("promise"), Issue("acceptance")),
    "deem_accepted": (Issue("acceptance"),),
    "refuse": (Issue("not_accepted"),),
    "dispatch": NOTHING,
    "start_special": (Issue("special"),),
    "end_special": NOTHING,
    "suspend": NOTHING,
    "keep_promise": NOTHING,
    "miss_promise": NOTHING,
    "remind_promise": NOTHING,
    "remind_correction": NOTHING,
    "add_document": NOTHING,
    "raise_card": NOTHING,
    "escalate_card": NOTHING,
    "answer_card": NOTHING,
    "annul_card": NOTHING,
    "resume": NOTHING,
    "extend": (Issue("extension"),),
    "decide": (Issue("grant", _not_denied), Issue("denial", _denied)),
    "reschedule": NOTHING,
    "send_part": NOTHING,
    "send_due": NOTHING,
    "complete_on_spot": NOTHING,  # its entries are those of the ordinary way
    "close": (Issue("closed"),),
    "deliver": (Issue("delivery"),),
    "terminate": (Issue("termination"),),
    "lapse": (Issue("termination"),),
    "withdraw": (Issue("termination"),),
    "reopen": NOTHING,
    "rate": NOTHING,
    "rectify": NOTHING,
    "archive": NOTHING,
}
CONCLUSIONS = frozenset({"grant", "denial", "closed"})  # what a reopened case takes back
FAMILIES = tuple(frozenset(kinds.split()) for kinds in ("receipt", "grant denial", "closed", "delivery"))
CONFIDENTIAL = frozenset({"receipt"})  # holds the query key: for the applicant and the window only


def issued_by(entries: Sequence[Entry]) -> Iterator[tuple[Entry, str]]:
    """Every notice of a history: the entry that issued it, and its kind."""
    for entry in entries:
        for issue in ISSUES.get(entry.action, NOTHING):
            if issue.when(entry.data):
                yield entry, issue.kind


def notice_id(entry: Entry, kind: str) -> str:
    """The id of a notice within its case."""
    return f"{kind}-{entry.n}"


def taken_back(entries: Sequence[Entry], n: int, kind: str) -> Entry | None:
    """The later entry by which a notice no longer stands."""
    if kind not in CONCLUSIONS:
        return None
    return next((entry for entry in entries[n:] if entry.action == "reopen"), None)


def successor(entries: Sequence[Entry], n: int, kind: str) -> tuple[Entry, str] | None:
    """The newest notice that took the place of one: a new receipt, the decision and the end of a later round."""
    family = next((kinds for kinds in FAMILIES if kind in kinds), frozenset())
    later = [(entry, issued) for entry, issued in issued_by(entries[n:]) if issued in family]
    return later[-1] if later else None


def state_of(entries: Sequence[Entry], n: int, kind: str) -> str:
    """valid, replaced by a newer one, or revoked: by the instrument that reopened its case."""
    if successor(entries, n, kind) is not None:
        return "replaced"
    return "valid" if taken_back(entries, n, kind) is None else "revoked"
