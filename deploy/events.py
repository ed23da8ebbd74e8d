"""The events as a document: `python -m deploy.events` writes proto/asyncapi.yaml from proto/qi/event/v1."""

import importlib
import json
import re
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import yaml
from google.protobuf.descriptor import Descriptor

from deploy.kafka.topics import settings, wanted
from deploy.programs import go_program
from deploy.proto import PROTO, compiled

DOCUMENT = PROTO / "asyncapi.yaml"
FOLDER = PROTO / "qi" / "event" / "v1"
Json = dict[str, Any]

ABOUT = {
    "audit": "The signed root of a day over the cases that changed; the key is the day.",
    "certificate": "What metrology makes known of a calibration and its certificate; the key is the calibration.",
    "case": "What workflow makes known of a case; the key is the case number.",
    "report": "What inspection makes known of a report it issued; the key is the report.",
    "commission": "What inspection makes known of a commissioned test; the key is its id.",
    "rectification": "What inspection makes known of a problem being mended; the key is its id.",
    "series": "What inspection makes known of a series of lots; the key is the series id.",
    "instrument": "What metrology makes known of an instrument in its user's ledger; the key is the instrument's id.",
    "part": "What a domain makes known of a part it owns; the key is the part id.",
}
INFO = {
    "title": "QI Station events",
    "version": "1",
    "description": (
        "CloudEvents 1.0 in binary mode on Kafka, data as JSON. Per key the sequence begins at 1 and has no gaps: "
        "apply n = seen + 1, ignore n <= seen, fetch what is missing when n > seen + 1. A higher epoch comes before "
        "any sequence. Messages only gain fields: ignore those you do not know. No event carries a person's name, "
        "telephone, free text or file name."
    ),
}
HEADERS = {
    "ce_specversion": {"const": "1.0"},
    "ce_id": {"description": "<key>:<epoch>:<sequence>"},
    "ce_source": {"description": "Who made it known."},
    "ce_subject": {"description": "The key."},
    "ce_time": {"format": "date-time"},
    "ce_sequence": {"pattern": "^[1-9][0-9]*$", "description": "Per key, from 1, without gaps."},
    "ce_epoch": {"pattern": "^[1-9][0-9]*$", "description": "Of the service's data; a restore raises it."},
    "ce_entryhash": {
        "pattern": "^[0-9a-f]{64}$",
        "description": "SHA-256 of the history entry, chained to the one before.",
    },
    "content-type": {"const": "application/json"},
}
TRACE = {"ce_traceparent": {"type": "string", "description": "W3C trace context of the change."}}


def document() -> Json:
    """The whole AsyncAPI document."""
    schemas = payload_schemas()
    events = {topic: event_messages(topic) for topic in topics()}
    return {
        "asyncapi": "3.0.0",
        "info": INFO,
        "defaultContentType": "application/json",
        "channels": {topic: _channel(topic, found) for topic, found in events.items()},
        "operations": {f"publish-{topic}": _operation(topic) for topic in events},
        "components": {
            "messages": {
                name: _message(name, kind, schemas[name].get("description"))
                for found in events.values()
                for name, kind in found.items()
            },
            "schemas": {"Headers": _headers(), **schemas},
        },
    }


def topics() -> list[str]:
    """One per file of messages: what follows `qi.` in the topic's name."""
    return sorted(source.stem for source in FOLDER.glob("*.proto"))


def event_messages(topic: str) -> dict[str, str]:
    """The messages published on a topic (their first field is its header) and the CloudEvents type of each."""
    prefix = topic.title().replace("_", "")
    found: dict[str, Descriptor] = importlib.import_module(f"qi.event.v1.{topic}_pb2").DESCRIPTOR.message_types_by_name
    carried = [name for name, message in found.items() if message.fields and _holds(message, f"{prefix}Header")]
    return {name: f"qi.{topic}.{_snake(name.removeprefix(prefix))}.v1" for name in carried}


def payload_schemas() -> dict[str, Json]:
    """The JSON Schema of every message, as protoc-gen-jsonschema writes it, with references inside the document."""
    with TemporaryDirectory() as folder:
        compiled(
            sorted(FOLDER.glob("*.proto")),
            f"--plugin=protoc-gen-jsonschema={go_program('protoc-gen-jsonschema')}",
            f"--jsonschema_out={folder}",
            "--jsonschema_opt=target=proto-strict,additional_properties=true",
        )
        found = {_name(path.name): json.loads(path.read_text()) for path in sorted(Path(folder).iterdir())}
    return {name: _inline(schema) for name, schema in found.items()}


@cache
def committed() -> Json:
    """The document as it stands in the repository."""
    found: Json = yaml.safe_load(DOCUMENT.read_text())
    return found


def schema_of(kind: str) -> Json:
    """A self-contained JSON Schema for the data of one type of event, from the committed document."""
    components = committed()["components"]
    payload = next(message["payload"] for message in components["messages"].values() if message["name"] == kind)
    return {**payload, "components": {"schemas": components["schemas"]}}


def rendered() -> str:
    """The document as text."""
    note = "# Generated by `make events` from proto/qi/event/v1; not edited by hand.\n"
    return note + yaml.safe_dump(document(), sort_keys=False, allow_unicode=True, width=120)


def _channel(topic: str, messages: dict[str, str]) -> Json:
    kept = wanted()[f"qi.{topic}"]
    configuration = {"cleanup.policy": ["delete"], "retention.ms": int(settings(kept)["retention.ms"])}
    return {
        "address": f"qi.{topic}",
        "description": ABOUT[topic],
        "messages": {name: {"$ref": f"#/components/messages/{name}"} for name in messages},
        "bindings": {
            "kafka": {"partitions": kept["partitions"], "topicConfiguration": configuration, "bindingVersion": "0.5.0"}
        },
    }


def _operation(topic: str) -> Json:
    return {"action": "send", "channel": {"$ref": f"#/channels/{topic}"}, "summary": ABOUT[topic]}


def _message(name: str, kind: str, description: str | None) -> Json:
    typed = {"type": "object", "required": ["ce_type"], "properties": {"ce_type": {"const": kind}}}
    return {
        "name": kind,
        "title": name,
        **({"description": description} if description else {}),
        "contentType": "application/json",
        "headers": {"allOf": [{"$ref": "#/components/schemas/Headers"}, typed]},
        "payload": {"$ref": f"#/components/schemas/{name}"},
        "bindings": {"kafka": {"key": {"type": "string"}, "bindingVersion": "0.5.0"}},
    }


def _headers() -> Json:
    properties = {name: {"type": "string", **rule} for name, rule in HEADERS.items()}
    return {"type": "object", "required": list(HEADERS), "properties": properties | TRACE}


def _inline(schema: Json) -> Json:
    kept = {key: value for key, value in schema.items() if key not in {"$id", "$schema", "title"}}
    always = [
        name for name, field in kept["properties"].items() if name not in kept.get("required", []) and "$ref" in field
    ]
    kept["required"] = always + kept.get("required", [])  # the header has presence in proto and is in every event
    text = re.sub(
        r'"\$ref": "([^"#]+)"', lambda found: f'"$ref": "#/components/schemas/{_name(found[1])}"', json.dumps(kept)
    )
    result: Json = json.loads(text)
    return result


def _holds(message: Descriptor, header: str) -> bool:
    first = message.fields[0].message_type
    return first is not None and first.name == header


def _name(file: str) -> str:
    return file.removeprefix("qi.event.v1.").split(".", 1)[0]


def _snake(name: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


if __name__ == "__main__":
    DOCUMENT.write_text(rendered())
    print(f"{DOCUMENT.name}: written")
