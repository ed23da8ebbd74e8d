"""Quality-safety officers on the real engines: a record a period, by who holds the role; gaps seen by both sides."""

import uuid
from datetime import date, timedelta
from typing import Any

import httpx
import pytest

from services.kit.clock import Clock
from tests.system.people import CODES, People

pytestmark = pytest.mark.system
PATH = "/api/inspection/duty"
TODAY = Clock().today()


def put(people: People, name: str, **more: Any) -> httpx.Response:
    body = {
        "enterprise": "宁波望春小家电有限公司（演示）",
        "key_product": True,
        "since": day(-14),
        "weekdays": [1, 2, 3, 4, 5, 6, 7],
    }
    return people.ask(name, "PUT", PATH, json={**body, **more})


def day(n: int) -> str:
    return (TODAY + timedelta(days=n)).isoformat()


def post(people: People, who: str, place: str, key: str = "", **body: Any) -> httpx.Response:
    return people.ask(who, "POST", f"{PATH}/{place}", json=body, headers={"Idempotency-Key": key or str(uuid.uuid4())})


def appointed(people: People, role: str) -> str:
    before = {one["id"] for one in people.get("business2", PATH)["officers"]}
    answer = post(people, "business2", "officers", role=role, name="宋某", appointed_on=day(-30))
    assert answer.status_code == 201, answer.text
    return str(next(one["id"] for one in answer.json()["officers"] if one["id"] not in before))


def test_records_close_gaps_once_and_by_the_right_role(people: People) -> None:
    assert put(people, "business2").status_code == 200
    officer, director = appointed(people, "officer"), appointed(people, "director")
    seen = people.get("business2", PATH)
    assert seen["staffed"]
    daily = [gap for gap in seen["gaps"] if gap["kind"] == "daily"]
    assert len(daily) == 14
    wrong = post(people, "business2", "records", kind="daily", day=day(-1), by=director)
    assert (wrong.status_code, wrong.json()["reason"]) == (409, "ROLE_NOT_HELD")
    key = str(uuid.uuid4())
    first, again = (post(people, "business2", "records", key, kind="daily", day=day(-1), by=officer) for _ in range(2))
    assert (first.status_code, again.status_code) == (201, 201), first.text
    assert first.json()["records"][0]["nothing_found"]
    assert day(-1) not in [gap["period"] for gap in first.json()["gaps"]]
    other = post(people, "business2", "records", kind="daily", day=day(-1), by=officer)
    assert other.json()["reason"] == "RECORD_EXISTS"
    week = (date.fromisoformat(day(-7))).isocalendar()
    weekly = post(people, "business2", "records", kind="weekly", day=day(-7), by=director)
    assert weekly.json()["records"][0]["period"] == f"{week[0]}-W{week[1]:02d}"


def test_the_figure_names_its_denominator_and_who_is_late(people: People) -> None:
    put(people, "business2")
    put(people, "business", key_product=False)
    told = people.get("supervisor", f"{PATH}/figures")
    assert told["counted"] >= 1
    assert float(told["share"]) == pytest.approx(told["staffed"] / told["counted"], abs=1e-4)
    assert CODES["business2"] in [one["uscc"] for one in told["late"]]
    assert people.get("inspection", f"{PATH}/units/{CODES['business2']}")["gaps"]


def test_nobody_else_keeps_or_sees_the_records(people: People) -> None:
    put(people, "business2")
    for name in ("clerk", "inspection", ""):
        assert put(people, name).status_code in (401, 403)
    assert people.ask("business2", "GET", f"{PATH}/figures").status_code == 403
    assert people.ask("metrology", "GET", f"{PATH}/figures").status_code == 403
    assert people.ask("clerk-330282001", "GET", f"{PATH}/units/{CODES['business2']}").status_code == 403
    officer = appointed(people, "officer")
    ended = people.ask("business", "POST", f"{PATH}/officers/{officer}/actions/end", json={"ended_on": day(0)})
    assert ended.status_code == 404
