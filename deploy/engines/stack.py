"""A stack of one's own for tests: free ports, a folder of its own, and a hand on every process."""

import json
import os
import shlex
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Self

from keycloak import KeycloakAdmin

from deploy.engines import control
from deploy.engines.commands import Failed, last_lines
from deploy.engines.folder import Folder
from deploy.engines.surroundings import ROOT
from deploy.keycloak.realm import administrator_of


class Stack:
    """Runs `python -m deploy.engines run` and follows it through its folder."""

    def __init__(
        self,
        folder: Path,
        *,
        mode: str = "test",
        engines_only: bool = False,
        replicas: Mapping[str, int] | None = None,
    ) -> None:
        self.folder = Folder(folder.absolute())
        flags = ["--free-ports", "--mode", mode, "--folder", str(self.folder.root)]
        if engines_only:
            flags.append("--engines-only")
        if replicas:
            flags += ["--replicas", *(f"{name}={count}" for name, count in replicas.items())]
        self._command = [sys.executable, "-m", "deploy.engines", "run", *flags]
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self, limit: float = 600) -> None:
        """Start, and wait until everything is healthy; it stops by itself when this process dies."""
        self.folder.create()
        around = {**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'proto' / 'gen'}"}
        bound = ["setpriv", "--pdeathsig", "TERM", "--"]
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                [*bound, *self._command],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                cwd=ROOT,
                env=around,
            )
        until(lambda: self.folder.status.exists() or self._process_ended(), limit, "the stack is not healthy")

    def _process_ended(self) -> bool:
        if self._process is None or self._process.poll() is None:
            return False
        raise Failed("stack", last_lines(self._log.read_text(), 12), f"Read {self._log}.")

    @property
    def _log(self) -> Path:
        return self.folder.log / "supervisor.log"

    def stop(self) -> None:
        """Stop everything; nothing is left running."""
        control.stop(self.folder.root)
        if self._process is not None:
            self._process.wait(30)

    @property
    def status(self) -> dict[str, Any]:
        """What status.json says: gateway, issuer, broker, processes."""
        told: dict[str, Any] = json.loads(self.folder.status.read_text())
        return told

    def process(self, name: str) -> dict[str, Any]:
        """A process as it is now; its pid is None between its end and its restart."""
        listed: list[dict[str, Any]] = json.loads(self.folder.processes.read_text())
        return next(process for process in listed if process["name"] == name)

    def pid(self, name: str) -> int:
        """The process id; waits for a restart that is under way."""
        until(lambda: self.process(name)["pid"] is not None, 30, f"{name} does not run")
        return int(self.process(name)["pid"])

    def kill(self, name: str, number: signal.Signals = signal.SIGKILL) -> int:
        """Send a signal to a process; the pid it had. The supervisor starts again whatever ends."""
        pid = self.pid(name)
        os.kill(pid, number)
        return pid

    def wait_healthy(self, name: str, *, other_than: int | None = None, limit: float = 60) -> int:
        """Wait until a process is healthy, after a kill with another pid than it had; its pid."""

        def ready() -> bool:
            found = self.process(name)
            return bool(found["healthy"]) and found["pid"] not in (None, other_than)

        until(ready, limit, f"{name} is not healthy again")
        return self.pid(name)

    def env_for(self, name: str) -> dict[str, str]:
        """The environment of a process by that name: a service, a replica, gateway or loader."""
        lines = (self.folder.root / "env" / f"{name}.env").read_text().splitlines()
        pairs = [shlex.split(line)[1].split("=", 1) for line in lines]
        return {key: value for key, value in pairs}

    def administrator(self) -> KeycloakAdmin:
        """Keycloak's administrator, for deploy.keycloak.people."""
        return administrator_of(self.folder.root, self.status["issuer"])


def until(true: Callable[[], bool], limit: float, otherwise: str) -> None:
    """Wait for something to become true."""
    end = time.monotonic() + limit
    while not true():
        if time.monotonic() > end:
            raise Failed("stack", otherwise)
        time.sleep(0.1)
