"""Ends what a stack left running: its supervisor may be killed outright, and so may any service with children.

`python -m deploy.engines.sweeper <folder>` waits until its standard input closes, which happens when the supervisor is
gone in whatever way, and then ends every process that carries the stack's mark in its environment.
"""

import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil

MARK = "QI_STACK"
ORDERLY = 5.0  # PostgreSQL shuts down by itself when its parent dies; it is given this long


def marked(folder: Path) -> Iterator[psutil.Process]:
    """The processes that the stack of a folder started."""
    for process in psutil.process_iter():
        try:
            if process.pid != os.getpid() and process.environ().get(MARK) == str(folder):
                yield process
        except psutil.Error:
            continue


def end(process: psutil.Process) -> None:
    """Kill a process, unless it ended meanwhile."""
    try:
        process.kill()
    except psutil.NoSuchProcess:
        return


def sweep(folder: Path) -> int:
    """End all of them; PostgreSQL last and orderly."""
    found = list(marked(folder))
    servers = [process for process in found if process.name() == "postgres"]
    for process in found:
        if process not in servers:
            end(process)
    for process in servers:
        process.send_signal(signal.SIGINT)
    _, left = psutil.wait_procs(servers, timeout=ORDERLY)
    for process in left:
        end(process)
    psutil.wait_procs(found, timeout=ORDERLY)
    return len(found)


if __name__ == "__main__":
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    sys.stdin.buffer.read()
    stack = Path(sys.argv[1])
    sweep(stack)
    for name in ("status.json", "processes.json"):
        (stack / name).unlink(missing_ok=True)
