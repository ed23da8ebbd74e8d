"""Until when a verification holds: by the mode and the period of its category, counted from the day it was done."""

import calendar
from datetime import date, timedelta

from services.metrology.rules.editions import Row

SCRAP, ROTATE, PERIODIC, UNLISTED = "once_scrap", "once_rotate", "periodic", "unlisted"
MODES = (SCRAP, ROTATE, PERIODIC, UNLISTED)
NEVER = ""  # a first verification that holds until the instrument is inaccurate, and is thrown away


def months_later(day: date, months: int) -> date:
    """The same day so many months later, or the last of that month."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def valid_until(category: Row, verified_on: date) -> str:
    """The last day on which a verification holds: the day before its period is over."""
    months = category.values.get("months")
    return (months_later(verified_on, months) - timedelta(days=1)).isoformat() if months else NEVER
