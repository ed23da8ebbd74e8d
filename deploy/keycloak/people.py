"""Accounts of the realm, many at once: new ones in one request, existing ones only where they differ."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from keycloak import KeycloakAdmin

from deploy.keycloak.documents import covers

ALL = {"briefRepresentation": False, "max": 100_000}
Person = Mapping[str, Any]  # username, lastName, roles, groups, attributes (each a list of values), password


class NotDone(Exception):  # noqa: N818 - says what happened
    """Keycloak refused a request."""


def send(admin: KeycloakAdmin, verb: str, url: str, body: Any) -> Any:
    """A request for which the client library has no method; its answer."""
    answer = getattr(admin.connection, f"raw_{verb}")(url, data=json.dumps(body))
    if answer.status_code >= 400:
        raise NotDone(f"{verb} {url}: {answer.status_code} {answer.text[:300]}")
    return answer


def add(admin: KeycloakAdmin, wanted: Iterable[Person], *, password: str | None = None) -> list[str]:
    """See that the accounts exist with these attributes, roles and groups; the names of those that were changed.

    A new account gets its own password or else the given one; the password of an existing account is left alone.
    """
    everyone = {person["username"]: person for person in wanted}
    if not everyone:
        return []
    held = {user["username"]: user for user in admin.get_users(ALL)}
    new = [person for name, person in everyone.items() if name not in held]
    if new:
        create(admin, new, password)
    roles, groups = members(admin, held)
    changed = [name for name, person in everyone.items() if name in held and differs(held[name], person)]
    for name in changed:
        admin.update_user(held[name]["id"], {**held[name], **profile(everyone[name])})
    old = [person for name, person in everyone.items() if name in held]
    granted = [person["username"] for person in old if grant(admin, held[person["username"]], person, roles, groups)]
    return [*(person["username"] for person in new), *dict.fromkeys([*changed, *granted])]


def profile(person: Person) -> dict[str, Any]:
    """The account itself, as Keycloak writes it."""
    attributes = {key: value if isinstance(value, list) else [value] for key, value in person["attributes"].items()}
    own = {key: person[key] for key in ("username", "firstName", "lastName", "email") if key in person}
    return {**own, "enabled": True, "attributes": attributes}


def differs(held: Mapping[str, Any], person: Person) -> bool:
    """Whether the account is not as wanted."""
    return not covers(held, profile(person)) or held.get("attributes", {}).keys() != person["attributes"].keys()


def create(admin: KeycloakAdmin, new: list[Person], password: str | None) -> None:
    """All new accounts in one request; one that another made meanwhile is left as it is."""
    users = []
    for person in new:
        secret = person.get("password", password)
        credentials = [{"type": "password", "value": secret, "temporary": False}] if secret else []
        places = {"realmRoles": person.get("roles", []), "groups": [f"/{name}" for name in person.get("groups", [])]}
        users.append({**profile(person), **places, "credentials": credentials})
    url = f"admin/realms/{admin.connection.realm_name}/partialImport"
    send(admin, "post", url, {"ifResourceExists": "SKIP", "users": users})


def members(admin: KeycloakAdmin, held: Mapping[str, Any]) -> tuple[dict[str, set[str]], dict[str, set[str]]]:
    """Who holds each role directly, and who is in each group: a request per role and group, not per person."""
    if not held:
        return {}, {}
    realm = f"admin/realms/{admin.connection.realm_name}"
    roles, groups = {}, {}
    for role in admin.get_realm_roles():
        found = admin.connection.raw_get(f"{realm}/roles/{role['name']}/users", max=100_000).json()
        roles[role["name"]] = {user["username"] for user in found}
    for group in admin.get_groups():
        groups[group["name"]] = {user["username"] for user in admin.get_group_members(group["id"], {"max": 100_000})}
    return roles, groups


def grant(
    admin: KeycloakAdmin,
    user: Mapping[str, Any],
    person: Person,
    roles: Mapping[str, set[str]],
    groups: Mapping[str, set[str]],
) -> bool:
    """Give an existing account the roles and groups it lacks; whether it lacked any."""
    name = person["username"]
    lacking = [role for role in person.get("roles", []) if name not in roles.get(role, set())]
    absent = [group for group in person.get("groups", []) if name not in groups.get(group, set())]
    if lacking:
        admin.assign_realm_roles(user["id"], [role for role in admin.get_realm_roles() if role["name"] in lacking])
    for group in absent:
        admin.group_user_add(user["id"], admin.get_group_by_path(f"/{group}")["id"])
    return bool(lacking or absent)
