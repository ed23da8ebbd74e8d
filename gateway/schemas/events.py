"""Events, as departments look at them."""

from typing import Annotated, Any

from pydantic import Field

from gateway.schemas.fields import Answer


class Happened(Answer):
    """One event of a case or a part, as on the topic."""

    id: str
    type: str
    key: str
    sequence: int
    time: Annotated[str, Field(json_schema_extra={"format": "date-time"})]
    data: dict[str, Any]


class Happenings(Answer):
    """A page of events, the newest first; `next` is null on the last one."""

    events: list[Happened]
    next: str | None
