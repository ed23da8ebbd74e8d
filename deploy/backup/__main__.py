"""`make backup` and `make restore FROM=<folder>`."""

import argparse
import sys
from datetime import UTC, datetime
from pathlib import Path

from deploy.backup.dump import back_up
from deploy.backup.restore import described, restore
from deploy.engines.commands import Failed
from deploy.engines.stages import CONSOLE, Stages
from deploy.engines.surroundings import ROOT
from deploy.standing import client_of, standing


def arguments() -> argparse.Namespace:
    """What was asked."""
    parser = argparse.ArgumentParser(prog="python -m deploy.backup", description=__doc__)
    parser.add_argument("command", choices=("backup", "restore"))
    parser.add_argument("--folder", type=Path, default=ROOT / ".stack", help="of the stack")
    parser.add_argument("--backup", type=Path, help="where to write it, or what to restore")
    return parser.parse_args()


def main(given: argparse.Namespace) -> None:
    """Back up a stack that runs or not, or restore into one whose services do not run."""
    restoring = given.command == "restore"
    place: Path = given.backup or given.folder / "backups" / datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
    with standing(given.folder, quiet_services=restoring) as told, client_of(told) as client, Stages() as stages:
        stage = stages.begin(given.command)
        state = Path(told["QI_STATE_DIR"]).parent
        if restoring:
            epoch = restore(client, told, state, place, stage.say)
        else:
            back_up(client, told, state, place, stage.say)
        stage.done()
    CONSOLE.print(f"epoch {epoch}; start it: make run" if restoring else described(place), markup=False)


if __name__ == "__main__":
    try:
        main(arguments())
    except Failed as trouble:
        sys.exit(f"✗ {trouble.step}: {trouble.why}. {trouble.advice}")
