"""`make bench`: a stack of its own, made-up cases, and the table of ratios; leaves 1 when one is missed."""

import argparse
import shutil
import sys
import tempfile
from pathlib import Path

from rich.table import Table

from deploy.bench import calculators, course
from deploy.bench.course import Ground, laid
from deploy.bench.measure import Row, Wire
from deploy.engines.stack import Stack
from deploy.engines.stages import CONSOLE
from deploy.keycloak.tokens import Tokens
from deploy.seed.__main__ import seed, seeded_before
from deploy.seed.stations import open_stations
from deploy.standing import client_of

CASES = 4000
COURSES = (*course.COURSES, *calculators.COURSES)  # whoever wants something measured adds a module like these


def bench(stack: Stack, cases: int) -> list[Row]:
    """Measure a running stack."""
    told = stack.env_for("workflow")
    with client_of(told) as client:
        open_stations(client, 1)
        for _ in seed(told, cases, seeded_before(client)):
            pass
        with laid(told, client) as floor:
            ours = Wire(stack.status["gateway"])
            ground = Ground(floor, ours, client, Tokens(stack.status["issuer"])("clerk"))
            rows = [row for measure in COURSES for row in measure(ground)]
            ours.close()
            return rows


def table(rows: list[Row]) -> Table:
    """The figures."""
    shown = Table("", "floor ms", "ours ms", "ratio", "wanted", "")
    for row in rows:
        told = (f"{row.other * 1000:.2f}", f"{row.ours * 1000:.2f}", f"{row.ratio:.2f}", f"≥ {row.wanted}")
        shown.add_row(row.name, *told, "✓" if row.met else "✗")
    return shown


def main() -> int:
    """A stack of its own, unless a folder of a running one is named."""
    parser = argparse.ArgumentParser(prog="python -m deploy.bench", description=__doc__)
    parser.add_argument("--cases", type=int, default=CASES)
    parser.add_argument("--folder", type=Path, help="of a running stack that may be filled with made-up cases")
    given = parser.parse_args()
    if given.folder:
        rows = bench(Stack(given.folder), given.cases)
    else:
        scratch = Path(tempfile.mkdtemp(prefix="qi-bench-", dir="/tmp"))
        with Stack(scratch) as stack:
            rows = bench(stack, given.cases)
        shutil.rmtree(scratch, ignore_errors=True)
    CONSOLE.print(table(rows))
    return 0 if all(row.met for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
