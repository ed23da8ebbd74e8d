"""Quality-safety officers (令 75, 令 76): who has to be there, and which records are missing."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from services.kit.errors import WrongState, malformed

ROLES = ("principal", "director", "officer")  # 主要负责人, 质量安全总监, 质量安全员
BY = {"daily": "officer", "weekly": "director", "monthly": "principal"}  # who makes which record
LOOKED_BACK = 90  # days
MOST_ITEMS, LONGEST = 100, 500


@dataclass(frozen=True)
class Gap:
    """A record that is missing: its kind, its period, and the day by which it should have been there."""

    kind: str
    period: str
    due: str


def period_of(kind: str, day: date) -> str:
    """The period that a day lies in: itself, its ISO week, its month."""
    if kind == "weekly":
        year, week, _weekday = day.isocalendar()
        return f"{year}-W{week:02d}"
    return f"{day:%Y-%m}" if kind == "monthly" else day.isoformat()


def gaps(since: date, today: date, weekdays: Collection[int], there: Collection[tuple[str, str]]) -> list[Gap]:
    """What is missing of the periods that are over; on days without production no daily record is due."""
    begin = max(since, today - timedelta(days=LOOKED_BACK))
    days = [begin + timedelta(days=n) for n in range((today - begin).days)]
    found = [Gap("daily", day.isoformat(), day.isoformat()) for day in days if day.isoweekday() in weekdays]
    found += _ended("weekly", days, today)
    found += _ended("monthly", days, today)
    return sorted((gap for gap in found if (gap.kind, gap.period) not in there), key=lambda gap: (gap.due, gap.kind))


def _ended(kind: str, days: Iterable[date], today: date) -> list[Gap]:
    """The periods whose last day has passed."""
    last: dict[str, date] = {}
    for day in days:
        last[period_of(kind, day)] = day
    now = period_of(kind, today)
    return [Gap(kind, period, day.isoformat()) for period, day in last.items() if period != now]


def checked_record(kind: str, day: date, today: date, items: Sequence[Mapping[str, Any]]) -> str:
    """The period of a record that may be made; with nothing found it is made all the same."""
    if kind not in BY:
        raise malformed("kind", "NOT_ONE_OF", known=" ".join(BY))
    if not today - timedelta(days=LOOKED_BACK) <= day <= today:
        raise malformed("day", "OUT_OF_RANGE", min=today - timedelta(days=LOOKED_BACK), max=today)
    if len(items) > MOST_ITEMS:
        raise malformed("items", "TOO_MANY", max=MOST_ITEMS)
    for place, item in enumerate(items):
        if not item["text"].strip() or len(item["text"]) > LONGEST:
            raise malformed(f"items/{place}/text", "REQUIRED", max=LONGEST)
        if item["found"] and not item["measure"].strip():
            raise malformed(f"items/{place}/measure", "MEASURE_REQUIRED")
    return period_of(kind, day)


def serving(officers: Iterable[Mapping[str, Any]], role: str, day: str) -> list[Mapping[str, Any]]:
    """Who holds a role on a day."""
    return [
        one for one in officers if one["role"] == role and one["appointed_on"] <= day <= (one["ended_on"] or "9999")
    ]


def insist_on_maker(officers: Iterable[Mapping[str, Any]], kind: str, person: str, day: str) -> None:
    """A record is made by whoever holds the role for it."""
    if person not in [one["id"] for one in serving(officers, BY[kind], day)]:
        raise WrongState("ROLE_NOT_HELD", params={"role": BY[kind], "day": day})


def staffed(officers: Iterable[Mapping[str, Any]], day: str) -> bool:
    """Whether both a director and an officer are there: what the city's figure counts."""
    known = list(officers)
    return all(serving(known, role, day) for role in ("director", "officer"))
