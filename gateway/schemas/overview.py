"""What is going on at a glance: counts, stations side by side, who has how much, ratings to be put right."""

from typing import Annotated

from pydantic import Field

from gateway.schemas.clocks import Due
from gateway.schemas.fields import Answer, Day, Said


class Count(Answer):
    """How many cases a view holds."""

    view: str
    n: int


class Counts(Answer):
    """Of the queue; a count that has reached `cap` is at least that."""

    counts: list[Count]
    cap: int


class StateCount(Answer):
    """How many cases are in a state."""

    state: str
    n: int


class StationRow(Answer):
    """A station's open cases and cards."""

    station: str
    states: list[StateCount]
    open: int
    yellow: int
    red: int
    black: Annotated[int, Field(description="Of the red ones, those over by more than five working days")]
    deemed: Annotated[int, Field(description="Accepted by silence, with the card still open")]
    tomorrow: Annotated[int, Field(description="End today or tomorrow")]
    ratings: Annotated[int, Field(description="Bad ones that nobody has answered")]


class Board(Answer):
    """Stations, those with the most cards first."""

    stations: list[StationRow]
    cap: int


class ClerkLoad(Answer):
    """What a clerk has in hand; without an account, what nobody has begun."""

    account: Said
    in_hand: int
    due: int
    away: bool


class LateCase(Answer):
    """A case that would be late."""

    no: str
    item: str
    item_name: Said
    state: str
    account: Said
    due: Due | None


class Load(Answer):
    """Who has what, and what would be late."""

    station: str
    until: Day
    days: Annotated[int, Field(description="Working days until then, today with them")]
    a_day: Annotated[int, Field(description="Cases a clerk gets done in a day: assumed")]
    capacity: int
    waiting: Annotated[int, Field(description="Cases that end until then")]
    clerks: list[ClerkLoad]
    late: list[LateCase]


class RatingRow(Answer):
    """A bad rating and what was done about it; never who gave it."""

    no: str
    item: str
    item_name: Said
    station: str
    level: int
    rated_on: Day
    comment: Said
    due: Due | None
    revision: Annotated[int, Field(description="For If-Match of an action on the case")]
    measure: Said
    mended_on: Day


class Ratings(Answer):
    """Those that wait first."""

    ratings: list[RatingRow]
