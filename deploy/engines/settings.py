"""The settings of the engines, read once from QI_…."""

from pathlib import Path

from pydantic import SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class EngineSettings(BaseSettings):
    """Where the engines are kept, and which existing ones are used instead."""

    model_config = SettingsConfigDict(env_prefix="QI_", extra="ignore", frozen=True)

    cache: Path = Path("~/.cache/qi-station")
    gateway_port: int = 8000
    mongodb_uri: SecretStr | None = None  # given: no document store is started
    kafka_bootstrap: str | None = None  # given: no broker is started
    oidc_issuer: str | None = None  # given: no Keycloak is started
    oidc_admin_client: str = "qi-bootstrap"  # provisions the realm of a given issuer
    oidc_admin_secret: SecretStr | None = None  # absent: a given issuer's realm is left as it is
