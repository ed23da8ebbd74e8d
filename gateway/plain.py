"""Messages of the services as the plain values that REST answers."""

import json
from functools import cache
from typing import Any, TypeVar

from google.protobuf.message import Message
from google.protobuf.timestamp_pb2 import Timestamp

from gateway.schemas.fields import Answer
from services.kit.clock import SHANGHAI

JSON_TEXT = frozenset({"form", "form_schema", "ui_schema", "example", "data", "content"})
NONE_OF_MANY: Any = ()
Kind = TypeVar("Kind", bound=Answer)


def told(kind: type[Kind], message: Message, **more: Any) -> Kind:
    """A message as an answer of the API."""
    return kind.model_validate({**plain(message), **more})


def plain(message: Message) -> dict[str, Any]:
    """Every field by its name: unset ones None, moments RFC 3339 in Ningbo's offset, JSON text as a value."""
    told = dict(_unset(message.DESCRIPTOR))
    for field, value in message.ListFields():
        told[field.name] = _value(field, value)
    return {name: [] if value is NONE_OF_MANY else value for name, value in told.items()}


@cache
def _unset(kind: Any) -> dict[str, Any]:
    """What a message says of the fields that are not set."""
    return {field.name: _absent(field) for field in kind.fields}


def _absent(field: Any) -> Any:
    if field.is_repeated:
        return NONE_OF_MANY
    return None if field.has_presence or field.name in JSON_TEXT else field.default_value


def _value(field: Any, value: Any) -> Any:
    if field.is_repeated:
        return [plain(inner) for inner in value] if field.message_type else list(value)
    if isinstance(value, Timestamp):
        return value.ToDatetime(SHANGHAI).isoformat(timespec="milliseconds")
    if field.message_type:
        return plain(value)
    return json.loads(value) if field.name in JSON_TEXT else value
