"""A second workflow process, and a second gateway that calls it, beside those of a running stack."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import httpx

from deploy.engines.folder import free_port
from deploy.engines.stack import Stack, until
from deploy.engines.surroundings import ROOT


@contextmanager
def process(stack: Stack, module: str, name: str, settings: Mapping[str, str], health: str) -> Iterator[None]:
    """Run a process of ours with some settings of its own until the block ends."""
    bound = ["setpriv", "--pdeathsig", "KILL", "--"]
    around = {
        **os.environ,
        **stack.env_for(name),
        **settings,
        "QI_STATE_DIR": str(stack.folder.root / "state" / module),
    }
    with (stack.folder.log / f"{name}-beside.log").open("ab") as log:
        running = subprocess.Popen([*bound, sys.executable, "-m", module], cwd=ROOT, env=around, stdout=log, stderr=log)
    try:
        until(lambda: _healthy(health), 60, f"{name} beside is not healthy")
        yield
    finally:
        running.terminate()
        running.wait(30)


def _healthy(url: str) -> bool:
    try:
        return httpx.get(url, timeout=2).is_success
    except httpx.HTTPError:
        return False


@contextmanager
def beside(stack: Stack) -> Iterator[str]:
    """The address of the second gateway; it calls the second workflow process alone."""
    ports: list[int] = []
    for _ in range(3):
        ports.append(free_port(None, set(ports)))
    own, http, gateway = (str(port) for port in ports)
    health, address = f"http://127.0.0.1:{http}/healthz", f"http://127.0.0.1:{gateway}"
    second = {"QI_PORT": own, "QI_HTTP_PORT": http}
    caller = {"QI_GATEWAY_PORT": gateway, "QI_WORKFLOW_TARGET": f"127.0.0.1:{own}"}
    with (
        process(stack, "services.workflow", "workflow", second, health),
        process(stack, "gateway", "gateway", caller, f"{address}/healthz"),
    ):
        time.sleep(2.5)  # until both processes hold the same catalogue
        yield address
