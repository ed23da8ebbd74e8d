"""Says which queries of the store are slow: their place in the code and their shape, never the values in them."""

import re
import sys
import threading
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType
from typing import Any

import structlog
from bson import json_util
from bson.regex import Regex
from pymongo import monitoring

LOG = structlog.get_logger()
ROOT = Path(__file__).parents[2]
OURS = tuple(f"{ROOT / folder}/" for folder in ("services", "gateway"))
FILTERS = {"find": "filter", "findAndModify": "query", "count": "query", "distinct": "query", "aggregate": "pipeline"}
BATCHES = {"update": "updates", "delete": "deletes"}
EXAMPLES: tuple[tuple[type, Any], ...] = (  # the order counts: a bool is an int, and every moment is of one day
    (bool, None),
    (int, 1),
    (float, 1.0),
    (str, "x"),
    (bytes, b"x"),
    (re.Pattern, re.compile("^x")),
    (Regex, Regex("^x")),
    (datetime, datetime(2026, 1, 1, tzinfo=UTC)),
)


class SlowQueries(monitoring.CommandListener):
    """Logs each shape of a query once per process when it first takes so many milliseconds; 0 logs every shape."""

    def __init__(self, milliseconds: int) -> None:
        self._microseconds = milliseconds * 1000
        self._asked: dict[int, dict[str, Any]] = {}
        self._said: set[str] = set()
        self._lock = threading.Lock()

    def started(self, event: monitoring.CommandStartedEvent) -> None:
        """Remember what is asked until it is answered."""
        if event.command_name in FILTERS or event.command_name in BATCHES:
            self._asked[event.request_id] = dict(event.command)

    def succeeded(self, event: monitoring.CommandSucceededEvent) -> None:
        """Say what was slow."""
        asked = self._asked.pop(event.request_id, None)
        if asked is not None and event.duration_micros >= self._microseconds:
            self._say(event, asked)

    def failed(self, event: monitoring.CommandFailedEvent) -> None:
        """Forget what was asked."""
        self._asked.pop(event.request_id, None)

    def _say(self, event: monitoring.CommandSucceededEvent, asked: dict[str, Any]) -> None:
        places = places_of(sys._getframe())
        told = {"command": event.command_name, "collection": asked[event.command_name], **shape(asked)}
        text = json_util.dumps({"database": event.database_name, **told})
        with self._lock:
            if f"{places}{text}" in self._said:
                return
            self._said.add(f"{places}{text}")
        LOG.warning("slow_query", places=places, query=text, ms=event.duration_micros // 1000)


def shape(asked: dict[str, Any]) -> dict[str, Any]:
    """What decides how the store answers a command, with an example in place of each value."""
    name = next(name for name in (*FILTERS, *BATCHES) if name in asked)
    wanted = asked[BATCHES[name]][0]["q"] if name in BATCHES else asked.get(FILTERS[name], {})
    kept = {option: asked[option] for option in ("sort", "hint") if asked.get(option)}
    return {"wanted": example(wanted), "bounded": "limit" in asked, **kept}


def example(value: Any) -> Any:
    """A value of the same shape: names and operators stay, lists of plain values become one of them."""
    if isinstance(value, dict):
        return {name: example(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        inner = [example(one) for one in value]
        return inner if any(isinstance(one, dict) for one in inner) else inner[:1]
    for kind, stand_in in EXAMPLES:
        if isinstance(value, kind):
            return value if stand_in is None else stand_in
    return None


def places_of(frame: FrameType | None) -> list[str]:
    """The functions of ours that led here, the innermost first."""
    found: list[str] = []
    while frame is not None:
        code = frame.f_code
        if code.co_filename.startswith(OURS) and code.co_filename != __file__:
            found.append(f"{code.co_filename.removeprefix(f'{ROOT}/')}:{code.co_qualname}")
        frame = frame.f_back
    return found[:6]
