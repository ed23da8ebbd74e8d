"""`python -m deploy.replay --log FILE`: replay a log into the running stack and print the figures."""

import argparse
import sys
import tempfile
from pathlib import Path

from deploy.replay import log
from deploy.replay.run import replay

if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m deploy.replay", description=__doc__)
    parser.add_argument("--log", type=Path, help="the log; without it, a hundred invented cases")
    parser.add_argument("--folder", type=Path, default=Path(".stack"), help="the running stack's folder")
    parser.add_argument("--users", type=int, default=8, help="how many work at once")
    parser.add_argument("--faults", action="store_true", help="kill workflow and metrology in the middle")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        if given.log is None:
            given.log = Path(scratch) / "made.csv"
            log.write_made(given.log, 100)
        figures = replay(given.folder, log.read(given.log), given.users, faults=given.faults)
    print(*figures.lines(), sep="\n")
    sys.exit(1 if figures.missing or figures.disordered else 0)
