"""Asking and ending a stack that another process supervises."""

import json
from pathlib import Path
from typing import Any

import psutil

from deploy.engines.folder import Folder, read
from deploy.engines.sweeper import sweep

ORDERLY = 90.0


def supervisor(folder: Folder) -> psutil.Process | None:
    """The supervising process, if it lives."""
    told = read(folder.supervisor)
    try:
        found = psutil.Process(told["pid"])
    except (KeyError, psutil.NoSuchProcess):
        return None
    return found if abs(found.create_time() - told["created"]) < 1 else None


def stop(root: Path) -> bool:
    """Stop the stack of a folder; whether there was one."""
    folder = Folder(root)
    found = supervisor(folder)
    if found is not None:
        found.terminate()
        psutil.wait_procs([found], timeout=ORDERLY)
    left = sweep(root)
    for file in (folder.status, folder.processes, folder.supervisor):
        file.unlink(missing_ok=True)
    return found is not None or left > 0


def processes(root: Path) -> list[dict[str, Any]]:
    """Each process, its port and its health; empty when nothing runs."""
    folder = Folder(root)
    if supervisor(folder) is None or not folder.processes.exists():
        return []
    listed: list[dict[str, Any]] = json.loads(folder.processes.read_text())
    return listed
