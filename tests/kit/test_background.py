"""Work beside the server goes on after a bug, and ends when it is told to."""

import threading

import pytest

from services.kit import background
from services.kit.background import Background


class Stumbling(Background):
    """Fails twice, then does its work."""

    def __init__(self) -> None:
        super().__init__("stumbling", patience=5)
        self.tries = 0
        self.done = threading.Event()

    def work(self) -> None:
        self.tries += 1
        if self.tries < 3:
            raise KeyError("a bug")
        self.done.set()
        self.stopping.wait()


def test_a_bug_does_not_end_the_work(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(background, "AGAIN_SECONDS", 0.01)
    worker = Stumbling()
    worker.start()
    assert worker.done.wait(10)
    worker.stop()
    assert not worker._thread.is_alive()


def test_stopping_does_not_wait_for_another_try(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(background, "AGAIN_SECONDS", 3600.0)
    worker = Stumbling()
    worker.start()
    worker.stop()
    assert not worker._thread.is_alive()
    assert not worker.done.is_set()
