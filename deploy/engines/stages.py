"""Visible progress: a live line per stage on a terminal, plain lines elsewhere."""

from time import monotonic
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn

CONSOLE = Console(highlight=False, soft_wrap=True)


class Stages:
    """Several stages at once; each says what it is at."""

    def __init__(self) -> None:
        columns = SpinnerColumn(finished_text="✓"), TextColumn("{task.description:<28}"), TimeElapsedColumn()
        self._progress = Progress(*columns, TextColumn("{task.fields[now]}"), console=CONSOLE, transient=True)
        self._live = CONSOLE.is_terminal

    def __enter__(self) -> Self:
        if self._live:
            self._progress.start()
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self._progress.stop()

    def begin(self, title: str) -> "Stage":
        """A new stage, shown until it is done."""
        task = self._progress.add_task(title, total=1, now="") if self._live else None
        return Stage(title, self._progress, task)


class Stage:
    """One line of progress."""

    def __init__(self, title: str, progress: Progress, task: TaskID | None) -> None:
        self.title, self._progress, self._task, self._begun = title, progress, task, monotonic()

    def say(self, now: str) -> None:
        """What the stage is at."""
        if self._task is None:
            CONSOLE.print(f"  · {self.title}: {now}", markup=False)
        else:
            self._progress.update(self._task, now=now)

    def done(self) -> None:
        """The stage is over; one line stays."""
        if self._task is not None:
            self._progress.remove_task(self._task)
        CONSOLE.print(f"  ✓ {self.title} ({monotonic() - self._begun:.0f} s)", markup=False)
