"""Keeps processes running: starts, probes, restarts with a short pause, stops in order, and says what runs."""

import asyncio
import contextlib
import json
import os
import shutil
import signal
import sys
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic
from typing import Any

from deploy.engines.commands import Failed, last_lines, surroundings
from deploy.engines.folder import Folder, write_privately
from deploy.engines.probes import Probe
from deploy.engines.sweeper import MARK

PAUSES = (0.2, 0.5, 1.0, 2.0, 5.0)  # before a restart; the last one stays
STEADY = 20.0  # after so many seconds a process counts as running again
EAGER, CALM = 0.25, 3.0  # seconds between two probes
LOG_LIMIT = 20_000_000


@dataclass(frozen=True)
class Spec:
    """A process to keep running."""

    name: str
    command: list[str]
    probe: Probe
    tier: int  # stopped from the highest to the lowest
    port: int = 0
    environment: dict[str, str] = field(default_factory=dict)
    stop: signal.Signals = signal.SIGTERM
    grace: float = 12.0
    patience: float = 120.0
    bound: bool = True  # dies with the supervisor by its own doing


@dataclass
class Watched:
    """What is known of a process that is kept running."""

    spec: Spec
    healthy: asyncio.Event = field(default_factory=asyncio.Event)
    process: asyncio.subprocess.Process | None = None
    restarts: int = 0
    begun: float = 0.0
    tasks: list[asyncio.Task[None]] = field(default_factory=list)

    def record(self) -> dict[str, Any]:
        """As status.json lists it."""
        pid = self.process.pid if self.process and self.process.returncode is None else None
        return {"name": self.spec.name, "pid": pid, "port": self.spec.port, "healthy": self.healthy.is_set()}


class Supervisor:
    """The processes of one stack."""

    def __init__(self, folder: Folder, place: Path) -> None:
        self._folder, self._place = folder, place
        self._watched: dict[str, Watched] = {}
        self._announced: dict[str, Any] | None = None
        self._sweeper: asyncio.subprocess.Process | None = None

    async def guard(self, lock: int | None = None) -> None:
        """Start the sweeper, which outlives a killed supervisor by a moment; until then it holds the folder's lock."""
        self._sweeper = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "deploy.engines.sweeper", str(self._folder.root)),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.DEVNULL,
            cwd=self._place,
            env=surroundings(PYTHONPATH=str(self._place)),
            start_new_session=True,
            pass_fds=[] if lock is None else [lock],
        )

    async def bring_up(self, *specs: Spec) -> None:
        """Start processes and wait until each is healthy."""
        await asyncio.gather(*(self._bring_up(spec) for spec in specs))

    async def _bring_up(self, spec: Spec) -> None:
        watched = self._watched[spec.name] = Watched(spec)
        watched.tasks = [asyncio.create_task(self._keep(watched)), asyncio.create_task(self._observe(watched))]
        begun = monotonic()
        while not watched.healthy.is_set():
            await asyncio.sleep(0.05)
            if monotonic() - begun > spec.patience or watched.restarts >= len(PAUSES):
                raise Failed(spec.name, f"not healthy: {self._tail(spec)}", f"Read {self._log(spec)}.")

    def announce(self, **addresses: str) -> None:
        """Everything is healthy: write the status file, and keep it true from now on."""
        self._announced = addresses
        self._write()

    async def stop(self) -> None:
        """Stop all, services before what they lean on; take back the status."""
        self._folder.status.unlink(missing_ok=True)
        self._announced = None
        for tier in sorted({watched.spec.tier for watched in self._watched.values()}, reverse=True):
            members = [watched for watched in self._watched.values() if watched.spec.tier == tier]
            await asyncio.gather(*(self._stop(watched) for watched in members))
        self._folder.processes.unlink(missing_ok=True)
        if self._sweeper and self._sweeper.stdin:
            self._sweeper.stdin.close()
            await self._sweeper.wait()

    async def _stop(self, watched: Watched) -> None:
        for task in watched.tasks:
            task.cancel()
        process = watched.process
        if process is None or process.returncode is not None:
            return
        with contextlib.suppress(ProcessLookupError):
            process.send_signal(watched.spec.stop)
            process.send_signal(signal.SIGCONT)
        try:
            await asyncio.wait_for(process.wait(), watched.spec.grace)
        except TimeoutError:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            await process.wait()
        end_group(process.pid)

    async def _keep(self, watched: Watched) -> None:
        while True:
            watched.begun = monotonic()
            watched.process = process = await self._launch(watched.spec)
            self._write()
            code = await process.wait()
            watched.healthy.clear()
            end_group(process.pid)
            steady = monotonic() - watched.begun > STEADY
            watched.restarts = 1 if steady else watched.restarts + 1
            self._write()
            print(f"  ! {watched.spec.name} ended ({code}) and is started again", flush=True)
            await asyncio.sleep(PAUSES[min(watched.restarts, len(PAUSES)) - 1])

    async def _launch(self, spec: Spec) -> asyncio.subprocess.Process:
        bound = ["setpriv", "--pdeathsig", "KILL", "--"] if spec.bound else []
        with self._log(spec).open("ab") as log:
            return await asyncio.create_subprocess_exec(
                *(*bound, *spec.command),
                stdin=asyncio.subprocess.DEVNULL,
                stdout=log,
                stderr=asyncio.subprocess.STDOUT,
                cwd=self._place,
                env={**surroundings(**spec.environment), MARK: str(self._folder.root)},
                start_new_session=True,
            )

    async def _observe(self, watched: Watched) -> None:
        while True:
            running = watched.process is not None and watched.process.returncode is None
            if (running and await watched.spec.probe()) != watched.healthy.is_set():
                (watched.healthy.clear if watched.healthy.is_set() else watched.healthy.set)()
                self._write()
            self._bound_log(watched.spec)
            young = not watched.healthy.is_set() and monotonic() - watched.begun < watched.spec.patience
            await asyncio.sleep(EAGER if young else CALM)

    def _log(self, spec: Spec) -> Path:
        return self._folder.log / f"{spec.name}.log"

    def _bound_log(self, spec: Spec) -> None:
        log = self._log(spec)
        if log.exists() and log.stat().st_size > LOG_LIMIT:
            shutil.copyfile(log, log.with_suffix(".log.1"))
            os.truncate(log, 0)

    def _tail(self, spec: Spec) -> str:
        log = self._log(spec)
        return last_lines(log.read_text(errors="replace")[-4000:]) if log.exists() else "it wrote no log"

    def _write(self) -> None:
        processes = [watched.record() for watched in self._watched.values()]
        write_privately(self._folder.processes, json.dumps(processes, indent=1))
        if self._announced is not None:
            write_privately(self._folder.status, json.dumps({**self._announced, "processes": processes}, indent=1))


def end_group(leader: int) -> None:
    """Kill what a process that ended left behind: its own children."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(leader, signal.SIGKILL)
