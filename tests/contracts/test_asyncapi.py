"""The document of the events: made from the messages, valid, and true to what a message looks like as JSON."""

import importlib
import json
import subprocess
from typing import Any

import jsonschema_rs
import pytest
from google.protobuf.json_format import MessageToDict

from deploy import events, programs
from deploy.engines.tools import node
from services.kit.events import Event, to_headers

KINDS = {(topic, name): kind for topic in events.topics() for name, kind in events.event_messages(topic).items()}

PARSE = """
const { Parser } = require("@asyncapi/parser");
const { readFileSync } = require("fs");
new Parser().parse(readFileSync(process.argv[1], "utf8")).then(({ document, diagnostics }) => {
  const wrong = diagnostics.filter((found) => found.severity === 0).map((found) => `${found.path}: ${found.message}`);
  console.log(JSON.stringify({ wrong, messages: document ? document.allMessages().length : 0 }));
});
"""


def as_sent(topic: str, name: str) -> dict[str, Any]:
    module = importlib.import_module(f"qi.event.v1.{topic}_pb2")
    message = getattr(module, name)()
    getattr(message, topic).SetInParent()
    return MessageToDict(message, preserving_proto_field_name=True, always_print_fields_with_no_presence=True)


def test_the_committed_document_is_what_the_messages_give() -> None:
    assert events.DOCUMENT.read_text() == events.rendered(), "stale: run `make events`"


def test_the_asyncapi_parser_takes_it() -> None:
    said = subprocess.run(
        [node(), "-e", PARSE, events.DOCUMENT],
        env={"NODE_PATH": str(programs.node_modules())},
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(said.stdout) == {"wrong": [], "messages": len(KINDS)}


def test_every_topic_of_the_document_has_one_type_per_message() -> None:
    assert len(set(KINDS.values())) == len(KINDS)
    assert {"qi.case.part_dispatched.v1", "qi.case.not_accepted.v1", "qi.part.finished.v1"} <= set(KINDS.values())


@pytest.mark.parametrize(("topic", "name"), KINDS)
def test_a_message_passes_its_schema_now_and_after_it_gained_a_field(topic: str, name: str) -> None:
    validator = jsonschema_rs.validator_for(events.schema_of(KINDS[topic, name]))
    data = as_sent(topic, name)
    validator.validate(data)
    validator.validate({**data, "gained_later": 1})


@pytest.mark.parametrize(("topic", "name"), KINDS)
def test_a_message_without_its_header_is_refused(topic: str, name: str) -> None:
    data = as_sent(topic, name)
    del data[topic]
    assert not jsonschema_rs.is_valid(events.schema_of(KINDS[topic, name]), data)


def test_data_of_another_form_is_refused() -> None:
    data = as_sent("case", "CaseDecided")
    schema = events.schema_of("qi.case.decided.v1")
    assert not jsonschema_rs.is_valid(schema, {**data, "outcome": 3})
    assert not jsonschema_rs.is_valid(schema, {**data, "case": {**data["case"], "item_version": "1"}})


def test_the_headers_the_kit_writes_are_the_headers_described() -> None:
    hashed = "0" * 64
    event = Event("c:1:1", "qi.case.filed.v1", "/qi/workflow", "c", 1, 1, "2026-11-24T10:00:00.000Z", hashed, "{}")
    sent = {name: value.decode() for name, value in to_headers(event)}
    described = events.committed()["components"]["schemas"]["Headers"]
    jsonschema_rs.validate(described, sent)
    assert set(sent) <= {*described["properties"], "ce_type"}
    assert not jsonschema_rs.is_valid(described, {**sent, "ce_sequence": "0"})
