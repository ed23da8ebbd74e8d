"""Notices on the real engines: issued once each along a case's way, and their files made once and then only served."""

import hashlib
import io
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pikepdf
import pytest

from tests.system.people import People

pytestmark = pytest.mark.system


def listed(people: People, name: str, no: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = people.get(name, f"/api/cases/{no}/notices")["notices"]
    return found


def pdf(people: People, name: str, no: str, notice: str) -> httpx.Response:
    return people.ask(name, "GET", f"/api/cases/{no}/notices/{notice}.pdf")


def test_a_case_s_notices_along_its_way(people: People) -> None:
    case = people.accepted("M-04")
    people.work(case["no"])
    people.move("approver", case["no"], "decide", outcome="granted", reason="符合要求")
    people.move("clerk", case["no"], "close")
    people.move("clerk", case["no"], "deliver", means="electronic")
    found = listed(people, "business2", case["no"])
    assert [one["kind"] for one in found] == ["receipt", "acceptance", "grant", "closed", "delivery"]
    assert found[2]["title"] == "准予行政许可决定书"
    assert found[0]["number"].startswith("甬质基收字〔2026〕330203001-")
    assert len({one["number"] for one in found}) == len({one["verify_url"] for one in found}) == 5
    said = people.get("clerk", f"/api/cases/{case['no']}/notices/{found[4]['id']}")["content"]
    served = [row[2] for row in said["tables"][0]["rows"]]
    assert served == [one["number"] for one in found[:4]]


def test_a_receipt_can_be_printed_at_once_and_stays_the_same(people: People) -> None:
    case = people.file("business2", "M-03")
    people.move("clerk", case["no"], "receive")
    (receipt,) = listed(people, "clerk", case["no"])
    with ThreadPoolExecutor(4) as pool:  # all of them the first who need it
        answers = list(pool.map(lambda name: pdf(people, name, case["no"], receipt["id"]), ["clerk", "business2"] * 2))
    assert {answer.status_code for answer in answers} == {200}
    assert len({hashlib.sha256(answer.content).hexdigest() for answer in answers}) == 1
    with pikepdf.open(io.BytesIO(answers[0].content)) as document:
        assert case["query_key"] in document.attachments["notice.json"].get_file().read_bytes().decode()


def test_two_who_look_at_once_issue_a_notice_once(people: People) -> None:
    case = people.file("business2", "M-03")
    people.move("clerk", case["no"], "receive")
    with ThreadPoolExecutor(6) as pool:
        found = list(pool.map(lambda name: listed(people, name, case["no"]), ["clerk", "business2", "approver"] * 2))
    assert len({one[0]["number"] for one in found}) == 1


def test_a_paper_is_checked_without_an_account(people: People) -> None:
    case = people.file("business2", "M-03")
    people.move("clerk", case["no"], "receive")
    (receipt,) = listed(people, "clerk", case["no"])
    genuine = pdf(people, "clerk", case["no"], receipt["id"]).content
    token = receipt["verify_url"].rpartition("/")[2]
    by_code = people.get("", f"/api/verify/{token}")
    assert (by_code["verdict"], by_code["holder"]) == ("genuine", "宁波望春小家电有限公司（演示）")
    assert by_code["sha256"] == hashlib.sha256(genuine).hexdigest()
    by_number = people.get("", "/api/verify", number=receipt["number"])
    assert (by_number["verdict"], by_number["holder"]) == ("genuine", None)
    changed = genuine[:9000] + bytes([genuine[9000] ^ 1]) + genuine[9001:]
    for content, verdict in ((genuine, "genuine"), (changed, "changed"), (b"%PDF-1.7 other", "unknown")):
        answer = people.ask("", "POST", "/api/verify", files={"file": ("a.pdf", content)})
        assert answer.json()["verdict"] == verdict, answer.text
    keys = people.get("", "/api/certificates")["certificates"]
    assert by_code["certificate"] in [key["id"] for key in keys]
    assert people.ask("", "GET", f"/api/certificates/{by_code['certificate']}.pem").text.count("BEGIN CERTIFICATE") == 2


def test_a_decision_that_was_taken_back_is_revoked(people: People) -> None:
    case = people.accepted("M-03")
    people.work(case["no"])
    people.move("approver", case["no"], "decide", outcome="done", reason="完成")
    result = listed(people, "business2", case["no"])[-1]
    token = result["verify_url"].rpartition("/")[2]
    assert people.get("", f"/api/verify/{token}")["verdict"] == "genuine"
    today = result["issued_at"][:10]
    people.move("approver", case["no"], "reopen", instrument="复议决定", organ="海曙区人民政府", date=today)
    found = people.get("", f"/api/verify/{token}")
    assert (found["verdict"], found["revoked_on"]) == ("revoked", today)
    assert found["revoked_by"] == "复议决定"


def test_notices_are_as_confidential_as_their_case(people: People) -> None:
    case = people.accepted("M-03")
    receipt, acceptance = listed(people, "business2", case["no"])
    for stranger in ("business", "clerk2", "brand"):
        assert people.ask(stranger, "GET", f"/api/cases/{case['no']}/notices").status_code == 404
        assert pdf(people, stranger, case["no"], acceptance["id"]).status_code == 404
    assert pdf(people, "metrology", case["no"], acceptance["id"]).status_code == 200
    assert pdf(people, "metrology", case["no"], receipt["id"]).status_code == 403
    assert pdf(people, "official", case["no"], acceptance["id"]).status_code == 403
    assert pdf(people, "", case["no"], acceptance["id"]).status_code == 401
