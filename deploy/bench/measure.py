"""Pairs of calls in turn, so that whatever else the machine does falls on both alike; medians, and their ratio."""

import http.client
import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

WARM = 20  # first calls that do not count


@dataclass(frozen=True)
class Call:
    """A request that is measured."""

    path: str
    method: str = "GET"
    headers: Mapping[str, str] | None = None
    expect: int = 200
    body: bytes = b"{}"  # of a POST


class Wire:
    """One connection that stays open."""

    def __init__(self, address: str) -> None:
        parts = urlsplit(address)
        self._connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=30)
        self.etag = ""

    def seconds(self, call: Call) -> float:
        """How long a call took, from its first byte to its answer's last."""
        begun = time.perf_counter()
        body = call.body if call.method == "POST" else None
        headers = {**(call.headers or {}), **({"Content-Type": "application/json"} if body else {})}
        self._connection.request(call.method, call.path, body, headers)
        answer = self._connection.getresponse()
        content = answer.read()
        taken = time.perf_counter() - begun
        if answer.status != call.expect:
            raise ValueError(f"{call.method} {call.path}: {answer.status} {content[:300]!r}")
        self.etag = answer.headers.get("ETag", "")
        return taken

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()


@dataclass(frozen=True)
class Row:
    """One line of the table: how fast ours is in terms of another."""

    name: str
    other: float  # seconds, median
    ours: float
    wanted: float

    @property
    def ratio(self) -> float:
        """Our rate over the other's."""
        return self.other / self.ours

    @property
    def met(self) -> bool:
        """Whether it is enough."""
        return self.ratio >= self.wanted


def compare(name: str, wanted: float, pairs: Sequence[tuple[Callable[[], float], Callable[[], float]]]) -> Row:
    """The other and ours, one after the other, the order changing each time."""
    others, own = [], []
    for place, (other, ours) in enumerate(pairs):
        first, second = (other, ours) if place % 2 else (ours, other)
        taken = first(), second()
        if place >= min(WARM, len(pairs) // 4):
            others.append(taken[0 if place % 2 else 1])
            own.append(taken[1 if place % 2 else 0])
    return Row(name, statistics.median(others), statistics.median(own), wanted)
