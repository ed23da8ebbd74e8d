"""Which domains are still to be asked about a filing, and what becomes of one that is away."""

from types import SimpleNamespace
from typing import Any

import pytest
from qi.handling.v1 import handling_service_pb2 as pb

from services.kit.errors import Away, Broken, NotFound
from services.workflow.service import enquiry

PARTS = [{"item": "M-04", "version": 1, "domain": "metrology"}, {"item": "B-02", "version": 1, "domain": "standards"}]


class Cases:
    def __init__(self, **head: Any) -> None:
        self.head: dict[str, Any] = {"_id": "N", "state": "filed", "filing": "N.1", "parts": PARTS, **head}

    def get(self, _no: str) -> Any:
        if not self.head["filing"]:
            raise NotFound("NOT_FOUND")
        return self.head

    def collection(self) -> Any:
        return self

    def update_one(self, wanted: dict[str, Any], update: dict[str, Any]) -> None:
        heard = self.head.setdefault("heard", [])
        if all(row["place"] != wanted["heard.place"]["$ne"] for row in heard):
            heard.append(update["$push"]["heard"])


class Domains:
    """Domains that find one thing each, unless they are away."""

    def __init__(self) -> None:
        self.fault: Exception | None = None
        self.asked: list[pb.FindInFilingRequest] = []

    def channel(self, _name: str) -> Any:
        return SimpleNamespace(unary_unary=lambda *_args, **_more: None)

    def call(self, _method: Any, request: pb.FindInFilingRequest, _deadline: float) -> pb.FindInFilingResponse:
        self.asked.append(request)
        if self.fault:
            raise self.fault
        return pb.FindInFilingResponse(findings=[pb.Finding(path="form/a", reason=request.item, level="note")])


@pytest.fixture(autouse=True)
def _in_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    filing = SimpleNamespace(form='{"a": 1}', materials=[{"material": "order"}])
    monkeypatch.setattr(enquiry, "Filing", SimpleNamespace(objects=lambda **_: SimpleNamespace(first=lambda: filing)))


def asked(domains: Domains, cases: Cases) -> enquiry.Enquiry:
    asking = enquiry.Enquiry(cases, domains)  # type: ignore[arg-type]
    asking.ask("N")
    return asking


def test_every_domain_is_asked_once_and_all_findings_are_told() -> None:
    domains, cases = Domains(), Cases()
    asked(domains, cases).ask("N")
    assert [(one.item, one.form, list(one.materials)) for one in domains.asked] == [
        ("M-04", '{"a": 1}', ["order"]),
        ("B-02", '{"a": 1}', ["order"]),
    ]
    assert [finding["reason"] for finding in enquiry.found(cases.head)] == ["M-04", "B-02"]


def test_two_replicas_that_hear_the_same_keep_it_once() -> None:
    domains, cases = Domains(), Cases()
    asked(domains, cases)
    enquiry.Enquiry(cases, domains)._ask({**cases.head, "heard": []}, PARTS[0])  # type: ignore[arg-type]
    assert len(cases.head["heard"]) == 2


def test_a_new_filing_is_asked_about_anew() -> None:
    domains, cases = Domains(), Cases()
    asking = asked(domains, cases)
    cases.head["filing"] = "N.2"
    assert enquiry.found(cases.head) == []
    asking.ask("N")
    assert len(domains.asked) == 4


@pytest.mark.parametrize("fault", [Away("DEPENDENCY_AWAY"), Broken("INTERNAL")])
def test_who_does_not_answer_is_asked_again_later(fault: Exception) -> None:
    domains, cases = Domains(), Cases()
    domains.fault = fault
    asking = asked(domains, cases)
    assert (asking._later, enquiry.found(cases.head)) == ({"N"}, [])
    domains.fault = None
    asking.ask("N")
    assert len(enquiry.found(cases.head)) == 2


@pytest.mark.parametrize("head", [{"state": "accepted"}, {"filing": ""}, {"parts": [{**PARTS[0], "domain": ""}]}])
def test_nobody_is_asked_in_vain(head: dict[str, Any]) -> None:
    domains = Domains()
    assert asked(domains, Cases(**head))._later == set()
    assert domains.asked == []
