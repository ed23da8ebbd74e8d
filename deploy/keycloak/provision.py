"""Makes the realm on a Keycloak as its document says: compare, then change; a second run changes nothing."""

from collections.abc import Callable, Mapping
from typing import Any

from keycloak import KeycloakAdmin

from deploy.keycloak import people
from deploy.keycloak.documents import covers

ADDED_BY_KEYCLOAK = {"service_account"}  # a scope that every client with a service account gets


class Provisioner:
    """One run over a realm; counts what it had to change."""

    def __init__(self, admin: KeycloakAdmin, document: Mapping[str, Any]) -> None:
        self._admin, self._document = admin, document
        self._realm = str(document["realm"]["realm"])
        self.changes: list[str] = []

    def run(self) -> list[str]:
        """Bring the realm in line, each kind of thing after what it refers to; what was changed."""
        self._admin.change_current_realm("master")
        self._make_realm()
        self._admin.change_current_realm(self._realm)
        steps = (self._profile, self._roles, self._groups, self._scopes, self._policies, self._clients, self._people)
        for step in steps:
            step()
        return self.changes

    def _change(self, what: str, act: Callable[..., Any], *arguments: Any) -> None:
        act(*arguments)
        self.changes.append(what)

    def _make_realm(self) -> None:
        wanted = dict(self._document["realm"])
        held = {realm["realm"]: realm for realm in self._admin.get_realms()}.get(self._realm)
        if held is None:
            keys = {"org.keycloak.keys.KeyProvider": self._document["keys"]}
            self._change("realm", self._admin.create_realm, {**wanted, "components": keys})
        elif not covers(held, wanted):
            self._change("realm", self._admin.update_realm, self._realm, {**held, **wanted})

    def _profile(self) -> None:
        wanted = self._document["userProfile"]
        if not covers(self._admin.get_realm_users_profile(), wanted):
            self._change("user profile", self._admin.update_realm_users_profile, wanted)

    def _roles(self) -> None:
        held = {role["name"] for role in self._admin.get_realm_roles()}
        for name in self._document["roles"]:
            if name not in held:
                self._change(f"role {name}", self._admin.create_realm_role, {"name": name})

    def _groups(self) -> None:
        held = {group["name"]: group["id"] for group in self._admin.get_groups()}
        for group in self._document["groups"]:
            name = group["name"]
            if name not in held:
                self._change(f"group {name}", self._admin.create_group, {"name": name})
                held = {found["name"]: found["id"] for found in self._admin.get_groups()}
            granted = {role["name"] for role in self._admin.get_group_realm_roles(held[name])}
            missing = [role for role in group["realmRoles"] if role not in granted]
            if missing:
                self._change(f"roles of {name}", self._grant_to_group, held[name], missing)

    def _grant_to_group(self, group: str, names: list[str]) -> None:
        self._admin.assign_group_realm_roles(group, self._role_records(names))

    def _role_records(self, names: list[str]) -> list[dict[str, Any]]:
        return [role for role in self._admin.get_realm_roles() if role["name"] in names]

    def _scopes(self) -> None:
        held = {scope["name"]: scope for scope in self._admin.get_client_scopes()}
        for scope in self._document["clientScopes"]:
            name = scope["name"]
            if name not in held:
                self._change(f"scope {name}", self._admin.create_client_scope, scope)
                held = {found["name"]: found for found in self._admin.get_client_scopes()}
            mappers = f"client-scopes/{held[name]['id']}/protocol-mappers/models"
            self._mappers(name, mappers, held[name].get("protocolMappers", []), scope.get("protocolMappers", []))
        for name, roles in self._document["scopeRoles"].items():
            self._scope_roles(name, held[name]["id"], roles)

    def _scope_roles(self, name: str, scope: str, roles: list[str]) -> None:
        url = self._url(f"client-scopes/{scope}/scope-mappings/realm")
        held = {role["name"] for role in self._admin.connection.raw_get(url).json()}
        missing = [role for role in roles if role not in held]
        if missing:
            records = self._role_records(missing)
            self._change(f"roles in scope {name}", self._sent, "post", url, records)

    def _mappers(self, owner: str, path: str, held: list[dict[str, Any]], wanted: list[dict[str, Any]]) -> None:
        named = {mapper["name"]: mapper for mapper in held}
        for mapper in wanted:
            there = named.get(mapper["name"])
            what = f"mapper {mapper['name']} of {owner}"
            if there is None:
                self._change(what, self._sent, "post", self._url(path), mapper)
            elif not covers(there, mapper):
                url, whole = self._url(f"{path}/{there['id']}"), {**there, **mapper}
                self._change(what, self._sent, "put", url, whole)

    def _policies(self) -> None:
        for kind in ("profiles", "policies"):
            url = self._url(f"client-policies/{kind}")
            held = self._admin.connection.raw_get(url).json().get(kind, [])
            wanted = self._document["clientPolicies"][kind]
            if not covers(held, wanted):
                self._change(f"client {kind}", self._sent, "put", url, {kind: wanted})

    def _clients(self) -> None:
        held = {client["clientId"]: client for client in self._admin.get_clients()}
        scopes = {scope["name"]: scope["id"] for scope in self._admin.get_client_scopes()}
        for wanted in self._document["clients"]:
            self._client(wanted, held.get(wanted["clientId"]), scopes)

    def _client(self, wanted: dict[str, Any], held: dict[str, Any] | None, scopes: dict[str, str]) -> None:
        name = wanted["clientId"]
        own = {key: value for key, value in wanted.items() if key != "serviceRoles"}
        if held is None:
            self._change(f"client {name}", self._admin.create_client, {**own, "optionalClientScopes": []})
            held = next(client for client in self._admin.get_clients() if client["clientId"] == name)
        compared = {key: value for key, value in own.items() if key not in ("protocolMappers", "defaultClientScopes")}
        if not covers(held, compared):
            whole = {**held, **compared, "attributes": {**held.get("attributes", {}), **own.get("attributes", {})}}
            self._change(f"client {name}", self._admin.update_client, held["id"], whole)
        path = f"clients/{held['id']}/protocol-mappers/models"
        self._mappers(name, path, held.get("protocolMappers", []), own.get("protocolMappers", []))
        self._client_scopes(held, set(own["defaultClientScopes"]), scopes)
        if wanted.get("serviceRoles"):
            self._service_roles(name, held["id"], wanted["serviceRoles"])

    def _client_scopes(self, held: dict[str, Any], wanted: set[str], scopes: dict[str, str]) -> None:
        name, there = held["clientId"], set(held.get("defaultClientScopes", [])) - ADDED_BY_KEYCLOAK
        for verb, differing in (("put", wanted - there), ("delete", there - wanted)):
            for scope in sorted(differing):
                url = self._url(f"clients/{held['id']}/default-client-scopes/{scopes[scope]}")
                self._change(f"scope {scope} of {name}", self._sent, verb, url, {})

    def _service_roles(self, name: str, client: str, roles: list[str]) -> None:
        account = self._admin.get_client_service_account_user(client)["id"]
        held = {role["name"] for role in self._admin.get_realm_roles_of_user(account)}
        missing = [role for role in roles if role not in held]
        if missing:
            records = self._role_records(missing)
            self._change(f"roles of {name}", self._admin.assign_realm_roles, account, records)

    def _people(self) -> None:
        document = self._document
        changed = people.add(self._admin, document.get("people", []), password=document.get("password"))
        self.changes.extend(f"account {name}" for name in changed)

    def _url(self, path: str) -> str:
        return f"admin/realms/{self._realm}/{path}"

    def _sent(self, verb: str, url: str, body: Any) -> None:
        people.send(self._admin, verb, url, body)
