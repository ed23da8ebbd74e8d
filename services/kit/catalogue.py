"""Reads a service's `items.yaml` and completes what the items leave to the shared file `general_form.yaml`.

An item may be shorter than what is stored: `form: general` stands for the shared form, a plain string among the
materials for a common material, a plain string (or `use: <name>` with another title) for a common field, and `choices:
{code: [zh, en]}` for annotated constants. Objects are closed; the UI schema follows the order of the fields and adds.
"""

from collections.abc import Mapping
from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any

import yaml

Node = dict[str, Any]

DIALECT = "https://json-schema.org/draft/2020-12/schema"
SHARED = Path(__file__).with_name("general_form.yaml")
LONG_TEXT = 200  # characters; from here on a field is several lines high
DEFAULTS: Node = {
    "version": 1,
    "effective_from": "2026-01-01",
    "applicant_en": "",
    "statutory_days": None,
    "promised_days": None,
    "outcome_en": "",
    "decided": "here",
    "instant": False,
    "basis": "",
    "parts": [],
    "join": "",
}
MATERIAL_DEFAULTS: Node = {"name_en": "", "source": "applicant", "necessity": "required", "note": ""}
PART_DEFAULTS: Node = {"needs": [], "mandatory": True}


class CatalogueLoader(yaml.SafeLoader):
    """Safe YAML in which a day stays the text it is written as."""


CatalogueLoader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def read_items(path: Path, domain: str) -> list[Node]:
    """The items of one file, complete, each marked with the domain that offers it."""
    return [complete(item, domain) for item in load(path)]


def load(path: Path) -> Any:
    with path.open(encoding="utf-8") as file:
        return yaml.load(file, Loader=CatalogueLoader)


@cache
def shared() -> Node:
    content: Node = load(SHARED)
    return content


def complete(item: Node, domain: str) -> Node:
    """One item with its form, materials and defaults filled in."""
    given = {key: value for key, value in item.items() if key != "form"}
    whole = deepcopy({**DEFAULTS, **form_of(item), **given, "domain": domain})
    schema = {"$schema": DIALECT, **field(whole["form_schema"])}
    return {
        **whole,
        "form_schema": schema,
        "ui_schema": merged(layout(schema), whole.get("ui_schema", {})),
        "materials": [material(entry) for entry in whole["materials"]],
        "parts": [{**deepcopy(PART_DEFAULTS), **part} for part in whole["parts"]],
    }


def form_of(item: Node) -> Node:
    """What `form: <name>` stands for: its schema, UI schema and example."""
    return named("forms", item["form"]) if "form" in item else {}


def named(kind: str, name: str) -> Node:
    """A shared definition by its name; an unknown one is a mistake in the data, and the service does not start."""
    definitions: Mapping[str, Node] = shared()[kind]
    if name not in definitions:
        raise ValueError(f"general_form.yaml has no {name!r} among its {kind}")
    return deepcopy(definitions[name])


def material(entry: str | Node) -> Node:
    if isinstance(entry, str):
        return {**MATERIAL_DEFAULTS, **named("common_materials", entry), "code": entry}
    return {**MATERIAL_DEFAULTS, **entry}


def field(schema: str | Node) -> Node:
    """A field's schema with the shorthands written out, down to the last nested field."""
    if isinstance(schema, str):
        return field(named("fields", schema))
    whole = {key: value for key, value in schema.items() if key not in ("choices", "use")}
    if "use" in schema:  # a common field under another title
        return field({**named("fields", schema["use"]), **whole})
    if "choices" in schema:
        whole = {"type": "string", **whole, "oneOf": choices(schema["choices"])}
    if "properties" in whole:
        whole["properties"] = {name: field(value) for name, value in whole["properties"].items()}
        whole = {"type": "object", "additionalProperties": False, **whole}
    if "items" in whole:
        whole = {"type": "array", **whole, "items": field(whole["items"])}
    return whole


def choices(names: Mapping[str, list[str]]) -> list[Node]:
    return [{"const": code, "title": zh, "x-title-en": en} for code, (zh, en) in names.items()]


def layout(schema: Node) -> Node:
    """The UI schema that follows from a schema: the order of fields, long texts, ticks for a choice of several."""
    if "properties" in schema:
        fields = {name: layout(value) for name, value in schema["properties"].items()}
        return {"ui:order": list(fields), **{name: ui for name, ui in fields.items() if ui}}
    if schema.get("uniqueItems") and "oneOf" in schema["items"]:
        return {"ui:widget": "checkboxes"}
    if "items" in schema:
        inner = layout(schema["items"])
        return {"items": inner} if inner else {}
    return {"ui:widget": "textarea"} if schema.get("maxLength", 0) >= LONG_TEXT else {}


def merged(base: Node, more: Node) -> Node:
    """`base` with what `more` adds or says otherwise, level by level."""
    result = dict(base)
    for key, value in more.items():
        both = isinstance(value, dict) and isinstance(result.get(key), dict)
        result[key] = merged(result[key], value) if both else value
    return result
