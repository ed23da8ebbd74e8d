"""What is said with an action on a case."""

from typing import Annotated, Any, Literal

from pydantic import Field

from gateway.schemas.fields import Body, Ids, Means, Outcome, Text

IsoDay = Annotated[str, Field(pattern="^[0-9]{4}-[0-9]{2}-[0-9]{2}$", json_schema_extra={"format": "date"})]
Code = Annotated[str, Field(min_length=1, max_length=60)]
Short = Annotated[str, Field(max_length=200)]


class Receive(Body):
    """The day of arrival stands; an earlier one is shown with its basis and a reason, a later one is refused."""

    received_on: IsoDay | None = None
    basis: Literal["portal", "postmark", "register", "outage"] | None = None
    reason: Text = ""


class Defect(Body):
    """One thing that is missing or wrong."""

    material: Annotated[Code, Field(description="Code within the item, or `form`")]
    reason: Text


class RequestCorrection(Body):
    """Everything that is missing or wrong, at once."""

    missing: Annotated[list[Defect], Field(min_length=1, max_length=100)]


class Resubmit(Body):
    """New files, by their ids, and the form where it changed."""

    materials: Ids = []
    form: dict[str, Any] | None = None


class Promised(Body):
    """One missing material and the day it will come."""

    material: Code
    by: IsoDay


class AcceptWithPromise(Body):
    """The days by which everything missing will come."""

    promises: Annotated[list[Promised], Field(min_length=1, max_length=100)]


class Files(Body):
    """Files, by their ids."""

    materials: Annotated[Ids, Field(min_length=1)]


class Remedies(Body):
    """Where to appeal against a refusal."""

    review_organ: Short
    court: Short
    review_days: Annotated[int, Field(ge=0, le=365)]
    suit_months: Annotated[int, Field(ge=0, le=24)]


class Refuse(Body):
    """Why a filing is not accepted, and which organ is competent where we are not; the remedies as of a decision."""

    reason: Text
    organ: Short = ""
    ground: Literal["not_needed", "competence", "incomplete"] | None = None
    remedies: Remedies | None = None


class CompleteOnSpot(Body):
    """What was answered at the window."""

    answer: Text = ""
    means: Means = "window"


class SendPart(Body):
    """One part that goes to its domain once more, and why."""

    part: Annotated[str, Field(min_length=1, max_length=80)]
    reason: Text


class StartSpecial(Body):
    """A procedure whose time does not count: of art. 45, or of the item's own law."""

    type: Literal[
        "hearing",
        "tender",
        "auction",
        "inspection",
        "testing",
        "quarantine",
        "appraisal",
        "expert_review",
        "site_check",
        "publicity",
    ]
    days_needed: Annotated[int, Field(le=400, description="Working days")]
    basis: Text
    officers: Annotated[list[Short], Field(max_length=20, description="Of a check on the spot: two at least")] = []


class Suspend(Body):
    """What the applicant asked for."""

    reason: Text = ""


class Extend(Body):
    """Why more time is needed, and where the government approved it, by which document."""

    reason: Text
    document: Short = ""


class Terminate(Body):
    """Why a case ends before its decision."""

    ground: Text


class Decide(Body):
    """What was decided, and why; the remedies are the organ's own unless they are given."""

    outcome: Outcome
    reason: Text = ""
    remedies: Remedies | None = None


class Deliver(Body):
    """How the outcome reached the applicant, and who took it."""

    means: Means
    receiver: Annotated[str, Field(max_length=50)] = ""


class Rate(Body):
    """One to five, and a word about it."""

    level: Annotated[int, Field(ge=1, le=5)]
    comment: Text = ""


class RateByKey(Rate):
    """The same, by whoever holds the receipt."""

    key: Annotated[str, Field(min_length=1, max_length=60)]


class Rectify(Body):
    """What was done about a bad rating."""

    measure: Text


class Reopen(Body):
    """The instrument that reopens a case, its organ and its day."""

    instrument: Short
    organ: Short
    date: IsoDay


class AboutCard(Body):
    """A card, and what is said of it."""

    card: Code
    reason: Text
