"""The realm of a stack, or of a given Keycloak: who administers it, and one run of the provisioner."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from keycloak import KeycloakAdmin

from deploy.engines.folder import CLIENTS, Folder
from deploy.engines.settings import EngineSettings
from deploy.keycloak.documents import fill, load
from deploy.keycloak.provision import Provisioner

REALM = "qi"


def secret_settings(secrets: Mapping[str, str]) -> dict[str, str]:
    """The clients' secrets under the names by which the realm document asks for them."""
    return {f"QI_{name.upper()}_CLIENT_SECRET": secrets[f"client-{name}"] for name in CLIENTS}


def administrator(issuer: str, client: str, secret: str) -> KeycloakAdmin:
    """A client that administers the realm of an issuer, by a service account of realm master."""
    server, _, realm = issuer.rpartition("/realms/")
    admin = KeycloakAdmin(
        server_url=server, realm_name=realm, user_realm_name="master", client_id=client, client_secret_key=secret
    )
    admin.get_server_info()
    return admin


def administrator_of(root: Path, issuer: str) -> KeycloakAdmin:
    """The same for a running stack, from its folder."""
    settings = EngineSettings()
    given = settings.oidc_admin_secret
    secret = given.get_secret_value() if given else Folder(root).secrets["keycloak-admin"]
    return administrator(issuer, settings.oidc_admin_client, secret)


def document_for(values: Mapping[str, str], *, demo: bool) -> Any:
    """The realm as these settings have it; Keycloak reaches the gateway where browsers do, unless told otherwise."""
    within = {"QI_BACKCHANNEL_URL": values["QI_PUBLIC_URL"]} if "QI_PUBLIC_URL" in values else {}
    return fill(load(demo=demo), {**within, **values})


def provision(admin: KeycloakAdmin, values: Mapping[str, str], *, demo: bool) -> list[str]:
    """Bring the realm in line with its document; what was changed."""
    return Provisioner(admin, document_for(values, demo=demo)).run()


def provision_for(root: Path, environment: Mapping[str, str]) -> str:
    """Bring a stack's realm in line; a line that says what was done."""
    admin = administrator_of(root, environment["QI_OIDC_ISSUER"])
    values = {**environment, **secret_settings(Folder(root).secrets)}
    changes = provision(admin, values, demo=environment["QI_MODE"] != "production")
    return f"realm {REALM}: {len(changes)} changes"
