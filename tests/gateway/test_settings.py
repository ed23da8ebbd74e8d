"""When the gateway opens."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pydantic import ValidationError

from gateway.settings import GatewaySettings
from services.kit import clock


def moved(folder: Path) -> Path:
    clock.move(folder / "clock", datetime.now(UTC) - timedelta(days=9))
    return folder / "clock"


def test_a_demonstration_opens_only_when_its_clock_is_right_again(tmp_path: Path) -> None:
    file = moved(tmp_path)
    with pytest.raises(ValidationError, match="the clock is moved"):
        GatewaySettings(mode="demo", clock_file=file)
    file.unlink()
    assert GatewaySettings(mode="demo", clock_file=file).mode == "demo"


def test_a_test_may_move_the_clock_and_production_has_none(tmp_path: Path) -> None:
    assert GatewaySettings(mode="test", clock_file=moved(tmp_path)).mode == "test"
    with pytest.raises(ValidationError, match="refused in production"):
        GatewaySettings(mode="production", clock_file=moved(tmp_path))
