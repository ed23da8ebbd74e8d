"""The store's client as the upload records need it, in memory."""

from collections.abc import AsyncIterator
from typing import Any

from pymongo.errors import ServerSelectionTimeoutError


class FakeStore:
    """Stands for client, database and collection alike."""

    def __init__(self) -> None:
        self.rows: dict[str, dict[str, Any]] = {}
        self.indexes: dict[str, dict[str, Any]] = {}
        self.away = False

    def __getitem__(self, name: str) -> "FakeStore":
        return self

    async def create_index(self, keys: list[tuple[str, int]], *, name: str, **options: Any) -> None:
        """Make an index."""
        self._answer()
        self.indexes[name] = {"keys": keys, **options}

    async def insert_one(self, row: dict[str, Any]) -> None:
        """Keep a row."""
        self._answer()
        self.rows[row["_id"]] = row

    async def find(self, wanted: dict[str, Any]) -> AsyncIterator[dict[str, Any]]:
        """The rows of some ids."""
        self._answer()
        for key in wanted["_id"]["$in"]:
            if key in self.rows:
                yield self.rows[key]

    async def delete_many(self, wanted: dict[str, Any]) -> None:
        """Erase the rows of some ids."""
        self._answer()
        for key in wanted["_id"]["$in"]:
            self.rows.pop(key, None)

    async def close(self) -> None:
        """Close."""

    def _answer(self) -> None:
        if self.away:
            raise ServerSelectionTimeoutError("away")
