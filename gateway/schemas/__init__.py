"""Bodies of requests and answers, as the API document shows them."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

Text = Annotated[str, Field(max_length=4000)]
Code = Annotated[str, Field(min_length=1, max_length=40)]
Outcome = Literal["granted", "denied", "done", "partial"]
Result = Literal["granted", "denied", "done"]
Means = Literal["window", "post", "electronic"]
Channel = Literal["portal", "counter", "phone", "post", "referral"]


class Body(BaseModel):
    """What is sent: nothing beyond the fields named."""

    model_config = ConfigDict(extra="forbid", strict=True)


class Applicant(Body):
    """Who applies."""

    uscc: Annotated[str, Field(max_length=60, description="统一社会信用代码 (GB 32100-2015)")]
    name: Annotated[str, Field(max_length=100)]
    contact: Annotated[str, Field(max_length=50)]
    phone: Annotated[str, Field(max_length=30)]


class Filing(Body):
    """One filing."""

    item: Code
    station: Annotated[str, Field(pattern=r"^\d{9}$")]
    channel: Channel
    applicant: Applicant
    form: dict[str, Any]
    materials: Annotated[list[Annotated[str, Field(max_length=64)]], Field(max_length=200)] = []
    delivery: Means = "electronic"


class Nothing(Body):
    """An action that needs no words."""


class Refuse(Body):
    """Why a filing is not accepted, and which organ is competent."""

    reason: Text
    organ: Annotated[str, Field(max_length=200)] = ""


class Decide(Body):
    """What was decided, and why."""

    outcome: Outcome
    reason: Text = ""


class Deliver(Body):
    """How the outcome reached the applicant."""

    means: Means


class Finish(Body):
    """A domain's result for its part."""

    result: Result
    summary: Text
    materials: Annotated[list[Annotated[str, Field(max_length=64)]], Field(max_length=200)] = []
    data: dict[str, Any] = {}


class Return(Body):
    """Why a part goes back to the window."""

    reason: Text


class StationBody(Body):
    """A station."""

    name: Annotated[str, Field(min_length=1, max_length=100)]
    district: Annotated[str, Field(min_length=1, max_length=50)]
    address: Annotated[str, Field(min_length=1, max_length=200)]
    phone: Annotated[str, Field(min_length=1, max_length=50)]
    hours: Annotated[str, Field(min_length=1, max_length=100)]


class FieldFault(BaseModel):
    """One place that is wrong."""

    path: str
    reason: str


class Problem(BaseModel):
    """RFC 9457, with a stable reason and the fields that are wrong."""

    type: str
    title: str
    status: int
    detail: str
    reason: str
    params: dict[str, str]
    fields: list[FieldFault]
    trace: str


PROBLEMS: dict[int | str, dict[str, Any]] = {
    status: {"model": Problem, "description": words}
    for status, words in {
        401: "Not signed in",
        403: "Not allowed",
        404: "Not found",
        409: "The state does not allow it",
        412: "Another revision was expected",
        422: "Malformed",
        428: "A revision is required",
        429: "Too many requests",
        503: "A dependency is away",
    }.items()
}
