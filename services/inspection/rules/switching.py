"""The switching rules of GB/T 2828.1, 9.3 and 9.4: how severely the next lot of a series is inspected, and why."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from services.inspection.rules.sampling import Plan, plan_of, tighter
from services.kit.errors import malformed

NORMAL, TIGHTENED, REDUCED, SUSPENDED = "normal", "tightened", "reduced", "suspended"
ENOUGH = 30  # of the switching score
LOOKED_BACK, TOO_MANY = 5, 2  # of the last five original lots, two not accepted
ROW = 5  # lots accepted one after the other, by which tightened inspection ends
PATIENCE = 5  # lots not accepted on tightened inspection, at which acceptance ends


@dataclass(frozen=True)
class Standing:
    """Where a series is in the rules; everything but the agreement begins anew with each severity."""

    severity: str = NORMAL
    score: int = 0
    recent: tuple[bool, ...] = ()  # the last original lots on this severity: accepted or not, the newest last
    refused: int = 0  # original lots not accepted on this tightened inspection
    steady: bool = False  # production
    agreed: bool = False  # the authority, to reduced inspection
    why: str = ""  # the rule by which the last step changed the severity; none: it stays

    @classmethod
    def of(cls, told: Mapping[str, Any]) -> "Standing":
        """As it is stored."""
        return cls(**{**told, "recent": tuple(told["recent"])})

    def stored(self) -> dict[str, Any]:
        """As it is written into a history."""
        return {name: list(value) if isinstance(value, tuple) else value for name, value in vars(self).items()}

    def to(self, severity: str, why: str) -> "Standing":
        """Another severity."""
        return Standing(severity, steady=self.steady, agreed=self.agreed, why=why)


@dataclass(frozen=True)
class Verdict:
    """What became of a lot: by which plan, accepted or not, and what it adds to the score (None: begins anew)."""

    plan: Plan
    accepted: bool
    gain: int | None


def judged(lot_size: int, nonconforming: int, level: str, aql: str, severity: str) -> Verdict:
    """The verdict on a lot; with Ac ≥ 2 the score wants a lot that the next tighter AQL would have accepted too."""
    plan = plan_of(lot_size, level, aql, severity)
    accepted = nonconforming <= plan.accept
    if plan.accept < 2:
        return Verdict(plan, accepted, 2 if accepted else None)
    below = tighter(aql)
    good = below is not None and nonconforming <= plan_of(lot_size, level, below, severity).accept
    return Verdict(plan, accepted, 3 if good else None)


def after(standing: Standing, verdict: Verdict) -> Standing:
    """The standing after an original lot."""
    recent = (*standing.recent, verdict.accepted)[-LOOKED_BACK:]
    score = 0 if verdict.gain is None or standing.severity != NORMAL else standing.score + verdict.gain
    refused = standing.refused + (standing.severity == TIGHTENED and not verdict.accepted)
    return _switched(replace(standing, recent=recent, score=score, refused=refused, why=""))


def informed(standing: Standing, steady: bool, agreed: bool) -> Standing:
    """The standing once it is known whether production is steady and whether the authority agrees."""
    return _switched(replace(standing, steady=steady, agreed=agreed, why=""))


def _switched(now: Standing) -> Standing:
    for severity, holds, to, why in RULES:
        if now.severity == severity and holds(now):
            return now.to(to, why)
    return now


RULES = (  # the first that holds; within one severity the stricter ones come first
    (NORMAL, lambda now: now.recent.count(False) >= TOO_MANY, TIGHTENED, "TWO_OF_FIVE_REFUSED"),
    (NORMAL, lambda now: now.score >= ENOUGH and now.steady and now.agreed, REDUCED, "SCORE_REACHED"),
    (TIGHTENED, lambda now: now.refused >= PATIENCE, SUSPENDED, "FIVE_REFUSED"),
    (TIGHTENED, lambda now: now.recent[-ROW:] == (True,) * ROW, NORMAL, "FIVE_ACCEPTED"),
    (REDUCED, lambda now: False in now.recent, NORMAL, "LOT_REFUSED"),
    (REDUCED, lambda now: not now.steady, NORMAL, "PRODUCTION_UNSTEADY"),
    (REDUCED, lambda now: not now.agreed, NORMAL, "AGREEMENT_WITHDRAWN"),
)


def checked_count(nonconforming: int, plan: Plan, items: bool) -> int:
    """How many were found: not below nought, and not more items than were looked at."""
    most = plan.sample_size if items else 1_000_000
    if not 0 <= nonconforming <= most:
        raise malformed("nonconforming", "OUT_OF_RANGE", min=0, max=most)
    return nonconforming
