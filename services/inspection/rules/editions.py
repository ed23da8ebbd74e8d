"""Editions of rules: which values hold on a day, and what a new edition has to be."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

import jsonschema_rs
import yaml

from services.kit.clock import checked_day
from services.kit.errors import WrongState, malformed

BASES = ("read", "gk", "assumed")
LONGEST_SOURCE = 200


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


def _read(name: str) -> Any:
    return yaml.safe_load(files(__package__).joinpath(name).read_text("utf-8"))


@cache
def seed() -> tuple[Edition, ...]:
    """What the project comes with."""
    return tuple(Edition(rule, **row) for rule, rows in _read("editions.yaml").items() for row in rows)


@cache
def _schemas() -> Mapping[str, Any]:
    return {rule: jsonschema_rs.validator_for(schema) for rule, schema in _read("editions_schemas.yaml").items()}


def checked_new(new: Edition, editions: Iterable[Edition], today: date) -> Edition:
    """An edition that may be added: of a known rule, fitting its schema, from a day nothing has been judged by yet."""
    schema = _schemas().get(new.rule)
    if schema is None:
        raise malformed("rule", "NOT_ONE_OF", known=" ".join(_schemas()))
    if new.basis not in BASES:
        raise malformed("basis", "NOT_ONE_OF", known=" ".join(BASES))
    if not 1 <= len(new.source.strip()) <= LONGEST_SOURCE:
        raise malformed("source", "REQUIRED", max=LONGEST_SOURCE)
    for fault in schema.iter_errors(new.content):
        place = "/".join(str(step) for step in fault.instance_path)
        raise malformed(f"content/{place}".rstrip("/"), "SCHEMA_BROKEN", fault.message[:200])
    last = max(one.effective_from for one in editions if one.rule == new.rule)
    earliest = max(last, today.isoformat())
    if checked_day(new.effective_from, "effective_from") <= earliest:
        raise malformed("effective_from", "DAY_NOT_LATER", min=earliest)
    return new


def in_force(editions: Iterable[Edition], rule: str, day: str) -> Edition:
    """The edition of a rule on a day; NOT_IN_FORCE before the first one."""
    found = [one for one in editions if one.rule == rule and one.effective_from <= day]
    if not found:
        raise WrongState("NOT_IN_FORCE", params={"rule": rule, "day": day})
    return max(found, key=lambda one: one.effective_from)
