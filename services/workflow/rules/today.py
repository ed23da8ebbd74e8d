"""The moment at which something is done, with the working days around it."""

from dataclasses import dataclass
from datetime import date, datetime

from services.kit.clock import day_of
from services.workflow.rules.calendar import Calendar


@dataclass(frozen=True)
class Today:
    """A moment under a calendar; days are given and answered as ISO text."""

    now: datetime
    calendar: Calendar

    def text(self) -> str:
        """The day in Ningbo."""
        return day_of(self.now).isoformat()

    def after(self, days: int, start: str = "") -> str:
        """The n-th working day after this day, or after another one."""
        return self.calendar.due(date.fromisoformat(start or self.text()), days).isoformat()

    def before(self, days: int, start: str) -> str:
        """The n-th working day before a day."""
        return self.calendar.ahead(date.fromisoformat(start), days).isoformat()

    def received_on(self) -> str:
        """The day on which what arrives now counts as received."""
        return self.calendar.received_on(self.now).isoformat()

    def working(self, day: str) -> str:
        """A day, or the next working day when it is one of rest."""
        known = date.fromisoformat(day)
        return day if self.calendar.day(known).counts else self.after(1, day)
