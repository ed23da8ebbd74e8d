"""The Kubernetes objects, as far as a machine without a cluster can tell: of their schema, and by our own rules."""

import tomllib
from typing import Any

import kubernetes_validate
import pytest

from services.kit.settings import SERVICES
from tests.deploy.process_environment import (
    ENVIRONMENT,
    PROCESSES,
    ROOT,
    SECRET,
    container,
    of_kind,
    overlay,
    told_by_kubernetes,
)

OVERLAYS = ("dev", "prod")
EACH = [(name, process) for name in OVERLAYS for process in PROCESSES]
VERSION = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]


def pod(name: str, process: str) -> Any:
    return of_kind(overlay(name), "Deployment")[f"qi-{process}"]["spec"]["template"]


def matches(selector: dict[str, Any], labels: dict[str, str]) -> bool:
    exact = all(labels.get(key) == value for key, value in selector.get("matchLabels", {}).items())
    return exact and all(labels.get(rule["key"]) in rule["values"] for rule in selector.get("matchExpressions", []))


def reaches(name: str, source: str, target: str) -> bool:
    """Whether the policies let one process call another: by what may leave the one and what may enter the other."""
    policies = of_kind(overlay(name), "NetworkPolicy").values()
    ends = {end: pod(name, end)["metadata"]["labels"] for end in (source, target)}

    def allowed(end: str, other: str, way: str, peers: str) -> bool:
        chosen = [policy["spec"] for policy in policies if matches(policy["spec"]["podSelector"], ends[end])]
        rules = [rule for spec in chosen for rule in spec.get(way, [])]
        return any(
            matches(peer["podSelector"], ends[other]) for rule in rules for peer in rule[peers] if "podSelector" in peer
        )

    return allowed(source, target, "egress", "to") and allowed(target, source, "ingress", "from")


@pytest.mark.parametrize("name", OVERLAYS)
def test_every_object_is_of_its_schema(name: str) -> None:
    for found in overlay(name):
        kubernetes_validate.validate(found, "1.33", strict=True)


def test_the_schema_refuses_an_unknown_field() -> None:
    (wrong, *_) = of_kind(overlay("dev"), "Deployment").values()
    with pytest.raises(kubernetes_validate.ValidationError):
        kubernetes_validate.validate({**wrong, "spec": {**wrong["spec"], "replica": 1}}, "1.33", strict=True)


@pytest.mark.parametrize("name", OVERLAYS)
def test_each_process_has_a_deployment_a_service_and_a_disruption_budget(name: str) -> None:
    wanted = {f"qi-{process}" for process in PROCESSES}
    for kind in ("Deployment", "Service", "PodDisruptionBudget"):
        found = of_kind(overlay(name), kind)
        assert set(found) == wanted
        assert len({str(one["spec"]["selector"]) for one in found.values()}) == len(wanted)


@pytest.mark.parametrize(("name", "process"), EACH)
def test_a_container_is_small_watched_and_cannot_change_itself(name: str, process: str) -> None:
    spec = container(overlay(name), process)
    assert spec["image"] == f"qi-station/{process}:{VERSION}"
    assert {"startupProbe", "readinessProbe", "livenessProbe"} <= set(spec)
    assert {"cpu", "memory"} <= set(spec["resources"]["requests"])
    assert "memory" in spec["resources"]["limits"]
    assert spec["securityContext"] == {
        "allowPrivilegeEscalation": False,
        "readOnlyRootFilesystem": True,
        "capabilities": {"drop": ["ALL"]},
    }


@pytest.mark.parametrize(("name", "process"), EACH)
def test_a_pod_runs_as_nobody_in_particular_and_holds_no_token_of_the_cluster(name: str, process: str) -> None:
    spec = pod(name, process)["spec"]
    assert spec["automountServiceAccountToken"] is False
    assert spec["securityContext"]["runAsNonRoot"] is True
    assert spec["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
    assert "initContainers" not in spec
    written = {mount["mountPath"] for mount in container(overlay(name), process)["volumeMounts"]}
    assert written == {"/tmp", told_by_kubernetes(overlay(name), process)["QI_STATE_DIR"]}  # noqa: S108 - the pod's
    assert all("emptyDir" in volume for volume in spec["volumes"])


@pytest.mark.parametrize(("name", "process"), EACH)
def test_probes_ask_where_the_process_listens(name: str, process: str) -> None:
    told, spec = told_by_kubernetes(overlay(name), process), container(overlay(name), process)
    ports = {port["name"]: port["containerPort"] for port in spec["ports"]}
    grpc = {"grpc": {"port": int(told["QI_PORT"])}}
    wanted = {"httpGet": {"path": "/healthz", "port": "http"}} if process == "gateway" else grpc
    for probe in ("startupProbe", "readinessProbe", "livenessProbe"):
        assert wanted.items() <= spec[probe].items()
    assert ports["http"] == int(told["QI_GATEWAY_PORT" if process == "gateway" else "QI_HTTP_PORT"])


@pytest.mark.parametrize(("name", "process"), EACH)
def test_secrets_come_from_the_cluster_each_process_its_own(name: str, process: str) -> None:
    assert of_kind(overlay(name), "Secret") == {}
    given = {entry["name"]: entry["valueFrom"]["secretKeyRef"] for entry in container(overlay(name), process)["env"]}
    assert given.keys() >= SECRET
    assert given["QI_CLIENT_SECRET"] == {"name": "qi-secrets", "key": f"QI_{process.upper()}_CLIENT_SECRET"}


@pytest.mark.parametrize("name", OVERLAYS)
@pytest.mark.parametrize("service", SERVICES)
def test_the_targets_are_services_of_this_overlay(name: str, service: str) -> None:
    host, _, port = told_by_kubernetes(overlay(name), "gateway")[f"QI_{service.upper()}_TARGET"].partition(":")
    found = of_kind(overlay(name), "Service")[host]
    assert host == f"qi-{service}"
    assert int(port) in [one["port"] for one in found["spec"]["ports"]]
    assert matches({"matchLabels": found["spec"]["selector"]}, pod(name, service)["metadata"]["labels"])


@pytest.mark.parametrize("name", OVERLAYS)
def test_nothing_is_allowed_on_the_network_but_what_is_named(name: str) -> None:
    assert of_kind(overlay(name), "NetworkPolicy")["nothing"]["spec"] == {
        "podSelector": {},
        "policyTypes": ["Ingress", "Egress"],
    }


@pytest.mark.parametrize("name", OVERLAYS)
def test_who_calls_whom(name: str) -> None:
    domains = {service for service in SERVICES if service != "workflow"}
    calls = {("gateway", service) for service in SERVICES}
    calls |= {("workflow", domain) for domain in domains} | {(domain, "workflow") for domain in domains}
    pairs = {(source, target) for source in PROCESSES for target in PROCESSES if source != target}
    assert {(source, target) for source, target in pairs if reaches(name, source, target)} == calls


def test_production_has_two_of_each_and_is_production() -> None:
    assert all(one["spec"]["replicas"] >= 2 for one in of_kind(overlay("prod"), "Deployment").values())
    assert all(one["spec"]["replicas"] == 1 for one in of_kind(overlay("dev"), "Deployment").values())
    assert [told_by_kubernetes(overlay(name), "gateway")["QI_MODE"] for name in OVERLAYS] == ["demo", "production"]


@pytest.mark.parametrize(("name", "process"), EACH)
def test_a_process_is_told_everything(name: str, process: str) -> None:
    told = told_by_kubernetes(overlay(name), process)
    assert {key for key in told if key.startswith("QI_")} == ENVIRONMENT
