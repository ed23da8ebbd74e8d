"""Notices of a case, as they are answered."""

from typing import Annotated, Any, Literal

from pydantic import Field

from gateway.schemas.fields import Answer, Moment


class IssuedNotice(Answer):
    """A document that the window issued; its file is at `{id}.pdf` below the list."""

    id: str
    kind: str
    title: str
    number: str
    state: Literal["valid", "replaced", "revoked"]
    issued_at: Moment
    verify_url: Annotated[str, Field(description="What its QR code says")]


class WholeNotice(IssuedNotice):
    """A notice with what it says."""

    content: Annotated[dict[str, Any], Field(description="Title, paragraphs, pairs and tables as they are printed")]


class IssuedNotices(Answer):
    """The notices of a case, oldest first."""

    notices: list[IssuedNotice]
