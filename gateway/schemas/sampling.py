"""Sampling by attributes: what is asked of its calculators, and answered."""

from typing import Annotated, Any, Literal

from pydantic import Field

from gateway.schemas.fields import Answer, Body

LEVELS = ("S-1", "S-2", "S-3", "S-4", "I", "II", "III")
SEVERITIES = ("normal", "tightened", "reduced")


def _word(known: tuple[str, ...]) -> Any:
    """A word the service knows: it says which there are when it is another."""
    return Field(max_length=20, json_schema_extra={"enum": list(known)})


LotSize = Annotated[int, Field(description="2 to 999999999", json_schema_extra={"minimum": 2, "maximum": 999_999_999})]
Level = Annotated[str, _word(LEVELS)]
Aql = Annotated[str, Field(max_length=20, description="Of the series, 0.010 to 1000", examples=["1.0"])]
Fraction = Annotated[str, Field(max_length=30, examples=["0.01"])]


class SamplingPlanBody(Body):
    """One lot, and how closely it is looked at."""

    lot_size: LotSize
    level: Level
    aql: Aql
    severity: Annotated[str, _word(SEVERITIES)]


class SamplingPlan(Answer):
    """The plan of GB/T 2828.1: what is taken from a lot, and how many nonconforming items it may show."""

    code_letter: Annotated[str, Field(description="The one reached along the arrows")]
    sample_size: Annotated[int, Field(description="With full inspection the whole lot")]
    accept: int
    reject: int
    full_inspection: bool
    asked_letter: Annotated[str, Field(description="The one that lot size and level lead to")]


class OcCurveBody(Body):
    """A plan, and the qualities at which its likelihood of acceptance is wanted."""

    sample_size: Annotated[int, Field(json_schema_extra={"minimum": 1, "maximum": 1_000_000})]
    accept: Annotated[int, Field(json_schema_extra={"minimum": 0})]
    p: Annotated[
        list[Fraction] | None, Field(max_length=200, description="Without any: a curve that is worth drawing")
    ] = None
    counting: Annotated[
        Literal["nonconforming", "nonconformities"],
        Field(description="Items (binomial), or nonconformities of which an item may have several (Poisson)"),
    ] = "nonconforming"


class OcPoint(Answer):
    """A quality, and how likely a lot of it is accepted."""

    p: str
    pa: str


class OcCurve(Answer):
    """The operating characteristic of a plan."""

    points: list[OcPoint]
    p95: Annotated[str, Field(description="The quality that is accepted in 95 of 100 cases")]
    p50: str
    p10: str
