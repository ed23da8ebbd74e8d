"""Working days: what is asked of the calendar, and answered."""

from typing import Annotated, Literal

from pydantic import Field

from gateway.schemas.fields import Answer, Body, Day, Said

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


class DueDate(Answer):
    """The n-th working day after a start, with each day on the way."""

    due: Day
    provisional: Annotated[bool, Field(description="A year on the way has no notice yet")]
    days: list[CalendarDay]
