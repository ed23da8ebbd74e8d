"""Events as CloudEvents 1.0: made from an entry when it is sent, read back from a record."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from google.protobuf.json_format import MessageToJson
from google.protobuf.message import Message

from services.kit.lifecycle import Entry, Head, moment_text

Build = Callable[[Head, Entry], Message]
Tell = Callable[[Entry], Mapping[str, Any]]


def builder(field: str, header: Build) -> Callable[..., Build]:
    """Makes an aggregate's messages: its header in a field of this name, and what else of an entry is told: values by
    their name, or what a function makes of it.
    """

    def of(kind: type[Message], *told: str | Tell) -> Build:
        def build(document: Head, entry: Entry) -> Message:
            message: dict[str, Any] = {field: header(document, entry)}
            for one in told:
                message |= {one: entry.data[one]} if isinstance(one, str) else one(entry)
            return kind(**message)

        return build

    return of


def present(*names: str) -> Tell:
    """Those of an entry's values that are there."""
    return lambda entry: {name: entry.data[name] for name in names if entry.data.get(name)}


def renamed(**fields: str) -> Tell:
    """An entry's values under the message's names for them."""
    return lambda entry: {field: entry.data[name] for field, name in fields.items()}


@dataclass(frozen=True)
class Event:
    """One event, as on Kafka and as ReadEntries gives it."""

    id: str
    type: str
    source: str
    key: str
    sequence: int
    epoch: int
    time: str
    entry_hash: str
    data: str  # JSON


@dataclass(frozen=True)
class Publication:
    """What a service publishes on one topic: for every action the type of event and how its message is made."""

    topic: str
    source: str
    types: Mapping[str, tuple[str, Build]]
    epoch: int = 1

    def at(self, epoch: int) -> "Publication":
        """The same, out of data of another epoch."""
        return replace(self, epoch=epoch)

    def event(self, document: Head, entry: Entry, entry_hash: str) -> Event:
        """The event of an entry: a pure function of it and of what never changes in the document."""
        kind, build = self.types[entry.action]
        data = MessageToJson(
            build(document, entry),
            preserving_proto_field_name=True,
            always_print_fields_with_no_presence=True,
            indent=None,
        )
        key = document["_id"]
        return Event(
            f"{key}:{self.epoch}:{entry.n}",
            kind,
            self.source,
            key,
            entry.n,
            self.epoch,
            moment_text(entry.at),
            entry_hash,
            data,
        )


class Unreadable(ValueError):
    """A record that is not one of our events."""


def to_headers(event: Event) -> list[tuple[str, bytes]]:
    """The headers of a record in CloudEvents' binary mode."""
    attributes = {
        "ce_specversion": "1.0",
        "ce_id": event.id,
        "ce_type": event.type,
        "ce_source": event.source,
        "ce_subject": event.key,
        "ce_time": event.time,
        "ce_sequence": str(event.sequence),
        "ce_epoch": str(event.epoch),
        "ce_entryhash": event.entry_hash,
        "content-type": "application/json",
    }
    return [(name, value.encode()) for name, value in attributes.items()]


def from_record(record: Any) -> Event:
    """The event of a record; Unreadable when it is none."""
    try:
        told = {name: value.decode() for name, value in record.headers}
        return Event(
            told["ce_id"],
            told["ce_type"],
            told["ce_source"],
            record.key.decode(),
            int(told["ce_sequence"]),
            int(told["ce_epoch"]),
            told["ce_time"],
            told["ce_entryhash"],
            record.value.decode(),
        )
    except (KeyError, ValueError, AttributeError, TypeError) as fault:
        raise Unreadable(str(fault)) from fault
