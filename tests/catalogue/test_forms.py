"""Every form is a sound schema that the portal can show, and its example passes it."""

import re
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

from jsonschema_rs import meta

from services.kit import catalogue
from tests.catalogue.listing import OWN_FORMS, Node, every_item, fields, items, validator

# @cfworker/json-schema and rjsf show these wrongly or not at all; `$ref` could reach outside.
REFUSED = {"prefixItems", "$ref", "$dynamicRef", "dependentSchemas", "unevaluatedProperties", "$id"}


def nodes(value: Any) -> Iterator[Node]:
    """Every object inside a schema, keyword tables included."""
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    yield from [value] if isinstance(value, dict) else []
    for each in inner:
        yield from nodes(each)


def required_places(schema: Node, value: Any, *path: str | int) -> Iterator[tuple[str | int, ...]]:
    """The path of each required field that is present in `value`."""
    if isinstance(value, list):
        for n, each in enumerate(value):
            yield from required_places(schema["items"], each, *path, n)
    elif isinstance(value, dict):
        yield from ((*path, key) for key in schema.get("required", ()))
        for key, each in value.items():
            yield from required_places(schema["properties"][key], each, *path, key)


def without(value: Node, path: tuple[str | int, ...]) -> Node:
    copy = deepcopy(value)
    place: Any = copy
    for step in path[:-1]:
        place = place[step]
    del place[path[-1]]
    return copy


@every_item()
def test_a_form_is_a_valid_closed_schema(item: Node) -> None:
    schema = item["form_schema"]
    meta.validate(schema)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["type"] == "object"
    for _, field in [("", schema), *fields(schema)]:
        assert field.get("type") != "object" or field["additionalProperties"] is False


@every_item()
def test_a_form_uses_only_what_the_portal_can_show(item: Node) -> None:
    for node in nodes(item["form_schema"]):
        assert not REFUSED & node.keys()


@every_item()
def test_no_shorthand_is_left_in_a_form(item: Node) -> None:
    for name, field in fields(item["form_schema"]):
        assert not {"choices", "use"} & field.keys(), name
        assert "type" in field, name


@every_item()
def test_every_field_has_a_title_in_both_languages(item: Node) -> None:
    for name, field in fields(item["form_schema"]):
        assert field.get("title"), name
        assert field.get("x-title-en", "").replace("±", "").isascii(), name
        assert field.get("x-title-en"), name


@every_item()
def test_every_field_is_bounded(item: Node) -> None:
    bounds = {
        "string": ({"maxLength"}, {"pattern"}, {"format"}, {"oneOf"}),
        "array": ({"maxItems"},),
        "integer": ({"minimum", "maximum"},),
        "number": ({"minimum", "maximum"},),
    }
    for name, field in fields(item["form_schema"]):
        assert any(bound <= field.keys() for bound in bounds.get(field["type"], (set(),))), name


@every_item()
def test_required_and_ordered_names_are_fields(item: Node) -> None:
    schema = item["form_schema"]
    for _, field in [("", schema), *fields(schema)]:
        assert set(field.get("required", ())) <= field.get("properties", {}).keys()
    assert item["ui_schema"]["ui:order"] == list(schema["properties"])


@every_item()
def test_hints_are_for_fields_that_exist(item: Node) -> None:
    def strangers(ui: Node, schema: Node) -> Iterator[str]:
        for key, value in ui.items():
            if not key.startswith("ui:"):
                inner = (
                    schema["items"] if key == "items" and schema["type"] == "array" else schema["properties"].get(key)
                )
                yield from strangers(value, inner) if inner else [key]

    assert list(strangers(item["ui_schema"], item["form_schema"])) == []


@every_item()
def test_the_example_passes_its_form(item: Node) -> None:
    faults = [
        f"{list(e.instance_path)}: {e.message}" for e in validator(item["form_schema"]).iter_errors(item["example"])
    ]
    assert faults == []


@every_item()
def test_an_example_without_a_required_field_fails(item: Node) -> None:
    check = validator(item["form_schema"])
    places = list(required_places(item["form_schema"], item["example"]))
    assert places
    for path in places:
        assert not check.is_valid(without(item["example"], path)), path


@every_item()
def test_an_example_with_a_stranger_fails(item: Node) -> None:
    assert not validator(item["form_schema"]).is_valid({**item["example"], "$where": "1"})


@every_item()
def test_an_example_names_nobody_real(item: Node) -> None:
    text = str(item["example"])
    assert all(number.startswith("0000") for number in re.findall(r"'phone': '([^']*)'", text))
    assert all(name.endswith("（演示）") for name in re.findall(r"'([^']*(?:有限公司|研究院|商行)[^']*)'", text))


def test_the_named_items_have_forms_of_their_own() -> None:
    general = catalogue.field(catalogue.named("forms", "general")["form_schema"])
    own = {c for c, i in items().items() if i["form_schema"]["properties"] != general["properties"]}
    assert own == OWN_FORMS


def test_a_form_asks_more_when_the_answer_calls_for_it() -> None:
    calibration = items()["M-03"]
    assert not validator(calibration["form_schema"]).is_valid(without(calibration["example"], ("decision_rule",)))
    declared = items()["B-02"]
    assert not validator(declared["form_schema"]).is_valid(without(declared["example"], ("indicators",)))
    verified = items()["M-02"]
    place = ("instruments", 0, "last_certificate")
    assert not validator(verified["form_schema"]).is_valid(without(verified["example"], place))
