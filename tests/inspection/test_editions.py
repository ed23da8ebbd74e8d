"""Editions of rules: which holds when, and what a new one has to be."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from services.inspection.rules.editions import Edition, checked_new, in_force, seed
from services.kit.errors import Malformed

TODAY = date(2026, 11, 24)
LOOP = next(one for one in seed() if one.rule == "closed_loop")
NEW = replace(LOOP, effective_from="2027-01-01", content={**LOOP.content, "retest_days": 10})


@pytest.mark.parametrize("one", seed(), ids=lambda one: one.id)
def test_the_seed_fits_its_own_schemas(one: Edition) -> None:
    checked_new(replace(one, effective_from="2027-01-01"), seed(), TODAY)


def test_a_record_of_a_day_is_judged_by_the_edition_of_that_day() -> None:
    both = [*seed(), NEW]
    days = [in_force(both, "closed_loop", day).content["retest_days"] for day in ("2026-12-31", "2027-01-01")]
    assert days == [15, 10]


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"rule": "unknown"}, "rule"),
        ({"basis": "hearsay"}, "basis"),
        ({"source": " "}, "source"),
        ({"effective_from": "2026-11-24"}, "effective_from"),
        ({"effective_from": "2027-13-01"}, "effective_from"),
        ({"content": {**LOOP.content, "retest_days": 0}}, "content/retest_days"),
        ({"content": {**LOOP.content, "more": 1}}, "content"),
    ],
)
def test_what_may_not_be_added_is_refused_with_its_place(change: Any, path: str) -> None:
    with pytest.raises(Malformed) as refused:
        checked_new(replace(NEW, **change), seed(), TODAY)
    assert refused.value.fields[0].path == path
