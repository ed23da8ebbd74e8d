"""Ledgers of instruments on real engines: files in and out, two people at once, whose they are."""

import io
import uuid
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest
import xlsxwriter

from tests.system.people import People

pytestmark = pytest.mark.system
HEAD = ["名称", "类别", "型号", "出厂编号", "用途", "安装地点", "上次检定日期"]
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def body(serial: str, **more: Any) -> dict[str, Any]:
    texts = {"name": "电子计价秤", "model": "ACS-15", "serial": serial, "place": "收银台"}
    return {"texts": texts, "category": "price_scale", "use": "trade", "verified_on": "2026-06-01", **more}


def posted(people: People, name: str, path: str, content: Any, key: str = "") -> httpx.Response:
    headers = {"Idempotency-Key": key or uuid.uuid4().hex}
    return people.ask(name, "POST", path, json=content, headers=headers)


def file_of(people: People, rows: list[list[str]]) -> str:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate([HEAD, *rows]):
            sheet.write_row(number, 0, row)
    return given(people, out.getvalue())


def given(people: People, content: bytes) -> str:
    people.item("M-01")
    files = {"file": ("清单.xlsx", content, XLSX)}
    told = {"item": "M-01", "material": "instrument_list"}
    answer = people.ask("business2", "POST", "/api/materials", files=files, data=told)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


def rows(prefix: str, count: int) -> list[list[str]]:
    return [["秤", "电子计价秤", "T-1", f"{prefix}-{n}", "贸易结算", "车间", "2026-01-05"] for n in range(count)]


def imported(people: People, material: str, key: str = "", **more: Any) -> httpx.Response:
    return posted(
        people, "business2", "/api/instruments/imports", {"material": material, "preview": False, **more}, key
    )


def ledger(people: People, **filters: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    cursor = ""
    while True:
        page = people.get("business2", "/api/instruments", limit=200, cursor=cursor, **filters)
        found += page["instruments"]
        cursor = page["next"]
        if not cursor:
            return found


def test_of_two_who_change_an_instrument_at_once_one_is_told(people: People) -> None:
    serial = uuid.uuid4().hex[:10]
    made = posted(people, "business2", "/api/instruments", body(serial))
    assert (made.status_code, made.json()["valid_until"], made.json()["usable"]) == (201, "2027-05-31", True)
    path, tag = made.headers["location"], made.headers["etag"]

    def stop(_: int) -> int:
        return people.ask("business2", "POST", f"{path}/actions/stop", headers={"If-Match": tag}).status_code

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(stop, range(2))) == [200, 412]
    stopped = people.get("business2", path)
    assert (stopped["standing"], stopped["usable"], stopped["actions"]) == (
        "stopped",
        False,
        ["correct", "resume", "retire"],
    )
    again = posted(people, "business2", "/api/instruments", body(serial.upper()))
    assert (again.status_code, again.json()["params"]["instrument"]) == (409, stopped["id"])


def test_a_ledger_is_seen_by_its_owner_and_its_district(people: People) -> None:
    made = posted(people, "business2", "/api/instruments", body(uuid.uuid4().hex[:10]))
    path = made.headers["location"]
    codes = {who: people.ask(who, "GET", path).status_code for who in ("business2", "clerk", "metrology", "business")}
    assert codes == {"business2": 200, "clerk": 200, "metrology": 200, "business": 404}
    assert people.ask("clerk2", "GET", path).status_code == 404
    assert people.ask("inspection", "GET", path).status_code == 403


def test_a_file_with_a_fault_stores_nothing_until_that_is_wanted(people: People) -> None:
    prefix = uuid.uuid4().hex[:8]
    before = len(ledger(people))
    material = file_of(people, [*rows(prefix, 3), ["秤", "不知道", "T-1", f"{prefix}-x", "贸易结算", "车间", ""]])
    report = posted(people, "business2", "/api/instruments/imports", {"material": material}).json()
    assert (report["good"], report["faults"]) == (
        3,
        [{"row": 5, "column": "类别", "reason": "UNKNOWN_CATEGORY", "value": "不知道"}],
    )
    refused = imported(people, material)
    assert (refused.status_code, refused.json()["reason"], refused.json()["params"]["row"]) == (
        409,
        "IMPORT_FAULTY",
        "5",
    )
    assert len(ledger(people)) == before
    assert imported(people, material, skip_faulty=True).json()["added"] == 3
    assert len(ledger(people)) == before + 3


def test_a_file_comes_in_once_whoever_sends_it_how_often(people: People) -> None:
    prefix, key = uuid.uuid4().hex[:8], uuid.uuid4().hex
    material = file_of(people, rows(prefix, 400))

    def send(turn: int) -> dict[str, Any]:
        answer = imported(people, material, key if turn < 2 else "")
        return dict(answer.json())

    with ThreadPoolExecutor(3) as pool:
        told = list(pool.map(send, range(3)))
    own = [one for one in ledger(people) if one["texts"]["serial"].startswith(prefix)]
    assert len({one["texts"]["serial"] for one in own}) == len(own) == 400
    assert sum(one.get("added", 0) for one in {json_id(one): one for one in told}.values()) == 400, told
    again = imported(people, material, key).json()
    assert (again["added"] + again["known"], again["fault_count"]) == (400, 0)


def json_id(report: dict[str, Any]) -> str:
    return str(report.get("id") or report["reason"])


def test_the_file_of_a_ledger_is_known_when_it_comes_back(people: People) -> None:
    file = people.ask("business2", "GET", "/api/instruments/ledger.xlsx")
    report = posted(people, "business2", "/api/instruments/imports", {"material": given(people, file.content)}).json()
    assert {one["reason"] for one in report["faults"]} == {"DUPLICATE_IN_LEDGER"}
    assert report["fault_count"] == report["rows"]


def test_the_year_counts_what_the_ledger_has(people: People) -> None:
    found = ledger(people, standing="valid")
    year = people.get("business2", "/api/instruments/calendar/2027")
    wanted = [one for one in found if str(one["valid_until"]).startswith("2027")]
    assert sum(day["count"] for day in year["days"]) == len(wanted)


def test_a_table_of_rules_grows_by_later_rows_only(people: People) -> None:
    [row] = [one for one in people.get("", "/api/metrology/rules/category")["rows"] if one["key"] == "weight"]
    later = {"key": "weight", "from_day": "2031-01-01", "values": {**row["values"], "months": 6}, "source": "test"}
    for _ in range(2):
        answer = people.ask("admin", "POST", "/api/metrology/rules/category", json=later)
        assert answer.status_code == 201, answer.text
    early = people.ask("admin", "POST", "/api/metrology/rules/category", json={**later, "from_day": "2030-01-01"})
    assert early.json()["reason"] == "RULE_TOO_EARLY"
