"""Who sees what: every role of the policy in its relation, as the right and the wrong person."""

import pytest

from services.kit.errors import NotAllowed
from services.kit.identity import Caller
from services.kit.rights import CASE, FIELDS, PART, POLICY, Right, shows, sight
from services.kit.units import units_of

PEOPLE = {
    "service": Caller(subject="w", roles=frozenset({"service"})),
    "approver": Caller(subject="a", roles=frozenset({"approver"}), unit="330203"),
    "supervisor": Caller(subject="s", roles=frozenset({"supervisor"}), division="330203"),
    "clerk": Caller(subject="c", roles=frozenset({"clerk"}), station="330203001", unit="330203"),
    "specialist": Caller(subject="m", roles=frozenset({"specialist"}), domains=frozenset({"metrology"}), unit="330203"),
    "enterprise": Caller(subject="b", roles=frozenset({"enterprise"}), uscc="X"),
    "department": Caller(subject="d", roles=frozenset({"department"}), department="customs"),
}
DISTRICT = {"units": "330203"}
SEES = {  # role → what of the cases and of the parts of metrology
    "service": ({}, {}),
    "approver": (DISTRICT, DISTRICT),
    "supervisor": (DISTRICT, DISTRICT),
    "clerk": ({"station": "330203001"}, {"station": "330203001"}),
    "specialist": ({"domains": {"$in": ["metrology"]}, **DISTRICT}, DISTRICT),
    "enterprise": ({"uscc": "X"}, {"uscc": "X"}),
    "department": ({"referrer": "customs"}, {"referrer": "customs"}),
}


def test_the_policy_has_everybody_once() -> None:
    assert [right.role for right in POLICY] == list(SEES)
    assert all(right.fields <= FIELDS for right in POLICY)


@pytest.mark.parametrize("role", SEES)
def test_a_role_sees_what_it_stands_in_a_relation_to(role: str) -> None:
    assert (sight(PEOPLE[role], CASE), sight(PEOPLE[role], PART, "metrology")) == SEES[role]


@pytest.mark.parametrize("role", ["admin", ""])
def test_who_has_no_right_sees_nothing(role: str) -> None:
    nobody = Caller(subject="n", roles=frozenset({role} - {""}))
    for kind in (CASE, PART):
        with pytest.raises(NotAllowed, match="FORBIDDEN"):
            sight(nobody, kind)
    with pytest.raises(NotAllowed):
        shows(nobody, "form")


@pytest.mark.parametrize("right", POLICY, ids=lambda right: right.role)
def test_who_holds_a_role_and_nothing_else_matches_nothing_that_lacks_a_field(right: Right) -> None:
    """A filter by None would match every document without the field."""
    bare = Caller(subject="n", roles=frozenset({right.role}))
    assert None not in sight(bare, CASE).values()


def test_a_specialist_sees_no_other_domains_parts() -> None:
    with pytest.raises(NotAllowed, match="FORBIDDEN"):
        sight(PEOPLE["specialist"], PART, "brand")


@pytest.mark.parametrize("unit", ["3302", "330200"])
def test_the_whole_city_belongs_to_its_own_units(unit: str) -> None:
    who = Caller(subject="a", roles=frozenset({"approver"}), unit=unit)
    assert sight(who) == {}


def test_who_belongs_to_no_unit_sees_none() -> None:
    assert sight(Caller(subject="a", roles=frozenset({"approver"}))) == {"units": ""}


def test_a_station_lies_in_its_district() -> None:
    assert units_of("330203001") == ["330203", "330203001"]
    assert units_of("330203") == ["330203"]


@pytest.mark.parametrize(
    ("field", "roles"),
    [
        ("key", {"clerk", "enterprise"}),
        ("contact", {"service", "approver", "clerk", "specialist", "enterprise"}),
        ("form", set(SEES)),
        ("comment", {"supervisor", "clerk", "enterprise"}),
        ("remarks", {"approver", "supervisor", "clerk", "specialist"}),
    ],
)
def test_a_guarded_field_is_shown_to_some(field: str, roles: set[str]) -> None:
    assert {role for role, who in PEOPLE.items() if shows(who, field)} == roles
