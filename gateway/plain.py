"""Messages of the services as the plain values that REST answers."""

import json
from collections.abc import Callable
from datetime import datetime
from functools import cache
from typing import Any, TypeVar

from google.protobuf.message import Message
from google.protobuf.timestamp_pb2 import Timestamp

from gateway.schemas.fields import Answer
from services.kit.clock import SHANGHAI

JSON_TEXT = frozenset({"form", "form_schema", "ui_schema", "example", "data", "content"})
NONE_OF_MANY: Any = ()
Kind = TypeVar("Kind", bound=Answer)
Say = Callable[[Any], Any]


def told(kind: type[Kind], message: Message, **more: Any) -> Kind:
    """A message as an answer of the API."""
    return kind.model_validate({**plain(message), **more})


def plain(message: Message) -> dict[str, Any]:
    """Every field by its name: unset ones None, moments RFC 3339 in Ningbo's offset, JSON text as a value."""
    told = {name: [] if value is NONE_OF_MANY else value for name, value in _unset(message.DESCRIPTOR)}
    for field, value in message.ListFields():
        name, say = _manner(field)
        told[name] = say(value) if say else value
    return told


@cache
def _unset(kind: Any) -> list[tuple[str, Any]]:
    """What a message says of the fields that are not set."""
    return [(field.name, _absent(field)) for field in kind.fields]


def _absent(field: Any) -> Any:
    if field.is_repeated:
        return NONE_OF_MANY
    return None if field.has_presence or field.name in JSON_TEXT else field.default_value


@cache
def _manner(field: Any) -> tuple[str, Say | None]:
    """A field's name and how its values are told, found once: asking a descriptor costs more than telling a value."""
    say: Say | None = json.loads if field.name in JSON_TEXT else None
    if field.message_type:
        say = _moment if field.message_type is Timestamp.DESCRIPTOR else plain
    return field.name, _each(say) if field.is_repeated else say


def _each(say: Say | None) -> Say:
    return (lambda values: [say(value) for value in values]) if say else list


def _moment(value: Timestamp) -> str:
    moment = datetime.fromtimestamp(value.seconds, SHANGHAI).replace(microsecond=value.nanos // 1000)
    return moment.isoformat(timespec="milliseconds")
