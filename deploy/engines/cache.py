"""The user's cache of unpacked engines: each is built aside, checked, then renamed into place, or not there at all."""

import fcntl
import os
import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

from deploy.engines.commands import Failed
from deploy.engines.stages import CONSOLE, Stage, Stages

RETRY = "Nothing was kept; the next run does this step again."


@dataclass(frozen=True)
class Recipe:
    """How one folder of the cache is made."""

    name: str  # the folder: engine, version and, when the way of making it changes, a number
    title: str
    build: Callable[["Cache", Path, Stage], None]  # fills the folder, checks what it made
    advice: str  # what to do when it fails
    place: Callable[[Path], Path] = lambda root: root  # some engines cannot live in the user's own cache


class Cache:
    """Folders that are complete whenever they exist; one provisioning at a time for all clones."""

    def __init__(self, root: Path) -> None:
        self.root = root.expanduser().absolute()
        self._stages = Stages()
        self._making: dict[str, Lock] = {}
        self._making_lock = Lock()

    def path(self, recipe: Recipe) -> Path:
        """Where a recipe's folder is or will be."""
        return recipe.place(self.root) / recipe.name

    def has(self, recipe: Recipe) -> bool:
        """Whether a recipe's folder is there."""
        return self.path(recipe).is_dir()

    def provide(self, recipes: list[Recipe]) -> None:
        """Make what is missing, side by side."""
        missing = [recipe for recipe in recipes if not self.has(recipe)]
        if not missing:
            return
        with self.locked(), self._stages, ThreadPoolExecutor(len(missing)) as pool:
            for result in [pool.submit(self.obtain, recipe) for recipe in missing]:
                result.result()

    def obtain(self, recipe: Recipe) -> Path:
        """A recipe's folder, made now if it is missing; for use within `provide` and within recipes."""
        with self._making_lock:
            turn = self._making.setdefault(recipe.name, Lock())
        with turn:
            if not self.has(recipe):
                self._make(recipe)
        return self.path(recipe)

    def _make(self, recipe: Recipe) -> None:
        final = self.path(recipe)
        partial = final.with_name(f"{final.name}.tmp-{os.getpid()}")
        stage = self._stages.begin(recipe.title)
        partial.mkdir(parents=True, mode=0o700)
        try:
            recipe.build(self, partial, stage)
            partial.rename(final)
        except Failed as trouble:
            raise Failed(recipe.title, str(trouble), trouble.advice or f"{recipe.advice} {RETRY}") from trouble
        finally:
            shutil.rmtree(partial, ignore_errors=True)
        stage.done()

    @contextmanager
    def locked(self) -> Iterator[None]:
        """The one lock of the cache; what an interrupted run left behind is removed under it."""
        self.root.mkdir(parents=True, exist_ok=True, mode=0o700)
        with (self.root / ".lock").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                CONSOLE.print("  · waiting for another run that is filling the cache")
                fcntl.flock(lock, fcntl.LOCK_EX)
            for left in self.root.glob("*.tmp-*"):
                shutil.rmtree(left, ignore_errors=True)
            yield
