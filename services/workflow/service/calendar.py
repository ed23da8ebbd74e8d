"""The working-day calendar as it is kept: seeded, and read by everything that counts days."""

import time
from collections.abc import Iterable, Mapping
from datetime import date

from chinese_calendar.constants import Holiday, holidays, workdays
from qi.workflow.v1 import calendar_service_pb2 as pb

from services.workflow.documents.calendar import CalendarYear
from services.workflow.rules.calendar import Calendar, Day, Year

FRESH_SECONDS = 2.0


class Calendars:
    """The calendar in force, read again every two seconds."""

    def __init__(self) -> None:
        self._read_at, self._calendar = float("-inf"), Calendar([])
        self.version = ""  # the same for every replica that reads the same years

    def current(self) -> Calendar:
        """The calendar as it is now."""
        if time.monotonic() - self._read_at > FRESH_SECONDS:
            self._read()
            self._read_at = time.monotonic()
        return self._calendar

    def _read(self) -> None:
        """A calendar that has not changed is kept, with the days it knows by now."""
        rows = list(CalendarYear.objects.order_by("id"))
        version = ",".join(f"{row.id}.{row.revision}" for row in rows)
        if version != self.version:
            years = (year_of(row.id, row.published, row.off, row.work) for row in rows)
            self._calendar, self.version = Calendar(years), version


def year_of(number: int, published: bool, off: Mapping[str, str], work: Mapping[str, str]) -> Year:
    """A year as it is stored."""
    return Year(number, published, _by_day(off), _by_day(work))


def revision_of(number: int) -> int:
    """How often a year was put in force; the first is that of what is known from the start."""
    row = CalendarYear.objects(id=number).only("revision").first()
    return int(row.revision) if row else 1


def _by_day(named: Mapping[str, str]) -> dict[date, str]:
    return {date.fromisoformat(day): name for day, name in named.items()}


def known() -> list[Year]:
    """Every year whose notice the package has."""
    return [
        Year(number, True, _of_year(number, holidays), _of_year(number, workdays))
        for number in sorted({day.year for day in holidays})
    ]


def _of_year(number: int, named: Mapping[date, str]) -> dict[date, str]:
    return {day: Holiday(name).chinese for day, name in sorted(named.items()) if day.year == number}


def seed() -> list[Year]:
    """Store what is known of the years, the newest first; one newer than any stored is to be published instead."""
    newest = CalendarYear.objects.order_by("-id").only("id").first()
    later = [year for year in known() if newest is not None and year.number > newest.id]
    for year in reversed(known()):
        if year not in later:
            _store(year)
    return later


def _store(year: Year) -> None:
    off, work = by_text(year.off), by_text(year.work)
    CalendarYear(id=year.number, published=True, revision=1, off=off, work=work).once()  # or another replica was faster


def by_text(named: Mapping[date, str]) -> dict[str, str]:
    """Named days as they are stored."""
    return {day.isoformat(): name for day, name in named.items()}


def day_messages(days: Iterable[Day]) -> list[pb.Day]:
    """Days as they are answered."""
    return [pb.Day(date=day.on.isoformat(), counts=day.counts, why=day.why, name=day.name) for day in days]
