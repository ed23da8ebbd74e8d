"""One replay from accounts to figures, with services killed in the middle when asked for."""

import statistics
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from deploy.engines.stack import Stack
from deploy.keycloak import people
from deploy.keycloak.tokens import PASSWORD
from deploy.replay.drive import STATION, Driver
from deploy.replay.listen import Listener
from deploy.replay.log import Logged, codes

KILLED = ("workflow", "metrology")
SETTLE_SECONDS = 90


@dataclass(frozen=True)
class Figures:
    """What a replay came to."""

    filed: int
    actions: int
    refusals: dict[str, int]
    seconds: float
    percentiles: dict[str, tuple[float, float]]  # action → p50, p95 in milliseconds
    events: int
    missing: int
    disordered: int
    repeated: int
    ends: dict[str, int]

    def lines(self) -> list[str]:
        """The figures for people."""
        return [
            f"cases filed {self.filed}, actions {self.actions}, refusals {self.refusals or 'none'}",
            f"wall {self.seconds:.1f} s, {self.actions / self.seconds:.1f} actions a second",
            *(f"  {name:9} p50 {p50:6.0f} ms   p95 {p95:6.0f} ms" for name, (p50, p95) in self.percentiles.items()),
            f"events read {self.events}, missing {self.missing}, disordered {self.disordered}",
            f"events repeated {self.repeated}",
            f"cases per end state {self.ends}",
        ]


def replay(folder: Path, cases: Sequence[Logged], users: int, *, faults: bool) -> Figures:
    """Replay into the running stack of a folder."""
    stack = Stack(folder)
    status = stack.status
    _accounts(stack, cases)
    listener, driver = Listener(status["broker"]), Driver(status["gateway"], status["issuer"])
    begun = time.monotonic()
    killer = threading.Thread(target=_kill, args=(stack, driver, len(cases)), daemon=True)
    if faults:
        killer.start()
    with ThreadPoolExecutor(users) as pool:
        list(pool.map(driver.case, cases))
    seconds = time.monotonic() - begun
    missing = _missing(driver, listener)
    listener.stop()
    driver.close()
    return _figures(driver, listener, seconds, missing)


def _figures(driver: Driver, listener: Listener, seconds: float, missing: int) -> Figures:
    ranks = {name: statistics.quantiles(taken, n=20) for name, taken in driver.seconds.items() if len(taken) > 1}
    percentiles = {name: (cuts[9] * 1000, cuts[18] * 1000) for name, cuts in ranks.items()}
    actions = sum(len(taken) for taken in driver.seconds.values())
    heard = (listener.read, missing, listener.disordered, listener.repeated)
    return Figures(len(driver.filed), actions, dict(driver.refusals), seconds, percentiles, *heard, dict(driver.ends))


def _accounts(stack: Stack, cases: Sequence[Logged]) -> None:
    firms: list[dict[str, Any]] = [
        {
            "username": f"replay-firm-{n:02d}",
            "lastName": "重放",
            "groups": ["enterprises"],
            "attributes": {"uscc": [code]},
        }
        for n, code in enumerate(codes())
    ]
    place = {"station": [STATION], "division": [STATION[:6]], "unit": [STATION]}
    clerks: list[dict[str, Any]] = [
        {"username": f"replay-{name.lower()}", "lastName": "重放", "roles": ["clerk"], "attributes": place}
        for name in sorted({case.clerk for case in cases})
    ]
    people.add(stack.administrator(), [*firms, *clerks], password=PASSWORD)


def _kill(stack: Stack, driver: Driver, cases: int) -> None:
    """Kill each service once, at a third and at two thirds of the way."""
    for turn, name in enumerate(KILLED, 1):
        while len(driver.filed) < cases * turn / 3:
            time.sleep(0.05)
        stack.kill(name)


def _missing(driver: Driver, listener: Listener) -> int:
    """The events of the filed cases that were not heard, after everything has had time to settle."""
    expected = {no: driver.revision(no) for no in driver.filed}
    deadline = time.monotonic() + SETTLE_SECONDS
    while time.monotonic() < deadline:
        late = {no: driver.revision(no) for no, revision in expected.items() if listener.heard(no) < revision}
        if not late:
            return 0
        time.sleep(0.5)
    return sum(revision - listener.heard(no) for no, revision in expected.items() if listener.heard(no) < revision)
