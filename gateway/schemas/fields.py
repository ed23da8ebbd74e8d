"""The fields and forms that all schemas are made of, and problems."""

from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

Text = Annotated[str, Field(max_length=4000)]
Ids = Annotated[list[Annotated[str, Field(max_length=64)]], Field(max_length=200)]
Channel = Literal["portal", "counter", "phone", "post", "referral"]
Means = Literal["window", "post", "electronic"]
Outcome = Literal["granted", "denied", "done", "partial"]
Result = Literal["granted", "denied", "done"]
Domain = Literal["metrology", "standards", "certification", "inspection", "brand"]

Said = Annotated[str | None, BeforeValidator(lambda value: value or None)]  # in a message an absent text is empty
Moment = Annotated[str, Field(json_schema_extra={"format": "date-time"})] | None
Day = Annotated[
    Annotated[str, Field(json_schema_extra={"format": "date"})] | None, BeforeValidator(lambda value: value or None)
]


class Body(BaseModel):
    """What is sent: nothing beyond the fields named."""

    model_config = ConfigDict(extra="forbid", strict=True)


class Answer(BaseModel):
    """What is answered: of a message, the fields named."""

    model_config = ConfigDict(extra="ignore", frozen=True)


class Nothing(Body):
    """An action that needs no words; the body may be empty too."""


class Fault(Answer):
    """One place that is wrong."""

    path: str
    reason: str


class Problem(Answer):
    """RFC 9457, with a stable reason and the fields that are wrong."""

    type: str
    title: str
    status: int
    detail: str
    reason: str
    params: dict[str, str]
    fields: list[Fault]
    trace: str
