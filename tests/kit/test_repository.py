"""Requests that come again."""

import pytest

from services.kit.errors import KeyReused, Stale
from services.kit.handling import rules
from services.kit.lifecycle import Happening, Head
from services.kit.repository import Request
from tests.kit.memory import SPECIALIST, Parts


def test_a_request_that_comes_again_is_answered_as_it_was_then() -> None:
    parts = Parts()
    first = parts.act("take", "r1", 1)
    parts.act("finish", "r2", 2, result="done", outcome="o")
    again = parts.act("take", "r1", 1)
    assert len(parts.kept.held["history"]) == 3
    assert {name: again[name] for name in ("state", "revision", "taken_at", "finished_at", "result")} == {
        name: first[name] for name in ("state", "revision", "taken_at", "finished_at", "result")
    }


def test_what_a_later_entry_adds_is_not_in_the_earlier_answer() -> None:
    parts = Parts()
    parts.kept.held["kept_beside"] = "written with the first entry"
    parts._evolve = lambda head, entry: {**rules.evolve(head, entry), f"by_{entry.action}": entry.n}
    parts.act("take", "r1")
    parts.act("release", "r2")
    again = parts.act("take", "r1")
    assert "by_release" not in again
    assert (again["by_take"], again["kept_beside"]) == (2, "written with the first entry")


def test_the_same_id_with_another_body_is_refused() -> None:
    parts = Parts()
    parts.act("take", "r1")
    with pytest.raises(KeyReused):
        parts.act("return", "r1", outcome="o")


def test_another_revision_than_expected_changes_nothing() -> None:
    parts = Parts()
    with pytest.raises(Stale):
        parts.act("take", "r1", 7)
    assert parts.kept.held["revision"] == 1


def test_what_is_hashed_of_a_body_is_salted_and_still_told_apart() -> None:
    parts = Parts()
    parts.act("take", "r1")
    asked = Request.of("r1", "s", "specialist", {"action": "take"})
    assert asked.body not in str(parts.kept.held)
    assert len(parts.kept.held["salt"]) == 32
    assert parts.act("take", "r1")["revision"] == 2


def test_with_its_salt_erased_a_document_answers_what_it_did_and_compares_no_more() -> None:
    parts = Parts()
    parts.act("take", "r1")
    parts.kept.held["salt"] = ""
    assert parts.act("take", "r1")["revision"] == 2
    assert parts.act("return", "r1", outcome="o")["state"] == "taken"


def test_what_was_erased_since_a_change_read_it_is_not_written_back() -> None:
    parts = Parts()
    parts.kept.held |= {"name": "somebody", "terms": ["somebody"]}

    def decide(head: Head) -> list[Happening]:
        parts.kept.held |= {"name": "", "terms": [], "salt": ""}
        return list(rules.decide(head, "take", SPECIALIST, {}))

    parts.change("N.M-03", Request.of("r1", "s", "specialist", {}), decide)
    assert parts.kept.held["state"] == "taken"
    assert [parts.kept.held[name] for name in ("name", "terms", "salt")] == ["", [], ""]
