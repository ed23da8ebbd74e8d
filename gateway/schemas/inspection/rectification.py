"""The closed loop: what is said of problems, and answered."""

from typing import Annotated, Literal

from pydantic import Field

from gateway.schemas.calendar import IsoDate
from gateway.schemas.fields import Answer, Body, Day, Moment, Said

Words = Annotated[str, Field(min_length=1, max_length=200)]
Code = Annotated[str, Field(max_length=60)]
Text = Annotated[str, Field(max_length=2000)]
Source = Literal["spot_check", "problem_list", "hazard", "online_platform"]


class ProblemBody(Body):
    """A product that is to be looked at, or a problem that is known."""

    source: Source
    enterprise: Words
    uscc: Annotated[str, Field(max_length=18)]
    product: Words
    category: Annotated[Code, Field(description="Of the product")]
    campaign: Code = ""
    problem: Annotated[Code, Field(description="Its code in the problem list; not for a spot check")] = ""
    text: Text = ""


class SamplingBody(Body):
    """The sampling list."""

    list_number: Code
    base: Annotated[int, Field(ge=1, le=1_000_000_000, description="From how many")]
    sample_size: Annotated[int, Field(ge=1, le=1_000_000)]
    taken_on: IsoDate


class ConclusionBody(Body):
    """What the test, or the second one, gave."""

    conforms: bool
    report: Code


class ServedBody(Body):
    """When the result was served; its days begin."""

    served_on: IsoDate


class RetestBody(Body):
    """Another test is asked for."""

    text: Text = ""


class PlanBody(Body):
    """How the problem will be mended, and by when."""

    mend_due: IsoDate
    text: Annotated[Text, Field(min_length=1)]


class EvidenceFile(Body):
    """A file that was given for item J-04, with what it shows."""

    id: Annotated[str, Field(max_length=64)]
    caption: Annotated[str, Field(max_length=100)]


class EvidenceBody(Body):
    """What proves that the problem is mended."""

    files: Annotated[list[EvidenceFile], Field(max_length=20)]
    text: Text = ""


class RecheckBody(Body):
    """Closed, or to be mended again."""

    closed: bool
    text: Annotated[Text, Field(min_length=1)]


class EscalateBody(Body):
    """Handed on to whoever may punish."""

    reference: Annotated[Code, Field(description="The number it has there")]
    text: Text = ""


class ProofFile(Answer):
    """A file of a proof."""

    id: str
    sha256: str
    size: int
    media_type: str
    name: str
    caption: str


class RectificationProof(Answer):
    """What was said with a step."""

    action: str
    text: Said
    files: list[ProofFile]
    at: Moment


class RectificationHead(Answer):
    """A problem as lists show it."""

    id: str
    revision: int
    state: Literal[
        "listed",
        "sampled",
        "passed",
        "failed",
        "notified",
        "retesting",
        "planned",
        "evidenced",
        "closed",
        "escalated",
    ]
    enterprise: str
    uscc: str
    district: str
    product: str
    category: str
    source: Source
    campaign: Said
    problem: Said
    served_on: Day
    retest_due: Day
    plan_due: Day
    mend_due: Day
    check_due: Day
    due: Annotated[Day, Field(description="By which the next step has to be done")]
    overdue: bool
    retested: bool
    rounds: int
    list_number: Said
    report: Said
    reference: Said
    cards: Annotated[list[str], Field(description="clock/day of each that ran out")]
    actions: list[str]
    changed_at: Moment


class Rectification(RectificationHead):
    """A problem with its proofs."""

    proofs: list[RectificationProof]


class Rectifications(Answer):
    """A page of problems, the newest first."""

    rectifications: list[RectificationHead]
    next: Said


class RectificationFigure(Answer):
    """A product in a district."""

    category: str
    district: str
    total: Annotated[int, Field(description="Those that failed, or were problems from the start")]
    open: int
    closed: int
    escalated: int
    passed: int
    overdue: int


class RectificationFigures(Answer):
    """By product and district."""

    rows: list[RectificationFigure]
