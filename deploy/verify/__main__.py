"""`make verify`: every history and every root of a stack; leaves 1 when anything is broken."""

import argparse
import sys
from pathlib import Path

from deploy.engines.stages import CONSOLE, Stages
from deploy.engines.surroundings import ROOT
from deploy.standing import client_of, standing
from deploy.verify.histories import all_histories
from deploy.verify.signatures import all_roots


def main() -> int:
    """The number of broken things decides."""
    parser = argparse.ArgumentParser(prog="python -m deploy.verify", description=__doc__)
    parser.add_argument("--folder", type=Path, default=ROOT / ".stack")
    counts: dict[str, int] = {}
    with standing(parser.parse_args().folder) as told, client_of(told) as client, Stages() as stages:
        stage = stages.begin("histories")

        def say(place: str, count: int) -> None:
            counts[place] = count
            stage.say(f"{place} {count}")

        broken = [str(found) for found in all_histories(client, say)]
        broken += all_roots(client, Path(told["QI_STATE_DIR"]) / "audit")
        stage.done()
    for line in broken:
        CONSOLE.print(f"✗ {line}", markup=False)
    CONSOLE.print(f"{sum(counts.values())} histories verified, {len(broken)} broken", markup=False)
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
