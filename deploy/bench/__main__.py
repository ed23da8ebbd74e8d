"""`make bench`: a stack of its own, made-up cases, and the table of ratios; leaves 1 when one is missed."""

import argparse
import shutil
import sys
import tempfile
from pathlib import Path

import yaml
from rich.table import Table

from deploy.bench.course import Ground, laid, pages, reads, transitions
from deploy.bench.measure import Row, Wire
from deploy.engines.stack import Stack
from deploy.engines.stages import CONSOLE
from deploy.engines.surroundings import ROOT
from deploy.keycloak.tokens import Tokens
from deploy.seed.__main__ import seed
from deploy.standing import client_of

STATIONS = ROOT / "deploy" / "demo" / "stations.yaml"
CASES = 4000


def bench(stack: Stack, cases: int) -> list[Row]:
    """Measure a running stack."""
    told = stack.env_for("workflow")
    with client_of(told) as client:
        first = yaml.safe_load(STATIONS.read_text())[0]
        fields = {name: first[name] for name in ("name", "district", "address", "phone", "hours")}
        client["qi_workflow"]["stations"].replace_one({"_id": first["code"]}, {**fields, "schema": 1}, upsert=True)
        for _ in seed(told, cases, 0):
            pass
        with laid(told, client) as floor:
            ours = Wire(stack.status["gateway"])
            ground = Ground(floor, ours, client, Tokens(stack.status["issuer"])("clerk"))
            rows = [*reads(ground), pages(ground), transitions(ground)]
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
