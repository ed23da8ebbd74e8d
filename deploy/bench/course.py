"""What is measured of cases: one read, known already, changed, and a queue's page."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

from deploy.bench.floor import COLLECTION, DATABASE
from deploy.bench.measure import Call, Row, Wire, compare
from deploy.engines.folder import free_port
from deploy.engines.surroundings import ROOT
from deploy.standing import Client
from services.kit.lifecycle import moment_text

READS, PAGES, FILED = 400, 120, 100
STATION = "330203001"


@dataclass(frozen=True)
class Ground:
    """Both sides, ready to be measured."""

    floor: Wire
    ours: Wire
    client: Client
    token: str  # a clerk's

    def numbers(self, **wanted: Any) -> list[str]:
        """Cases of the clerk's station."""
        found = self.client["qi_workflow"]["cases"].find({"station": STATION, **wanted}, {"_id": 1})
        return [row["_id"] for row in found]

    def bare(self, path: str, **more: Any) -> Callable[[], float]:
        """A call of the floor."""
        return partial(self.floor.seconds, Call(path, **more))

    def own(self, path: str, **more: Any) -> Callable[[], float]:
        """A call of ours, timed."""
        return partial(self.ours.seconds, self.call(path, **more))

    def call(self, path: str, **more: Any) -> Call:
        """A call of ours."""
        headers = {"Authorization": f"Bearer {self.token}", **more.pop("headers", {})}
        return Call(path, headers=headers, **more)


def reads(ground: Ground) -> Iterator[Row]:
    """A case, and a case that the asker has already."""
    numbers = (ground.numbers() * READS)[:READS]
    pairs = [(ground.bare(f"/read/{no}"), ground.own(f"/api/cases/{no}")) for no in numbers]
    yield compare("read a case", 0.6, pairs)
    known = []
    for no in numbers[: READS // 4]:
        ground.ours.seconds(ground.call(f"/api/cases/{no}"))
        seen = ground.call(f"/api/cases/{no}", headers={"If-None-Match": ground.ours.etag}, expect=304)
        known += [(ground.own(f"/api/cases/{no}"), partial(ground.ours.seconds, seen))] * 4
    yield compare("… known already, of that read", 2.0, known)


def pages(ground: Ground) -> Iterator[Row]:
    """A clerk's queue."""
    pair = ground.bare(f"/queue/{STATION}"), ground.own("/api/cases?limit=50")
    yield compare("a queue's page", 0.5, [pair] * PAGES)


def transitions(ground: Ground) -> Iterator[Row]:
    """Receiving and accepting what was filed, and what time does nothing to meanwhile."""
    soon = moment_text(datetime.now(UTC) + timedelta(hours=1))
    filed = ground.numbers(state="filed", revision=1, wake_at={"$gt": soon})[:FILED]
    steps = [(no, action, place) for no in filed for place, action in enumerate(ACTIONS, 1)]
    yield compare("a transition", 0.5, [_change(ground, *step) for step in steps])


ACTIONS = ("receive", "accept")


def _change(ground: Ground, no: str, action: str, revision: int) -> Any:
    headers = {"If-Match": f'"{revision}"'}
    ours = ground.call(f"/api/cases/{no}/actions/{action}", method="POST", headers=headers)
    return ground.bare(f"/change/{no}@{revision}", method="POST"), partial(ground.ours.seconds, ours)


COURSES = (reads, pages, transitions)


@contextmanager
def laid(told: Mapping[str, str], client: Client) -> Iterator[Wire]:
    """The floor, over copies of the very same cases."""
    cases = client[DATABASE][COLLECTION]
    cases.drop()
    cases.insert_many(client["qi_workflow"]["cases"].find({"station": STATION}))
    cases.create_index([("station", 1), ("filed_at", -1), ("_id", -1)], name="station_newest")
    service, gateway = (free_port(None, set()) for _ in range(2))
    around = {**os.environ, **told, "FLOOR_SERVICE": str(service)}
    words = [sys.executable, "-m", "deploy.bench.floor"]
    started = [
        subprocess.Popen(["setpriv", "--pdeathsig", "TERM", "--", *words, *which], cwd=ROOT, env=around)
        for which in (["service", str(service)], ["gateway", str(gateway)])
    ]
    wire = Wire(f"http://127.0.0.1:{gateway}")
    try:
        _await(wire)
        yield wire
    finally:
        wire.close()
        for process in started:
            process.terminate()
            process.wait(10)
        client.drop_database(DATABASE)


def _await(wire: Wire) -> None:
    deadline = time.monotonic() + 30
    while True:
        try:
            wire.seconds(Call(f"/queue/{STATION}"))
            return
        except (OSError, ValueError):
            wire.close()
            if time.monotonic() > deadline:
                raise
            time.sleep(0.2)
