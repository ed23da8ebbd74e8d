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
Kind = TypeVar("Kind", bound=Answer)
Say = Callable[[Any], Any]


def told(kind: type[Kind], message: Message, **more: Any) -> Kind:
    """A message as an answer of the API."""
    return kind.model_validate({**plain(message), **more})


def plain(message: Message) -> dict[str, Any]:
    """Every field by its name: unset ones None, moments RFC 3339 in Ningbo's offset, JSON text as a value."""
    names, manners = _fields(message.DESCRIPTOR)
    told = {name: getattr(message, name) for name in names}
    for name, has_presence, say in manners:
        told[name] = None if has_presence and not message.HasField(name) else say(getattr(message, name))
    return told


@cache
def _fields(kind: Any) -> tuple[list[str], list[tuple[str, bool, Say]]]:
    """The fields told as they are, and the others with their manner: found once, descriptors are slow to ask."""
    manners = {field.name: _manner(field) for field in kind.fields}
    others = [(field.name, bool(field.has_presence), say) for field in kind.fields if (say := manners[field.name])]
    return [name for name, say in manners.items() if say is None], others


def _manner(field: Any) -> Say | None:
    """How a field's value is told when it is not simply its value."""
    say: Say | None = _json if field.name in JSON_TEXT else None
    if field.message_type:
        say = _moment if field.message_type is Timestamp.DESCRIPTOR else plain
    if field.is_repeated:
        return _each(say)
    return say or (_itself if field.has_presence else None)


def _itself(value: Any) -> Any:
    return value


def _json(text: str) -> Any:
    return json.loads(text) if text else None


def _each(say: Say | None) -> Say:
    return (lambda values: [say(value) for value in values]) if say else list


def _moment(value: Timestamp) -> str:
    moment = datetime.fromtimestamp(value.seconds, SHANGHAI).replace(microsecond=value.nanos // 1000)
    return moment.isoformat(timespec="milliseconds")
