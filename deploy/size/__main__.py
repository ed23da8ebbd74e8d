"""`make size`: the same looks at few cases and at many, on a stack of its own; leaves 1 when one takes much longer.

Each look is taken beside a call that nothing of this makes longer, and told in terms of it: the two sizes are
measured minutes apart, and whatever else the machine does then falls on both calls.
"""

import argparse
import os
import random
import shutil
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from rich.table import Table

from deploy.bench.measure import Call, Wire
from deploy.engines.stack import Stack
from deploy.engines.stages import CONSOLE
from deploy.keycloak.tokens import Tokens
from deploy.seed.__main__ import seed, seeded_before
from deploy.seed.stations import open_stations
from deploy.size.looks import CONTROL, LOOKS, Look, drawn
from deploy.size.plans import logged, without_index
from deploy.standing import Client, client_of

FEW, MANY, ROUNDS, WARM = 2000, 200_000, 60, 5
MOST = 1.5
STATIONS = 2  # so that also the few fill every page


@dataclass(frozen=True)
class Timing:
    """A look's median seconds, and those of the control beside it."""

    own: float
    control: float


class Sizes:
    """A stack that grows."""

    def __init__(self, stack: Stack, client: Client) -> None:
        self._stack, self._client, self._count = stack, client, seeded_before(client)
        self._tokens = Tokens(stack.status["issuer"])
        self._station = open_stations(client, STATIONS)[0]

    def grow(self, count: int) -> None:
        """As many cases as wanted."""
        begun = time.monotonic()
        for _ in seed(self._stack.env_for("workflow"), count - self._count, self._count):
            pass
        seconds = time.monotonic() - begun
        told = f"{count - self._count} cases in {seconds:.0f} s, {(count - self._count) / seconds:.0f} a second"
        CONSOLE.print(f"  ✓ {told}", markup=False)
        self._count = count

    def measured(self, rounds: int) -> dict[Look, Timing]:
        """Every look in turn, again and again, at other cases each time."""
        chance, cases = random.Random(1), drawn(self._client, self._station)
        wire = Wire(self._stack.status["gateway"])
        taken: dict[Look, list[tuple[float, float]]] = {look: [] for look in LOOKS}
        for _ in range(WARM + rounds):
            for look in LOOKS:
                control = wire.seconds(Call(CONTROL))
                taken[look].append((self._look(wire, look, chance.choice(cases)), control))
        wire.close()
        return {look: Timing(*map(statistics.median, zip(*rows[WARM:], strict=True))) for look, rows in taken.items()}

    def _look(self, wire: Wire, look: Look, case: dict[str, str]) -> float:
        token = self._tokens(look.who) if look.who else ""
        seconds = wire.seconds(look.call(token, case))
        return wire.seconds(look.call(token, case, wire.etag)) if look.again else seconds


def ratio(few: Timing, many: Timing) -> float:
    """How much longer a look takes."""
    return (many.own / many.control) / (few.own / few.control)


def table(few: dict[Look, Timing], many: dict[Look, Timing], counts: tuple[int, int]) -> Table:
    """The figures."""
    shown = Table("", *(f"ms at {count:,}" for count in counts), "ratio", f"≤ {MOST}")
    for look in LOOKS:
        grown = ratio(few[look], many[look])
        told = (f"{few[look].own * 1000:.2f}", f"{many[look].own * 1000:.2f}", f"{grown:.2f}")
        shown.add_row(look.name, *told, "✓" if grown <= MOST else "✗")
    return shown


def size(stack: Stack, few: int, many: int, rounds: int) -> bool:
    """Measure a new stack; whether everything stays within the ratio and is served by indexes."""
    with client_of(stack.env_for("workflow")) as client:
        sizes = Sizes(stack, client)
        sizes.grow(few)
        before = sizes.measured(rounds)
        sizes.grow(many)
        after = sizes.measured(rounds)
        CONSOLE.print(table(before, after, (few, many)))
        queries = logged(stack.folder.log)
        bad = without_index(client, queries)
    for query, (how, where) in bad.items():
        CONSOLE.print(f"✗ {', '.join(sorted(how))}: {query}\n   {', '.join(sorted(where))}", markup=False)
    CONSOLE.print(f"{len(queries)} kinds of queries, {len(bad)} of them without an index", markup=False)
    return not bad and all(ratio(before[look], after[look]) <= MOST for look in LOOKS)


def main() -> int:
    """Start, grow, measure, stop."""
    parser = argparse.ArgumentParser(prog="python -m deploy.size", description=__doc__)
    parser.add_argument("--few", type=int, default=FEW)
    parser.add_argument("--many", type=int, default=MANY)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    given = parser.parse_args()
    os.environ["QI_SLOW_QUERY_MS"] = "0"  # each process says the shape of every query, once
    scratch = Path(tempfile.mkdtemp(prefix="qi-size-", dir="/tmp"))
    try:
        with Stack(scratch) as stack:
            good = size(stack, given.few, given.many, given.rounds)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
