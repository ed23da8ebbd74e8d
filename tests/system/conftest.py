"""A whole stack of its own for the system tests: real engines and services on free ports in a scratch folder."""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest

from tests.system.people import People

ROOT = Path(__file__).parents[2]
PATIENCE_SECONDS = 1500  # a bare machine first fills the cache


class Running:
    """The stack as the tests see it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.status: dict[str, Any] = json.loads((folder / "status.json").read_text())
        self.gateway: str = self.status["gateway"]
        self.issuer: str = self.status["issuer"]
        self.broker: str = self.status["broker"]

    def pid(self, name: str) -> int:
        """The process of a service: the one that listens, should the supervisor have wrapped it."""
        listed = json.loads((self.folder / "processes.json").read_text())
        return int(next(row["pid"] for row in listed if row["name"] == name))

    def port(self, name: str) -> int:
        """The gRPC port of a service."""
        lines = (self.folder / "env" / f"{name}.env").read_text().splitlines()
        return int(next(line.partition("QI_PORT=")[2] for line in lines if "QI_PORT=" in line))

    def kill(self, name: str, number: int = signal.SIGKILL) -> None:
        """Send a signal to a service."""
        os.kill(self.pid(name), number)


def _started(folder: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "deploy.engines", "run", "--folder", str(folder), "--mode", "test", "--free-ports"]
    with (folder.parent / "stack.log").open("wb") as log:
        process = subprocess.Popen(command, cwd=ROOT, stdout=log, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL)
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not (folder / "status.json").exists():
        if process.poll() is not None or time.monotonic() > deadline:
            tail = (folder.parent / "stack.log").read_text(errors="replace")[-4000:]
            raise RuntimeError(f"the stack did not start:\n{tail}")
        time.sleep(0.5)
    return process


@pytest.fixture(scope="session")
def stack() -> Iterator[Running]:
    """One stack for the whole run; nothing of it is left afterwards."""
    scratch = Path(tempfile.mkdtemp(prefix="qi-", dir="/tmp"))
    process = _started(scratch / "s")
    try:
        yield Running(scratch / "s")
    finally:
        children = psutil.Process(process.pid).children(recursive=True)
        process.terminate()
        process.wait(120)
        _gone, alive = psutil.wait_procs(children, timeout=10)
        assert not alive, alive
        shutil.rmtree(scratch, ignore_errors=True)


@pytest.fixture(scope="session")
def people(stack: Running) -> Iterator[People]:
    """The demo people, with the stations they sit at."""
    folk = People(stack.gateway, stack.issuer)
    folk.load_stations()
    yield folk
    folk.close()
