"""Who sees what of cases and parts: a policy of roles, relations and fields; who may do what, the state tables say."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from services.kit.errors import NotAllowed
from services.kit.identity import Caller
from services.kit.lifecycle import Head
from services.kit.units import CITY

CASE, PART = "cases", "parts"


@dataclass(frozen=True)
class Right:
    """A role's sight: its relation to what it sees, and which of the guarded fields are shown to it."""

    role: str
    relation: str
    fields: frozenset[str] = frozenset()


def _right(role: str, relation: str, fields: str = "") -> Right:
    return Right(role, relation, frozenset(fields.split()))


POLICY = (  # of somebody with several roles the first counts
    _right("service", "all", "contact form notices cards"),
    _right("approver", "unit", "contact form remarks notices cards"),
    _right("supervisor", "unit", "form comment remarks notices cards"),
    _right("clerk", "station", "key contact form comment remarks notices cards"),
    _right("specialist", "domain", "contact form remarks notices cards"),
    _right("enterprise", "enterprise", "key contact form comment notices"),
    _right("department", "referrer", "form"),
)
FIELDS = frozenset({"key", "contact", "form", "comment", "remarks", "notices", "cards"})


def _unit(who: Caller) -> Head:
    """One's own unit and what lies below it."""
    unit = who.unit or who.division
    return {} if unit in CITY else {"units": unit}


RELATIONS: Mapping[str, Callable[[Caller, str], Head]] = {  # relation → the filter of a kind of thing
    "all": lambda _who, _kind: {},
    "unit": lambda who, _kind: _unit(who),
    "station": lambda who, _kind: {"station": who.station},
    "domain": lambda who, kind: {**({"domains": {"$in": sorted(who.domains)}} if kind == CASE else {}), **_unit(who)},
    "enterprise": lambda who, _kind: {"uscc": who.uscc},
    "referrer": lambda who, _kind: {"referrer": who.department},
}


def right_of(who: Caller) -> Right:
    """The right by which somebody sees anything; FORBIDDEN for whoever has none."""
    for right in POLICY:
        if who.has(right.role):
            return right
    raise NotAllowed("FORBIDDEN", params={"rule": " or ".join(right.role for right in POLICY)})


def sight(who: Caller, kind: str = CASE, domain: str = "") -> Head:
    """The filter of what somebody may see; a domain's parts are for its own specialists only."""
    right = right_of(who)
    if right.relation == "domain" and kind == PART and domain not in who.domains:
        raise NotAllowed("FORBIDDEN", params={"rule": f"{kind} of {domain}"})
    return RELATIONS[right.relation](who, kind)


def shows(who: Caller, field: str) -> bool:
    """Whether a guarded field is shown to somebody who sees the thing itself."""
    return field in right_of(who).fields
