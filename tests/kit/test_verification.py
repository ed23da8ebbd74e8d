"""Tampering of every sort with a stored history, each found at the first entry that is wrong."""

import copy
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.kit.handling import rules
from services.kit.lifecycle import GENESIS, Head, chained
from services.kit.verification import Finding, verify
from tests.kit.memory import Parts

LENGTH = 6
Tampering = Callable[[Head, int], None]


def a_part() -> Head:
    parts = Parts()
    for number in range(LENGTH - 1):
        parts.act("take" if number % 2 == 0 else "release", f"r{number}")
    return parts.kept.held


WHOLE = a_part()


def tampered(how: Tampering, place: int) -> Head:
    document = copy.deepcopy(WHOLE)
    how(document, place)
    return document


def rechain(history: list[dict[str, Any]]) -> None:
    previous = GENESIS
    for stored in history:
        stored["hash"] = previous = chained(previous, stored["body"])


def change_body(document: Head, place: int) -> None:
    document["history"][place]["body"] = document["history"][place]["body"].replace("specialist", "Specialist", 1) + " "


def change_hash(document: Head, place: int) -> None:
    document["history"][place]["hash"] = "f" * 64


def lose_a_field(document: Head, place: int) -> None:
    del document["history"][place]["body"]


def remove(document: Head, place: int) -> None:
    del document["history"][place]


def swap(document: Head, place: int) -> None:
    history = document["history"]
    other = (place + 1) % len(history)
    history[place], history[other] = history[other], history[place]


def append(document: Head, _place: int) -> None:
    last = document["history"][-1]
    body = last.get("body", "").replace(f'"n":{LENGTH}', f'"n":{LENGTH + 1}')
    document["history"].append({"n": LENGTH + 1, "body": body, "hash": chained(last["hash"], body)})


def repeat(document: Head, place: int) -> None:
    document["history"].insert(place, document["history"][place])


CASES: list[tuple[Tampering, str, Callable[[int], int]]] = [
    (change_body, "changed", lambda place: place + 1),
    (change_hash, "changed", lambda place: place + 1),
    (lose_a_field, "changed", lambda place: place + 1),
    (remove, "removed", lambda place: place + 1),
    (swap, "reordered", lambda place: 1 if place == LENGTH - 1 else place + 1),
    (append, "appended", lambda _place: LENGTH + 1),
    (repeat, "appended", lambda place: place + 2),
]
KINDS = [case[0] for case in CASES]


def test_what_nobody_touched_is_whole() -> None:
    anchors = [(stored["n"], stored["hash"]) for stored in WHOLE["history"][::2]]
    assert verify(WHOLE, rules.evolve, anchors) is None


@given(st.sampled_from(CASES), st.integers(0, LENGTH - 1))
def test_tampering_is_found_where_it_begins(case: tuple[Tampering, str, Callable[[int], int]], place: int) -> None:
    how, kind, where = case
    assert verify(tampered(how, place), rules.evolve) == Finding(where(place), kind)


@settings(max_examples=400)
@given(st.sampled_from(KINDS), st.sampled_from([kind for kind in KINDS if kind is not change_body]), st.data())
def test_two_tamperings_do_not_hide_each_other(first: Tampering, second: Tampering, data: st.DataObject) -> None:
    document = tampered(first, data.draw(st.integers(0, LENGTH - 1)))
    if first is not second:
        second(document, data.draw(st.integers(0, LENGTH - 2)))
    whole = document["history"] == WHOLE["history"]
    assert (verify(document, rules.evolve) is None) == whole


@pytest.mark.parametrize("field", ["state", "taken_by", "taken_at", "item"])
def test_a_head_that_its_entries_do_not_give_is_found(field: str) -> None:
    document = {**WHOLE, field: "other"}
    assert verify(document, rules.evolve) == Finding(LENGTH, "head", (field,))


@given(st.integers(0, LENGTH - 1), st.integers(0, LENGTH - 1))
def test_a_chain_forged_as_a_whole_is_found_by_what_was_signed_of_it(place: int, anchored: int) -> None:
    signed = (anchored + 1, WHOLE["history"][anchored]["hash"])
    document = copy.deepcopy(WHOLE)
    document["history"][place]["body"] = document["history"][place]["body"].replace('"role":"', '"role":"x')
    rechain(document["history"])
    found = verify(document, rules.evolve, [signed])
    assert found == (Finding(1, "rewritten") if place <= anchored else None)


def test_a_history_cut_together_with_its_head_is_found_by_what_was_signed_of_it() -> None:
    signed = (LENGTH, WHOLE["history"][-1]["hash"])
    document = {**WHOLE, "history": WHOLE["history"][:-1], "revision": LENGTH - 1}
    assert verify(document, rules.evolve, [signed]) == Finding(LENGTH, "removed")


def test_a_field_that_came_after_the_head_was_written_may_be_absent_while_it_is_empty() -> None:
    def evolve(head: Head, entry: Any) -> Head:
        return {**rules.evolve(head, entry), "later": [], "much_later": "x"}

    assert verify(WHOLE, evolve) == Finding(LENGTH, "head", ("much_later",))
