"""Counts, load, company log and kept filters on a real store: counted within one's sight and no further."""

from typing import Any

import pytest

from services.kit.clock import Clock
from tests.system.people import CODES, People

pytestmark = pytest.mark.system
ITEM, HERE = "R-03", "330203001"
VISITS = f"/api/companies/{CODES['business2']}/visits"


def counts(people: People, who: str) -> dict[str, int]:
    return {row["view"]: row["n"] for row in people.get(who, "/api/overview/counts")["counts"]}


def numbers(people: People, who: str, **asked: Any) -> list[str]:
    return [case["no"] for case in people.get(who, "/api/cases", **asked)["cases"]]


def test_counts_are_those_of_ones_own_station(people: People) -> None:
    here, there = counts(people, "clerk"), counts(people, "clerk2")
    no = people.file("business2", ITEM)["no"]
    assert counts(people, "clerk")["new"] == min(here["new"] + 1, 200)
    assert counts(people, "clerk2")["new"] == there["new"]
    assert no in numbers(people, "clerk", view="new", limit=200)
    people.move("clerk", no, "receive")
    assert no in numbers(people, "clerk", view="to_accept", limit=200)
    assert no not in numbers(people, "clerk", view="new", limit=200)


def test_a_view_goes_on_behind_its_first_page(people: People) -> None:
    nos = [people.file("business2", ITEM)["no"] for _ in range(3)]
    first = people.get("clerk", "/api/cases", view="new", limit=1)
    seen = [first["cases"][0]["no"]]
    while first["next"] and len(seen) < 300:
        first = people.get("clerk", "/api/cases", view="new", limit=1, cursor=first["next"])
        seen += [case["no"] for case in first["cases"]]
    assert len(seen) == len(set(seen))
    assert set(nos) <= set(seen)


def test_what_came_back_and_what_ends_soon_are_views(people: People) -> None:
    no = people.file("business2", "M-04", complete=False)["no"]
    people.move("clerk", no, "receive")
    item = people.item("M-04")
    asked = [
        one["code"] for one in item["materials"] if one["necessity"] == "required" and one["source"] == "applicant"
    ]
    people.move("clerk", no, "request_correction", missing=[{"material": one, "reason": "未提供"} for one in asked])
    files = [people.give("business2", "M-04", one) for one in asked]
    people.move("business2", no, "resubmit", materials=files)
    assert no in numbers(people, "clerk", view="returned", limit=200)
    for view in ("tomorrow", "overdue", "to_deliver"):
        assert no not in numbers(people, "clerk", view=view, limit=200)


def test_a_board_and_a_forecast(people: People) -> None:
    people.get("clerk", "/api/colleagues")
    no = people.file("business2", ITEM)["no"]
    row = next(one for one in people.get("supervisor", "/api/overview/board")["stations"] if one["station"] == HERE)
    assert row["open"] > 0
    assert people.act("clerk", f"{no}/desk", "claim").status_code == 200
    asked = {"station": HERE, "a_day": 1, "until": _later(people)}
    there = people.get("supervisor", "/api/overview/load", **asked)
    away = people.get("supervisor", "/api/overview/load", **asked, away="clerk")
    mine = next(one for one in there["clerks"] if one["account"] == "clerk")
    assert (mine["in_hand"] > 0, there["capacity"] > away["capacity"]) == (True, True)
    assert len(away["late"]) >= len(there["late"])
    assert people.ask("supervisor", "GET", "/api/overview/load", params={"station": "999999999"}).status_code == 422
    assert people.act("supervisor", f"{no}/desk", "transfer", to="clerk3").status_code == 200
    assert people.get("clerk3", "/api/desks", mine="true")["desks"][0]["no"] == no
    assert people.ask("clerk2", "GET", "/api/desks", params={"no": no}).json() == {"desks": []}


def _later(people: People) -> str:
    asked = {"start": Clock().today().isoformat(), "days": 10}
    return str(people.ask("", "POST", "/api/calculators/due-date", json=asked).json()["due"])


def test_a_company_log_is_the_stations_own(people: People) -> None:
    told = people.ask("clerk", "POST", VISITS, json={"means": "visit", "text": "上门看了生产线"})
    assert told.status_code == 201, told.text
    assert "上门看了生产线" in [one["text"] for one in people.get("clerk3", VISITS)["visits"]]
    assert "上门看了生产线" not in [one["text"] for one in people.get("clerk2", VISITS)["visits"]]
    wrong = people.ask(
        "clerk", "POST", "/api/companies/91330203MA28TEU131/visits", json={"means": "visit", "text": "x"}
    )
    assert wrong.json()["reason"] == "USCC_INVALID"


def test_filters_are_an_accounts_own(people: People) -> None:
    kept = {"filters": [{"name": "校准", "query": "item=M-03"}]}
    assert people.ask("clerk3", "PUT", "/api/filters", json=kept).json() == kept
    assert people.get("clerk3", "/api/filters") == kept
    assert {"name": "校准", "query": "item=M-03"} not in people.get("clerk2", "/api/filters")["filters"]


def test_a_filed_file_is_read_by_the_window_and_not_by_another_station(people: People) -> None:
    case = people.file("business2", ITEM)
    path = f"/api/cases/{case['no']}/materials/{case['materials'][0]['id']}"
    assert people.ask("clerk", "GET", path).content.startswith(b"%PDF")
    assert [people.ask(who, "GET", path).status_code for who in ("clerk2", "business", "", "admin")] == [
        404,
        404,
        401,
        403,
    ]
