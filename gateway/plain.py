"""Messages of the services as the plain values that REST answers."""

import json
from typing import Any, TypeVar

from google.protobuf.message import Message
from google.protobuf.timestamp_pb2 import Timestamp

from gateway.schemas.fields import Answer
from services.kit.clock import SHANGHAI

JSON_TEXT = frozenset({"form", "form_schema", "ui_schema", "example", "data", "content"})
Kind = TypeVar("Kind", bound=Answer)


def told(kind: type[Kind], message: Message, **more: Any) -> Kind:
    """A message as an answer of the API."""
    return kind.model_validate({**plain(message), **more})


def plain(message: Message) -> dict[str, Any]:
    """Every field by its name: unset ones None, moments RFC 3339 in Ningbo's offset, JSON text as a value."""
    return {field.name: _value(message, field) for field in message.DESCRIPTOR.fields}


def _value(message: Message, field: Any) -> Any:
    value = getattr(message, field.name)
    if field.is_repeated:
        return [plain(inner) if isinstance(inner, Message) else inner for inner in value]
    if field.has_presence and not message.HasField(field.name):
        return None
    if isinstance(value, Timestamp):
        return value.ToDatetime(SHANGHAI).isoformat(timespec="milliseconds")
    if isinstance(value, Message):
        return plain(value)
    if field.name in JSON_TEXT:
        return json.loads(value) if value else None
    return value
