"""A whole stack of its own for the system tests: real engines and services on free ports in a scratch folder."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from deploy.engines import control
from deploy.engines.stack import Stack
from tests.system.people import People

PATIENCE_SECONDS = 1500  # a bare machine first fills the cache


@pytest.fixture(scope="session")
def stack() -> Iterator[Stack]:
    """One stack for the whole run; nothing of it is left afterwards."""
    scratch = Path(tempfile.mkdtemp(prefix="qi-", dir="/tmp"))
    running = Stack(scratch)
    try:
        running.start(PATIENCE_SECONDS)
        yield running
    finally:
        supervisor = control.supervisor(running.folder)
        children = supervisor.children(recursive=True) if supervisor else []
        running.stop()
        _gone, alive = psutil.wait_procs(children, timeout=10)
        assert not alive, alive
        shutil.rmtree(scratch, ignore_errors=True)


@pytest.fixture(scope="session")
def people(stack: Stack) -> Iterator[People]:
    """The demo people, with the stations they sit at."""
    folk = People(stack.status["gateway"], stack.status["issuer"])
    folk.load_stations()
    yield folk
    folk.close()
