"""Clocks of cases: what runs until when, and how each date came about."""

from typing import Annotated, Literal

from pydantic import Field

from gateway.schemas.fields import Answer, Day, Moment, Said

Name = Literal["acceptance", "correction", "decision", "joint", "promised", "delivery", "promise", "rectification"]
Left = Annotated[int | None, Field(description="Working days; below zero when it is over")]
LastDay = Annotated[Day, Field(description="Null while it stands still and nobody has said how long")]


class Due(Answer):
    """The clock a case is known by: the earliest that runs."""

    clock: Name
    on: LastDay
    remaining: Annotated[int, Field(description="Working days; below zero when it is over")]
    colour: Annotated[str, Field(description="green, yellow, red, black; grey while it stands still")]
    provisional: bool
    stopped: Annotated[Said, Field(description="Why it stands still: the procedure's type, or `applicant`")]


class ClockDay(Answer):
    """A day of a clock: whether it counts, and why."""

    date: Day
    counts: bool
    why: Literal["workday", "make_up", "holiday", "weekend", "provisional", "stopped"]
    name: Annotated[Said, Field(description="Of the holiday that is kept or made up for")]


class ClockStop(Answer):
    """A time in which a clock stands still: the days after `since` up to and with `until`."""

    kind: Literal["special", "suspension"]
    type: Said
    basis: Annotated[Said, Field(description="The article of law, or what the notice says")]
    since: Day
    until: Annotated[Day, Field(description="As announced while it is not over")]
    over: bool
    days_needed: int


class ClockExtension(Answer):
    """By how much a clock was extended, and why."""

    days: int
    on: Day
    document: Said
    reason: Said


class Clock(Answer):
    """One limit of a case with its whole computation."""

    clock: Name
    subject: Annotated[Said, Field(description="The material of a promise")]
    basis: Annotated[Said, Field(description="The article of law; null for what we promise ourselves")]
    limit: Annotated[int, Field(description="Working days, the extension with them")]
    start: Annotated[Day, Field(description="Never counted")]
    due: LastDay
    remaining: Left
    colour: Said
    state: Literal["running", "stopped", "ended"]
    provisional: Annotated[bool, Field(description="A year on the way has no notice yet")]
    ended_on: Day
    extension: ClockExtension | None
    stops: list[ClockStop]
    days: Annotated[list[ClockDay], Field(description="From the day after the start to the due date")]


class Clocks(Answer):
    """Every clock of a case, as of a day."""

    no: str
    today: Day
    clocks: list[Clock]


class SupervisionCard(Answer):
    """A card that a clock raised: it is answered or annulled by an action on its case, never removed."""

    id: str
    no: Annotated[str, Field(description="Of the case")]
    item: str
    station: str
    case_state: str
    case_revision: Annotated[int, Field(description="For If-Match of an action on the case")]
    level: Literal["yellow", "red"]
    clock: Name
    subject: Said
    due: Annotated[Day, Field(description="Of the clock, when the card was raised")]
    on: Annotated[Day, Field(description="The day it was raised")]
    state: Annotated[
        Literal["open", "answered", "annulled", "passed"],
        Field(description="`passed`: a warning whose clock has ended, moved or turned red"),
    ]
    answer_by: Annotated[Day, Field(description="Of a red card; then it goes up")]
    answered_on: Day
    annulled_on: Day
    escalated_on: Day
    now: Annotated[Due | None, Field(description="The case's clock as it stands today")]


class CardAct(Answer):
    """What was done about a card: raised, escalated, answered, annulled."""

    action: str
    at: Moment
    actor: str
    role: Said
    text: Annotated[Said, Field(description="What was written with it")]


class WholeCard(SupervisionCard):
    """A card with what was done about it."""

    acts: list[CardAct]


class Cards(Answer):
    """A page of cards."""

    cards: list[SupervisionCard]
    next: Said
