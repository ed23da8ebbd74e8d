"""The demo's stations and enterprises: valid codes, invented people, one home for each."""

import re
from pathlib import Path
from typing import Any

from stdnum.cn import uscc

from services.kit import catalogue

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
