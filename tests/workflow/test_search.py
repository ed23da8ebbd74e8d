"""A search by name looks up the rarest of its pairs and compares the others."""

from typing import Any

import pytest

from services.workflow.service import search


class Cases:
    """Counts how many cases have a term; remembers what was asked."""

    def __init__(self, **counts: int) -> None:
        self.counts, self.asked = counts, list[str]()

    def count_documents(self, wanted: dict[str, str], limit: int, **_more: Any) -> int:
        self.asked.append(wanted["terms"])
        return min(limit, self.counts.get(wanted["terms"], 0))


def test_the_rarest_pair_is_looked_up_and_the_others_are_compared() -> None:
    cases = Cases(海曙=900, 曙精=400, 精铸=700)
    assert search.words(cases, "海曙精铸") == {
        "terms": "曙精",
        "$nor": [{"terms": {"$ne": "海曙"}}, {"terms": {"$ne": "精铸"}}],
    }


def test_counting_ends_with_the_first_that_few_have() -> None:
    cases = Cases(海曙=900, 曙精=search.FEW, 精铸=1)
    assert search.words(cases, "海曙精铸")["terms"] == "曙精"
    assert cases.asked == ["海曙", "曙精"]


def test_what_most_names_have_is_not_even_counted() -> None:
    cases = Cases(宁波=1000, 波甬=5, 甬江=900)
    assert search.words(cases, "宁波甬江有限公司")["terms"] == "波甬"
    assert not search.ORDINARY & set(cases.asked)


@pytest.mark.parametrize(
    ("q", "term"),
    [("有限公司", "有限"), ("海", "海"), ("nb-330203001-20260105-00001-x", "NB-330203001-20260105-00001-X")],
)
def test_a_search_without_telling_pairs(q: str, term: str) -> None:
    assert search.words(Cases(), q)["terms"] == term
    assert search.words(Cases(), " ") == {}
