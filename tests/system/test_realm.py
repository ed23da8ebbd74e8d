"""The realm on a real Keycloak: what tokens carry, and that a second provisioning changes nothing."""

import base64
import json
from typing import Any

import httpx
import pytest

from deploy.engines.stack import Stack
from deploy.keycloak import people
from deploy.keycloak.realm import provision, secret_settings

pytestmark = pytest.mark.system


def ask(stack: Stack, **form: str) -> httpx.Response:
    return httpx.post(f"{stack.status['issuer']}/protocol/openid-connect/token", data=form)


def parts(answer: httpx.Response) -> tuple[dict[str, Any], dict[str, Any]]:
    header, claims, _ = answer.raise_for_status().json()["access_token"].split(".")
    decoded = [json.loads(base64.urlsafe_b64decode(part + "==")) for part in (header, claims)]
    return decoded[0], decoded[1]


def person(stack: Stack, name: str) -> tuple[dict[str, Any], dict[str, Any]]:
    return parts(ask(stack, grant_type="password", client_id="qi-dev", username=name, password="demo-only"))


def machine(stack: Stack, client: str, secret: str) -> dict[str, Any]:
    return parts(ask(stack, grant_type="client_credentials", client_id=client, client_secret=secret))[1]


def test_a_clerks_token_carries_what_services_check(stack: Stack) -> None:
    header, claims = person(stack, "clerk")
    assert (header["alg"], header["typ"]) == ("ES256", "at+jwt")
    assert claims["sub"]
    wanted = {"aud": "qi", "typ": "Bearer", "azp": "qi-dev", "roles": ["clerk"], "station": "330203001"}
    assert wanted.items() <= claims.items()
    assert claims["exp"] - claims["iat"] == 300


def test_an_enterprise_has_its_role_by_its_group(stack: Stack) -> None:
    claims = person(stack, "business")[1]
    assert (claims["roles"], claims["uscc"]) == (["enterprise"], "91330212MA2AFQT07Y")


def test_a_specialists_domains_are_a_list(stack: Stack) -> None:
    assert person(stack, "metrology2")[1]["domain"] == ["metrology"]


def test_services_and_departments_say_who_they_are(stack: Stack) -> None:
    secret = stack.env_for("metrology")["QI_CLIENT_SECRET"]
    service = machine(stack, "qi-metrology", secret)
    assert (service["roles"], service["service"], service["domain"]) == (["service"], "metrology", "metrology")
    department = machine(stack, "dept-customs", "demo-only")
    assert (department["roles"], department["department"]) == (["department"], "customs")
    assert set(department["aud"]) == {"qi", "qi-kafka"}


def test_the_gateways_client_takes_no_passwords(stack: Stack) -> None:
    secret = stack.env_for("gateway")["QI_CLIENT_SECRET"]
    form = {"client_id": "qi-gateway", "client_secret": secret, "username": "clerk", "password": "demo-only"}
    assert ask(stack, grant_type="password", **form).json()["error"] == "unauthorized_client"


def test_a_second_provisioning_changes_nothing(stack: Stack) -> None:
    values = {**stack.env_for("gateway"), **secret_settings(stack.folder.secrets)}
    assert provision(stack.administrator(), values, demo=True) == []


def test_accounts_are_added_in_bulk_and_only_once(stack: Stack) -> None:
    wanted = [
        {"username": f"bulk{n:02}", "roles": ["clerk"], "attributes": {"station": "330203001"}} for n in range(20)
    ]
    admin = stack.administrator()
    assert len(people.add(admin, wanted, password="demo-only")) == 20
    assert people.add(admin, wanted, password="demo-only") == []
    moved = [{**wanted[0], "attributes": {"station": "330205001"}}, *wanted[1:]]
    assert people.add(admin, moved) == ["bulk00"]
    assert person(stack, "bulk00")[1]["station"] == "330205001"
