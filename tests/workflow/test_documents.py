"""Every kind of document of the window has its indexes made at start, and says its schema."""

from importlib import import_module
from pkgutil import iter_modules
from typing import Any

from services.kit.documents import Stored
from services.workflow import documents


def kinds() -> set[Any]:
    modules = [import_module(f"{documents.__name__}.{found.name}") for found in iter_modules(documents.__path__)]
    return {
        kind
        for module in modules
        for kind in vars(module).values()
        if isinstance(kind, type) and hasattr(kind, "_get_collection") and kind.__module__ == module.__name__
    }


def test_every_kind_is_listed() -> None:
    own = {kind for kind in documents.KINDS if kind.__module__.startswith("services.workflow.")}
    assert kinds() == own


def test_every_kind_says_its_schema() -> None:
    assert all(issubclass(kind, Stored) for kind in kinds())
