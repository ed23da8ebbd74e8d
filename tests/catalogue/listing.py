"""The items as the services read them, and how the tests walk over them."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from jsonschema_rs import Draft202012Validator

from services.kit import catalogue

ROOT = Path(__file__).parents[2]
DOMAINS = ("metrology", "standards", "certification", "inspection", "brand", "workflow")
Node = dict[str, Any]
OWN_FORMS = {"M-02", "M-03", "M-04", "B-02", "B-04", "R-01", "R-02", "R-04", "J-01", "J-08", "P-01", "P-06"}
OWN_FORMS |= {"X-05", "X-06", "X-07", "X-08", "X-09"}


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


def fields(schema: Node, name: str = "") -> Iterator[tuple[str, Node]]:
    """Every field a form shows, with its path."""
    for key, field in schema.get("properties", {}).items():
        yield f"{name}.{key}", field
        yield from fields(field, f"{name}.{key}")
    if "items" in schema:
        yield from fields(schema["items"], f"{name}[]")
