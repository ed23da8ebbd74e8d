"""Every query that the run has caused is served by an index, and gets its order from it (design.md §5)."""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pymongo import MongoClient

from deploy.engines.stack import Stack
from deploy.size.plans import logged, without_index
from services.kit.queries import ROOT

pytestmark = pytest.mark.system
READING = {"find", "find_one", "find_one_and_update", "modify", "aggregate", "count_documents", "distinct"}
ASKING = READING | {"update_one", "update_many", "delete_one", "delete_many"}


def asking() -> Iterator[str]:
    """Every function of the services and the gateway that asks the store for something."""
    for path in sorted([*(ROOT / "services").rglob("*.py"), *(ROOT / "gateway").rglob("*.py")]):
        for name, function in functions(ast.parse(path.read_text()), ""):
            if any(asks(node) for node in ast.walk(function)):
                yield f"{path.relative_to(ROOT)}:{name}"


def functions(node: ast.AST, within: str) -> Iterator[tuple[str, ast.AST]]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef):
            yield within + child.name, child
        elif isinstance(child, ast.ClassDef):
            yield from functions(child, f"{within}{child.name}.")


def asks(node: ast.AST) -> bool:
    called = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in ASKING
    return called or (isinstance(node, ast.Attribute) and node.attr == "objects")


@pytest.fixture(scope="module")
def queries(stack: Stack) -> dict[str, set[str]]:
    """What was asked so far."""
    return logged(stack.folder.log)


def test_every_query_is_served_by_an_index_that_also_gives_the_order(
    stack: Stack, queries: dict[str, set[str]]
) -> None:
    uri = stack.env_for("workflow")["QI_MONGODB_URI"]
    store: MongoClient[dict[str, Any]] = MongoClient(uri)
    with store:
        bad = without_index(store, queries)
    assert bad == {}, "\n".join(f"{query}\n   {why}" for query, why in bad.items())
    assert len(queries) > 20


@pytest.mark.xfail(reason="some queries, as those of sealed histories, no system test causes yet", strict=False)
def test_every_function_that_asks_the_store_was_seen_asking(
    request: pytest.FixtureRequest, queries: dict[str, set[str]]
) -> None:
    """A query that no system test causes is a query that nobody has explained."""
    ran = {item.path.name for item in request.session.items}
    every = {path.name for path in Path(__file__).parent.glob("test_*.py")}
    seen = set().union(*queries.values())
    missing = sorted(set(asking()) - seen)
    assert ran != every or missing == [], missing
