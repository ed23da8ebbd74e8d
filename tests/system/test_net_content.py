"""Net content on the real engines: evaluated for anyone, reported once by a specialist, by rules with editions."""

import uuid
from typing import Any

import pikepdf
import pytest

from tests.system.people import CODES, People

pytestmark = pytest.mark.system
BATCH: dict[str, Any] = {"nominal": "500", "unit": "g", "lot_size": 500, "contents": ["500.1", "499.9"] * 25}
WHOSE = {
    "uscc": CODES["business2"],
    "producer": "宁波望春小家电有限公司（演示）",
    "product": "茶叶（演示）",
    "batch": "B-01",
    "measured_on": "2026-11-20",
}


def reported(people: People, name: str = "inspection", key: str = "", **more: Any) -> Any:
    headers = {"Idempotency-Key": key or str(uuid.uuid4())}
    return people.ask(name, "POST", "/api/inspection/net-content", json={**BATCH, **WHOSE, **more}, headers=headers)


def test_anyone_may_have_a_batch_evaluated(people: People) -> None:
    told = people.ask("", "POST", "/api/calculators/net-content", json=BATCH).json()
    assert (told["conforms"], told["sample_size"], told["factor"], told["tolerable"]) == (True, 50, "0.379", "15")
    few = people.ask("", "POST", "/api/calculators/net-content", json={**BATCH, "contents": ["1"]})
    assert (few.status_code, few.json()["params"]) == (422, {"wanted": "50", "given": "1"})


def test_a_report_is_made_once_signed_and_verifiable(people: People, tmp_path: Any) -> None:
    key = str(uuid.uuid4())
    first, again = (reported(people, key=key) for _ in range(2))
    assert first.status_code == 201, first.text
    assert first.json() == again.json()
    assert reported(people, key=key, batch="B-02").json()["reason"] == "KEY_REUSED"
    path = f"/api/inspection/reports/{first.json()['report']}"
    seen = people.get("business2", path)
    assert (seen["state"], seen["uscc"]) == ("valid", CODES["business2"])
    file = people.ask("business2", "GET", f"{path}.pdf")
    assert file.headers["content-type"] == "application/pdf"
    (tmp_path / "report.pdf").write_bytes(file.content)
    with pikepdf.open(tmp_path / "report.pdf") as opened:
        assert "report.json" in opened.attachments
    verified = people.get("", f"/api/verify/{first.json()['token']}")
    assert (verified["verdict"], verified["number"]) == ("genuine", first.json()["report"])
    assert first.json()["report"] in [
        one["number"] for one in people.get("business2", "/api/inspection/reports")["reports"]
    ]


def test_nobody_else_reports_or_reads(people: People) -> None:
    assert reported(people, "business2").status_code == 403
    assert reported(people, "metrology").status_code == 403
    assert reported(people, "").status_code == 401
    path = f"/api/inspection/reports/{reported(people).json()['report']}"
    assert people.ask("business", "GET", path).status_code == 404
    assert people.ask("business", "GET", f"{path}.pdf").status_code == 404
    assert people.ask("clerk", "GET", path).status_code == 403
    assert people.ask("metrology", "GET", path).status_code == 403


@pytest.mark.parametrize(
    ("more", "path"),
    [
        ({"contents": ["500"] * 49 + ["=1+1"]}, "contents/49"),
        ({"measured_on": "2099-01-01"}, "measured_on"),
        ({"uscc": "91330203MA28TEU131"}, "uscc"),
        ({"product": " "}, "product"),
    ],
)
def test_what_cannot_be_reported_names_its_field_and_leaves_nothing(people: People, more: Any, path: str) -> None:
    before = people.get("inspection", "/api/inspection/reports")["reports"][:1]
    answer = reported(people, **more)
    assert (answer.status_code, answer.json()["fields"][0]["path"]) == (422, path)
    assert people.get("inspection", "/api/inspection/reports")["reports"][:1] == before


def test_an_administrator_adds_an_edition_for_a_later_day_and_nobody_changes_one(people: People) -> None:
    known = people.get("inspection", "/api/inspection/rules")["editions"]
    loop = next(one for one in known if one["rule"] == "closed_loop")
    new = {name: loop[name] for name in ("rule", "source", "basis", "content")} | {"effective_from": "2031-01-01"}
    assert people.ask("inspection", "POST", "/api/inspection/rules", json=new).status_code == 403
    assert people.ask("admin", "POST", "/api/inspection/rules", json=new).status_code == 201
    assert people.ask("admin", "POST", "/api/inspection/rules", json=new).status_code == 201, "the same once more"
    changed = {**new, "content": {**loop["content"], "retest_days": 1}}
    assert people.ask("admin", "POST", "/api/inspection/rules", json=changed).json()["reason"] == "DAY_NOT_LATER"
