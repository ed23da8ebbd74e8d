"""`python -m deploy.keycloak [--demo]` provisions the realm of QI_OIDC_ISSUER.

It takes QI_OIDC_ADMIN_CLIENT and QI_OIDC_ADMIN_SECRET (a service account of realm master that administers),
QI_PUBLIC_URL, QI_BACKCHANNEL_URL (where Keycloak itself reaches the gateway; the public one when absent), and
QI_<NAME>_CLIENT_SECRET for the gateway and every service. The sign-in page is themes/qi, put among Keycloak's own.
"""

import argparse
import os

from deploy.engines.settings import EngineSettings
from deploy.keycloak.realm import administrator, provision

if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m deploy.keycloak", description=__doc__)
    parser.add_argument("--demo", action="store_true", help="with the demonstration's accounts and clients")
    given, settings = parser.parse_args(), EngineSettings()
    if settings.oidc_issuer is None or settings.oidc_admin_secret is None:
        parser.error("QI_OIDC_ISSUER and QI_OIDC_ADMIN_SECRET are needed")
    admin = administrator(
        settings.oidc_issuer, settings.oidc_admin_client, settings.oidc_admin_secret.get_secret_value()
    )
    changes = provision(admin, os.environ, demo=given.demo)
    print(f"{len(changes)} changes", *changes, sep="\n  ")
