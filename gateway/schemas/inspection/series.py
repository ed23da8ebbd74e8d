"""Series of lots: what is said of them, and answered."""

from typing import Annotated, Literal

from pydantic import Field

from gateway.schemas.fields import Answer, Body, Moment, Said
from gateway.schemas.sampling import Aql, Level, LotSize

Severity = Literal["normal", "tightened", "reduced", "suspended"]
Why = Annotated[
    Said,
    Field(
        description="The rule that changed the severity: TWO_OF_FIVE_REFUSED, SCORE_REACHED, FIVE_REFUSED,"
        " FIVE_ACCEPTED, LOT_REFUSED, PRODUCTION_UNSTEADY, AGREEMENT_WITHDRAWN, RESUMED"
    ),
]


class SeriesBody(Body):
    """A series of lots of one product."""

    product: Annotated[str, Field(min_length=1, max_length=200)]
    level: Level = "II"
    aql: Aql
    uscc: Annotated[str, Field(max_length=18, description="Of the maker; an enterprise begins its own")] = ""
    counting: Annotated[
        Literal["nonconforming", "nonconformities"] | None,
        Field(description="Absent: items up to an AQL of 10, nonconformities above"),
    ] = None
    case_no: Annotated[str, Field(max_length=60)] = ""


class LotBody(Body):
    """A lot, and how many nonconforming items (or nonconformities) its sample had."""

    lot_size: LotSize
    nonconforming: Annotated[int, Field(json_schema_extra={"minimum": 0})]
    resubmitted: Annotated[bool, Field(description="A lot that was mended: recorded, never counted")] = False
    batch: Annotated[str, Field(max_length=40, description="As its maker numbers it")] = ""


class InformBody(Body):
    """What reduced inspection needs beside the score."""

    steady: Annotated[bool, Field(description="Production is steady")]
    agreed: Annotated[bool, Field(description="The responsible authority agrees")]


class ResumeBody(Body):
    """By which paper the corrective action was accepted."""

    reference: Annotated[str, Field(min_length=1, max_length=40)]


class Lot(Answer):
    """A lot as it was judged."""

    number: Annotated[int, Field(description="Within the series")]
    batch: Said
    lot_size: int
    severity: Severity
    code_letter: str
    sample_size: int
    accept: int
    full_inspection: bool
    nonconforming: int
    accepted: bool
    resubmitted: bool
    score: int
    next_severity: Severity
    why: Why
    at: Moment


class SeriesHead(Answer):
    """A series as lists show it."""

    id: str
    revision: int
    severity: Annotated[Severity, Field(description="For the next lot")]
    product: str
    uscc: str
    level: str
    aql: str
    counting: Literal["nonconforming", "nonconformities"]
    case_no: Said
    score: Annotated[int, Field(description="30 allow reduced inspection, if production is steady and it is agreed to")]
    refused_of_last_five: int
    refused_on_tightened: int
    steady: bool
    agreed: bool
    why: Why
    lots_recorded: int
    actions: list[str]
    changed_at: Moment


class Series(SeriesHead):
    """A series with its lots, the newest first."""

    lots: Annotated[list[Lot], Field(description="Up to 200")]


class SeriesPage(Answer):
    """A page of series, the newest first."""

    series: list[SeriesHead]
    next: Said


class LotVerdict(Answer):
    """The verdict on a lot, and how severely the next one is inspected."""

    verdict: Literal["accepted", "not_accepted"]
    severity: Annotated[Severity, Field(description="For the next lot")]
    why: Why
    score: int
    revision: int
    lot: Lot
