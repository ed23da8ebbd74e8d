"""The demo's stations and enterprises: valid codes, invented people, one home for each."""

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis.strategies import dates, integers
from stdnum.cn import uscc

from deploy.demo.timeline import day_ago, read, steps
from services.kit import catalogue
from services.workflow.rules.calendar import Calendar
from services.workflow.service.calendar import known

DEMO = Path(__file__).parents[2] / "deploy" / "demo"
STATIONS: list[dict[str, Any]] = catalogue.load(DEMO / "stations.yaml")
ENTERPRISES: list[dict[str, Any]] = catalogue.load(DEMO / "enterprises.yaml")


def test_there_are_ten_stations_with_nine_digits_each() -> None:
    codes = [station["code"] for station in STATIONS]
    assert len(set(codes)) == 10
    assert all(re.fullmatch(r"3302\d{5}", code) for code in codes)


def test_a_station_says_where_it_is_and_when_it_is_open() -> None:
    for station in STATIONS:
        assert station["name"].startswith(station["district"])
        assert station["address"].endswith("（演示地址）")
        assert station["phone"].startswith("0574-0000-")
        assert station["hours"]
        assert station["clerks"]


def test_the_codes_of_the_enterprises_are_valid() -> None:
    codes = [enterprise["uscc"] for enterprise in ENTERPRISES]
    assert len(set(codes)) == 12
    assert all(uscc.is_valid(code) for code in codes)


def test_an_enterprise_is_invented_and_has_a_station() -> None:
    stations = {station["code"] for station in STATIONS}
    for enterprise in ENTERPRISES:
        assert enterprise["name"].endswith("（演示）")
        assert enterprise["phone"].startswith("0000")
        assert enterprise["station"] in stations
        assert enterprise["station"].startswith(enterprise["uscc"][2:8])


def test_an_account_belongs_to_one_person() -> None:
    clerks = [clerk["account"] for station in STATIONS for clerk in station["clerks"]]
    accounts = [*clerks, *(enterprise["account"] for enterprise in ENTERPRISES)]
    assert len(accounts) == len(set(accounts))
    assert {"clerk", "clerk2", "clerk3", "business", "business2"} <= set(accounts)


CALENDAR = Calendar(known())


def test_the_demonstration_is_played_in_the_order_of_time() -> None:
    played = steps(read("cases.yaml"), CALENDAR, date(2026, 11, 24))
    assert [step.at for step in played] == sorted(step.at for step in played)
    assert len({step.request for step in played}) == len(played)
    for number in {step.case["n"] for step in played}:
        own = [step.place for step in played if step.case["n"] == number]
        assert own == sorted(own), "a case's steps are written in the order of their moments"


def test_there_are_the_twenty_cases() -> None:
    cases = read("cases.yaml")
    assert [case["n"] for case in cases] == list(range(1, 21))
    homes = {enterprise["id"] for enterprise in ENTERPRISES}
    assert {case["enterprise"] for case in cases} <= homes


@pytest.mark.parametrize(
    ("number", "place", "day"),
    [(5, 0, "2026-11-13"), (9, 0, "2026-10-19"), (9, 5, "2026-11-16"), (10, 5, "2026-11-11"), (18, 0, "2026-08-17")],
)
def test_a_step_falls_on_the_day_the_demonstration_tells(number: int, place: int, day: str) -> None:
    played = steps(read("cases.yaml"), CALENDAR, date(2026, 11, 24))
    [step] = [step for step in played if (step.case["n"], step.place) == (number, place)]
    assert step.at.date().isoformat() == day


@given(today=dates(date(2026, 1, 5), date(2026, 12, 31)), ago=integers(0, 200))
def test_a_day_so_many_working_days_ago(today: date, ago: int) -> None:
    newest, day = day_ago(CALENDAR, today, 0), day_ago(CALENDAR, today, ago)
    assert CALENDAR.day(day).counts
    assert CALENDAR.count(day, newest) == ago
