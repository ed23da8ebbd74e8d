"""Entries as they are stored."""

from datetime import UTC, datetime

from services.kit.documents import entry_of
from services.kit.lifecycle import Entry

AT = datetime(2026, 11, 24, 8, 0, 0, 123000, tzinfo=UTC)


def test_an_entry_survives_being_stored() -> None:
    entry = Entry(1, AT, "s", "clerk", "receive", "r", "received", {"a": ["ü", 1, None]})
    assert entry_of({"body": entry.body()}) == entry
