"""Uncertainty and conformity: what is asked of the calculators of measurement, and answered."""

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from gateway.schemas.fields import Answer, Body, Said

NUMBER = r"^[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]{1,3})?$"


def _text(value: Any) -> Any:
    """A JSON number is read by the digits it was written with."""
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else value


Number = Annotated[str, BeforeValidator(_text), Field(max_length=64, pattern=NUMBER, examples=["10000.005", "2.5e-6"])]
Name = Annotated[str, Field(min_length=1, max_length=64, examples=["m_S", "δB"])]


class InputBody(Body):
    """An input of a model; its uncertainty is given in exactly one of three ways."""

    name: Annotated[Name, Field(description="A letter of any script, then letters, digits, _")]
    value: Number
    distribution: Literal["normal", "rectangular", "triangular", "u_shaped", "type_a"]
    standard_uncertainty: Annotated[Number | None, Field(description="0 makes a constant")] = None
    half_width: Annotated[Number | None, Field(description="Of a rectangular, triangular or U-shaped one")] = None
    expanded: Annotated[Number | None, Field(description="With k")] = None
    k: Number | None = None
    dof: Annotated[Number | None, Field(description="1 or more; infinite when absent")] = None


class CorrelationBody(Body):
    """The correlation of two inputs."""

    a: Name
    b: Name
    r: Annotated[Number, Field(description="-1 to 1")]


class UncertaintyBody(Body):
    """A model and what is known of its inputs."""

    model: Annotated[
        str,
        Field(
            min_length=1,
            max_length=4000,
            description="+ − × ÷ ^, brackets, sqrt exp ln sin cos tan, names of inputs",
            examples=["m_S + δD + δm"],
        ),
    ]
    inputs: Annotated[list[InputBody], Field(min_length=1, max_length=100)]
    correlations: Annotated[list[CorrelationBody], Field(max_length=1000)] = []
    coverage: Annotated[Number | None, Field(description="Probability, 0.9545 when absent")] = None
    draws: Annotated[
        int | None, Field(ge=1000, le=1_000_000, description="Of a Monte Carlo check (GUM-S1), which is made on demand")
    ] = None


class Contribution(Answer):
    """What an input does to the result."""

    name: str
    sensitivity: str
    contribution: Annotated[str, Field(description="Sensitivity without sign, times standard uncertainty")]
    index: Annotated[str, Field(description="Its share of the variance, as a fraction")]


class MonteCarlo(Answer):
    """The model's value over drawn inputs, and whether the budget's interval agrees with theirs."""

    draws: int
    seed: int
    mean: str
    standard_uncertainty: str
    low: str
    high: str
    tolerance: str
    agrees: bool


class UncertaintyBudget(Answer):
    """A result with its uncertainty: numbers with 15 significant digits, and the rounded statement."""

    value: str
    standard_uncertainty: str
    effective_dof: Annotated[Said, Field(description="null when infinite")]
    k: str
    expanded_uncertainty: str
    coverage_distribution: Literal["normal", "t", "rectangular", "trapezoidal"]
    contributions: Annotated[list[Contribution], Field(description="In the order of the inputs")]
    statement: str
    monte_carlo: MonteCarlo | None


class DecisionBody(Body):
    """A result and the rule by which it is judged."""

    value: Number
    expanded_uncertainty: Annotated[Number, Field(description="U = 2u")]
    lower: Annotated[Number | None, Field(description="One limit is needed, or both")] = None
    upper: Number | None = None
    guard: Annotated[Number, Field(description="r: the guard band is r × U", examples=["1", "0", "0.83"])]
    outcome: Literal["binary", "nonbinary"]


class ConformityDecision(Answer):
    """A verdict in the words of the digital calibration certificate, and its risk."""

    verdict: Literal["pass", "fail", "conditionalPass", "conditionalFail", "noPass", "noFail"]
    acceptance_lower: Said
    acceptance_upper: Said
    probability_of_conformity: str
    probability_of_false_accept: Annotated[str, Field(description="1 − conformity of an accepted result, else 0")]
