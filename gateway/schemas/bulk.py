"""One action on many cases, with a result for each."""

from typing import Annotated

from pydantic import Field

from gateway.schemas.fields import Answer, Body, Said


class Named(Body):
    """A case, and the revision that was seen of it."""

    no: Annotated[str, Field(min_length=1, max_length=60)]
    revision: Annotated[int, Field(ge=1, le=999_999_999)]


class Bulk(Body):
    """The cases."""

    cases: Annotated[list[Named], Field(min_length=1, max_length=100)]


class Done(Answer):
    """What became of one of them."""

    no: str
    status: Annotated[int, Field(description="As its own request would have been answered")]
    reason: Said = None
    params: dict[str, str] = {}
    state: Said = None
    revision: int | None = None


class Many(Answer):
    """The results, in the order that was asked."""

    results: list[Done]
