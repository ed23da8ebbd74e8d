"""A log of the real one's form goes through while services die."""

from pathlib import Path

import pytest

from deploy.engines.stack import Stack
from deploy.replay import log
from deploy.replay.run import replay
from tests.system.people import People

pytestmark = pytest.mark.system
CASES = 100


def test_a_log_goes_through_while_services_are_killed(stack: Stack, people: People, tmp_path: Path) -> None:
    people.item("M-03")
    log.write_made(tmp_path / "log.csv", CASES)
    cases = log.read(tmp_path / "log.csv")
    figures = replay(stack.folder.root, cases, users=8, faults=True)
    print(*figures.lines(), sep="\n")
    assert figures.filed == CASES
    assert (figures.missing, figures.disordered) == (0, 0)
    assert sum(figures.ends.values()) == CASES
