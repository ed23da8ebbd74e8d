"""The only source of time."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from services.kit.clock import Clock, day_of, move


def test_the_day_is_ningbos() -> None:
    assert day_of(datetime(2026, 11, 24, 15, 59, 59, tzinfo=UTC)) == date(2026, 11, 24)
    assert day_of(datetime(2026, 11, 24, 16, 0, tzinfo=UTC)) == date(2026, 11, 25)


def test_a_moved_clock_is_read_anew_and_goes_back(tmp_path: Path) -> None:
    file = tmp_path / "clock"
    clock = Clock(file)
    assert abs(clock.now() - datetime.now(UTC)) < timedelta(minutes=1)
    move(file, datetime(2025, 1, 2, 3, 4, tzinfo=UTC))
    assert clock.today() == date(2025, 1, 2)
    file.unlink()
    assert abs(clock.now() - datetime.now(UTC)) < timedelta(minutes=1)


def test_moments_are_those_that_the_store_keeps() -> None:
    assert Clock().now().microsecond % 1000 == 0
