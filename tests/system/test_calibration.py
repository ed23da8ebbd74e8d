"""A calibration on the real engines: from the part to the certificate, and what becomes of it."""

import io
from typing import Any

import pikepdf
import pytest
from dcclib.validation import SchematronValidator
from lxml import etree
from signxml.verifier import XMLVerifier

from tests.system.people import People

pytestmark = pytest.mark.system
METHOD = "JJF 1587-2016"
ORDER = {
    "customer": "宁波望春小家电有限公司（演示）",
    "address": "宁波市海曙区望春街道质安路 20 号（演示）",
    "item_name": "数字多用表",
    "manufacturer": "某某仪器（演示）",
    "model": "DM-45",
    "serial": "45210087",
    "condition": "完好，附表笔一副",
    "received_on": "2026-11-18",
    "specification": "使用说明书给出的最大允许误差",
}
STANDARD = {
    "name": "多功能标准源",
    "serial": "5720-11",
    "certificate": "DC-2026-0117",
    "issuer": "浙江省计量科学研究院",
    "valid_from": "2026-01-01",
    "valid_until": "2099-12-31",
}
POINTS = [
    {"id": "p1", "quantity": "直流电压", "unit": "V", "reference": "10", "lower": "-0.005", "upper": "0.005"},
    {"id": "p2", "quantity": "直流电压", "unit": "V", "reference": "100", "lower": "-0.05", "upper": "0.05"},
]
RULE = {"name": "ilac_g8", "guard": "1", "outcome": "nonbinary"}
CONDITIONS = [
    {"name": "temperature", "value": "20.1", "unit": "°C"},
    {"name": "humidity", "value": "48", "unit": "%"},
]


def budget(point: str, reference: str) -> dict[str, Any]:
    inputs = [
        {"name": "V_S", "value": reference, "distribution": "normal", "expanded": "0.0002", "k": "2"},
        {"name": "δV", "value": "0", "distribution": "rectangular", "half_width": "0.0005"},
    ]
    return {"point": point, "model": "V_x + δV - V_S", "indication": "V_x", "inputs": inputs}


class Bench:
    """A specialist at one calibration."""

    def __init__(self, people: People, who: str = "metrology") -> None:
        self.people, self.who = people, who
        self.no = people.accepted("M-03")["no"]
        people.await_arrival(self.no)
        self.part = f"{self.no}.M-03"
        people.move(who, self.part, "take", kind="parts")
        self.id = f"{self.part}.C"

    def open(self) -> Any:
        body = {"part": self.part, "order": ORDER}
        answer = self.people.ask(self.who, "POST", "/api/metrology/calibrations", json=body)
        assert answer.status_code == 201, answer.text
        return answer.json()

    def act(self, action: str, who: str = "", **body: Any) -> Any:
        return self.people.act(who or self.who, self.id, action, kind="metrology/calibrations", **body)

    def move(self, action: str, **body: Any) -> Any:
        answer = self.act(action, **body)
        assert answer.status_code == 200, (action, answer.text)
        return answer.json()

    def refused(self, action: str, who: str = "", **body: Any) -> str:
        answer = self.act(action, who, **body)
        assert answer.status_code in (403, 404, 409, 422), answer.text
        return str(answer.json()["reason"])

    def prepare(self, standard: str = "dmm_source", **changed: Any) -> dict[str, Any]:
        today = "2026-11-20"
        told = {"standards": [standard], "conditions": CONDITIONS, "begun_on": today, "ended_on": today}
        return {**told, "place": "laboratory", **changed}

    def read(self) -> None:
        rows = [("p1", ["10.0011", "10.0013", "10.0012"]), ("p2", ["100.002", "100.004", "100.003"])]
        readings = [{"point": point, "n": n + 1, "value": v} for point, vs in rows for n, v in enumerate(vs)]
        self.move("observe", readings=readings)

    def judged(self) -> Any:
        self.open()
        self.move("review", method=METHOD, rule=RULE, points=POINTS)
        self.move("prepare", **self.prepare())
        self.read()
        self.move("compute", budgets=[budget("p1", "10"), budget("p2", "100")])
        return self.move("judge")


@pytest.fixture(scope="module", autouse=True)
def standard(people: People) -> None:
    answer = people.ask("metrology", "PUT", "/api/metrology/standards/dmm_source", json=STANDARD)
    assert answer.status_code == 200, answer.text


@pytest.fixture(scope="module")
def issued(people: People) -> tuple[Bench, Any]:
    bench = Bench(people)
    judged = bench.judged()
    assert [point["decision"]["verdict"] for point in judged["points"]] == ["pass", "pass"]
    return bench, bench.move("issue")


def certificate(people: People, bench: Bench, form: str, who: str = "metrology") -> Any:
    return people.ask(who, "GET", f"/api/metrology/calibrations/{bench.id}/certificate.{form}")


def test_the_certificate_ends_the_part(people: People, issued: tuple[Bench, Any]) -> None:
    bench, told = issued
    part = people.get("metrology", f"/api/parts/{bench.part}")
    assert (part["state"], part["result"], part["data"]["certificate"]) == ("finished", "done", told["number"])


def test_the_paper_is_genuine_and_holds_the_digital_certificate(people: People, issued: tuple[Bench, Any]) -> None:
    bench, told = issued
    pdf = certificate(people, bench, "pdf").content
    answer = people.ask("", "POST", "/api/verify", files={"file": ("a.pdf", pdf)}).json()
    assert (answer["verdict"], answer["number"]) == ("genuine", told["number"])
    with pikepdf.open(io.BytesIO(pdf)) as document:
        held = document.attachments["dcc.xml"].get_file().read_bytes()
    assert held == certificate(people, bench, "xml").content
    report = SchematronValidator.for_dcc().validate_str(held.decode())
    assert {one.role for one in (*report.failed_assertions, *report.successful_reports)} <= {"information"}
    key = people.get("", f"/api/verify/{people.get('metrology', f'/api/parts/{bench.part}')['data']['token']}")
    pem = people.ask("", "GET", f"/api/certificates/{key['certificate']}.pem").text
    own = pem[: pem.index("-----END CERTIFICATE-----")] + "-----END CERTIFICATE-----\n"
    verified: Any = XMLVerifier().verify(held, x509_cert=own)
    assert etree.QName(verified.signed_xml).localname == "digitalCalibrationCertificate"


def test_every_reading_is_kept_with_who_and_when(issued: tuple[Bench, Any]) -> None:
    changes = issued[1]["changes"]
    assert len(changes) == 6
    assert all(change["by"] and change["at"] for change in changes)


def test_the_enterprise_has_its_certificate_and_a_stranger_has_not(people: People, issued: tuple[Bench, Any]) -> None:
    assert certificate(people, issued[0], "pdf", "business2").status_code == 200
    for stranger in ("business", "inspection"):
        assert certificate(people, issued[0], "pdf", stranger).status_code in (403, 404)


def test_a_replacement_names_what_it_replaces(people: People) -> None:
    bench = Bench(people)
    bench.judged()
    first = bench.move("issue")
    bench.move("reopen", reason="transcription")
    bench.move("observe", readings=[{"point": "p1", "n": 1, "value": "10.0014"}], reason="transcription")
    bench.move("compute", budgets=[budget("p1", "10"), budget("p2", "100")])
    bench.move("judge")
    second = bench.move("issue")
    assert (second["replaces"], second["number"] == first["number"]) == (first["number"], False)
    found = people.ask("", "GET", "/api/verify", params={"number": first["number"]}).json()
    assert (found["verdict"], found["replaced_by"]) == ("replaced", second["number"])


def test_each_gate_is_closed_for_whoever_may_not_pass(people: People) -> None:
    old = {**STANDARD, "valid_until": "2026-06-30"}
    assert people.ask("metrology", "PUT", "/api/metrology/standards/old_source", json=old).json()["usable"] is False
    bench = Bench(people)
    bench.open()
    assert bench.refused("prepare", **bench.prepare()) == "CONTRACT_NOT_REVIEWED"
    assert bench.refused("review", method="JJF 0", rule=RULE, points=POINTS) == "METHOD_NOT_CURRENT"
    assert bench.refused("review", who="inspection", tag='"1"', method=METHOD, rule=RULE, points=POINTS) == "FORBIDDEN"
    bench.move("review", method=METHOD, rule=RULE, points=POINTS)
    assert bench.refused("prepare", **bench.prepare("old_source")) == "EQUIPMENT_INVALID"
    warm = [{**CONDITIONS[0], "value": "25"}, CONDITIONS[1]]
    assert bench.refused("prepare", **bench.prepare(conditions=warm)) == "ENVIRONMENT_OUT_OF_LIMITS"
    bench.move("prepare", **bench.prepare())
    assert bench.refused("compute", budgets=[budget("p1", "10")]) == "NOT_MEASURED"
    bench.read()
    exact = {**budget("p1", "10"), "inputs": [{**budget("p1", "10")["inputs"][0], "expanded": "1e-9"}]}
    exact["model"] = "V_x/1e6 - V_S"
    bench.move("compute", budgets=[exact, budget("p2", "100")])
    assert bench.refused("judge") == "BELOW_CAPABILITY"
    bench.move("compute", budgets=[budget("p1", "10"), budget("p2", "100")])
    assert bench.refused("issue") == "NOT_JUDGED"
    bench.move("judge")
    assert bench.refused("issue", who="metrology2") == "PERSON_NOT_AUTHORISED"


def test_a_faulty_standard_puts_every_certificate_in_question(people: People) -> None:
    people.ask("metrology", "PUT", "/api/metrology/standards/bad_source", json=STANDARD)
    bench = Bench(people)
    bench.open()
    bench.move("review", method=METHOD, rule=RULE, points=POINTS)
    bench.move("prepare", **bench.prepare("bad_source"))
    bench.read()
    bench.move("compute", budgets=[budget("p1", "10"), budget("p2", "100")])
    bench.move("judge")
    number = bench.move("issue")["number"]
    body = {"faulty_since": "2026-11-01", "cause": "drift"}
    work = people.ask("metrology", "POST", "/api/metrology/standards/bad_source/fault", json=body).json()
    assert work["calibrations"] == [bench.id]
    told = people.get("metrology", f"/api/metrology/calibrations/{bench.id}")
    assert (told["state"], told["work"]) == ("questioned", work["id"])
    listed = people.get("metrology", "/api/metrology/nonconforming-work")["work"]
    assert work["id"] in {one["id"] for one in listed}
    assert bench.move("settle", outcome="withdrawn")["state"] == "withdrawn"
    found = people.ask("", "GET", "/api/verify", params={"number": number}).json()
    assert found["verdict"] == "revoked"


def test_an_administrator_enters_what_holds_from_a_day_on(people: People) -> None:
    row = {"kind": "method", "key": "JJF 9999", "since": "2027-01-08", "content": {"title": "规范"}, "source": "公告"}
    assert people.ask("metrology", "POST", "/api/metrology/laboratory", json=row).status_code == 403
    assert people.ask("admin", "POST", "/api/metrology/laboratory", json=row).status_code == 200
    wrong = {**row, "content": {}}
    assert people.ask("admin", "POST", "/api/metrology/laboratory", json=wrong).status_code == 422
    rows = people.get("metrology", "/api/metrology/laboratory")["rows"]
    assert "JJF 9999" in {one["key"] for one in rows}


def test_lists_are_pages_of_what_one_may_see(people: People, issued: tuple[Bench, Any]) -> None:
    page = people.get("metrology", "/api/metrology/calibrations", limit=1)
    assert len(page["calibrations"]) == 1
    assert people.get("metrology", "/api/metrology/calibrations", cursor=page["next"])["calibrations"]
    mine = people.get("business2", "/api/metrology/calibrations")["calibrations"]
    assert {one["uscc"] for one in mine} == {issued[1]["uscc"]}
    assert people.get("business", "/api/metrology/calibrations")["calibrations"] == []
    assert people.get("metrology", "/api/metrology/standards")["standards"]
