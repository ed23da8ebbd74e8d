"""Who asks."""

from typing import Annotated

from pydantic import Field

from gateway.schemas.fields import Answer, Said


class SessionEnd(Answer):
    """Until when a browser stays signed in, if it asks nothing more."""

    ends_at: Annotated[str, Field(json_schema_extra={"format": "date-time"})]


class Me(Answer):
    """The caller, as the token says; `name` is for showing, `session` null behind a bearer token."""

    subject: str
    username: str
    name: str
    roles: list[str]
    domains: list[str]
    station: Said
    division: Said
    unit: Said
    uscc: Said
    department: Said
    session: SessionEnd | None
