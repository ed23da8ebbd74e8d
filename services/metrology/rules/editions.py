"""Rows of rules that hold from a day on: looked up by the day they are applied to, and never changed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from services.kit.errors import NotFound, WrongState


@dataclass(frozen=True)
class Row:
    """What a table says of a key from a day on; `source` says where it is from, or that it is assumed."""

    table: str
    key: str
    from_day: str  # ISO date, the first on which it holds
    values: Mapping[str, Any]
    source: str

    @property
    def id(self) -> str:
        """Names the row for ever; whoever applies it keeps this."""
        return f"{self.table}/{self.key}/{self.from_day}"


class Editions:
    """Tables of rows."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self._rows: dict[tuple[str, str], list[Row]] = {}
        for row in sorted(rows, key=lambda one: one.from_day):
            self._rows.setdefault((row.table, row.key), []).append(row)

    def find(self, table: str, key: str, day: str) -> Row | None:
        """The row in force on a day, None for a key that has none yet."""
        begun = [row for row in self._rows.get((table, key), []) if row.from_day <= day]
        return begun[-1] if begun else None

    def get(self, table: str, key: str, day: str) -> Row:
        """The row in force on a day; UNKNOWN_RULE without one."""
        found = self.find(table, key, day)
        if found is None:
            raise NotFound("UNKNOWN_RULE", params={"table": table, "key": key, "day": day})
        return found

    def keys(self, table: str) -> list[str]:
        """The keys of a table."""
        return sorted(key for name, key in self._rows if name == table)

    def all(self, table: str) -> list[Row]:
        """Every row of a table, by key and day."""
        return [row for key in self.keys(table) for row in self._rows[table, key]]

    def expect_later(self, row: Row, today: str) -> None:
        """RULE_TOO_EARLY for a row that would change what was applied already."""
        known = self._rows.get((row.table, row.key), [])
        latest = max([today, *(one.from_day for one in known)])
        if row.from_day <= latest:
            raise WrongState("RULE_TOO_EARLY", params={"from_day": row.from_day, "after": latest})
