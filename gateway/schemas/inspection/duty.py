"""Quality-safety officers: what is said of them, and answered."""

from typing import Annotated, Literal

from pydantic import Field

from gateway.schemas.calendar import IsoDate
from gateway.schemas.fields import Answer, Body, Day, Moment, Said

Kind = Literal["daily", "weekly", "monthly"]
Role = Literal["principal", "director", "officer"]
Line = Annotated[str, Field(max_length=500)]


class DutyUnitBody(Body):
    """What an enterprise makes or sells, when, and which risks it has."""

    enterprise: Annotated[str, Field(min_length=1, max_length=200)]
    key_product: Annotated[bool, Field(description="Counted in the city's figure")] = False
    since: Annotated[IsoDate, Field(description="From which records are due")]
    weekdays: Annotated[
        list[Annotated[int, Field(ge=1, le=7)]],
        Field(min_length=1, max_length=7, description="Of production, 1 is Monday"),
    ]
    risks: Annotated[list[Line], Field(max_length=100, description="风险管控清单")] = []


class OfficerBody(Body):
    """Somebody takes over a role."""

    role: Role
    name: Annotated[str, Field(min_length=1, max_length=50)]
    appointed_on: IsoDate


class EndBody(Body):
    """A role is given up."""

    ended_on: IsoDate


class DutyItemBody(Body):
    """One thing that was looked at."""

    text: Line
    found: bool = False
    measure: Line = ""


class DutyRecordBody(Body):
    """The record of a day, a week or a month; nothing found is recorded too."""

    kind: Kind
    day: Annotated[IsoDate, Field(description="Any of the period")]
    by: Annotated[str, Field(max_length=64, description="An officer's id")]
    items: Annotated[list[DutyItemBody], Field(max_length=100)] = []


class DutyOfficer(Answer):
    """Who holds a role."""

    id: str
    role: Role
    name: str
    appointed_on: str
    ended_on: Day


class DutyItem(Answer):
    """One thing that was looked at."""

    text: str
    found: bool
    measure: Said


class DutyRecord(Answer):
    """A record as it was made."""

    kind: Kind
    period: str
    by: str
    items: list[DutyItem]
    nothing_found: bool
    made_at: Moment


class DutyGap(Answer):
    """A record that is missing."""

    kind: Kind
    period: str
    due: str


class DutyUnit(Answer):
    """An enterprise with its officers, records and gaps."""

    uscc: str
    enterprise: str
    key_product: bool
    since: str
    weekdays: list[int]
    risks: list[str]
    officers: list[DutyOfficer]
    records: Annotated[list[DutyRecord], Field(description="The newest first")]
    gaps: list[DutyGap]
    staffed: Annotated[bool, Field(description="A director and an officer are there today")]


class DutyLate(Answer):
    """An enterprise whose records are missing."""

    uscc: str
    enterprise: str
    gaps: int
    staffed: bool


class DutyFigures(Answer):
    """How many enterprises with key products have both roles held."""

    staffed: int
    counted: Annotated[int, Field(description="The denominator: enterprises with key products")]
    share: Said
    late: list[DutyLate]
