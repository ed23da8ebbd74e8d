"""The settings of a process, read once from QI_… and valid at start."""

from pathlib import Path
from typing import Literal, Self

from pydantic import SecretStr, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

SERVICES = ("workflow", "metrology", "standards", "certification", "inspection", "brand")
DEMO_CLIENTS = ("qi-dev", "dept-amr", "dept-ndrc", "dept-customs")


class Settings(BaseSettings):
    """What every process needs to know; a service may add fields of its own."""

    model_config = SettingsConfigDict(env_prefix="QI_", extra="ignore", frozen=True)

    mode: Literal["production", "demo", "test"] = "production"
    host: str = "127.0.0.1"
    port: int = 0  # gRPC; 0 = any free one
    http_port: int = 0  # /healthz and /metrics
    mongodb_uri: SecretStr = SecretStr("mongodb://127.0.0.1:27017")
    kafka_bootstrap: str = "127.0.0.1:9092"
    oidc_issuer: str = "http://127.0.0.1:8080/realms/qi"
    client_secret: SecretStr = SecretStr("")  # of the process's own client in the realm
    clients: str = ""  # further clients whose tokens are taken, comma separated
    blobs: str = ".stack/blobs"  # a folder, or s3://bucket/prefix
    public_url: str = "http://127.0.0.1:8000"  # under which people reach the gateway; printed on notices
    smtp: str = ""  # host:port of a server that takes e-mail; empty: none is sent
    mail_from: str = "qi-station@localhost"
    sms_file: Path | None = None  # stands in for an SMS gateway; none: no SMS is sent
    signing_keys: Path | None = None  # of notices, shared by replicas; else a folder of one's own
    fonts: str = ""  # a folder of fonts beside the system's own
    state_dir: Path = Path(".stack/state")  # what survives a restart: the issuer's keys
    clock_file: Path | None = None
    slow_query_ms: int = 1000  # a query that takes longer is logged by its shape

    workflow_target: str = "127.0.0.1:7001"  # a comma list names several replicas
    metrology_target: str = "127.0.0.1:7002"
    standards_target: str = "127.0.0.1:7003"
    certification_target: str = "127.0.0.1:7004"
    inspection_target: str = "127.0.0.1:7005"
    brand_target: str = "127.0.0.1:7006"

    @model_validator(mode="after")
    def _time_is_real_in_production(self) -> Self:
        if self.mode == "production" and self.clock_file is not None:
            raise ValueError("QI_CLOCK_FILE moves the clock and is refused in production")
        return self

    def target(self, service: str) -> str:
        """The address at which a service answers, as gRPC takes it; one name may stand for many replicas."""
        addresses = [one.strip() for one in str(getattr(self, f"{service}_target")).split(",")]
        return addresses[0] if len(addresses) == 1 else f"ipv4:{','.join(addresses)}"

    def accepted_clients(self) -> frozenset[str]:
        """The realm's clients whose access tokens are taken (claim azp)."""
        own = {"qi-gateway", *(f"qi-{name}" for name in SERVICES)}
        demo = DEMO_CLIENTS if self.mode != "production" else ()
        return frozenset(own | set(demo) | {name.strip() for name in self.clients.split(",") if name.strip()})
