"""Working days (调休): which days count, why, and where a number of them leads (domain.md 5)."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from services.kit.clock import SHANGHAI

CLOSING = time(17)
ONE_DAY = timedelta(days=1)
NEW_YEARS_DAY = (1, 1)  # the one day off that needs no notice: a provisional year counts every other Monday to Friday


@dataclass(frozen=True)
class Day:
    """One day of the calendar: does it count, and why."""

    on: date
    counts: bool
    why: str  # workday | make_up | holiday | weekend | provisional
    name: str = ""  # of the holiday that is kept or made up for


@dataclass(frozen=True)
class Year:
    """A year as its notice has it: what is off, and which weekends are worked; without a notice it is provisional."""

    number: int
    published: bool
    off: Mapping[date, str]  # day → name of the holiday
    work: Mapping[date, str]

    def day(self, on: date) -> Day:
        """What a day of this year is."""
        if not self.published:
            return Day(on, on.weekday() < 5 and (on.month, on.day) != NEW_YEARS_DAY, "provisional")
        if on in self.work:
            return Day(on, True, "make_up", self.work[on])
        if on in self.off:
            return Day(on, False, "holiday", self.off[on])
        return Day(on, True, "workday") if on.weekday() < 5 else Day(on, False, "weekend")


class Calendar:
    """The years that are known; every other one is provisional."""

    def __init__(self, years: Iterable[Year]) -> None:
        self._years = {year.number: year for year in years}
        self._days: dict[date, Day] = {}  # those that were asked for

    def year(self, number: int) -> Year:
        """A year, provisional where none is known."""
        return self._years.get(number) or Year(number, False, {}, {})

    def having(self, year: Year) -> "Calendar":
        """This calendar with another year in place of its own."""
        return Calendar([*self._years.values(), year])

    def day(self, on: date) -> Day:
        """What a day is."""
        found = self._days.get(on)
        if found is None:
            found = self._days[on] = self.year(on.year).day(on)
        return found

    def after(self, start: date) -> Iterator[Day]:
        """The days after a start, one by one."""
        while True:
            start += ONE_DAY
            yield self.day(start)

    def until(self, start: date, days: int) -> tuple[Day, ...]:
        """The days after a start up to its n-th working day; the start is never counted and never moved."""
        passed: list[Day] = []
        while days > 0:
            start += ONE_DAY
            passed.append(self.day(start))
            days -= passed[-1].counts
        return tuple(passed)

    def due(self, start: date, days: int) -> date:
        """The n-th working day strictly after a start; for none the start itself."""
        passed = self.until(start, days)
        return passed[-1].on if passed else start

    def ahead(self, end: date, days: int) -> date:
        """The n-th working day strictly before an end; for none the end itself."""
        while days > 0:
            end -= ONE_DAY
            days -= self.day(end).counts
        return end

    def between(self, start: date, end: date) -> tuple[Day, ...]:
        """The days in (start, end]."""
        return tuple(self.day(start + timedelta(days=passed)) for passed in range(1, (end - start).days + 1))

    def count(self, start: date, end: date) -> int:
        """The working days in (start, end]; below zero when the end lies before the start."""
        return working(self.between(start, end)) if end >= start else -working(self.between(end, start))

    def provisional(self, days: Iterable[Day]) -> bool:
        """Whether days lie in a year whose notice is not out."""
        return not all(self.year(number).published for number in {day.on.year for day in days})

    def received_on(self, arrived: datetime) -> date:
        """The day a filing counts as received: its own, or the next working day (after 17:00, or on a day of rest)."""
        local = arrived.astimezone(SHANGHAI)
        if local.time() <= CLOSING and self.day(local.date()).counts:
            return local.date()
        return self.due(local.date(), 1)


def working(days: Iterable[Day]) -> int:
    """How many of the days count."""
    return sum(day.counts for day in days)
