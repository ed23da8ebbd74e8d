"""The switching rules, lot after lot: the worked series, and what holds of any."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.inspection.documents.sampling import Series
from services.inspection.rules import series
from services.inspection.rules.switching import Standing
from services.kit.clock import Clock
from services.kit.documents import entry_of
from services.kit.errors import Malformed, NotAllowed, WrongState
from services.kit.identity import Caller
from services.kit.lifecycle import Head
from services.kit.repository import Repository, Request, replay
from tests.kit.memory import OneDocument

SPECIALIST = Caller(subject="s", roles=frozenset({"specialist"}))
BUSINESS = Caller(subject="b", roles=frozenset({"enterprise"}))
J_1: Any = {"lot_size": 1000, "level": "II", "aql": "1.0"}  # 80, Ac 2; tighter 0.65: Ac 1
F_25: Any = {"lot_size": 100, "level": "II", "aql": "2.5"}  # 20, Ac 1


class Lots(Repository):
    """One series, kept in memory."""

    def __init__(
        self, lot_size: int = 1000, level: str = "II", aql: str = "1.0", counting: str = "nonconforming"
    ) -> None:
        super().__init__(Series, series.evolve, Clock())
        self.held, self.lot_size, self.asked = OneDocument(), lot_size, 0
        told = {"uscc": "U", "units": [], "level": level, "aql": aql, "counting": counting, "case_no": ""}
        self.create("S", Request("begin", "s", "specialist"), series.begun(told), {"number": 1, "product": "充电器"})

    def collection(self) -> OneDocument:
        return self.held

    def act(self, action: str, caller: Caller = SPECIALIST, **told: Any) -> Head:
        self.asked += 1
        ask = Request.of(f"r{self.asked}", caller.subject, "specialist", told)
        return self.change("S", ask, lambda head: series.decide(head, action, caller, told))

    def lot(self, found: int, resubmitted: bool = False, size: int = 0, batch: str = "") -> Head:
        size = size or self.lot_size
        return self.act("record_lot", batch=batch, lot_size=size, nonconforming=found, resubmitted=resubmitted)

    def lots(self, *found: int) -> Head:
        return [self.lot(one) for one in found][-1]

    def inform(self, steady: bool = True, agreed: bool = True) -> Head:
        return self.act("inform", steady=steady, agreed=agreed)


def standing(head: Head) -> tuple[str, int, str]:
    now = Standing.of(head["standing"])
    return now.severity, now.score, now.why


def test_ten_good_lots_lead_to_reduced_inspection_when_the_authority_agrees() -> None:
    lots = Lots(**J_1)
    lots.inform()
    assert standing(lots.lots(*[1] * 9)) == ("normal", 27, "")
    assert standing(lots.lot(1)) == ("reduced", 0, "SCORE_REACHED")
    head = lots.lot(0)
    told = entry_of(head["history"][-1]).data
    assert (told["severity"], told["sample_size"], told["accept"]) == ("reduced", 32, 1)


def test_without_the_authority_it_stays_normal_and_the_score_goes_on() -> None:
    lots = Lots(**J_1)
    assert standing(lots.lots(*[1] * 11)) == ("normal", 33, "")
    assert standing(lots.inform(steady=True, agreed=False)) == ("normal", 33, "")
    assert standing(lots.inform(steady=False, agreed=True)) == ("normal", 33, "")
    assert standing(lots.inform()) == ("reduced", 0, "SCORE_REACHED")


def test_a_lot_that_the_tighter_aql_would_refuse_begins_the_score_anew() -> None:
    lots = Lots(**J_1)
    head = lots.lots(1, 1, 2)
    assert standing(head) == ("normal", 0, "")
    assert entry_of(head["history"][-1]).data["accepted"] is True


def test_with_an_acceptance_number_of_one_fifteen_lots_make_thirty() -> None:
    lots = Lots(**F_25)
    lots.inform()
    assert standing(lots.lots(*[1] * 14)) == ("normal", 28, "")
    assert standing(lots.lot(0)) == ("reduced", 0, "SCORE_REACHED")


def test_two_refused_of_five_tighten() -> None:
    lots = Lots(**J_1)
    assert standing(lots.lots(0, 3, 0, 0)) == ("normal", 6, "")
    assert standing(lots.lot(3)) == ("tightened", 0, "TWO_OF_FIVE_REFUSED")
    told = entry_of(lots.lot(1)["history"][-1]).data
    assert (told["sample_size"], told["accept"]) == (80, 1)


def test_two_refused_further_apart_do_not() -> None:
    assert standing(Lots(**J_1).lots(3, 0, 0, 0, 0, 3))[0] == "normal"


def test_five_accepted_on_tightened_lead_back() -> None:
    lots = Lots(**J_1)
    assert standing(lots.lots(3, 3, 0, 0, 0, 0)) == ("tightened", 0, "")
    assert standing(lots.lot(0)) == ("normal", 0, "FIVE_ACCEPTED")


def test_five_refused_on_tightened_suspend_and_the_next_is_not_taken() -> None:
    lots = Lots(**J_1)
    assert standing(lots.lots(3, 3, 3, 0, 3, 0, 0, 3, 0, 3))[0] == "tightened"
    assert standing(lots.lot(3)) == ("suspended", 0, "FIVE_REFUSED")
    with pytest.raises(WrongState, match="SERIES_SUSPENDED"):
        lots.lot(0)
    with pytest.raises(WrongState, match="SERIES_SUSPENDED"):
        lots.lot(0, resubmitted=True)


def test_a_suspended_series_goes_on_tightened_by_the_paper_that_accepted_what_was_mended() -> None:
    lots = Lots(**J_1)
    lots.lots(*[3] * 7)
    with pytest.raises(Malformed) as refused:
        lots.act("resume", reference=" ")
    assert refused.value.fields[0].path == "reference"
    assert standing(lots.act("resume", reference="甬市监整〔2026〕7号")) == ("tightened", 0, "RESUMED")
    assert standing(lots.lots(3, 3, 3, 3))[0] == "tightened"
    assert standing(lots.lot(3))[0] == "suspended"


@pytest.mark.parametrize(
    ("steady", "agreed", "why"), [(False, True, "PRODUCTION_UNSTEADY"), (True, False, "AGREEMENT_WITHDRAWN")]
)
def test_reduced_inspection_ends_with_what_it_needs(steady: bool, agreed: bool, why: str) -> None:
    lots = Lots(**J_1)
    lots.inform()
    lots.lots(*[0] * 10)
    assert standing(lots.inform(steady, agreed)) == ("normal", 0, why)


def test_reduced_inspection_ends_with_one_lot_refused() -> None:
    lots = Lots(**J_1)
    lots.inform()
    assert standing(lots.lots(*[0] * 10, 1, 2)) == ("normal", 0, "LOT_REFUSED")


def test_a_resubmitted_lot_is_judged_and_never_counted() -> None:
    lots = Lots(**J_1)
    before = lots.lots(0, 3, 0)
    for found in (3, 3, 3, 0):
        head = lots.lot(found, resubmitted=True)
        assert head["standing"] == before["standing"]
        assert entry_of(head["history"][-1]).data["accepted"] is (found == 0)
    assert head["lots"] == 7


def test_a_lot_may_have_another_size_than_the_one_before() -> None:
    lots = Lots(**J_1)
    told = entry_of(lots.lot(0, size=8)["history"][-1]).data
    assert (told["sample_size"], told["full_inspection"]) == (8, True)


@pytest.mark.parametrize(("found", "size"), [(-1, 1000), (81, 1000), (9, 8), (10**9, 1000)])
def test_more_than_was_looked_at_cannot_be_nonconforming(found: int, size: int) -> None:
    with pytest.raises(Malformed) as refused:
        Lots(**J_1).lot(found, size=size)
    assert refused.value.fields[0].path == "nonconforming"


def test_nonconformities_may_be_more_than_items() -> None:
    assert standing(Lots(lot_size=5, aql="1000", counting="nonconformities").lot(31))[0] == "normal"
    with pytest.raises(Malformed, match="AQL_COUNTS_NONCONFORMITIES"):
        Lots(aql="15")


def test_only_the_authority_informs_and_resumes() -> None:
    lots = Lots(**J_1)
    assert (
        lots.act("record_lot", BUSINESS, batch="L-01", lot_size=1000, nonconforming=0, resubmitted=False)["lots"] == 1
    )
    with pytest.raises(NotAllowed):
        lots.act("inform", BUSINESS, steady=True, agreed=True)


@pytest.mark.parametrize("batch", ["=cmd()", "一批 有 空格", "x" * 41, "\u202e1"])
def test_a_batch_has_a_number_and_no_text(batch: str) -> None:
    with pytest.raises(Malformed) as refused:
        Lots(**J_1).lot(0, batch=batch)
    assert refused.value.fields[0].path == "batch"


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("lot"), st.integers(0, 5), st.booleans()),
        st.tuples(st.just("inform"), st.booleans(), st.booleans()),
        st.just(("resume",)),
    ),
    max_size=60,
)


def taken(lots: Lots) -> dict[str, Callable[..., Head]]:
    return {"lot": lots.lot, "inform": lots.inform, "resume": lambda: lots.act("resume", reference="1")}


@given(steps=STEPS)
def test_of_any_series(steps: list[Any]) -> None:
    lots = Lots(**J_1)
    for step, *told in steps:
        before = lots.get("S")
        try:
            taken(lots)[step](*told)
        except WrongState:
            assert (before["state"] == "suspended") is (step != "resume")
        head = lots.get("S")
        now = Standing.of(head["standing"])
        assert now.severity == head["state"]
        assert now.score == 0 or now.severity == "normal"
        assert now.severity != "reduced" or (now.steady and now.agreed)
        assert now.refused < 5
        assert now.recent.count(False) < 2 or now.severity == "tightened"
        assert (before["state"], now.severity) not in {("reduced", "tightened"), ("tightened", "reduced")}
    replayed = replay(series.evolve, [entry_of(stored) for stored in head["history"]]) if steps else {}
    assert {name: head[name] for name in replayed} == replayed
