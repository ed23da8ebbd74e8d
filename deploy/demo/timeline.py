"""The demonstration as one timeline: every step of every case at its moment, in the order in which time passes."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import yaml

from services.kit.clock import SHANGHAI
from services.workflow.rules.calendar import Calendar

FOLDER = Path(__file__).parent
MORNING = "09:00"
BEFORE_WORDS = ("ago", "at", "do")


@dataclass(frozen=True)
class Step:
    """Something that is done with a case."""

    at: datetime
    case: dict[str, Any]
    place: int  # among the case's own steps
    do: str
    words: dict[str, Any]

    @property
    def request(self) -> str:
        """The fixed request id, by which a step that is played again finds what it did."""
        return f"{self.case['n']}-{self.place}"


def read(name: str) -> list[dict[str, Any]]:
    """One of the demonstration's files."""
    rows: list[dict[str, Any]] = yaml.safe_load((FOLDER / name).read_text(encoding="utf-8"))
    return rows


def steps(cases: Iterable[dict[str, Any]], calendar: Calendar, today: date) -> list[Step]:
    """All steps in the order of their moments; those of one moment as they are written."""
    newest = day_ago(calendar, today, 0)
    listed = [
        Step(_moment(calendar, newest, step), case, place, step["do"], _words(calendar, newest, step))
        for case in cases
        for place, step in enumerate(case["steps"])
    ]
    return sorted(listed, key=lambda step: (step.at, step.case["n"], step.place))


def day_ago(calendar: Calendar, today: date, ago: int) -> date:
    """The working day so many before the newest one up to today."""
    day = today
    while not calendar.day(day).counts or ago:
        ago -= calendar.day(day).counts and ago > 0
        day -= timedelta(days=1)
    return day


def _moment(calendar: Calendar, newest: date, step: dict[str, Any]) -> datetime:
    at = time.fromisoformat(step.get("at", MORNING))
    return datetime.combine(day_ago(calendar, newest, step["ago"]), at, SHANGHAI)


def _words(calendar: Calendar, newest: date, step: dict[str, Any]) -> dict[str, Any]:
    words = {name: value for name, value in step.items() if name not in BEFORE_WORDS}
    if "promises" in words:
        days = [(one, calendar.due(newest, one["by"]).isoformat()) for one in words["promises"]]
        words["promises"] = [{**one, "by": day} for one, day in days]
    return words
