"""`python -m deploy.engines run | up-engines | stop | status`."""

import argparse
import subprocess
import sys
import time
from pathlib import Path

from rich.table import Table

from deploy.engines import control
from deploy.engines.commands import Failed
from deploy.engines.folder import SERVICES, Folder
from deploy.engines.run import Order, run_stack
from deploy.engines.stages import CONSOLE
from deploy.engines.surroundings import ROOT


def replica(text: str) -> tuple[str, int]:
    """`workflow=2`."""
    name, _, count = text.partition("=")
    if name not in SERVICES or not count.isdigit() or not 1 <= int(count) <= 9:
        raise argparse.ArgumentTypeError(f"{text}: a service, '=' and a number from 1 to 9")
    return name, int(count)


def arguments() -> argparse.Namespace:
    """What was asked."""
    parser = argparse.ArgumentParser(prog="python -m deploy.engines", description=__doc__)
    parser.add_argument("command", choices=COMMANDS)
    parser.add_argument("--folder", type=Path, default=ROOT / ".stack")
    parser.add_argument("--mode", choices=("demo", "test"), default="demo")
    parser.add_argument("--free-ports", action="store_true", help="take any free ports, also for the gateway")
    parser.add_argument("--engines-only", action="store_true", help="start no services")
    parser.add_argument("--replicas", type=replica, nargs="*", default=[], metavar="SERVICE=N")
    return parser.parse_args()


def run(given: argparse.Namespace) -> int:
    """Run in the foreground until Ctrl-C or `stop`."""
    order = Order(given.folder.absolute(), given.mode, given.free_ports, given.engines_only, dict(given.replicas))
    run_stack(order)
    return 0


def up_engines(given: argparse.Namespace) -> int:
    """Run the engines in the background; return when they are healthy."""
    folder = Folder(given.folder.absolute())
    folder.create()
    flags = [*(["--free-ports"] if given.free_ports else []), "--mode", given.mode, "--folder", str(folder.root)]
    command = [sys.executable, "-m", "deploy.engines", "run", "--engines-only", *flags]
    with (folder.log / "supervisor.log").open("w") as log:
        started = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True, cwd=ROOT
        )
    while not folder.status.exists():
        if started.poll() is not None:
            print((folder.log / "supervisor.log").read_text(), file=sys.stderr)
            return 1
        time.sleep(0.2)
    CONSOLE.print(f"engines are healthy; settings per process: {folder.root}/env/<name>.env")
    return 0


def stop(given: argparse.Namespace) -> int:
    """Stop what runs in a folder."""
    print("stopped" if control.stop(given.folder.absolute()) else "nothing was running")
    return 0


def status(given: argparse.Namespace) -> int:
    """Show each process, its port and its health."""
    table = Table("process", "pid", "port", "health")
    listed = control.processes(given.folder.absolute())
    for process in listed:
        health = "healthy" if process["healthy"] else "not healthy"
        table.add_row(process["name"], str(process["pid"] or "–"), str(process["port"]), health)
    if listed:
        CONSOLE.print(table)
        return 0 if all(process["healthy"] for process in listed) else 1
    print("nothing is running")
    return 1


COMMANDS = {"run": run, "up-engines": up_engines, "stop": stop, "status": status}

if __name__ == "__main__":
    asked = arguments()
    try:
        sys.exit(COMMANDS[asked.command](asked))
    except Failed as trouble:
        print(
            f"\n✗ {trouble.step}\n  why: {trouble.why}\n  what to do: {trouble.advice or 'see above'}", file=sys.stderr
        )
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)
