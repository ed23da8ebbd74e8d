"""Drafts, the check and files given before, on the real engines."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.system.people import People

pytestmark = pytest.mark.system


def draft_of(people: People, name: str = "business2", key: str = "", **more: Any) -> Any:
    headers = {"Idempotency-Key": key or str(uuid.uuid4())}
    answer = people.ask(name, "POST", "/api/drafts", json={"item": "M-03", **more}, headers=headers)
    assert answer.status_code == 201, answer.text
    return answer


def test_a_draft_is_made_once_and_changed_by_one_of_two(people: People) -> None:
    key = str(uuid.uuid4())
    first, again = (draft_of(people, key=key, form={"a": 1}) for _ in range(2))
    assert first.json()["id"] == again.json()["id"]
    path, headers = first.headers["location"], {"If-Match": first.headers["etag"]}

    def save(step: str) -> int:
        body = {"item": "M-03", "form": {"a": step}, "step": step}
        request = {**headers, "Idempotency-Key": f"{key}-{step}"}
        return people.ask("business2", "PUT", path, json=body, headers=request).status_code

    with ThreadPoolExecutor(4) as pool:
        statuses = sorted(pool.map(save, "abcd"))
    assert statuses == [200, 412, 412, 412]
    saved = people.get("business2", path)
    assert save(saved["step"]) == 200, "a lost answer is asked for again, and is no conflict"
    assert people.get("business2", path)["revision"] == 2


def test_a_draft_is_seen_by_its_enterprise_alone(people: People) -> None:
    draft = draft_of(people)
    path, headers = draft.headers["location"], {"If-Match": draft.headers["etag"]}
    assert people.ask("business", "GET", path).status_code == 404
    assert people.ask("business", "PUT", path, json={"item": "M-03"}, headers=headers).status_code == 404
    assert people.ask("business", "DELETE", path, headers=headers).status_code == 204, "nothing is told"
    assert people.get("business2", path)["id"] == draft.json()["id"]
    assert people.ask("business2", "DELETE", path, headers=headers).status_code == 204
    assert people.ask("business2", "GET", path).status_code == 404


def test_pages_of_drafts_hold_each_once(people: People) -> None:
    made = {draft_of(people).json()["id"] for _ in range(5)}
    found: list[str] = []
    cursor = ""
    while True:
        page = people.get("business2", "/api/drafts", limit=2, cursor=cursor)
        found += [one["id"] for one in page["drafts"]]
        cursor = page["next"] or ""
        if not cursor:
            break
    assert len(found) == len(set(found))
    assert made <= set(found)


def test_the_check_finds_what_filing_finds(people: People) -> None:
    item = people.item("J-01")
    filed = people.file("business2", "J-01", complete=False)
    checked = people.ask("business2", "POST", "/api/checks", json={"item": "J-01", "form": item["example"]}).json()
    assert checked["findings"] == [one for one in filed["findings"] if one["level"] == "missing"]
    assert checked["outcome"] == "incomplete"
    given = [one["code"] for one in item["materials"]]
    body = {"item": "J-01", "form": item["example"], "materials": given}
    whole = people.ask("business2", "POST", "/api/checks", json=body).json()
    assert (whole["outcome"], whole["findings"]) == ("complete", [])
    assert whole["received_on"] <= whole["accept_due"] <= whole["promised_due"]
    wrong = people.ask("business2", "POST", "/api/checks", json={"item": "J-01", "form": {}}).json()
    assert wrong["outcome"] == "wrong"


def test_asking_again_for_what_was_given_is_counted(people: People) -> None:
    def times() -> int:
        told = people.get("", "/api/items/R-05/asked-again")["materials"]
        return sum(one["times"] for one in told if one["material"] == "declaration")

    before = times()
    people.file("business", "R-05", station="330212001")
    again = people.file("business", "R-05", station="330212001", complete=False)
    people.move("clerk2", again["no"], "receive")
    item = people.item("R-05")
    lacking = [one["code"] for one in item["materials"] if one["source"] == "applicant"]
    missing = [{"material": code, "reason": "未提交"} for code in lacking]
    people.move("clerk2", again["no"], "request_correction", missing=missing)
    assert times() == before + 1


def test_a_department_refers_an_enterprise_and_follows_the_case(people: People) -> None:
    body = {**people.filing("official", "P-06"), "channel": "referral"}
    headers = {"Idempotency-Key": str(uuid.uuid4())}
    filed = people.ask("official", "POST", "/api/cases", json=body, headers=headers)
    assert filed.status_code == 201, filed.text
    no = filed.json()["no"]
    assert filed.json()["actions"] == []
    assert filed.json()["applicant"]["contact"] is None
    assert no in [case["no"] for case in people.get("official", "/api/cases")["cases"]]
    other = people.file("business2", "P-06")
    assert people.ask("official", "GET", f"/api/cases/{other['no']}").status_code == 404
    headers = {"Idempotency-Key": str(uuid.uuid4())}
    portal = people.ask("official", "POST", "/api/cases", json={**body, "channel": "portal"}, headers=headers)
    assert portal.status_code == 403
    people.move("clerk", no, "receive")


def test_what_was_given_once_is_offered_again(people: People) -> None:
    people.file("business2", "J-01")
    offered = people.get("business2", "/api/materials", item="J-01")["materials"]
    assert {one["fits"] for one in offered} >= {"agreement", "sample_photo"}
    told = {"item": "J-01", "material": offered[0]["fits"]}
    path = f"/api/materials/{offered[0]['file']['id']}/reuse"
    again = people.ask("business2", "POST", path, json=told)
    assert again.json()["sha256"] == offered[0]["file"]["sha256"]
    assert people.ask("business", "POST", path, json=told).status_code == 404
    body = {**people.filing("business2", "J-01", complete=False), "materials": [again.json()["id"]]}
    headers = {"Idempotency-Key": str(uuid.uuid4())}
    assert people.ask("business2", "POST", "/api/cases", json=body, headers=headers).status_code == 201
    counter = people.get("clerk", "/api/materials", item="J-01", uscc="91330203MA28TEU130")["materials"]
    assert {one["fits"] for one in counter} >= {"agreement"}
