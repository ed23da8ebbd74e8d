"""Commissioned tests on the real engines: every gate, two persons, reports that replace one another; and bookings."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import httpx
import pytest

from services.kit.clock import Clock
from tests.system.people import CODES, People

pytestmark = pytest.mark.system
PATH = "/api/inspection/commissions"
TODAY = Clock().today()
LAB = "/api/inspection/laboratory"


def day(n: int) -> str:
    """Some days from today."""
    return (TODAY + timedelta(days=n)).isoformat()


METHOD = "GB 4943.1-2022"
ITEM = {"code": "I-1", "name": "接触电流", "method": METHOD, "unit": "mA", "upper": "0.5", "detection_limit": "0.01"}
RESULT: dict[str, Any] = {
    "item": "I-1",
    "sample": "S-01",
    "values": ["0.35", "0.36"],
    "unit": "mA",
    "equipment": ["T-01"],
    "temperature": "23",
    "tested_on": day(-4),
}


def begun(people: People, name: str = "inspection", **more: Any) -> httpx.Response:
    body = {"client": "宁波望春小家电有限公司（演示）", "uscc": CODES["business2"], "product": "充电器（演示）"}
    whole = {**body, "items": [ITEM], "samples": ["S-01"], **more}
    return people.ask(name, "POST", PATH, json=whole, headers={"Idempotency-Key": str(uuid.uuid4())})


def act(people: People, name: str, no: str, action: str, **body: Any) -> httpx.Response:
    return people.act(name, no, action, "inspection/commissions", **body)


def done(people: People, name: str, no: str, action: str, **body: Any) -> Any:
    answer = act(people, name, no, action, **body)
    assert answer.status_code == 200, (action, answer.text)
    return answer.json()


def subject(people: People, name: str) -> str:
    return str(people.get(name, "/api/me")["subject"])


@pytest.fixture(scope="module")
def laboratory(people: People) -> None:
    """A method, equipment of which one has expired, and the specialist's leave."""
    method = {
        "name": "信息技术设备安全",
        "effective_from": "2023-08-01",
        "temperature_min": "18",
        "temperature_max": "28",
    }
    assert people.ask("inspection", "PUT", f"{LAB}/methods/{METHOD}", json=method).status_code == 200
    for code, until in (("T-01", day(40)), ("T-02", day(-6))):
        tool = {
            "name": "泄漏电流测试仪",
            "certificate": f"JZ-{code}",
            "calibrated_on": day(-300),
            "valid_until": until,
        }
        answer = people.ask("inspection", "PUT", f"{LAB}/equipment/{code}", json={**tool, "shared": True})
        assert answer.status_code == 200, answer.text
    leave = {
        "person": subject(people, "inspection"),
        "method": METHOD,
        "valid_from": day(-300),
        "valid_until": day(30),
    }
    assert people.ask("inspection", "POST", f"{LAB}/authorisations", json=leave).status_code == 403
    assert people.ask("supervisor", "POST", f"{LAB}/authorisations", json=leave).status_code == 201


def agreed(people: People) -> str:
    no = str(begun(people).json()["id"])
    done(people, "inspection", no, "review", decision="simple")
    done(people, "inspection", no, "move_sample", sample="S-01", place="laboratory", temperature="21.5")
    return no


@pytest.mark.usefixtures("laboratory")
def test_a_test_is_measured_by_one_checked_by_another_reported_and_amended(people: People) -> None:
    no = agreed(people)
    done(people, "inspection", no, "enter", **RESULT)
    assert act(people, "inspection", no, "check").json()["reason"] == "CHECKER_IS_AUTHOR"
    assert act(people, "inspection", no, "report").json()["reason"] == "RESULTS_NOT_CHECKED"
    done(people, "inspection2", no, "check")
    first = done(people, "inspection", no, "report")["report"]
    done(people, "inspection", no, "amend", why="wrong_value")
    again = {**RESULT, "values": ["0.61"]}
    assert act(people, "inspection", no, "enter", **again).json()["fields"][0]["path"] == "why"
    done(people, "inspection", no, "enter", **again, why="typing_error")
    done(people, "inspection2", no, "check")
    second = done(people, "inspection", no, "report")["report"]
    old, new = (people.get("business2", f"/api/inspection/reports/{number}") for number in (first, second))
    assert (old["state"], old["replaced_by"], new["state"]) == ("replaced", second, "valid")
    assert people.get("", f"/api/verify/{old['token']}")["verdict"] == "replaced"
    assert people.ask("business2", "GET", f"/api/inspection/reports/{first}.pdf").content[:5] == b"%PDF-"
    seen = people.get("business2", f"{PATH}/{no}")
    assert [(one["values"], one["current"], one["why"]) for one in seen["observations"]] == [
        (["0.35", "0.36"], False, None),
        (["0.61"], True, "typing_error"),
    ]
    assert (seen["verdict"], seen["samples"][0]["custody"][0]["temperature"]) == ("fail", "21.5")


@pytest.mark.usefixtures("laboratory")
def test_each_gate_refuses_with_its_reason(people: People) -> None:
    no = str(begun(people).json()["id"])
    assert act(people, "inspection", no, "enter", **RESULT).json()["reason"] == "CONTRACT_NOT_REVIEWED"
    done(people, "inspection", no, "review", decision="simple")
    assert act(people, "inspection", no, "enter", **RESULT).json()["reason"] == "SAMPLE_NOT_HERE"
    done(people, "inspection", no, "move_sample", sample="S-01", place="laboratory")
    for change, reason in (
        ({"equipment": ["T-02"]}, "EQUIPMENT_NOT_VALID"),
        ({"equipment": ["T-99"]}, "EQUIPMENT_NOT_USABLE"),
        ({"temperature": "40"}, "ENVIRONMENT_OUT_OF_LIMITS"),
        ({"tested_on": "2023-07-31"}, "METHOD_NOT_CURRENT"),
        ({"unit": "A"}, "UNIT_WRONG"),
    ):
        answer = act(people, "inspection", no, "enter", **{**RESULT, **change})
        assert (answer.status_code in (409, 422), answer.json()["reason"]) == (True, reason)
    assert act(people, "inspection2", no, "enter", **RESULT).json()["reason"] == "NOT_AUTHORISED_FOR_METHOD"
    assert act(people, "inspection", no, "check").json()["reason"] == "RESULTS_MISSING"
    accredited = str(begun(people, accredited=True).json()["id"])
    done(people, "inspection", accredited, "review", decision="simple")
    assert act(people, "inspection", accredited, "enter", **RESULT).json()["reason"] == "METHOD_NOT_ACCREDITED"
    assert people.get("inspection", f"{PATH}/{no}")["observations"] == []


@pytest.mark.usefixtures("laboratory")
def test_nobody_else_works_on_a_test_or_sees_it(people: People) -> None:
    no = agreed(people)
    assert begun(people, "business2").status_code == 403
    assert act(people, "business2", no, "enter", **RESULT).status_code == 403
    assert people.ask("business", "GET", f"{PATH}/{no}").status_code == 404
    assert people.ask("metrology", "GET", f"{PATH}/{no}").status_code == 403
    assert people.ask("metrology", "PUT", f"{LAB}/equipment/T-01", json={}).status_code in (403, 422)
    assert people.ask("", "GET", LAB).status_code == 401
    assert people.get("business2", LAB)["methods"] == []


def booked(people: People, name: str, on: str, hours: list[int], key: str = "") -> httpx.Response:
    headers = {"Idempotency-Key": key or str(uuid.uuid4())}
    return people.ask(name, "POST", f"{LAB}/equipment/T-01/bookings", json={"day": on, "hours": hours}, headers=headers)


@pytest.mark.usefixtures("laboratory")
def test_of_many_who_book_at_once_one_has_the_hour(people: People) -> None:
    on = day(16)
    names = ["business", "business2"] * 8
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda name: booked(people, name, on, [9, 10]), names))
    taken = [answer for answer in answers if answer.status_code == 201]
    assert len(taken) == 1, [answer.text for answer in taken]
    assert {answer.json()["reason"] for answer in answers if answer.status_code == 409} == {"HOUR_TAKEN"}
    rows = people.get("business", f"{LAB}/equipment/T-01/bookings", day=on)["hours"]
    assert [row["hour"][-2:] for row in rows] == ["09", "10"]


@pytest.mark.usefixtures("laboratory")
def test_a_booking_is_all_or_nothing_and_offers_another_day(people: People) -> None:
    on, key = day(17), str(uuid.uuid4())
    assert [booked(people, "business", on, [10], key).status_code for _ in range(2)] == [201, 201]
    refused = booked(people, "business2", on, [9, 10])
    assert (refused.json()["reason"], refused.json()["params"]) == (
        "HOUR_TAKEN",
        {"hour": f"{on}T10", "free": day(18)},
    )
    assert [one["hour"] for one in people.get("business2", f"{LAB}/equipment/T-01/bookings", day=on)["hours"]] == [
        f"{on}T10"
    ]
    assert booked(people, "business2", day(45), [9]).json()["reason"] == "EQUIPMENT_NOT_VALID"
    assert booked(people, "business2", on, [7]).status_code == 422
