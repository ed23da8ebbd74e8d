"""How the store answers each query that a stack's processes have logged: by an index, or by looking at everything."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from bson import json_util

from deploy.standing import Client

SCANS, SORTS = {"Seq Scan", "COLLSCAN"}, {"Sort", "Incremental Sort", "SORT"}
NAMES = ("Node Type", "stage")


def logged(folder: Path) -> dict[str, set[str]]:
    """The shape of each query of the stack's processes, and the functions that caused it."""
    found: dict[str, set[str]] = {}
    for line in (line for path in folder.glob("*.log*") for line in path.read_text(errors="replace").splitlines()):
        if '"event": "slow_query"' in line:
            told = json.loads(line)
            places = {place.partition(".<locals>")[0] for place in told["places"]}
            found.setdefault(told["query"], set()).update(places)
    return found


def without_index(store: Client, queries: Mapping[str, set[str]]) -> dict[str, tuple[set[str], set[str]]]:
    """The queries that scan or sort: how, and where they come from."""
    plans = {query: set(_steps(_explained(store, query)["queryPlanner"])) for query in queries}
    bad = {query: plan & (SCANS | SORTS) for query, plan in plans.items()}
    return {query: (found, queries[query]) for query, found in bad.items() if found}


def _explained(store: Client, query: str) -> dict[str, Any]:
    told = json_util.loads(query)
    if told["command"] == "aggregate":
        command = {"aggregate": told["collection"], "pipeline": told["wanted"], "cursor": {}}
    else:
        command = {"find": told["collection"], "filter": told["wanted"]}
        command |= {"limit": 20} if told["bounded"] else {}
    command |= {name: told[name] for name in ("sort", "hint") if name in told}
    return store[told["database"]].command({"explain": command, "verbosity": "queryPlanner"})


def _steps(plan: Any) -> Iterator[str]:
    """The names of a plan's steps, in either store's words."""
    if isinstance(plan, dict):
        yield from (str(plan[name]) for name in NAMES if name in plan)
    for inner in plan.values() if isinstance(plan, dict) else plan if isinstance(plan, list) else ():
        yield from _steps(inner)
