"""Proof: what a case's history shows, the signed roots, and the way from the one to the other."""

from typing import Annotated, Any, Literal

from pydantic import Field

from gateway.schemas.fields import Answer, Body, Day, Moment, Said

Kind = Literal["changed", "removed", "reordered", "appended", "rewritten", "head"]


class Anchor(Answer):
    """What a day's signed root says of a case."""

    day: Day
    revision: int
    hash: str


class Verification(Answer):
    """Whether a history is what was written, and where it is not."""

    case_no: str
    whole: bool
    entries: int
    hash: Annotated[Said, Field(description="Of the last entry")]
    first_wrong: Annotated[int | None, Field(description="The first entry that is wrong")]
    finding: Annotated[Kind | None, Field(description="What is wrong with it")]
    fields: Annotated[list[str], Field(description="Of a head that is not what the entries give")]
    anchors: list[Anchor]


class Root(Answer):
    """The signed root of a day over the cases that changed."""

    day: Day
    number: int
    root: Annotated[str, Field(description="Of the tree (RFC 6962, SHA-256)")]
    count: int
    signature: Annotated[str, Field(description="Compact JWS; it names the hash of the signature before")]
    signed_at: Moment


class Roots(Answer):
    """A page of roots, newest first."""

    roots: list[Root]
    next: Said


class Step(Answer):
    """One step up the tree."""

    side: Annotated[Literal["left", "right"], Field(description="Where the hash stands")]
    hash: str


class Proof(Answer):
    """That a root is over a case at a revision."""

    root: Root
    case_no: str
    revision: int
    hash: str
    steps: list[Step]


class Keys(Answer):
    """Every key that roots were ever signed with (RFC 7517)."""

    keys: list[dict[str, Any]]


class EraseBody(Body):
    """Why a person's data is erased."""

    reason: Annotated[str, Field(min_length=1, max_length=500)]


class Erasure(Answer):
    """What was erased."""

    case_no: str
    at: Moment
    files: Annotated[int, Field(description="Whose contents are gone; one that another filing names too stays")]
