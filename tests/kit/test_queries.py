"""A slow query is said by its shape: where it was asked and how, and nothing of what was asked for."""

import json
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest
from structlog.testing import capture_logs

from services.kit.queries import SlowQueries, example, shape


def run(listener: SlowQueries, command: dict[str, Any], microseconds: int) -> list[Any]:
    name = next(iter(command))
    told = {"command_name": name, "command": command, "request_id": 1, "database_name": "qi_workflow"}
    with capture_logs() as lines:
        listener.started(SimpleNamespace(**told))  # type: ignore[arg-type]
        listener.succeeded(SimpleNamespace(**told, duration_micros=microseconds))  # type: ignore[arg-type]
    return list(lines)


def test_only_what_is_slow_is_said_and_each_shape_once() -> None:
    listener = SlowQueries(10)
    assert run(listener, {"find": "cases", "filter": {"station": "330203001"}}, 9_999) == []
    (line,) = run(listener, {"find": "cases", "filter": {"station": "330203001"}, "limit": 21}, 12_000)
    assert (line["event"], line["ms"]) == ("slow_query", 12)
    assert json.loads(line["query"])["wanted"] == {"station": "x"}
    assert run(listener, {"find": "cases", "filter": {"station": "330212001"}, "limit": 21}, 12_000) == []
    assert len(run(listener, {"find": "cases", "filter": {"uscc": "330212001"}}, 12_000)) == 1


@pytest.mark.parametrize(
    ("command", "wanted"),
    [
        ({"update": "cases", "updates": [{"q": {"_id": "NB-1", "revision": 7}, "u": {}}]}, {"_id": "x", "revision": 1}),
        ({"delete": "parked", "deletes": [{"q": {"_id": "a"}, "limit": 1}]}, {"_id": "x"}),
        ({"findAndModify": "counters", "query": {"_id": "a"}}, {"_id": "x"}),
        ({"aggregate": "cases", "pipeline": [{"$match": {"name": "甲"}}]}, [{"$match": {"name": "x"}}]),
    ],
)
def test_a_command_is_known_by_what_it_looks_for(command: dict[str, Any], wanted: Any) -> None:
    assert shape(command)["wanted"] == wanted


def test_no_value_stays() -> None:
    asked = {
        "at": {"$gte": datetime(1990, 5, 17, tzinfo=UTC)},
        "$or": [{"name": "甲"}, {"n": {"$gt": 5}}],
        "open": True,
    }
    told = example({**asked, "terms": {"$all": ["甲乙", "乙丙"]}, "file": b"secret", "nothing": None, "sum": 3.7})
    assert told == {
        "at": {"$gte": datetime(2026, 1, 1, tzinfo=UTC)},
        "$or": [{"name": "x"}, {"n": {"$gt": 1}}],
        "open": True,
        "terms": {"$all": ["x"]},
        "file": b"x",
        "nothing": None,
        "sum": 1.0,
    }
