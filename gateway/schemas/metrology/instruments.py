"""Ledgers of instruments and the rules they apply."""

from typing import Annotated, Any, Literal

from pydantic import Field

from gateway.schemas.calendar import IsoDate
from gateway.schemas.fields import Answer, Body, Day, Moment, Said

Use = Literal["trade", "safety", "medical", "environment", "internal"]
Mode = Literal["once_scrap", "once_rotate", "periodic", "unlisted"]
Standing = Literal["valid", "due", "expired", "unverified", "failed", "stopped", "retired"]
Table = Literal["category", "mpe", "institution", "procedure"]
OptionalDate = Annotated[str, Field(pattern="^([0-9]{4}-[0-9]{2}-[0-9]{2})?$", json_schema_extra={"format": "date"})]


class TextsBody(Body):
    """What is written of an instrument."""

    name: Annotated[str, Field(min_length=1, max_length=60)]
    model: Annotated[str, Field(min_length=1, max_length=60)]
    serial: Annotated[str, Field(min_length=1, max_length=60)]
    manufacturer: Annotated[str, Field(max_length=80)] = ""
    capability: Annotated[str, Field(max_length=80, description="Range and accuracy class")] = ""
    place: Annotated[str, Field(min_length=1, max_length=120)]


class InstrumentBody(Body):
    """An instrument as its user knows it; without `valid_until` the category's period gives it."""

    texts: TextsBody
    category: Annotated[str, Field(min_length=1, max_length=40, description="A key of the rules' table `category`")]
    use: Use
    verified_on: OptionalDate = ""
    valid_until: OptionalDate = ""
    certificate: Annotated[str, Field(max_length=60)] = ""


class InstrumentTexts(Answer):
    """What is written of an instrument."""

    name: str
    model: str
    serial: str
    manufacturer: Said
    capability: Said
    place: str


class Instrument(Answer):
    """An instrument as it stands today."""

    id: str
    revision: int
    uscc: str
    state: Literal["in_use", "stopped", "failed", "retired"]
    standing: Standing
    usable: Annotated[bool, Field(description="Else it must not be used, nor named as equipment of a measurement")]
    actions: Annotated[list[str], Field(description="What the caller may do now")]
    texts: InstrumentTexts
    category: str
    category_name: Said
    use: Use
    mode: Mode
    rule: Annotated[Said, Field(description="The regulation in force today")]
    rule_row: str
    verified_on: Day
    valid_until: Day
    certificate: Said
    batch: Annotated[Said, Field(description="The import it came by")]
    reminded: Annotated[int, Field(description="Days before the last one, of the latest reminder")]
    days_left: int
    changed_at: Moment


class Instruments(Answer):
    """A page of a ledger, the first to fall due first."""

    instruments: list[Instrument]
    next: Said


class DueDay(Answer):
    """A day on which verifications end."""

    date: Day
    count: int


class DueYear(Answer):
    """What falls due in a year, and how the ledger stands today."""

    year: int
    days: list[DueDay]
    total: int
    unusable: int
    due: Annotated[int, Field(description="Within 30 days")]
    this_month: int
    next_month: int


class ImportBody(Body):
    """A file given as the material `instrument_list` of M-01: looked at, or taken in."""

    material: Annotated[str, Field(min_length=1, max_length=64)]
    preview: Annotated[bool, Field(description="Only tell what would be found")] = True
    skip_faulty: Annotated[bool, Field(description="Take in the good rows though others are faulty")] = False


class ImportFault(Answer):
    """What is wrong with one cell."""

    row: Annotated[int, Field(description="As the sheet numbers it")]
    column: Annotated[str, Field(description="Its heading")]
    reason: Literal[
        "REQUIRED",
        "TOO_LONG",
        "UNKNOWN_CATEGORY",
        "UNKNOWN_USE",
        "DATE_INVALID",
        "DATE_IN_FUTURE",
        "DATES_REVERSED",
        "PERIOD_TOO_LONG",
        "FORMULA",
        "DUPLICATE_IN_FILE",
        "DUPLICATE_IN_LEDGER",
    ]
    value: Annotated[Said, Field(description="What was found; of a duplicate the other row, or the instrument")]


class ImportReport(Answer):
    """What was found in a file; `id` when it was taken in."""

    id: Said
    rows: int
    good: int
    added: int
    known: Annotated[int, Field(description="Good, and added by somebody else meanwhile")]
    faults: Annotated[list[ImportFault], Field(description="The first 500")]
    fault_count: int


class RuleRow(Answer):
    """What a table says of a key from a day on."""

    table: Table
    key: str
    from_day: Day
    values: dict[str, Any]
    source: Annotated[str, Field(description="Where it is from, or that it is assumed")]


class RuleRows(Answer):
    """A table, by key and day."""

    rows: list[RuleRow]


class RuleRowBody(Body):
    """One row more, from a later day than every other of its key."""

    key: Annotated[str, Field(min_length=1, max_length=60)]
    from_day: IsoDate
    values: dict[str, Any]
    source: Annotated[str, Field(min_length=1, max_length=200)]
