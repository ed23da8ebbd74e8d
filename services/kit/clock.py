"""The only source of time. Moments are aware UTC; days are those of Asia/Shanghai."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from services.kit.errors import malformed

SHANGHAI = ZoneInfo("Asia/Shanghai")


class Clock:
    """Real time, or real time moved by the seconds written in a file (tests, and the loader of demo data).

    Tokens are never judged by this clock: a moved clock must not revive or expire one.
    """

    def __init__(self, file: Path | None = None) -> None:
        self._file = file
        self._written = -1
        self._offset = timedelta()

    def now(self) -> datetime:
        """This moment in UTC, to the millisecond that the store keeps."""
        moment = datetime.now(UTC) + self.offset()
        return moment.replace(microsecond=moment.microsecond // 1000 * 1000)

    def today(self) -> date:
        """This day in Ningbo."""
        return day_of(self.now())

    def offset(self) -> timedelta:
        """How far the clock is moved."""
        if self._file is None:
            return timedelta()
        try:
            written = self._file.stat().st_mtime_ns
        except FileNotFoundError:
            return timedelta()
        if written != self._written:
            self._offset = timedelta(seconds=float(self._file.read_text() or 0))
            self._written = written
        return self._offset


def day_of(moment: datetime) -> date:
    """The day in Ningbo on which a moment falls."""
    return moment.astimezone(SHANGHAI).date()


def checked_day(text: str, path: str) -> str:
    """A day as it is stored, the one way to write it; DAY_INVALID for anything else."""
    try:
        if date.fromisoformat(text).isoformat() != text:
            raise ValueError("another way to write it")
    except ValueError as fault:
        raise malformed(path, "DAY_INVALID", example="2026-11-24") from fault
    return text


def move(file: Path, moment: datetime) -> None:
    """Let every process that reads the file believe that it is `moment` now."""
    offset = (moment - datetime.now(UTC)).total_seconds()
    partial = file.with_suffix(".new")
    partial.write_text(f"{offset:.3f}")
    partial.replace(file)
