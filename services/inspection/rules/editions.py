"""Editions of rules: which values hold on a day, and what a new edition has to be."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from services.kit.errors import WrongState


@dataclass(frozen=True)
class Edition:
    """The values of one rule from a day on, and where they are from."""

    rule: str
    effective_from: str  # ISO date
    source: str
    basis: str  # read | gk | assumed
    content: Mapping[str, Any]

    @property
    def id(self) -> str:
        """By which a record names the edition it used."""
        return f"{self.rule}@{self.effective_from}"


@cache
def seed() -> tuple[Edition, ...]:
    """What the project comes with."""
    told = yaml.safe_load(files(__package__).joinpath("editions.yaml").read_text("utf-8"))
    return tuple(Edition(rule, **row) for rule, rows in told.items() for row in rows)


def in_force(editions: Iterable[Edition], rule: str, day: str) -> Edition:
    """The edition of a rule on a day; NOT_IN_FORCE before the first one."""
    found = [one for one in editions if one.rule == rule and one.effective_from <= day]
    if not found:
        raise WrongState("NOT_IN_FORCE", params={"rule": rule, "day": day})
    return max(found, key=lambda one: one.effective_from)
