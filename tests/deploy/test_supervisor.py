"""The supervisor: restarts what ends, leaves alone what is paused, and nothing outlives it."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from deploy.engines.commands import Failed
from deploy.engines.folder import Folder, read
from deploy.engines.supervisor import Spec, Supervisor
from deploy.engines.sweeper import marked, sweep

ROOT = Path(__file__).parents[2]
WITH_CHILD = ["sh", "-c", "sleep 1000 & sleep 1000"]
SCRIPT = """
import asyncio, sys
from pathlib import Path
from tests.deploy.test_supervisor import WITH_CHILD, healthy
from deploy.engines.folder import Folder
from deploy.engines.supervisor import Spec, Supervisor
async def main():
    supervisor = Supervisor(Folder(Path(sys.argv[1])), Path.cwd())
    await supervisor.guard()
    await supervisor.bring_up(Spec("one", WITH_CHILD, healthy, 1))
    supervisor.announce(gateway="")
    await asyncio.sleep(1000)
asyncio.run(main())
"""


async def healthy() -> bool:
    return True


async def ailing() -> bool:
    return False


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Folder]:
    made = Folder(tmp_path)
    made.create()
    yield made
    sweep(made.root)


async def eventually_other_than(folder: Folder, pid: int) -> int:
    while (found := read(folder.status)["processes"][0]["pid"]) in (pid, None):
        await asyncio.sleep(0.05)
    return int(found)


async def killed_and_back(folder: Folder) -> tuple[int, int, list[psutil.Process]]:
    supervisor = Supervisor(folder, ROOT)
    await supervisor.bring_up(Spec("one", WITH_CHILD, healthy, 1))
    supervisor.announce(gateway="")
    first = read(folder.status)["processes"][0]["pid"]
    os.kill(first, signal.SIGKILL)
    second = await asyncio.wait_for(eventually_other_than(folder, first), 10)
    await supervisor.stop()
    return first, second, list(marked(folder.root))


def test_a_killed_process_comes_back_without_its_orphans(folder: Folder) -> None:
    first, second, left = asyncio.run(killed_and_back(folder))
    assert first != second
    assert left == []
    assert not folder.status.exists()


async def start_ailing(folder: Folder) -> None:
    supervisor = Supervisor(folder, ROOT)
    command = ["sh", "-c", "echo no such port; sleep 1000"]
    try:
        await supervisor.bring_up(Spec("one", command, ailing, 1, patience=0.5))
    finally:
        await supervisor.stop()


def test_a_process_that_does_not_get_healthy_is_named_with_its_last_lines(folder: Folder) -> None:
    with pytest.raises(Failed, match="one: not healthy: no such port"):
        asyncio.run(start_ailing(folder))


def test_nothing_outlives_a_killed_supervisor(folder: Folder) -> None:
    command = [sys.executable, "-c", SCRIPT, str(folder.root)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(command, cwd=ROOT, env=environment) as supervisor:
        wait_for(folder.status.exists)
        assert len(list(marked(folder.root))) >= 2
        supervisor.kill()
    wait_for(lambda: not list(marked(folder.root)))


def wait_for(true: object) -> None:
    end = time.monotonic() + 15
    while not true():  # type: ignore[operator]
        assert time.monotonic() < end
        time.sleep(0.05)
