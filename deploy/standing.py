"""The store of a stack, whether the stack runs or not, for what is done to it from outside."""

import os
import shlex
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from pymongo import MongoClient

from deploy.engines import control
from deploy.engines.commands import Failed, run
from deploy.engines.folder import SERVICES, Folder
from deploy.engines.surroundings import ROOT

DATABASES = (*(f"qi_{name}" for name in SERVICES), "qi_gateway")
Client = MongoClient[dict[str, Any]]


def environment(folder: Folder, name: str) -> dict[str, str]:
    """What a process of a stack is told, as the stack wrote it down when it started."""
    lines = (folder.root / "env" / f"{name}.env").read_text().splitlines()
    return dict(shlex.split(line)[1].split("=", 1) for line in lines)


@contextmanager
def standing(root: Path, *, quiet_services: bool = False) -> Iterator[Mapping[str, str]]:
    """What workflow is told, while the engines run: started for this, and stopped again, when nothing did."""
    folder = Folder(root.absolute())
    runs = control.supervisor(folder) is not None
    if runs and quiet_services and _services(folder):
        raise Failed("stack", "its services run", "Stop it first: `make stop`.")
    if not runs:
        _start_engines(folder)
    try:
        yield environment(folder, "workflow")
    finally:
        if not runs:
            control.stop(folder.root)


def _services(folder: Folder) -> list[str]:
    named = (process["name"].partition("-")[0] for process in control.processes(folder.root))
    return [name for name in named if name in (*SERVICES, "gateway")]


def _start_engines(folder: Folder) -> None:
    words = [sys.executable, "-m", "deploy.engines", "up-engines", "--folder", str(folder.root), "--free-ports"]
    run(words, folder=ROOT, environment={**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'proto' / 'gen'}"})


def client_of(told: Mapping[str, str]) -> Client:
    """A client of the store; it closes with the block that uses it."""
    return MongoClient(told["QI_MONGODB_URI"], tz_aware=True, serverSelectionTimeoutMS=10_000)
