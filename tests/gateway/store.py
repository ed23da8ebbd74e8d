"""The store's client as the gateway needs it, in memory."""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from typing import Any

from pymongo.errors import DuplicateKeyError, ServerSelectionTimeoutError

TESTS: dict[str, Any] = {
    "$in": lambda value, wanted: value in wanted,
    "$gt": lambda value, wanted: value > wanted,
    "$lt": lambda value, wanted: value < wanted,
}


@dataclass(frozen=True)
class Done:
    """What a change tells."""

    modified_count: int


@dataclass
class Found:
    """Rows that are looked for when they are read."""

    look: Callable[[], list[dict[str, Any]]]
    order: tuple[str, int] | None = None
    most: int | None = None

    def sort(self, field: str, direction: int) -> "Found":
        """In an order."""
        self.order = (field, direction)
        return self

    def limit(self, most: int) -> "Found":
        """So many."""
        self.most = most
        return self

    async def __aiter__(self) -> AsyncIterator[dict[str, Any]]:
        rows = self.look()
        if self.order:
            rows.sort(key=lambda row: row[self.order[0]], reverse=self.order[1] < 0)  # type: ignore[index]
        for row in rows[: self.most]:
            yield row


class FakeStore:
    """Stands for client, database and the collection of uploads; the other collections are of its kind."""

    def __init__(self, root: "FakeStore | None" = None) -> None:
        self.root = root or self
        self.rows: dict[str, dict[str, Any]] = {}
        self.indexes: dict[str, dict[str, Any]] = {}
        self.others: dict[str, FakeStore] = {}
        self.away = False

    def __getitem__(self, name: str) -> "FakeStore":
        if name in ("qi_gateway", "uploads"):
            return self
        return self.others.setdefault(name, FakeStore(self))

    async def create_index(self, keys: list[tuple[str, int]], *, name: str, **options: Any) -> None:
        """Make an index."""
        self._answer()
        self.indexes[name] = {"keys": keys, **options}

    async def insert_one(self, row: dict[str, Any]) -> None:
        """Keep a row."""
        self._answer()
        if row["_id"] in self.rows:
            raise DuplicateKeyError("there already")
        self.rows[row["_id"]] = row

    def find(self, wanted: dict[str, Any], _fields: Any = None, hint: str = "") -> "Found":
        """The rows that are like it; an index that is named must be there."""
        assert not hint or hint in self.indexes
        return Found(lambda: self._like(wanted))

    async def find_one(self, wanted: dict[str, Any]) -> dict[str, Any] | None:
        """The first row that is like it."""
        return next((dict(row) for row in self._like(wanted)), None)

    async def find_one_and_delete(self, wanted: dict[str, Any]) -> dict[str, Any] | None:
        """The same, and it is gone."""
        found = next(iter(self._like(wanted)), None)
        return self.rows.pop(found["_id"]) if found else None

    async def update_one(self, wanted: dict[str, Any], change: dict[str, dict[str, Any]]) -> Done:
        """Change the first row that is like it."""
        found = self._like(wanted)[:1]
        for row in found:
            row.update(change["$set"])
        return Done(len(found))

    async def delete_one(self, wanted: dict[str, Any]) -> None:
        """Forget a row."""
        await self.find_one_and_delete(wanted)

    async def delete_many(self, wanted: dict[str, Any]) -> None:
        """Forget rows."""
        for row in self._like(wanted):
            del self.rows[row["_id"]]

    async def close(self) -> None:
        """Close."""

    def _like(self, wanted: dict[str, Any]) -> list[dict[str, Any]]:
        self._answer()
        return [row for row in self.rows.values() if all(_fits(row.get(key), told) for key, told in wanted.items())]

    def _answer(self) -> None:
        if self.root.away:
            raise ServerSelectionTimeoutError("away")


def _fits(value: Any, told: Any) -> bool:
    if isinstance(told, dict):
        return value is not None and all(TESTS[name](value, wanted) for name, wanted in told.items())
    return bool(value == told)
