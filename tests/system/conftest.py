"""A whole stack of its own for the system tests: real engines and services on free ports in a scratch folder."""

import os
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


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Last comes what looks at the queries that all the others have caused."""
    items.sort(key=lambda item: item.path.name == "test_queries.py")


@pytest.fixture(scope="session")
def stack() -> Iterator[Stack]:
    """One stack for the whole run, which logs the shape of every query; nothing of it is left afterwards."""
    scratch = Path(tempfile.mkdtemp(prefix="qi-", dir="/tmp"))
    os.environ["QI_SLOW_QUERY_MS"] = "0"
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
