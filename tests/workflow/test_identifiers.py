"""Codes and numbers (domain.md 6.1, 6.3)."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.kit.errors import Malformed, NotFound
from services.workflow.rules import identifiers


@pytest.mark.parametrize(
    "code",
    ["91350100M000100Y43", "91110108551385082Q", "115113010833722043", "11511301008778183N", "91330203MA28TEU130"],
)
def test_published_codes_are_valid(code: str) -> None:
    assert identifiers.normalised_uscc(code) == code


@pytest.mark.parametrize("code", ["91350100M000100Y4Z", "91350100M000100Y4", "", "9135010OM000100Y43", "中文"])
def test_other_codes_are_refused(code: str) -> None:
    with pytest.raises(Malformed) as refused:
        identifiers.normalised_uscc(code)
    assert refused.value.reason == "USCC_INVALID"
    assert refused.value.fields[0].path == "applicant/uscc"


def test_width_case_and_spaces_do_not_matter() -> None:
    assert identifiers.normalised_uscc(" ９１330212ma2afqt07y ") == "91330212MA2AFQT07Y"


@given(st.integers(0, 17), st.sampled_from(identifiers.ALPHABET))
def test_every_single_substitution_is_found(place: int, character: str) -> None:
    """domain.md 6.1: for 91330212MA2AFQT07Y every single-character substitution is detected."""
    code = "91330212MA2AFQT07Y"
    changed = code[:place] + character + code[place + 1 :]
    if changed == code:
        assert identifiers.normalised_uscc(changed) == code
    else:
        with pytest.raises(Malformed):
            identifiers.normalised_uscc(changed)


@pytest.mark.parametrize(
    ("station", "day", "sequence", "number"),
    [
        ("330212001", date(2026, 11, 24), 12, "NB-330212001-20261124-00012-B"),
        ("330203001", date(2026, 11, 20), 31, "NB-330203001-20261120-00031-9"),
        ("330206001", date(2026, 11, 19), 7, "NB-330206001-20261119-00007-D"),
        ("330226001", date(2026, 8, 17), 1, "NB-330226001-20260817-00001-D"),
    ],
)
def test_numbers_carry_their_check(station: str, day: date, sequence: int, number: str) -> None:
    """pages.md §7, the demo cases."""
    assert identifiers.case_number(station, day, sequence) == number
    assert identifiers.checked_number(number.lower()) == number


def test_a_wrong_check_is_told_from_no_number_at_all() -> None:
    with pytest.raises(Malformed, match="CHECK_CHARACTER"):
        identifiers.checked_number("NB-330212001-20261124-00012-C")


@pytest.mark.parametrize("text", ["", "NB-1", "NB-33021200١-20261124-00012-B", "NB-330212001-2026112٣-00012-B"])
def test_what_is_no_number_is_not_found(text: str) -> None:
    with pytest.raises(NotFound):
        identifiers.checked_number(text)


def test_query_keys_are_random_and_of_the_code_alphabet() -> None:
    keys = {identifiers.query_key() for _ in range(100)}
    assert len(keys) == 100
    assert all(len(key) == 9 and set(key) <= set(identifiers.ALPHABET) for key in keys)
