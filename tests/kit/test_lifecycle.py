"""Entries and their chain."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.kit.documents import entry_of
from services.kit.lifecycle import GENESIS, Entry, chained, first_break

AT = datetime(2026, 11, 24, 8, 0, 0, 123000, tzinfo=UTC)


def history(count: int) -> list[dict[str, object]]:
    stored: list[dict[str, object]] = []
    previous = GENESIS
    for number in range(1, count + 1):
        body = Entry(number, AT, "s", "clerk", "receive", "r", "received", {"n": number}).body()
        previous = chained(previous, body)
        stored.append({"n": number, "body": body, "hash": previous})
    return stored


def test_an_entry_survives_being_stored() -> None:
    entry = Entry(1, AT, "s", "clerk", "receive", "r", "received", {"a": ["ü", 1, None]})
    assert entry_of({"body": entry.body()}) == entry


@given(st.integers(0, 4), st.sampled_from(["body", "hash", "n"]))
def test_every_change_of_a_stored_entry_is_found(place: int, field: str) -> None:
    stored = history(5)
    assert first_break(stored) is None
    stored[place] = {**stored[place], field: 9 if field == "n" else str(stored[place][field])[:-1] + "!"}
    assert first_break(stored) == place + 1


@pytest.mark.parametrize("gone", range(4))
def test_a_missing_entry_is_found(gone: int) -> None:
    stored = history(5)
    del stored[gone]
    assert first_break(stored) == gone + 1
