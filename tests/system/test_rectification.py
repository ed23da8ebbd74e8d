"""The closed loop on the real engines: from the sampling list to closing by evidence, seen by whom it concerns."""

import uuid
from typing import Any

import httpx
import pytest

from services.kit.clock import Clock
from tests.system.people import CODES, People

pytestmark = pytest.mark.system
PATH = "/api/inspection/rectifications"
SAMPLE = {"list_number": "CY-2026-07", "base": 200, "sample_size": 8, "taken_on": "2026-11-20"}


def listed(people: People, name: str = "inspection", key: str = "", **more: Any) -> httpx.Response:
    body = {
        "source": "spot_check",
        "enterprise": "宁波望春小家电有限公司（演示）",
        "uscc": CODES["business2"],
        "product": "充电器（演示）",
        "category": "charger",
    }
    headers = {"Idempotency-Key": key or str(uuid.uuid4())}
    return people.ask(name, "POST", PATH, json={**body, **more}, headers=headers)


def act(people: People, name: str, no: str, action: str, **body: Any) -> httpx.Response:
    return people.act(name, no, action, "inspection/rectifications", **body)


def done(people: People, name: str, no: str, action: str, **body: Any) -> Any:
    answer = act(people, name, no, action, **body)
    assert answer.status_code == 200, (action, answer.text)
    return answer.json()


def known(people: People) -> str:
    return str(listed(people, source="problem_list", problem="GW-07", text="外壳阻燃不足").json()["id"])


def test_a_failed_product_is_told_planned_mended_and_closed(people: People) -> None:
    key = str(uuid.uuid4())
    first, again = (listed(people, key=key, campaign="2026-Q4") for _ in range(2))
    assert first.status_code == 201, first.text
    assert first.json()["id"] == again.json()["id"]
    no = first.json()["id"]
    done(people, "inspection", no, "sample", **SAMPLE)
    done(people, "inspection", no, "conclude", conforms=False, report="甬质基检〔2026〕9号")
    served = done(people, "inspection", no, "notify", served_on=Clock().today().isoformat())
    assert (served["state"], served["due"]) == ("notified", served["plan_due"])
    done(people, "business2", no, "plan", mend_due=served["plan_due"], text="更换外壳材料")
    file = people.give("business2", "J-04", material(people))
    unsaid = act(people, "business2", no, "give_evidence", files=[{"id": file, "caption": " "}])
    assert unsaid.json()["fields"][0]["path"] == "files/0/caption"
    assert act(people, "business2", no, "give_evidence", files=[]).json()["reason"] == "EVIDENCE_REQUIRED"
    done(people, "business2", no, "give_evidence", files=[{"id": file, "caption": "新外壳的检验报告"}])
    assert act(people, "business2", no, "recheck", closed=True, text="可以").status_code == 403
    closed = done(people, "inspection", no, "recheck", closed=True, text="证据充分")
    assert (closed["state"], closed["due"]) == ("closed", None)
    assert closed["proofs"][-2]["files"][0]["caption"] == "新外壳的检验报告"


def material(people: People) -> str:
    wanted = people.item("J-04")["materials"]
    return str(next(one["code"] for one in wanted if one["source"] == "applicant"))


def test_a_second_test_is_asked_for_by_the_enterprise(people: People) -> None:
    no = known(people)
    assert act(people, "inspection", no, "request_retest").status_code == 403
    assert done(people, "business2", no, "request_retest", text="对结论有异议")["state"] == "retesting"
    assert done(people, "inspection", no, "conclude", conforms=True, report="FJ-1")["state"] == "passed"


def test_what_is_not_mended_is_handed_on(people: People) -> None:
    no = known(people)
    assert act(people, "inspection", no, "escalate", reference="").status_code == 422
    assert done(people, "inspection", no, "escalate", reference="甬市监案字〔2026〕5号")["state"] == "escalated"
    refused = act(people, "business2", no, "plan", mend_due="2026-12-01", text="再改")
    assert (refused.status_code, refused.json()["reason"]) == (409, "WRONG_STATE")


def test_nobody_but_whom_it_concerns_sees_or_moves_a_problem(people: People) -> None:
    no = known(people)
    assert listed(people, "business2").status_code == 403
    assert people.ask("", "GET", f"{PATH}/{no}").status_code == 401
    assert people.ask("business", "GET", f"{PATH}/{no}").status_code == 404
    assert people.ask("metrology", "GET", f"{PATH}/{no}").status_code == 403
    assert act(people, "business", no, "plan", mend_due="2026-12-01", text="改").status_code in (404, 422)
    assert people.ask("business2", "GET", f"{PATH}/figures").status_code == 403
    assert no in [one["id"] for one in people.get("business2", PATH)["rectifications"]]


def test_figures_count_by_product_and_district(people: People) -> None:
    def counted() -> Any:
        rows = people.get("supervisor", f"{PATH}/figures")["rows"]
        empty = {"total": 0, "open": 0}
        return next((row for row in rows if (row["category"], row["district"]) == ("charger", "330203")), empty)

    before = counted()
    known(people)
    after = counted()
    assert (after["total"], after["open"]) == (before["total"] + 1, before["open"] + 1)
