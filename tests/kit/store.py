"""A store in memory that honours guards and unique keys, for what reaches beyond one document."""

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

from pymongo.errors import DuplicateKeyError

Document = dict[str, Any]


class Result:
    """What an update answers."""

    def __init__(self, modified: int) -> None:
        self.modified_count = modified


class Collection:
    """Documents by their ids."""

    def __init__(self, database: "Database", name: str) -> None:
        self.database, self.name = database, name
        self.rows: dict[str, Document] = {}

    def find_one(self, wanted: Document, _fields: Any = None) -> Document | None:
        """The first that fits."""
        return next(self.find(wanted), None)

    def find(self, wanted: Document, _fields: Any = None) -> Iterator[Document]:
        """What fits."""
        return (deepcopy(row) for row in self.rows.values() if fits(row, wanted))

    def insert_one(self, document: Document) -> None:
        """Once per id."""
        if document["_id"] in self.rows:
            raise DuplicateKeyError("_id")
        self.rows[document["_id"]] = deepcopy(document)

    def update_one(self, wanted: Document, update: Document) -> Result:
        """Change the one that fits."""
        return Result(0 if self.find_one_and_update(wanted, update) is None else 1)

    def find_one_and_update(self, wanted: Document, update: Document, _fields: Any = None) -> Document | None:
        """Change the one that fits, and say which it was."""
        found = next((row for row in self.rows.values() if fits(row, wanted)), None)
        if found is None:
            return None
        found |= deepcopy(update.get("$set", {}))
        for field, value in update.get("$min", {}).items():
            found[field] = min(value, found.get(field, value))
        for field, pushed in update.get("$push", {}).items():
            found[field] = found[field] + pushed["$each"]
        for field in update.get("$unset", {}):
            found.pop(field, None)
        return found


class Database(dict[str, Collection]):
    """Collections by their names, made as they are asked for."""

    def __missing__(self, name: str) -> Collection:
        return self.setdefault(name, Collection(self, name))


def fits(row: Document, wanted: Document) -> bool:
    """Equality, and the few operators that the kit uses."""
    return all(_fits(row.get(field), value, field in row) for field, value in wanted.items())


def _fits(held: Any, wanted: Any, there: bool) -> bool:
    if not isinstance(wanted, dict):
        return bool(held == wanted)
    if "$in" in wanted:
        return held in wanted["$in"]
    return bool(there is wanted["$exists"])
