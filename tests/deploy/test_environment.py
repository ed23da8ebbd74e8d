"""One list of names: what compose and Kubernetes tell a process is what its settings read."""

import pytest

from gateway.settings import GatewaySettings
from services.kit.settings import Settings
from tests.deploy.process_environment import ENVIRONMENT, PROCESSES, compose, overlay, told_by_kubernetes

SAME = {name for name in ENVIRONMENT if name.endswith("PORT")} | {"QI_HOST", "QI_STATE_DIR"}


def names(settings: type[Settings]) -> set[str]:
    return {f"QI_{field.upper()}" for field in settings.model_fields}


def test_every_name_is_a_setting_of_a_process() -> None:
    assert names(GatewaySettings) >= ENVIRONMENT
    assert names(Settings) >= ENVIRONMENT - {"QI_GATEWAY_PORT", "QI_PUBLIC_URL"}


@pytest.mark.parametrize("process", PROCESSES)
def test_compose_and_kubernetes_agree(process: str) -> None:
    by_compose = compose()["services"][process]["environment"]
    for name in ("dev", "prod"):
        told = told_by_kubernetes(overlay(name), process)
        assert {key for key in told if key.startswith("QI_")} == set(by_compose)
        assert {key: told[key] for key in SAME} == {key: by_compose[key] for key in SAME}


def test_the_clock_cannot_be_moved_from_there() -> None:
    assert "QI_CLOCK_FILE" in names(Settings)
    assert "QI_CLOCK_FILE" not in ENVIRONMENT
