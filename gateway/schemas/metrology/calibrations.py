"""Calibrations: what is asked and answered; numbers are decimal text."""

from typing import Annotated, Literal

from pydantic import Field

from gateway.schemas.calendar import IsoDate
from gateway.schemas.fields import Answer, Body, Day, Moment, Said
from gateway.schemas.measurement import ConformityDecision, CorrelationBody, InputBody, Number, UncertaintyBudget

Short = Annotated[str, Field(min_length=1, max_length=200)]
Code = Annotated[str, Field(pattern="^[a-z0-9_]{1,16}$", examples=["p1"])]
Unit = Annotated[str, Field(max_length=40, examples=["V", "kΩ", "°C"])]
Reason = Literal["transcription", "instrument", "environment", "repeated", "customer"]
Place = Literal["laboratory", "customer", "laboratoryBranch", "customerBranch", "other"]
RuleName = Literal["simple", "ilac_g8", "iso_14253", "agreed", "none"]
Outcomes = Literal["binary", "nonbinary"]


class OrderBody(Body):
    """Whose instrument it is, and which."""

    customer: Short
    address: Short
    item_name: Short
    manufacturer: Short
    model: Short
    serial: Short
    condition: Short
    received_on: IsoDate | None = None
    specification: Annotated[str | None, Field(max_length=200, description="That the verdict is about")] = None


class OpenBody(Body):
    """A part that the caller has taken."""

    part: Annotated[str, Field(min_length=1, max_length=80)]
    order: OrderBody


class RuleBody(Body):
    """The decision rule, fixed before there is a verdict."""

    name: RuleName
    guard: Number = "0"
    outcome: Outcomes = "binary"


class PointBody(Body):
    """A point that was agreed on."""

    id: Code
    quantity: Annotated[str, Field(min_length=1, max_length=40)]
    unit: Unit
    reference: Number
    lower: Number | None = None
    upper: Number | None = None
    result: Literal["error", "value"] = "error"


class ReviewBody(Body):
    """What was agreed with the customer."""

    method: Annotated[str, Field(min_length=1, max_length=60)]
    rule: RuleBody
    points: Annotated[list[PointBody], Field(min_length=1, max_length=1000)]


class ConditionBody(Body):
    """A condition as it was measured."""

    name: Code
    value: Number
    unit: Unit


class PrepareBody(Body):
    """Standards, surroundings, days and place of the work."""

    standards: Annotated[list[Code], Field(min_length=1, max_length=20)]
    conditions: Annotated[list[ConditionBody], Field(max_length=20)]
    begun_on: IsoDate
    ended_on: IsoDate
    place: Place


class ReadingBody(Body):
    """A reading of a point."""

    point: Code
    n: Annotated[int, Field(ge=1, le=100)]
    value: Number


class ReadingsBody(Body):
    """Readings; where one takes another's place, why."""

    readings: Annotated[list[ReadingBody], Field(min_length=1, max_length=1000)]
    reason: Reason | None = None


class PointBudgetBody(Body):
    """A point's model; `indication` is its name for the mean of the readings."""

    point: Code
    model: Annotated[str, Field(min_length=1, max_length=4000)]
    indication: Annotated[str | None, Field(max_length=64)] = None
    inputs: Annotated[list[InputBody], Field(max_length=100)] = []
    correlations: Annotated[list[CorrelationBody], Field(max_length=1000)] = []


class ComputeBody(Body):
    """Budgets of points."""

    budgets: Annotated[list[PointBudgetBody], Field(min_length=1, max_length=100)]


class ReopenBody(Body):
    """Why a certificate is to be replaced."""

    reason: Reason


class SettleBody(Body):
    """What the review of a questioned certificate found."""

    outcome: Literal["confirmed", "withdrawn"]


class Order(Answer):
    """Whose instrument it is, and which."""

    customer: str
    address: str
    item_name: str
    manufacturer: str
    model: str
    serial: str
    condition: str
    received_on: Day
    specification: Said


class Rule(Answer):
    """The decision rule."""

    name: RuleName
    guard: str
    outcome: Outcomes


class Point(Answer):
    """A point: what was agreed, read and found."""

    id: str
    quantity: str
    unit: str
    reference: str
    lower: Said
    upper: Said
    result: Literal["error", "value"]
    readings: list[str]
    budget: UncertaintyBudget | None
    decision: ConformityDecision | None


class Condition(Answer):
    """A condition as it was measured."""

    name: str
    value: str
    unit: str


class ReadingChange(Answer):
    """A reading as it was entered."""

    point: str
    n: int
    value: str
    by: str
    at: Moment
    reason: Said


class Calibration(Answer):
    """A calibration as it stands."""

    id: str
    part: str
    case_no: str
    uscc: str
    state: Literal["opened", "reviewed", "prepared", "computed", "judged", "issued", "questioned", "withdrawn"]
    revision: int
    round: int
    actions: list[str]
    order: Order | None
    method: Said
    rule: Rule | None
    points: list[Point]
    standards: list[str]
    conditions: list[Condition]
    begun_on: Day
    ended_on: Day
    place: Said
    number: Annotated[Said, Field(description="Of the certificate")]
    sha256: Said
    dcc_sha256: Said
    replaces: Said
    work: Annotated[Said, Field(description="Non-conforming work that questions it")]
    changes: Annotated[list[ReadingChange], Field(description="Every reading that was ever entered")]
    opened_at: Moment
    issued_at: Moment


class Calibrations(Answer):
    """A page, newest first."""

    calibrations: list[Calibration]
    next: str | None
