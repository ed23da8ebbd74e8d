"""compose.yaml and the image, as far as a machine without a container engine can tell."""

import json
import re
from importlib.resources import files
from typing import Any

import jsonschema_rs
import pytest

from services.kit.settings import SERVICES
from tests.deploy.process_environment import ENVIRONMENT, PROCESSES, ROOT, compose

REFERENCE = re.compile(r"\$\{([A-Z_]+)(:[?-])?[^}]*\}")
SECRET_NAME = re.compile(r"SECRET|PASSWORD|KEY|TOKEN")
CREDENTIALS = re.compile(r"://[^/@:]+:([^@]+)@")
SCHEMA = json.loads((files("check_jsonschema") / "builtin_schemas/vendor/compose-spec.json").read_text())
DOCKERFILE = (ROOT / "deploy/Dockerfile").read_text()


def secrets() -> list[tuple[str, str, str]]:
    given = [
        (name, key, value) for name, one in compose()["services"].items() for key, value in environment(one).items()
    ]
    named = [row for row in given if SECRET_NAME.search(row[1])]
    return named + [(name, key, found[1]) for name, key, value in given if (found := CREDENTIALS.search(value))]


def environment(service: Any) -> dict[str, str]:
    return dict(service.get("environment", {}))


def test_it_is_a_compose_file() -> None:
    jsonschema_rs.validate(SCHEMA, compose())


def test_the_schema_refuses_what_is_none() -> None:
    assert not jsonschema_rs.is_valid(SCHEMA, {**compose(), "services": {"gateway": {"prots": []}}})


@pytest.mark.parametrize("process", PROCESSES)
def test_a_process_is_built_of_its_own_folder_and_told_everything(process: str) -> None:
    service = compose()["services"][process]
    assert service["build"]["args"] == {"SERVICE": process}
    assert service["image"].startswith(f"qi-station/{process}:")
    assert set(environment(service)) == ENVIRONMENT
    assert environment(service)["QI_CLIENT_SECRET"] == f"${{QI_{process.upper()}_CLIENT_SECRET:?}}"


@pytest.mark.parametrize("process", [*PROCESSES, "topics", "realm"])
def test_our_containers_cannot_change_what_they_run(process: str) -> None:
    service = compose()["services"][process]
    assert (service["read_only"], service["cap_drop"]) == (True, ["ALL"])
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert "privileged" not in service
    assert "user" not in service  # the image's


@pytest.mark.parametrize("process", PROCESSES)
def test_a_process_starts_when_store_topics_and_realm_are_ready(process: str) -> None:
    service = compose()["services"][process]
    assert set(service["depends_on"]) == {"store", "topics", "realm"}
    assert "healthcheck" in service


@pytest.mark.parametrize("name", SERVICES)
def test_the_targets_are_services_of_this_file(name: str) -> None:
    told = environment(compose()["services"]["gateway"])
    assert told[f"QI_{name.upper()}_TARGET"] == f"{name}:{told['QI_PORT']}"


def test_nothing_is_published_beyond_loopback() -> None:
    published = [port for service in compose()["services"].values() for port in service.get("ports", [])]
    assert published
    assert [port for port in published if not str(port).startswith("127.0.0.1:")] == []
    assert [name for name, service in compose()["services"].items() if "network_mode" in service] == []


def test_every_secret_comes_from_outside_and_has_no_default() -> None:
    literal = [row for row in secrets() if not ((found := REFERENCE.fullmatch(row[2])) and found[2] == ":?")]
    assert len(secrets()) > len(PROCESSES)
    assert literal == []


def test_the_realm_gets_every_value_its_documents_ask_for() -> None:
    documents = "".join((ROOT / "deploy/keycloak" / name).read_text() for name in ("realm.json", "demo.json"))
    asked = {name for name, _ in REFERENCE.findall(documents)}
    assert asked
    assert asked <= set(environment(compose()["services"]["realm"]))


def test_the_image_holds_only_locked_packages_and_runs_as_nobody_in_particular() -> None:
    installs = [line for line in re.split(r"&&|\n(?=[A-Z])", DOCKERFILE) if re.search(r"\bpip install\b", line)]
    assert len(installs) == 3
    assert [line for line in installs if "--require-hashes" not in line] == []
    assert re.findall(r"^USER (.*)$", DOCKERFILE, re.MULTILINE) == ["10001:10001"]
    assert "ARG SERVICE" in DOCKERFILE


def test_the_build_sees_what_it_copies_and_no_secret() -> None:
    rules = (ROOT / ".dockerignore").read_text().splitlines()
    copied = re.findall(r"^COPY (?!--)(.+) \S+$", DOCKERFILE, re.MULTILINE)
    folders = {
        "/".join(word.split("/")[:2]) if word.startswith("proto") else word.split("/")[0]
        for row in copied
        for word in row.split()
    }
    assert rules[1] == "*"
    assert {f"!{folder}" for folder in folders} == {rule for rule in rules if rule.startswith("!")}
    assert "deploy/.env" in rules
