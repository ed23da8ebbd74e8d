"""Cursors: only our own are taken."""

import pytest

from services.kit.errors import Malformed
from services.kit.paging import LONGEST, from_cursor, page_size, to_cursor

KINDS = (int, str)


def test_a_cursor_comes_back_as_the_place_it_holds() -> None:
    assert from_cursor(to_cursor([1_795_500_000_000, "NB-1.M-03"]), KINDS) == [1_795_500_000_000, "NB-1.M-03"]
    assert from_cursor("", KINDS) is None


@pytest.mark.parametrize(
    "cursor",
    [
        "?",
        "W10",
        "x" * (LONGEST + 1),
        to_cursor(["a", "b"]),
        to_cursor([1]),
        to_cursor([True, "b"]),
        to_cursor([-1, "b"]),
        to_cursor([10**30, "b"]),
        to_cursor([1, "\ud800"]),
        "W" * 400,
    ],
)
def test_any_other_text_is_refused(cursor: str) -> None:
    with pytest.raises(Malformed) as refused:
        from_cursor(cursor, KINDS)
    assert refused.value.reason == "CURSOR_INVALID"


@pytest.mark.parametrize(("asked", "size"), [(0, 50), (1, 1), (200, 200)])
def test_a_page_has_1_to_200_rows(asked: int, size: int) -> None:
    assert page_size(asked) == size


@pytest.mark.parametrize("asked", [-1, 201])
def test_other_sizes_are_refused(asked: int) -> None:
    with pytest.raises(Malformed):
        page_size(asked)
