"""The environment of every process of ours."""

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from deploy.engines import fonts
from deploy.engines.folder import CLIENTS, SERVICES, Folder

ROOT = Path(__file__).parents[2]
PASSED_ON = ("QI_", "OTEL_")
NOT_PASSED_ON = ("QI_CACHE", "QI_GATEWAY_PORT", "QI_OIDC_ADMIN")


@dataclass(frozen=True)
class Addresses:
    """Where the engines answer."""

    mongodb_uri: str
    kafka_bootstrap: str
    oidc_issuer: str


@dataclass(frozen=True)
class Surroundings:
    """What a process is told: where everything is, and its own secret."""

    folder: Folder
    ports: Mapping[str, int]
    addresses: Addresses
    mode: str
    replicas: Mapping[str, int]

    def names(self, service: str) -> list[str]:
        """A service's processes."""
        return [service, *(f"{service}-{n}" for n in range(2, self.replicas.get(service, 1) + 1))]

    def of(self, name: str) -> dict[str, str]:
        """The environment of a process: a service, one of its replicas, the gateway, or another one."""
        service = name.rpartition("-")[0] if name.rpartition("-")[2].isdigit() else name
        given = {key: value for key, value in os.environ.items() if key.startswith(PASSED_ON)}
        for key in [key for key in given if key.startswith(NOT_PASSED_ON)]:
            del given[key]
        return {**given, **self._common(name), **self._own(name, service)}

    def _common(self, name: str) -> dict[str, str]:
        root = self.folder.root
        state = root / "state" / name
        state.mkdir(parents=True, exist_ok=True, mode=0o700)
        clock = {"QI_CLOCK_FILE": str(root / "clock")} if self.mode != "production" else {}
        return {
            "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'proto' / 'gen'}",
            "PYTHONUNBUFFERED": "1",
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
            "QI_MODE": self.mode,
            "QI_MONGODB_URI": self.addresses.mongodb_uri,
            "QI_KAFKA_BOOTSTRAP": self.addresses.kafka_bootstrap,
            "QI_OIDC_ISSUER": self.addresses.oidc_issuer,
            "QI_BLOBS": os.environ.get("QI_BLOBS", str(root / "blobs")),
            "QI_STATE_DIR": str(state),
            "QI_FONTS": fonts.folder(),
            "QI_PUBLIC_URL": os.environ.get("QI_PUBLIC_URL", f"http://127.0.0.1:{self.ports['gateway']}"),
            "QI_GATEWAY_PORT": str(self.ports["gateway"]),
            **clock,
            **{f"QI_{service.upper()}_TARGET": self._target(service) for service in SERVICES},
        }

    def _target(self, service: str) -> str:
        return ",".join(f"127.0.0.1:{self.ports[name]}" for name in self.names(service))

    def _own(self, name: str, service: str) -> dict[str, str]:
        ports = {"QI_PORT": name, "QI_HTTP_PORT": f"{name}-http"}
        secret = {"QI_CLIENT_SECRET": self.folder.secrets[f"client-{service}"]} if service in CLIENTS else {}
        shared = {"QI_SMS_FILE": "sms.jsonl", "QI_SIGNING_KEYS": "signing"} if service == "workflow" else {}
        state = {key: str(self.folder.root / "state" / place) for key, place in shared.items()}
        return {**{key: str(self.ports[port]) for key, port in ports.items() if port in self.ports}, **secret, **state}


def port_names(replicas: Mapping[str, int]) -> list[str]:
    """Everything of ours that listens."""
    names = [f"{name}-{n}" if n > 1 else name for name in SERVICES for n in range(1, replicas.get(name, 1) + 1)]
    return ["gateway", *names, *(f"{name}-http" for name in names)]
