"""What every process of ours is told by its environment, and how compose.yaml and k8s/ tell it."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml

from deploy.engines.commands import run
from deploy.programs import go_program
from services.kit.settings import SERVICES

ROOT = Path(__file__).parents[2]
PROCESSES = (*SERVICES, "gateway")
SECRET = {"QI_CLIENT_SECRET", "QI_MONGODB_URI"}
ENVIRONMENT = {
    *("QI_MODE", "QI_HOST", "QI_PORT", "QI_HTTP_PORT", "QI_GATEWAY_PORT", "QI_PUBLIC_URL", "QI_KAFKA_BOOTSTRAP"),
    *("QI_OIDC_ISSUER", "QI_BLOBS", "QI_STATE_DIR", *SECRET, *(f"QI_{name.upper()}_TARGET" for name in SERVICES)),
}


@cache
def compose() -> Any:
    """The compose file, its anchors resolved."""
    return yaml.safe_load((ROOT / "deploy/compose.yaml").read_text())


@cache
def overlay(name: str) -> list[Any]:
    """The objects that kustomize builds of an overlay."""
    built = run([go_program("kustomize"), "build", ROOT / "k8s/overlays" / name])
    return [found for found in yaml.safe_load_all(built) if found]


def of_kind(objects: list[Any], kind: str) -> dict[str, Any]:
    """The objects of a kind, by name."""
    return {found["metadata"]["name"]: found for found in objects if found["kind"] == kind}


def container(objects: list[Any], process: str) -> Any:
    """The one container of a process."""
    (found,) = of_kind(objects, "Deployment")[f"qi-{process}"]["spec"]["template"]["spec"]["containers"]
    return found


def told_by_kubernetes(objects: list[Any], process: str) -> dict[str, str]:
    """A container's environment; the value of a secret is where it comes from."""
    maps, spec = of_kind(objects, "ConfigMap"), container(objects, process)
    told: dict[str, str] = {}
    for source in spec["envFrom"]:
        told |= maps[source["configMapRef"]["name"]]["data"]
    return told | {entry["name"]: entry.get("value") or str(entry["valueFrom"]) for entry in spec["env"]}
