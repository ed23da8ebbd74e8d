"""Who may hear of which event: the policy by which cases and parts are read, as far as an event itself tells."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from services.kit.errors import NotAllowed
from services.kit.events import Event
from services.kit.identity import Caller
from services.kit.rights import CASE, PART, sight
from services.kit.units import units_of

OUTCOMES = ("qi.case.decided.v1", "qi.case.closed.v1", "qi.case.delivered.v1")
WHOLE = frozenset({"amr"})  # departments whose window it is; to others the outcomes are told
KINDS = {"case": CASE, "part": PART}
HEARERS = ("enterprise", "clerk", "specialist", "approver", "supervisor", "department", "admin")


@dataclass(frozen=True)
class Happening:
    """An event, and the fields by which the policy decides who sees its case or part."""

    event: Event
    kind: str  # case | part
    fields: Mapping[str, Any]

    @property
    def hint(self) -> dict[str, Any]:
        """What a page is told: which thing moved, and how far; it reads the rest under its own rights."""
        return {"type": self.kind, "id": self.event.key, "revision": self.event.sequence}


def happening(event: Event, domains_of: Mapping[str, frozenset[str]]) -> Happening:
    """An event with the domains it concerns: those it names, and those that its item always has."""
    data: dict[str, Any] = json.loads(event.data)
    kind = event.type.split(".")[1]
    head: dict[str, Any] = data[kind]
    named = {head.get("domain", ""), data.get("domain", "")} - {""}
    always = domains_of.get(head["item"], frozenset()) if kind == "case" else frozenset()
    units = units_of(data.get("unit") or head["station"])
    told = {"station": head["station"], "uscc": head["uscc"], "units": units, "domains": sorted(always | named)}
    return Happening(event, kind, told)


def item_of(event: Event) -> str:
    """The item of a case, or of a part."""
    return str(json.loads(event.data)[event.type.split(".")[1]]["item"])


def hears(caller: Caller, told: Happening) -> bool:
    """Whether a caller may hear of it."""
    return _sees(caller, told) or hears_all(caller) or _department(caller, told)


def hears_all(caller: Caller) -> bool:
    """Whether the whole stream is for a caller, and not outcomes only."""
    return caller.has("admin") or (caller.has("department") and caller.department in WHOLE)


def _department(caller: Caller, told: Happening) -> bool:
    return caller.has("department") and bool(caller.department) and told.event.type in OUTCOMES


def _sees(caller: Caller, told: Happening) -> bool:
    try:
        scope = sight(caller, KINDS[told.kind], next(iter(told.fields["domains"]), ""))
    except NotAllowed:
        return False
    # What an event does not tell, such as who referred a case, fits nobody.
    return all(_fits(told.fields.get(name), wanted) for name, wanted in scope.items())


def _fits(held: Any, wanted: Any) -> bool:
    """As the store compares: a list by any of its members."""
    members = held if isinstance(held, list) else [held]
    accepted = wanted["$in"] if isinstance(wanted, dict) else [wanted]
    return any(member in accepted for member in members)
