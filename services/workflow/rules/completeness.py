"""What a filing lacks: the same findings before filing, at filing, and when the clerk looks (domain.md 4, art. 32)."""

from collections.abc import Collection, Iterable
from typing import Protocol


class Needed(Protocol):
    """A material of an item."""

    code: str
    source: str
    necessity: str


Finding = dict[str, str]
OUTCOMES = {"required": "incomplete", "promisable": "promisable"}  # of what is lacking → what the window can do


def absent(materials: Iterable[Needed], given: Collection[str]) -> list[Needed]:
    """What the applicant has not given; what is shared or a licence is never asked of the applicant (L18)."""
    return [one for one in materials if one.source == "applicant" and one.code not in given]


def missing(lacking: Iterable[Needed]) -> list[str]:
    """The codes that stand in the way of acceptance."""
    return [one.code for one in lacking if one.necessity == "required"]


def promisable(lacking: Iterable[Needed]) -> list[str]:
    """The codes that may come later, against a promise."""
    return [one.code for one in lacking if one.necessity == "promisable"]


def findings(lacking: Iterable[Needed]) -> list[Finding]:
    """What both sides see; a conditional material is nobody's fault."""
    return [
        {"path": f"materials/{one.code}", "reason": "MATERIAL_MISSING", "level": "missing"}
        for one in lacking
        if one.necessity != "conditional"
    ]


def outcome(lacking: Iterable[Needed]) -> str:
    """What acceptance would say of what is lacking: complete | promisable | incomplete."""
    found = {OUTCOMES[one.necessity] for one in lacking if one.necessity in OUTCOMES}
    return next((word for word in ("incomplete", "promisable") if word in found), "complete")
