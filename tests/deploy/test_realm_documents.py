"""The realm documents: what production must not have, and how the overlay is merged."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from stdnum.cn import uscc

from deploy.engines.folder import SERVICES
from deploy.keycloak.documents import Unfilled, covers, fill, load, merge

PRODUCTION, DEMO = load(demo=False), load(demo=True)
CLIENTS: list[dict[str, Any]] = PRODUCTION["clients"]
PEOPLE: dict[str, dict[str, Any]] = {person["username"]: person for person in DEMO["people"]}
PROFILE = {attribute["name"]: attribute for attribute in PRODUCTION["userProfile"]["attributes"]}


def test_production_has_no_demo_client_and_no_people() -> None:
    assert {client["clientId"] for client in CLIENTS} == {"qi-gateway", *(f"qi-{name}" for name in SERVICES)}
    assert "people" not in PRODUCTION
    assert "password" not in PRODUCTION


@pytest.mark.parametrize("client", CLIENTS, ids=lambda client: client["clientId"])
def test_production_clients_are_confidential_and_take_no_passwords(client: dict[str, Any]) -> None:
    assert not client["publicClient"]
    assert not client["directAccessGrantsEnabled"]
    assert not client["implicitFlowEnabled"]
    assert not client["fullScopeAllowed"]
    assert re.fullmatch(r"\$\{QI_[A-Z]+_CLIENT_SECRET\}", client["secret"])


@pytest.mark.parametrize("client", DEMO["clients"], ids=lambda client: client["clientId"])
def test_access_tokens_are_at_jwt_signed_with_es256_and_short(client: dict[str, Any]) -> None:
    attributes = client["attributes"]
    assert attributes["access.token.header.type.rfc9068"] == "true"
    assert attributes["access.token.signed.response.alg"] == "ES256"
    assert int(attributes.get("access.token.lifespan", DEMO["realm"]["accessTokenLifespan"])) <= 300
    assert {"basic", "qi"} <= set(client["defaultClientScopes"])


def test_production_refuses_the_password_grant_for_every_client() -> None:
    policies = {policy["name"]: policy for policy in PRODUCTION["clientPolicies"]["policies"]}
    assert policies["qi-no-passwords"]["enabled"]
    assert policies["qi-no-passwords"]["conditions"] == [{"condition": "any-client", "configuration": {}}]


def test_only_qi_dev_takes_passwords_in_the_demonstration() -> None:
    takers = [client["clientId"] for client in DEMO["clients"] if client["directAccessGrantsEnabled"]]
    assert takers == ["qi-dev"]


def test_attributes_that_carry_rights_are_edited_by_administrators_only() -> None:
    rights = ("username", "uscc", "station", "division", "unit", "department", "domain")
    assert {name: PROFILE[name]["permissions"]["edit"] for name in rights} == dict.fromkeys(rights, ["admin"])


@pytest.mark.parametrize("person", PEOPLE.values(), ids=PEOPLE)
def test_demo_people_have_valid_attributes(person: dict[str, Any]) -> None:
    for name, value in person["attributes"].items():
        rules = PROFILE[name]["validations"]
        values = value if isinstance(value, list) else [value]
        assert all(re.search(rules.get("pattern", {"pattern": ""})["pattern"], one) for one in values)
        assert set(values) <= set(rules.get("options", {"options": values})["options"])


def test_enterprises_have_valid_codes_and_their_role_by_group() -> None:
    enterprises = [person for person in PEOPLE.values() if "enterprises" in person["groups"]]
    assert len(enterprises) == 12
    assert all(uscc.is_valid(person["attributes"]["uscc"]) for person in enterprises)
    assert PRODUCTION["groups"] == [{"name": "enterprises", "realmRoles": ["enterprise"]}]


def test_every_station_has_a_clerk() -> None:
    stations = {person["attributes"]["station"] for person in PEOPLE.values() if "clerk" in person["roles"]}
    assert len(stations) == 10
    assert PEOPLE["clerk3"]["attributes"] == PEOPLE["clerk"]["attributes"]
    assert PEOPLE["clerk2"]["attributes"]["station"] == "330212001"


def test_the_overlay_reaches_into_lists_by_name() -> None:
    base = {"a": 1, "clients": [{"clientId": "x", "on": True, "uris": ["p"]}, {"clientId": "y"}]}
    overlay = {"clients": [{"clientId": "x", "uris": ["q"]}, {"clientId": "z"}]}
    expected = [{"clientId": "x", "on": True, "uris": ["q"]}, {"clientId": "y"}, {"clientId": "z"}]
    assert merge(base, overlay) == {"a": 1, "clients": expected}


def test_the_overlay_keeps_what_it_does_not_name() -> None:
    profile = next(profile for profile in DEMO["clientPolicies"]["profiles"] if profile["name"] == "qi-clients")
    assert [executor["executor"] for executor in profile["executors"]][:2] == ["pkce-enforcer", "reject-implicit-grant"]


def test_a_setting_without_a_value_is_named() -> None:
    with pytest.raises(Unfilled, match="QI_GATEWAY_CLIENT_SECRET"):
        fill(PRODUCTION, {"QI_PUBLIC_URL": "https://qi.example", "QI_BACKCHANNEL_URL": "http://gateway:8000"})


def test_values_are_put_in_as_text() -> None:
    assert fill(["${QI_A}/x", "^[0-9]{9}$", "${username}"], {"QI_A": '"'}) == ['"/x', "^[0-9]{9}$", "${username}"]


def test_what_keycloak_adds_is_no_difference() -> None:
    held = {"name": "a", "id": "1", "list": [{"name": "y", "x": 1}, {"name": "z"}]}
    assert covers(held, {"name": "a", "list": [{"name": "z"}, {"name": "y"}]})
    assert not covers(held, {"list": [{"name": "z"}, {"name": "y", "x": 2}]})


def test_no_secret_is_written_in_the_production_document() -> None:
    text = (Path(__file__).parents[2] / "deploy/keycloak/realm.json").read_text()
    assert all(secret.startswith("${QI_") for secret in re.findall(r'"secret": "([^"]*)"', text))
    assert "demo-only" not in json.dumps(PRODUCTION)
