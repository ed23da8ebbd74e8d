"""Parts: what is said with an action, and answered."""

from typing import Annotated, Any

from pydantic import Field

from gateway.schemas.fields import Answer, Body, Ids, Moment, Result, Said, Text


class Finish(Body):
    """A domain's result for its part; `materials` are ids of files given before for the part's item."""

    result: Result
    summary: Text
    materials: Ids = []
    data: dict[str, Any] = {}


class Return(Body):
    """Why a part goes back to the window."""

    reason: Text


class HandOver(Body):
    """The unit that goes on with a part, and why."""

    unit: Annotated[str, Field(min_length=1, max_length=40)]
    reason: Text


class Refer(Body):
    """The organ outside that does a part, and the number it has there."""

    organ: Annotated[str, Field(max_length=40, description="Its code: customs, ndrc …")]
    number: Annotated[str, Field(max_length=60)] = ""
    reason: Text = ""


class FileRef(Answer):
    """A file given with a result."""

    id: str
    sha256: str
    size: int
    media_type: str
    name: Said


class Part(Answer):
    """One domain's share of a case; one that waits for its needs is not with the domain yet and has revision 0."""

    id: str
    case_no: str
    item: str
    domain: str
    state: str
    revision: int
    needs: list[str]
    actions: list[str]
    station: str
    uscc: Said
    sent_at: Moment
    arrived_at: Moment
    taken_at: Moment
    finished_at: Moment
    taken_by: Said = None
    result: Said
    summary: Said = None
    data: dict[str, Any] | None = None
    materials: list[FileRef] = []
    return_reason: Said = None
    unit: Said = None
    organ: Annotated[Said, Field(description="Outside, to which it was referred")] = None
    number: Annotated[Said, Field(description="That it has there")] = None


class Parts(Answer):
    """A page of parts; those of the domains in `away`, which did not answer, are not among them."""

    parts: list[Part]
    away: list[str] = []
    next: Said
