"""Instruments in a ledger: standing by the day, next dates, reminders, and what an owner may do."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.kit.clock import Clock
from services.kit.errors import Malformed, Refusal, WrongState
from services.kit.identity import Caller
from services.kit.lifecycle import Entry, Head
from services.metrology.documents.editions import seeded
from services.metrology.rules import ledger, standing
from services.metrology.rules.editions import Editions, Row
from services.metrology.rules.periods import MODES, valid_until

RULES = Editions(seeded())
TODAY = date(2026, 11, 24)
OWNER = Caller(subject="u", roles=frozenset({"enterprise"}))
REGISTERED = {"category": "price_scale", "use": "trade", "mode": "periodic", "uscc": "U", "units": [], "key": "k"}


def after(head: Head, action: str, **data: Any) -> Head:
    return ledger.evolve(head, Entry(1, Clock().now(), "u", "enterprise", action, "r", "", data))


def instrument(until: str, on: str = "2025-12-02", **more: Any) -> Head:
    return after({"_id": "i"}, "register", **{**REGISTERED, "verified_on": on, "valid_until": until, **more})


@pytest.mark.parametrize(
    ("category", "on", "until"),
    [
        ("price_scale", "2025-12-02", "2026-12-01"),
        ("fuel_dispenser", "2026-08-31", "2027-02-27"),
        ("sphygmomanometer", "2026-06-01", "2026-11-30"),
        ("water_meter", "2024-02-29", "2030-02-27"),
        ("glass_thermometer", "2020-01-01", ""),
    ],
)
def test_a_verification_holds_for_its_period_less_a_day(category: str, on: str, until: str) -> None:
    assert valid_until(RULES.get("category", category, on), date.fromisoformat(on)) == until


def test_the_regulation_of_price_scales_changes_on_its_day() -> None:
    assert RULES.get("category", "price_scale", "2027-01-07").values["rule"] == "JJG 539-2016"
    assert RULES.get("category", "price_scale", "2027-01-08").values["rule"] == "JJG 1204-2025"
    assert RULES.find("procedure", "JJG 1204-2025", "2027-01-07") is None


def test_every_category_has_a_mode_of_the_catalogue_and_limits() -> None:
    rows = RULES.all("category")
    assert {row.values["mode"] for row in rows} <= set(MODES)
    assert {row.values["mpe"] for row in rows} <= set(RULES.keys("mpe"))
    assert all(row.source for table in ("category", "mpe", "institution") for row in RULES.all(table))


def test_a_row_is_added_after_the_last_and_after_today() -> None:
    later = Row("category", "scale", "2027-01-01", {"months": 6}, "notice")
    RULES.expect_later(later, TODAY.isoformat())
    for day in ("2026-11-24", "2016-11-30"):
        with pytest.raises(WrongState, match="RULE_TOO_EARLY"):
            RULES.expect_later(Row("category", "scale", day, {}, "x"), TODAY.isoformat())


@pytest.mark.parametrize(
    ("until", "how"),
    [("2026-11-23", "expired"), ("2026-11-24", "due"), ("2026-12-24", "due"), ("2026-12-25", "valid")],
)
def test_standing_by_the_last_day(until: str, how: str) -> None:
    head = instrument(until)
    assert standing.standing(head, TODAY) == how


def test_what_is_not_verified_or_has_failed_must_not_be_used() -> None:
    heads = [instrument("", ""), instrument("2026-11-23"), after(instrument("2027-01-01"), "fail"), retired()]
    for head in heads:
        with pytest.raises(WrongState, match="EQUIPMENT_INVALID"):
            standing.expect_usable(head, TODAY)
    standing.expect_usable(instrument("2026-11-24"), TODAY)
    standing.expect_usable(instrument("", "2020-01-01", mode="once_scrap"), TODAY)


def retired() -> Head:
    return after(instrument("2027-01-01"), "retire")


@given(until=st.dates(date(2020, 1, 1), date(2035, 1, 1)), action=st.sampled_from(["", "stop", "retire", "fail"]))
def test_a_standing_is_a_range_of_the_ledger(until: date, action: str) -> None:
    head = instrument(until.isoformat())
    head = after(head, action) if action else head
    signs = {"$lt": str.__lt__, "$lte": str.__le__, "$gt": str.__gt__, "$gte": str.__ge__}
    fitting = {
        name
        for name in standing.STANDINGS
        if all(signs[sign](head["due_on"], bound) for sign, bound in standing.between(name, TODAY).items())
    }
    how = standing.standing(head, TODAY)
    assert how in fitting
    assert fitting - {how} <= ({"valid"} if how == "due" else set())


def test_each_distance_is_reminded_of_once() -> None:
    head, told = instrument("2026-12-31"), []
    for day in range(1, 32):
        today = date(2026, 12, day)
        for happening in ledger.reminder(head, today):
            told.append((day, happening.data["days"]))
            head = after(head, "remind", **happening.data)
            assert ledger.reminder(head, today) == []
    assert told == [(1, 30), (16, 15), (24, 7)]


def test_after_an_outage_only_the_nearest_reminder_is_made() -> None:
    head = instrument("2026-12-01")
    [happening] = ledger.reminder(head, date(2026, 11, 26))
    assert happening.data["days"] == 7
    head = after(head, "remind", **happening.data)
    assert ledger.reminder(head, date(2026, 12, 1)) == []
    again = after(head, "verify", verified_on="2026-11-30", valid_until="2027-11-29")
    assert again["remind_on"] == "2027-10-30"


def test_a_failed_instrument_comes_back_by_a_verification_alone() -> None:
    failed = after(instrument("2027-01-01"), "fail", verified_on="2026-11-24")
    with pytest.raises(WrongState):
        ledger.decide(failed, "resume", OWNER, {})
    corrected = after(failed, "correct", valid_until="2099-01-01")
    assert standing.standing(corrected, TODAY) == "failed"
    assert standing.standing(after(corrected, "verify", valid_until="2027-11-23"), TODAY) == "valid"


def test_an_owner_cannot_say_that_it_was_verified() -> None:
    with pytest.raises(Refusal, match="FORBIDDEN"):
        ledger.decide(instrument("2027-01-01"), "verify", OWNER, {})


@pytest.mark.parametrize(
    ("on", "until", "limit", "path"),
    [
        ("2026-11-25", "", "", "verified_on"),
        ("2026-01-01", "2025-12-31", "", "valid_until"),
        ("", "2027-01-01", "", "verified_on"),
        ("2026-01-01", "2027-01-01", "2026-12-31", "valid_until"),
    ],
)
def test_impossible_days_are_refused_by_name(on: str, until: str, limit: str, path: str) -> None:
    with pytest.raises(Malformed) as refused:
        ledger.expect_dates(on, until, limit, TODAY)
    assert refused.value.fields[0].path == path


def test_the_same_number_written_otherwise_is_the_same_instrument() -> None:
    assert ledger.key_of("U", "acs-15", "ＹＪ 2024") == ledger.key_of("U", "ACS-15", "yj2024")
    assert ledger.key_of("V", "ACS-15", "YJ2024") != ledger.key_of("U", "ACS-15", "YJ2024")
