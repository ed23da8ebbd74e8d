"""The folder of one running stack: ports, secrets, logs, and the files that say what runs."""

import hashlib
import json
import os
import random
import secrets
import socket
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from deploy.engines.commands import Failed

SERVICES = ("workflow", "metrology", "standards", "certification", "inspection", "brand")
CLIENTS = (*SERVICES, "gateway")
USUAL = {
    **{"gateway": 8000, "keycloak": 8180, "keycloak-management": 9180, "kafka": 9192, "kafka-control": 9193},
    **{"store": 27117, "postgres": 5532},
    **{name: 7001 + n for n, name in enumerate(SERVICES)},
    **{f"{name}-http": 7101 + n for n, name in enumerate(SERVICES)},
}
FREE = range(20000, 32000)  # below the range from which the kernel takes ports for outgoing connections
SOCKET_LIMIT = 80  # a socket's whole path may have 107 bytes


def write_privately(path: Path, text: str) -> None:
    """Replace a file that only its owner may read, in one step."""
    partial = path.with_name(f"{path.name}.{os.getpid()}")
    descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(text)
    partial.replace(path)


def read(path: Path) -> dict[str, Any]:
    """A JSON object; empty when the file is not there."""
    try:
        found: dict[str, Any] = json.loads(path.read_text())
    except FileNotFoundError:
        return {}
    return found


def is_free(port: int) -> bool:
    """Whether a process could listen there now."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


@dataclass(frozen=True)
class Folder:
    """Paths and private files below one folder."""

    root: Path

    def create(self) -> None:
        """The folder and its parts, closed to other users."""
        for path in (self.root, self.data, self.log, self.root / "state", self.root / "env"):
            path.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.root.chmod(0o700)

    @property
    def data(self) -> Path:
        """What the engines keep."""
        return self.root / "data"

    @property
    def log(self) -> Path:
        """One log per process."""
        return self.root / "log"

    @property
    def status(self) -> Path:
        """Written when everything is healthy, removed on stop."""
        return self.root / "status.json"

    @property
    def processes(self) -> Path:
        """What runs at any time, also before everything is healthy."""
        return self.root / "processes.json"

    @property
    def supervisor(self) -> Path:
        """Who supervises."""
        return self.root / "supervisor.json"

    @cached_property
    def run(self) -> Path:
        """The sockets' folder; outside when the path would be too long for a socket."""
        if len(str(self.root / "run")) <= SOCKET_LIMIT:
            return self.root / "run"
        path = Path("/tmp") / f"qi-{os.geteuid()}-{hashlib.sha256(str(self.root).encode()).hexdigest()[:12]}"
        path.mkdir(mode=0o700, exist_ok=True)
        found = path.lstat()
        if path.is_symlink() or found.st_uid != os.geteuid() or found.st_mode & 0o077:
            raise Failed("socket folder", f"{path} is not ours alone", f"Remove {path}, or use a shorter folder.")
        return path

    @cached_property
    def secrets(self) -> dict[str, str]:
        """Random passwords of this stack, made once."""
        path = self.root / "secrets.json"
        held = read(path)
        wanted = ("store", "keycloak-database", "keycloak-admin", *(f"client-{name}" for name in CLIENTS))
        made: dict[str, str] = {name: held.get(name) or secrets.token_hex(24) for name in wanted}
        if made != held:
            write_privately(path, json.dumps(made, indent=1))
        return made

    def take_ports(self, names: Iterable[str], *, fixed: dict[str, int], free: bool) -> dict[str, int]:
        """A port for every name: the fixed one, last time's, the usual one, or any that is free."""
        held: dict[str, int] = read(self.root / "ports.json")
        taken: dict[str, int] = {}
        for name in names:
            if name in fixed and not is_free(fixed[name]):
                advice = f"Stop what listens there, or choose another by QI_{name.upper()}_PORT."
                raise Failed(name, f"port {fixed[name]} is taken", advice)
            usual = held.get(name) or (None if free else USUAL.get(name))
            taken[name] = fixed.get(name) or free_port(usual, set(taken.values()) | set(fixed.values()))
        write_privately(self.root / "ports.json", json.dumps({**held, **taken}, indent=1))
        return taken


def free_port(wished: int | None, taken: set[int]) -> int:
    """The wished port if it is free, else any."""
    candidates = ([wished] if wished else []) + random.sample(FREE, 200)
    for port in candidates:
        if port not in taken and is_free(port):
            return port
    raise Failed("ports", "no free port between 20000 and 32000")
