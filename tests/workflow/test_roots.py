"""The tree of RFC 6962: every leaf has a way up to the root, and no other leaf has it."""

import hashlib

from hypothesis import given
from hypothesis import strategies as st

from services.workflow.rules import roots

HASHES = st.lists(st.binary(min_size=32, max_size=32).map(bytes.hex), min_size=1, max_size=40, unique=True)


def test_the_empty_tree_and_the_tree_of_two_are_those_of_rfc_6962() -> None:
    assert roots.root([]) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    left, right = "11" * 32, "22" * 32
    assert roots.root([left, right]) == hashlib.sha256(b"\1" + bytes.fromhex(left + right)).hexdigest()


@given(HASHES, st.data())
def test_every_leaf_climbs_to_the_root(leaves: list[str], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(leaves) - 1))
    assert roots.climbed(leaves[place], roots.way_up(leaves, place)) == roots.root(leaves)


@given(HASHES, st.data())
def test_another_leaf_does_not(leaves: list[str], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(leaves) - 1))
    assert roots.climbed("ff" * 32, roots.way_up(leaves, place)) != roots.root(leaves)


@given(HASHES, st.data())
def test_a_changed_leaf_changes_the_root(leaves: list[str], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(leaves) - 1))
    assert roots.root([*leaves[:place], "ff" * 32, *leaves[place + 1 :]]) != roots.root(leaves)


def test_a_leaf_tells_case_revision_and_hash_apart() -> None:
    said = [("N", 1, "a" * 64), ("M", 1, "a" * 64), ("N", 2, "a" * 64), ("N", 1, "b" * 64)]
    assert len({roots.leaf(*one) for one in said}) == len(said)
