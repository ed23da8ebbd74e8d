"""Desks: who works on a case just now, and what is noted beside it."""

from typing import Annotated, Literal

from pydantic import Field

from gateway.schemas.fields import Answer, Body, Day, Moment, Said, Text

IsoDay = Annotated[str, Field(pattern="^[0-9]{4}-[0-9]{2}-[0-9]{2}$", json_schema_extra={"format": "date"})]
Account = Annotated[str, Field(min_length=1, max_length=60)]
Verdict = Literal["right", "wrong", "open"]
ContactMeans = Literal["phone", "message", "visit"]


class TickBody(Body):
    """How a material was found."""

    material: Annotated[str, Field(min_length=1, max_length=60)]
    verdict: Verdict


class Transfer(Body):
    """The colleague who goes on."""

    to: Account


class Save(Body):
    """The ticks and the text that is not sent yet, as they are now."""

    ticks: Annotated[list[TickBody], Field(max_length=200)] = []
    parked: Text = ""


class Log(Body):
    """A call, a message or a visit."""

    means: ContactMeans
    text: Annotated[str, Field(min_length=1, max_length=1000)]


class DelegationBody(Body):
    """Who stands in, from the first day to the last."""

    to: Account
    first_day: IsoDay
    last_day: IsoDay


class Claim(Answer):
    """Who works on a case, and when it is free by itself."""

    by: str
    since: Moment
    until: Moment


class Tick(Answer):
    """How a material was found."""

    material: str
    verdict: str


class Contact(Answer):
    """A call, a message or a visit."""

    at: Moment
    by: str
    means: str
    text: str


class Desk(Answer):
    """What a clerk notes beside a case; its revision is its own."""

    no: str
    revision: int
    claim: Claim | None
    ticks: list[Tick]
    parked: Said
    contacts: list[Contact]


class Delegation(Answer):
    """Who stands in for whom."""

    from_account: str
    to_account: str
    first_day: Day
    last_day: Day


class Delegations(Answer):
    """Those given and taken."""

    delegations: list[Delegation]


class DeskRow(Desk):
    """A desk in a list, with what its case is."""

    state: Said
    item_name: Said
    applicant_name: Said


class Desks(Answer):
    """Of the cases named, or one's own."""

    desks: list[DeskRow]


class Colleague(Answer):
    """Who works at the station, and whether somebody stands in today."""

    account: str
    away: bool


class Colleagues(Answer):
    """Of the station."""

    colleagues: list[Colleague]


class Visit(Answer):
    """What was spoken of with an enterprise outside of any case."""

    at: Moment
    by: str
    means: str
    text: str


class Visits(Answer):
    """The newest first."""

    visits: list[Visit]


class FilterBody(Body):
    """A view of the queue under a name."""

    name: Annotated[str, Field(min_length=1, max_length=60, pattern=r"\S")]
    query: Annotated[str, Field(max_length=200, description="Of the page's address")]


class FiltersBody(Body):
    """All of them, in place of those before."""

    filters: Annotated[list[FilterBody], Field(max_length=20)]


class Filter(Answer):
    """A view of the queue under a name."""

    name: str
    query: str


class Filters(Answer):
    """The caller's own."""

    filters: list[Filter]
