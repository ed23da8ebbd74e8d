"""What the reader of the catalogue completes, and what it refuses."""

from pathlib import Path

import pytest

from services.kit import catalogue


def test_a_common_field_can_take_another_title() -> None:
    field = catalogue.field({"use": "address", "title": "寄回地址"})
    assert field == {**catalogue.shared()["fields"]["address"], "title": "寄回地址"}


def test_choices_become_annotated_constants() -> None:
    field = catalogue.field({"title": "地点", "choices": {"onsite": ["机构上门", "On site"]}})
    assert field["type"] == "string"
    assert field["oneOf"] == [{"const": "onsite", "title": "机构上门", "x-title-en": "On site"}]


def test_nested_objects_are_closed_and_lists_are_lists() -> None:
    field = catalogue.field({"items": {"properties": {"unit": "unit"}}})
    assert field["type"] == "array"
    assert field["items"]["additionalProperties"] is False


def test_a_condition_is_left_as_it_is_written() -> None:
    condition = {"properties": {"kind": {"const": "new"}}, "required": ["kind"]}
    assert catalogue.field({"properties": {}, "if": condition})["if"] == condition


@pytest.mark.parametrize(("kind", "name"), [("forms", "special"), ("fields", "colour"), ("common_materials", "photo")])
def test_an_unknown_name_stops_the_reading(kind: str, name: str) -> None:
    with pytest.raises(ValueError, match=f"no '{name}' among its {kind}"):
        catalogue.named(kind, name)


def test_the_layout_follows_the_fields_and_can_be_added_to() -> None:
    schema = catalogue.field({"properties": {"b": {"type": "string", "maxLength": 500}, "a": {"type": "boolean"}}})
    layout = catalogue.merged(catalogue.layout(schema), {"b": {"ui:help": "写清楚"}})
    assert layout == {"ui:order": ["b", "a"], "b": {"ui:widget": "textarea", "ui:help": "写清楚"}}


def test_a_choice_of_several_is_ticked() -> None:
    several = catalogue.field({"uniqueItems": True, "items": {"choices": {"a": ["甲", "A"]}}})
    assert catalogue.layout(several) == {"ui:widget": "checkboxes"}


def test_a_day_stays_a_text(tmp_path: Path) -> None:
    path = tmp_path / "items.yaml"
    path.write_text("- {effective_from: 2026-01-01}\n", encoding="utf-8")
    assert catalogue.load(path) == [{"effective_from": "2026-01-01"}]


def test_items_do_not_share_what_they_were_made_from(tmp_path: Path) -> None:
    path = tmp_path / "items.yaml"
    path.write_text("- &a {code: A-01, form: general, materials: [uscc]}\n- {<<: *a, code: A-02}\n", encoding="utf-8")
    first, second = catalogue.read_items(path, "metrology")
    first["example"]["subject"] = first["materials"][0]["note"] = "changed"
    assert "changed" not in str(second)
    assert "changed" not in str(catalogue.shared())
