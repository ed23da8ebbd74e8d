"""Working days: what is asked of the calendar, and answered."""

from typing import Annotated, Literal

from pydantic import Field

from gateway.schemas.clocks import Name
from gateway.schemas.fields import Answer, Body, Day, Moment, Said

IsoDate = Annotated[
    str, Field(pattern="^[0-9]{4}-[0-9]{2}-[0-9]{2}$", json_schema_extra={"format": "date"}, examples=["2026-11-24"])
]


class DueDateBody(Body):
    """A start, which is neither counted nor moved, and a number of working days."""

    start: IsoDate
    days: Annotated[int, Field(ge=1, le=400)]


class CalendarDay(Answer):
    """A day of the calendar: whether it counts, and why."""

    date: Day
    counts: bool
    why: Literal["workday", "make_up", "holiday", "weekend", "provisional"]
    name: Annotated[Said, Field(description="Of the holiday that is kept or made up for")]


class NamedDayBody(Body):
    """A day and the holiday it belongs to."""

    date: IsoDate
    name: Annotated[str, Field(min_length=1, max_length=40)]


class CalendarYearBody(Body):
    """A year as its notice has it: what is off, and which weekends are worked instead."""

    off: Annotated[list[NamedDayBody], Field(max_length=366)]
    work: Annotated[list[NamedDayBody], Field(max_length=366)] = []
    preview: Annotated[bool, Field(description="Only tell what would move; else publish, with If-Match")] = True


class NamedDay(Answer):
    """A day and the holiday it belongs to."""

    date: Day
    name: str


class CalendarChange(Answer):
    """A year being put in force: how many of the open cases have been gone through, and were moved."""

    revision: int
    state: Literal["running", "done"]
    open: int
    checked: int
    moved: int
    asked_at: Moment
    finished_at: Moment


class CalendarYear(Answer):
    """A year of the calendar; one that is not published counts every Monday to Friday but 1 January."""

    year: int
    published: bool
    revision: int
    off: list[NamedDay]
    work: list[NamedDay]
    change: Annotated[CalendarChange | None, Field(description="The last one; for an administrator")]


class MovedClock(Answer):
    """A clock of an open case, with its last day as it is and as it would be."""

    clock: Name
    subject: Said
    old: Day
    new: Day


class MovedCase(Answer):
    """An open case that a year would move."""

    no: str
    item: str
    station: str
    moves: list[MovedClock]


class StationCount(Answer):
    """How many open cases of a station would move."""

    station: str
    moved: int


class CalendarPreview(Answer):
    """What a year would move."""

    year: int
    moved: int
    stations: list[StationCount]
    cases: Annotated[list[MovedCase], Field(description="The first 200 by their due date")]


class DueDate(Answer):
    """The n-th working day after a start, with each day on the way."""

    due: Day
    provisional: Annotated[bool, Field(description="A year on the way has no notice yet")]
    days: list[CalendarDay]
