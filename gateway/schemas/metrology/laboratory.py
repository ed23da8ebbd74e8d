"""The laboratory behind calibrations: its reference standards, non-conforming work, and what holds from a day on."""

from typing import Annotated, Any, Literal

from pydantic import Field

from gateway.schemas.calendar import IsoDate
from gateway.schemas.fields import Answer, Body, Day, Moment, Said
from gateway.schemas.metrology.calibrations import Short

Kind = Literal["method", "authorisation", "limits", "capability", "laboratory"]


class StandardBody(Body):
    """A reference standard and its certificate."""

    name: Short
    serial: Short
    certificate: Short
    issuer: Short
    valid_from: IsoDate
    valid_until: IsoDate


class FaultBody(Body):
    """Since when a standard is not to be relied on: the day after its last good check."""

    faulty_since: IsoDate
    cause: Literal["drift", "damage", "misuse", "certificate_withdrawn"]


class RowBody(Body):
    """Something that holds from a day on."""

    kind: Kind
    key: Annotated[str, Field(min_length=1, max_length=60)]
    since: IsoDate
    until: IsoDate | None = None
    content: dict[str, Any]
    source: Annotated[str, Field(min_length=1, max_length=200)]


class Standard(Answer):
    """A reference standard, and whether it may be used today."""

    id: str
    name: str
    serial: str
    certificate: str
    issuer: str
    valid_from: Day
    valid_until: Day
    faulty_since: Day
    usable: bool


class Standards(Answer):
    """All of them."""

    standards: list[Standard]


class Work(Answer):
    """Non-conforming work, with every certificate that it puts in question."""

    id: str
    standard: str
    faulty_since: Day
    cause: str
    found_at: Moment
    calibrations: list[str]


class Works(Answer):
    """All of it."""

    work: list[Work]


class Row(Answer):
    """Something that holds from a day on."""

    kind: Kind
    key: str
    since: Day
    until: Day
    content: dict[str, Any]
    source: Said


class Rows(Answer):
    """All of them, old ones too."""

    rows: list[Row]
