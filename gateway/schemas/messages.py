"""Messages to an enterprise and how its members want them: what is asked and answered."""

from typing import Annotated, Literal

from pydantic import Field

from gateway.schemas.fields import Answer, Body, Moment, Said

Way = Literal["email", "sms"]
Id = Annotated[str, Field(min_length=1, max_length=80)]


class MessageDelivery(Answer):
    """How a message went on a channel."""

    channel: Way
    state: Literal["queued", "sent", "failed"]
    tries: int


class Failure(MessageDelivery):
    """A message that reached nobody on a channel."""

    case_no: str
    fault: Said


class Message(Answer):
    """What the enterprise was told."""

    id: str
    case_no: str
    event: str
    zh: str
    en: str
    at: Moment
    read: Annotated[bool, Field(description="By the caller")]
    deliveries: list[MessageDelivery]


class Messages(Answer):
    """A page of messages, newest first."""

    messages: list[Message]
    next: Said
    unread: Annotated[int, Field(description="Of the newest hundred")]


class ReadBody(Body):
    """The messages that were seen."""

    ids: Annotated[list[Id], Field(max_length=200)]


class Unread(Answer):
    """How many are left."""

    unread: int


class PreferencesBody(Body):
    """Where and of what a member wants to be told; the portal has every message anyway."""

    email: Annotated[str, Field(max_length=100, pattern="^([^@ \\r\\n]+@[^@ \\r\\n]+)?$")] = ""
    phone: Annotated[str, Field(max_length=30, pattern="^[0-9+ -]*$")] = ""
    channels: Annotated[list[Way], Field(max_length=2)] = []
    off: Annotated[list[Annotated[str, Field(max_length=40)]], Field(max_length=20)] = []
    language: Literal["zh", "en"] = "zh"


class Preferences(Answer):
    """A member's preferences."""

    email: str
    phone: str
    channels: list[Way]
    off: list[str]
    language: Literal["zh", "en"]


class Failures(Answer):
    """Deliveries that failed for good."""

    deliveries: list[Failure]
