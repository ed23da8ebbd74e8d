"""What limits a case has in working days (domain.md 4.3, 4.4): as data, and from which facts each runs."""

from collections.abc import Callable
from dataclasses import dataclass

from services.kit.clock import day_of
from services.kit.lifecycle import Head, moment_of

UNDER_WAY = frozenset({"accepted", "dispatched", "in_review", "special", "suspended"})
BAD_RATING = 2
BY_OWN_LAW = frozenset({"site_check", "publicity"})  # procedures that only the item's own law knows


@dataclass(frozen=True)
class Terms:
    """What an item says of time."""

    licence: bool = False  # the licence law's limits apply
    statutory_days: int = 0
    promised_days: int = 0
    joint: bool = False  # Art. 26: several lines handle one licence together
    deemed: bool = False  # Art. 32(4): accepted by law when nobody answered in time

    @property
    def decision_days(self) -> int:
        """The statutory days of one organ's decision; none where the licence law does not apply, or jointly."""
        return (self.statutory_days or LIMITS.decision) if self.licence and not self.joint else 0


@dataclass(frozen=True)
class Limits:
    """Working days, as data; those marked are assumed, not law."""

    acceptance: int = 5
    receipt: int = 10  # how long before it arrived a filing may be shown to have been received: assumed
    correction: int = 30  # assumed
    decision: int = 20
    joint: int = 45
    delivery: int = 10
    rectification: int = 15


@dataclass(frozen=True)
class Thresholds:
    """When a clock is yellow (so few days, or so small a share, left) and when black (so many days over): assumed."""

    yellow_days: int = 1
    yellow_percent: int = 20
    black_days: int = 5

    def yellow(self, limit: int) -> int:
        """The working days left at which a clock turns yellow."""
        return max(self.yellow_days, limit * self.yellow_percent // 100)

    def colour(self, remaining: int, overdue: bool, limit: int) -> str:
        """The colour of a clock that runs."""
        if overdue:
            return "black" if -remaining > self.black_days else "red"
        return "yellow" if remaining <= self.yellow(limit) else "green"


LIMITS, THRESHOLDS = Limits(), Thresholds()


@dataclass(frozen=True)
class Rule:
    """How one clock comes from the facts of a case."""

    name: str
    basis: str
    days: Callable[[Head, Terms], int]  # none: there is no such clock
    start: Callable[[Head], str]
    states: frozenset[str]  # in which it runs
    end: Callable[[Head], str]
    moves: bool = False  # stops and the extension move it


def legal_day(head: Head, name: str) -> str:
    """The day of a fact: the legal one where it is told, else that of the moment."""
    if head.get(f"{name}_on"):
        return str(head[f"{name}_on"])
    moment = head.get(f"{name}_at")
    return day_of(moment_of(moment)).isoformat() if moment else ""


def _last_correction(head: Head) -> Head:
    corrections: list[Head] = head.get("corrections") or [{}]
    return corrections[-1]


def _answered(head: Head) -> str:
    """When the window answered: by a correction notice, or by accepting."""
    notice = _last_correction(head)
    if notice and not notice.get("resubmitted_on"):
        return str(notice["on"])
    return "" if head.get("deemed") else legal_day(head, "accepted")


def _round(head: Head) -> str:
    """When the round began that is open, or was the last: with the acceptance, or by an instrument that reopened it."""
    rounds = head.get("rounds")
    return str(rounds[-1]["reopened_on"]) if rounds else legal_day(head, "accepted")


def _bad_rating(head: Head) -> Head:
    rating: Head = head.get("rating") or {}
    return rating if 0 < int(rating.get("level", 0)) <= BAD_RATING else {}


def _over(head: Head) -> str:
    return legal_day(head, "decided") or legal_day(head, "terminated")


RULES: tuple[Rule, ...] = (
    Rule(
        "acceptance",
        "行政许可法第三十二条第一款第四项",
        days=lambda _head, _terms: LIMITS.acceptance,
        start=lambda head: legal_day(head, "received"),
        states=frozenset({"filed", "received"}),
        end=_answered,
    ),
    Rule(
        "correction",
        "",
        days=lambda _head, _terms: LIMITS.correction,
        start=lambda head: str(_last_correction(head).get("on", "")),
        states=frozenset({"correction"}),
        end=lambda head: str(_last_correction(head).get("resubmitted_on") or ""),
    ),
    Rule(
        "decision",
        "行政许可法第四十二条第一款",
        days=lambda _head, terms: terms.decision_days,
        start=_round,
        states=UNDER_WAY,
        end=_over,
        moves=True,
    ),
    Rule(
        "joint",
        "行政许可法第四十二条第二款",
        days=lambda _head, terms: LIMITS.joint if terms.joint else 0,
        start=_round,
        states=UNDER_WAY,
        end=_over,
        moves=True,
    ),
    Rule(
        "promised",
        "",
        days=lambda _head, terms: terms.promised_days,
        start=_round,
        states=UNDER_WAY,
        end=_over,
        moves=True,
    ),
    Rule(
        "delivery",
        "行政许可法第四十四条",
        days=lambda head, terms: LIMITS.delivery if terms.licence and head.get("outcome") == "granted" else 0,
        start=lambda head: legal_day(head, "decided"),
        states=frozenset({"decided", "closed"}),
        end=lambda head: legal_day(head, "delivered"),
    ),
    Rule(
        "rectification",
        "",
        days=lambda head, _terms: LIMITS.rectification if _bad_rating(head) else 0,
        start=lambda head: str(_bad_rating(head).get("on", "")),
        states=frozenset({"delivered", "rated"}),  # delivered: once more, after it was rated and reopened
        end=lambda head: str(_bad_rating(head).get("rectified_on") or ""),
    ),
)


def basis_of(procedure: str) -> str:
    """Why a clock stands still: the article for the procedures that it names."""
    return "" if procedure in BY_OWN_LAW or procedure in ("", "applicant") else "行政许可法第四十五条"
