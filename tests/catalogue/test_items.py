"""The catalogue's data: what is offered, that every form is sound, and that its example passes it."""

import re
from collections.abc import Iterator
from copy import deepcopy
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Any

import pytest
from jsonschema_rs import Draft202012Validator, meta

from services.kit import catalogue

ROOT = Path(__file__).parents[2]
DOMAINS = ("metrology", "standards", "certification", "inspection", "brand", "workflow")
Node = dict[str, Any]

KINDS = {
    "XK": "M-04 M-05 M-06 R-07 J-08 X-02",
    "BA": "M-01 M-07 B-02 B-07 R-05 J-05 X-01",
    "FW": "M-02 M-03 M-08 B-01 B-03 B-04 B-05 B-06 B-08 B-09 R-01 R-02 R-03 R-04 R-06 R-08 "
    "J-01 J-02 J-03 J-04 J-06 J-07 J-09 P-01 P-02 P-03 P-04 P-05 P-06 X-03 X-04",
    "bundle": "X-05 X-06 X-07 X-08",
}
# An item is offered by the domain of its letter; those that cross domains are placed one by one.
HOMES = {"M": "metrology", "B": "standards", "R": "certification", "J": "inspection", "P": "brand"}
CROSSING = {"X-01": "inspection", "X-02": "brand", "X-03": "brand", "X-04": "brand"}
OWN_FORMS = {"M-02", "M-03", "M-04", "B-02", "B-04", "R-01", "R-02", "R-04", "J-01", "J-08", "P-01", "P-06"}
OWN_FORMS |= set(KINDS["bundle"].split())
# @cfworker/json-schema and rjsf show these wrongly or not at all; `$ref` could reach outside.
REFUSED = {"prefixItems", "$ref", "$dynamicRef", "dependentSchemas", "unevaluatedProperties", "$id"}


@cache
def items() -> dict[str, Node]:
    read = [i for name in DOMAINS for i in catalogue.read_items(ROOT / "services" / name / "items.yaml", name)]
    return {item["code"]: item for item in read}


def every_item() -> pytest.MarkDecorator:
    return pytest.mark.parametrize("item", items().values(), ids=items().keys())


def every_bundle() -> pytest.MarkDecorator:
    bundles = [item for item in items().values() if item["kind"] == "bundle"]
    return pytest.mark.parametrize("bundle", bundles, ids=[bundle["code"] for bundle in bundles])


def validator(schema: Node) -> Any:
    return Draft202012Validator(schema, validate_formats=True)


def section(code: str) -> str:
    return code.lower().replace("-", "_")


def nodes(value: Any) -> Iterator[Node]:
    """Every object inside a schema, keyword tables included."""
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    yield from [value] if isinstance(value, dict) else []
    for each in inner:
        yield from nodes(each)


def fields(schema: Node, name: str = "") -> Iterator[tuple[str, Node]]:
    """Every field a form shows, with its path."""
    for key, field in schema.get("properties", {}).items():
        yield f"{name}.{key}", field
        yield from fields(field, f"{name}.{key}")
    if "items" in schema:
        yield from fields(schema["items"], f"{name}[]")


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


def test_exactly_the_items_of_the_catalogue_are_offered() -> None:
    assert {code: item["kind"] for code, item in items().items()} == {
        code: kind for kind, codes in KINDS.items() for code in codes.split()
    }
    assert len(items()) == 48


def test_no_code_is_offered_twice() -> None:
    codes = [entry["code"] for name in DOMAINS for entry in catalogue.load(ROOT / "services" / name / "items.yaml")]
    assert len(codes) == len(set(codes))


@every_item()
def test_an_item_is_offered_by_its_domain(item: Node) -> None:
    home = "workflow" if item["kind"] == "bundle" else CROSSING.get(item["code"]) or HOMES[item["code"][0]]
    assert item["domain"] == home


@every_item()
def test_an_item_says_what_it_is_in_both_languages(item: Node) -> None:
    for key in ("name", "applicant", "outcome", "basis"):
        assert re.search(r"[\u4e00-\u9fff]", item[key]), key
    for key in ("name_en", "applicant_en", "outcome_en"):
        assert item[key].isascii(), key
        assert item[key], key


@every_item()
def test_an_item_is_versioned_and_says_where_it_is_decided(item: Node) -> None:
    assert item["version"] >= 1
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", item["effective_from"])
    assert item["decided"] in {"here", "referred"}
    assert item["instant"] in {True, False}


@every_item()
def test_the_promise_is_not_longer_than_the_law_allows(item: Node) -> None:
    assert item["promised_days"] >= 1
    assert item["statutory_days"] is None or item["promised_days"] <= item["statutory_days"]


def test_statutory_days_belong_to_licences_only() -> None:
    assert {i["code"] for i in items().values() if i["statutory_days"]} == set(KINDS["XK"].split())


def test_on_the_spot_is_for_services_only() -> None:
    assert {i["kind"] for i in items().values() if i["instant"]} == {"FW"}


@every_item()
def test_materials_say_who_brings_them(item: Node) -> None:
    materials = item["materials"]
    codes = [material["code"] for material in materials]
    assert len(codes) == len(set(codes))
    for material in materials:
        assert re.fullmatch(r"[a-z][a-z0-9_]*", material["code"])
        assert material["source"] in {"applicant", "shared", "e-licence"}
        assert material["necessity"] in {"required", "promisable", "conditional"}
        assert material["name"]
        assert material["name_en"].isascii()


@every_item()
def test_what_the_city_holds_is_not_asked_for(item: Node) -> None:
    held = {m["code"]: m["source"] for m in item["materials"] if m["code"] in {"uscc", "licence"}}
    assert held in ({"uscc": "shared"}, {"licence": "e-licence"})


@every_item()
def test_a_conditional_material_says_when(item: Node) -> None:
    assert all(m["note"] for m in item["materials"] if m["necessity"] == "conditional")


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


@every_bundle()
def test_a_bundle_is_made_of_items_in_an_order_without_circles(bundle: Node) -> None:
    needs = {part["item"]: part["needs"] for part in bundle["parts"]}
    assert bundle["join"] == "all"
    assert len(needs) == len(bundle["parts"]) >= 2
    assert all(items()[code]["kind"] != "bundle" for code in needs)
    assert {need for each in needs.values() for need in each} <= needs.keys()
    TopologicalSorter(needs).prepare()  # raises CycleError


@every_bundle()
def test_a_bundle_promises_its_longest_path(bundle: Node) -> None:
    needs = {part["item"]: part["needs"] for part in bundle["parts"] if part["mandatory"]}
    done: dict[str, int] = {}
    for code in TopologicalSorter(needs).static_order():
        done[code] = items()[code]["promised_days"] + max((done[need] for need in needs[code]), default=0)
    assert bundle["promised_days"] == max(done.values())


@every_bundle()
def test_a_bundle_asks_for_what_its_parts_require(bundle: Node) -> None:
    given = {material["code"] for material in bundle["materials"]}
    for part in (part for part in bundle["parts"] if part["mandatory"]):
        required = {
            m["code"]
            for m in items()[part["item"]]["materials"]
            if m["source"] == "applicant" and m["necessity"] == "required"
        }
        assert required <= given, part["item"]


@every_bundle()
def test_a_bundle_has_a_section_for_each_part_in_the_part_s_own_words(bundle: Node) -> None:
    sections = bundle["form_schema"]["properties"]
    for part in bundle["parts"]:
        own = items()[part["item"]]["form_schema"]["properties"] if part["item"] in OWN_FORMS else None
        for name, field in sections[section(part["item"])]["properties"].items():
            assert own is None or own[name] == field, f"{part['item']}.{name}"
    mandatory = {section(part["item"]) for part in bundle["parts"] if part["mandatory"]}
    assert mandatory <= set(bundle["form_schema"]["required"])


def test_only_bundles_have_parts() -> None:
    assert {i["kind"] for i in items().values() if i["parts"] or i["join"]} == {"bundle"}
