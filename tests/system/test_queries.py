"""Every query that the run has caused is served by an index, and gets its order from it (design.md §5)."""

import ast
import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from bson import json_util
from pymongo import MongoClient

from deploy.engines.stack import Stack
from services.kit.queries import ROOT

pytestmark = pytest.mark.system
READING = {"find", "find_one", "find_one_and_update", "modify", "aggregate", "count_documents", "distinct"}
ASKING = READING | {"update_one", "update_many", "delete_one", "delete_many"}
SCANS, SORTS = {"Seq Scan", "COLLSCAN"}, {"Sort", "Incremental Sort", "SORT"}
NAMES = ("Node Type", "stage")


@cache
def logged(folder: Path) -> dict[str, set[str]]:
    """The shape of each query of the stack's processes, and the functions that caused it."""
    found: dict[str, set[str]] = {}
    for line in (line for path in folder.glob("*.log*") for line in path.read_text(errors="replace").splitlines()):
        if '"event": "slow_query"' in line:
            told = json.loads(line)
            places = {place.partition(".<locals>")[0] for place in told["places"]}
            found.setdefault(told["query"], set()).update(places)
    return found


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


def explained(store: MongoClient[dict[str, Any]], query: str) -> dict[str, Any]:
    told = json_util.loads(query)
    if told["command"] == "aggregate":
        command = {"aggregate": told["collection"], "pipeline": told["wanted"], "cursor": {}}
    else:
        command = {"find": told["collection"], "filter": told["wanted"]}
        command |= {name: told[name] for name in ("sort", "hint") if name in told}
        command |= {"limit": 20} if told["bounded"] else {}
    return store[told["database"]].command({"explain": command, "verbosity": "queryPlanner"})


def steps(plan: Any) -> Iterator[str]:
    """The names of a plan's steps, in either store's words."""
    if isinstance(plan, dict):
        yield from (str(plan[name]) for name in NAMES if name in plan)
    for inner in plan.values() if isinstance(plan, dict) else plan if isinstance(plan, list) else ():
        yield from steps(inner)


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
        plans = {query: set(steps(explained(store, query)["queryPlanner"])) for query in queries}
    bad = {query: (plans[query] & (SCANS | SORTS), queries[query]) for query in plans if plans[query] & (SCANS | SORTS)}
    assert bad == {}, "\n".join(f"{query}\n   {why}" for query, why in bad.items())
    assert len(plans) > 20


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
