"""Tokens of the real realm that are no longer, or never were, good for us: at the gateway and around it."""

import json
import time
import uuid
from collections.abc import Iterator
from typing import Any

import grpc
import httpx
import pytest
from joserfc.jwk import ECKey
from keycloak import KeycloakAdmin
from qi.handling.v1 import handling_service_pb2 as handling
from qi.handling.v1.handling_service_pb2_grpc import HandlingServiceStub
from qi.workflow.v1 import workflow_service_pb2 as workflow
from qi.workflow.v1.workflow_service_pb2_grpc import WorkflowServiceStub

from deploy.engines.stack import Stack
from deploy.keycloak.provision import Provisioner
from deploy.keycloak.realm import document_for, secret_settings
from deploy.keycloak.tokens import PASSWORD, Tokens
from services.kit.identity import LEEWAY_SECONDS
from services.kit.settings import SERVICES
from tests import tokens
from tests.system.people import People

pytestmark = pytest.mark.system
KINDS = (
    *("expired", "of another realm", "for another audience", "an ID token", "a refresh token"),
    *("alg none", "HS256 with the public key", "HS256 with the key as PEM", "with roles written in"),
)
ELSEWHERE = "elsewhere"


def sign_in(issuer: str, **more: str) -> dict[str, Any]:
    """What the realm answers the clerk."""
    form = {"grant_type": "password", "client_id": "qi-dev", "username": "clerk", "password": PASSWORD, **more}
    answer = httpx.post(f"{issuer}/protocol/openid-connect/token", data=form, timeout=60)
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


@pytest.fixture(scope="module")
def bad(stack: Stack, people: People) -> Iterator[dict[str, str]]:
    """A token of each kind, all of the clerk who may receive the case."""
    issuer, admin = stack.status["issuer"], stack.administrator()
    made = {"expired": short_lived(admin, issuer)}
    assert people.http.get("/api/cases", headers=bearer(made["expired"])).status_code == 200
    begun = time.monotonic()
    made |= {"of another realm": elsewhere(stack, admin), "for another audience": without_audience(admin, issuer)}
    whole = sign_in(issuer, scope="openid")
    good = whole["access_token"]
    made |= {"an ID token": whole["id_token"], "a refresh token": whole["refresh_token"], **forged(issuer, good)}
    time.sleep(max(0.0, LEEWAY_SECONDS + 3 - (time.monotonic() - begun)))
    yield made
    admin.change_current_realm("qi")
    admin.delete_realm(ELSEWHERE)


def short_lived(admin: KeycloakAdmin, issuer: str) -> str:
    client = admin.get_client(str(admin.get_client_id("qi-dev")))
    lasting = client["attributes"]
    admin.update_client(client["id"], {**client, "attributes": {**lasting, "access.token.lifespan": "2"}})
    try:
        return str(sign_in(issuer)["access_token"])
    finally:
        admin.update_client(client["id"], {**client, "attributes": {**lasting, "access.token.lifespan": ""}})


def elsewhere(stack: Stack, admin: KeycloakAdmin) -> str:
    """The same Keycloak, client, audience, roles and person: only the realm, and so the issuer and key, is another."""
    document = document_for({**stack.env_for("gateway"), **secret_settings(stack.folder.secrets)}, demo=True)
    document["realm"]["realm"] = ELSEWHERE
    document["clients"] = [client for client in document["clients"] if client["clientId"] == "qi-dev"]
    document["people"] = [person for person in document["people"] if person["username"] == "clerk"]
    Provisioner(admin, document).run()
    admin.change_current_realm("qi")
    issuer = stack.status["issuer"].replace("/realms/qi", f"/realms/{ELSEWHERE}")
    return Tokens(issuer)("clerk")


def without_audience(admin: KeycloakAdmin, issuer: str) -> str:
    """Of the realm's own key, but meant for others."""
    client = {"clientId": "qi-other", "publicClient": True, "directAccessGrantsEnabled": True}
    attributes = {"access.token.header.type.rfc9068": "true", "access.token.signed.response.alg": "ES256"}
    made = admin.create_client({**client, "standardFlowEnabled": False, "attributes": attributes})
    try:
        return str(sign_in(issuer, client_id="qi-other")["access_token"])
    finally:
        admin.delete_client(made)


def forged(issuer: str, good: str) -> dict[str, str]:
    header, claims = tokens.told(good)
    published = httpx.get(f"{issuer}/protocol/openid-connect/certs").json()["keys"]
    key = next(key for key in published if key["kid"] == header["kid"])
    pem = ECKey.import_key(key).as_pem(private=False)
    promoted = tokens.forged(header, {**claims, "roles": ["approver", "admin"]}) + good.rpartition(".")[2]
    return {
        "alg none": tokens.forged({**header, "alg": "none"}, claims),
        "HS256 with the public key": tokens.forged({**header, "alg": "HS256"}, claims, json.dumps(key).encode()),
        "HS256 with the key as PEM": tokens.forged({**header, "alg": "HS256"}, claims, pem),
        "with roles written in": promoted,
    }


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


@pytest.fixture(scope="module")
def case(people: People) -> Any:
    """A filed case, which the clerk might receive; its part is never sent."""
    return people.file("business2", "M-03")


@pytest.mark.parametrize("kind", KINDS)
def test_the_gateway_lets_it_change_nothing(people: People, bad: dict[str, str], case: Any, kind: str) -> None:
    path = f"/api/cases/{case['no']}"
    headers = {**bearer(bad[kind]), "If-Match": '"1"', "Idempotency-Key": str(uuid.uuid4())}
    for method, place in (("GET", path), ("POST", f"{path}/actions/receive"), ("GET", "/api/items")):
        answer = people.http.request(method, place, headers=headers, json={} if method == "POST" else None)
        assert (answer.status_code, answer.json()["reason"]) == (401, "TOKEN_INVALID"), (method, place)
        assert bad[kind] not in answer.text
    assert people.get("clerk", path)["revision"] == 1


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("service", SERVICES)
def test_a_service_lets_it_change_nothing(
    stack: Stack, people: People, bad: dict[str, str], case: Any, kind: str, service: str
) -> None:
    with grpc.insecure_channel(f"127.0.0.1:{stack.env_for(service)['QI_PORT']}") as channel:
        for method, request in calls(channel, service, case["no"]):
            with pytest.raises(grpc.RpcError) as refused:
                method(request, metadata=(("authorization", f"Bearer {bad[kind]}"),), timeout=20)
            assert refused.value.code() == grpc.StatusCode.UNAUTHENTICATED
    assert people.get("clerk", f"/api/cases/{case['no']}")["revision"] == 1


def calls(channel: grpc.Channel, service: str, no: str) -> list[tuple[Any, Any]]:
    if service == "workflow":
        stub = WorkflowServiceStub(channel)
        reads = [(stub.GetCase, workflow.GetCaseRequest(no=no)), (stub.ListItems, workflow.ListItemsRequest())]
        return [*reads, (stub.ReceiveCase, workflow.ReceiveCaseRequest(no=no))]
    part = HandlingServiceStub(channel)
    sent = handling.ReceivePartRequest(id=f"{no}.M-03", case_no=no, item="M-03")
    return [(part.ListParts, handling.ListPartsRequest()), (part.ReceivePart, sent)]


def test_the_person_herself_is_let_in(people: People, case: Any) -> None:
    assert people.move("clerk", case["no"], "receive")["revision"] == 2
