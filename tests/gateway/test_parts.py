"""Parts: gathered from five domains, and worked on in one."""

from typing import Any

import grpc
import pytest

from gateway.services import DOMAINS
from services.kit.paging import to_cursor
from tests import tokens
from tests.gateway.conftest import Gateway

METROLOGY = tokens.specialist("metrology")
PART = "NB-330203001-20261124-00001-A.M-03"
PATH = f"/api/parts/{PART}"


def listed(gateway: Gateway, who: dict[str, Any], **params: Any) -> Any:
    answer = gateway.ask(who, "GET", "/api/parts", params=params)
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_pages_run_through_all_domains_in_one_order(gateway: Gateway) -> None:
    for number in range(12):
        gateway.behind.domains[DOMAINS[number % 5]].send(f"NB-{number:02d}.M-03", milliseconds=number // 2)
    found, cursor = [], ""
    while cursor is not None:
        page = listed(gateway, tokens.APPROVER, limit=5, cursor=cursor)
        found += [part["case_no"] for part in page["parts"]]
        cursor = page["next"]
    assert found == [f"NB-{number:02d}" for number in range(12)]


def test_a_full_page_that_is_the_last_says_so(gateway: Gateway) -> None:
    gateway.behind.domains["brand"].send(PART)
    assert listed(gateway, tokens.APPROVER, limit=1)["next"] is None


def test_a_specialist_asks_the_own_domain_only(gateway: Gateway) -> None:
    for name in DOMAINS:
        gateway.behind.domains[name].send(f"NB-1-{name}.M-03")
    assert [part["domain"] for part in listed(gateway, METROLOGY)["parts"]] == ["metrology"]
    assert listed(gateway, METROLOGY, domain="brand")["parts"] == []
    assert not gateway.behind.domains["brand"].heard


def test_one_domain_can_be_asked_for(gateway: Gateway) -> None:
    for name in DOMAINS:
        gateway.behind.domains[name].send(f"NB-1-{name}.M-03")
    assert [part["domain"] for part in listed(gateway, tokens.CLERK, domain="brand")["parts"]] == ["brand"]
    refused = gateway.ask(tokens.CLERK, "GET", "/api/parts", params={"domain": "astrology"})
    assert (refused.status_code, refused.json()["fields"][0]["path"]) == (422, "domain")


def test_a_domain_that_is_away_is_named_and_the_others_answer(gateway: Gateway) -> None:
    for name in DOMAINS:
        gateway.behind.domains[name].send(f"NB-1-{name}.M-03")
    assert listed(gateway, tokens.CLERK)["away"] == []
    gateway.stop("brand", "standards")
    page = listed(gateway, tokens.CLERK)
    assert page["away"] == ["standards", "brand"]
    assert {part["domain"] for part in page["parts"]} == {"metrology", "certification", "inspection"}


def test_when_nobody_who_was_asked_answers_the_list_is_refused(gateway: Gateway) -> None:
    gateway.stop("brand")
    refused = gateway.ask(tokens.CLERK, "GET", "/api/parts", params={"domain": "brand"})
    assert (refused.status_code, refused.json()["params"]["service"]) == (503, "brand")


def test_a_domain_that_is_broken_is_not_called_away(gateway: Gateway) -> None:
    gateway.behind.domains["brand"].failing = [grpc.StatusCode.INTERNAL]
    assert gateway.ask(tokens.CLERK, "GET", "/api/parts").status_code == 500


@pytest.mark.parametrize("cursor", ["?", "W10", to_cursor(["a", "b"]), to_cursor([10**30, "x"]), to_cursor([-1, "x"])])
def test_a_broken_cursor_is_refused_before_anyone_is_asked(gateway: Gateway, cursor: str) -> None:
    refused = gateway.ask(tokens.CLERK, "GET", "/api/parts", params={"cursor": cursor})
    assert (refused.status_code, refused.json()["reason"]) == (422, "CURSOR_INVALID")
    assert not gateway.behind.domains["brand"].heard


def test_a_cases_waiting_parts_are_there_too(gateway: Gateway) -> None:
    no = gateway.file(item="X-05").json()["no"]
    gateway.behind.workflow.cases[no].parts[0].state = "dispatched"
    gateway.behind.domains["metrology"].send(f"{no}.M-03")
    parts = listed(gateway, tokens.BUSINESS, case_no=no)["parts"]
    assert [(part["item"], part["state"]) for part in parts] == [("M-03", "dispatched"), ("J-01", "waiting")]
    waiting = gateway.ask(tokens.BUSINESS, "GET", f"/api/parts/{no}.J-01")
    assert (waiting.json()["revision"], waiting.json()["actions"], waiting.json()["needs"]) == (0, [], ["M-03"])
    assert set(waiting.json()) == set(gateway.ask(tokens.BUSINESS, "GET", f"/api/parts/{no}.M-03").json())


def test_a_specialist_is_not_told_of_other_domains_waiting_parts(gateway: Gateway) -> None:
    no = gateway.file(item="X-05").json()["no"]
    parts = listed(gateway, METROLOGY, case_no=no)["parts"]
    assert [part["domain"] for part in parts] == ["metrology"]


@pytest.mark.parametrize("part_id", ["NB-1.M-03", "NB-1.X-05", "NB-1.Z-99", "nothing", ".M-03"])
def test_what_is_no_part_is_not_found(gateway: Gateway, part_id: str) -> None:
    refused = gateway.ask(tokens.CLERK, "GET", f"/api/parts/{part_id}")
    assert (refused.status_code, refused.json()["reason"]) == (404, "NOT_FOUND")


def test_a_part_is_taken_and_finished_with_what_was_found(gateway: Gateway) -> None:
    gateway.behind.domains["metrology"].send(PART)
    taken = gateway.act(METROLOGY, PATH, "take", gateway.ask(METROLOGY, "GET", PATH).headers["etag"])
    given = gateway.give(METROLOGY, material="certificate").json()
    words = {"result": "done", "summary": "合格", "materials": [given["id"]], "data": {"U": "0.1"}}
    finished = gateway.act(METROLOGY, PATH, "finish", taken.headers["etag"], **words).json()
    assert (finished["state"], finished["data"]) == ("finished", {"U": "0.1"})
    assert finished["materials"] == [{**given, "name": "委托单.pdf"}]


def test_a_part_is_released_and_returned(gateway: Gateway) -> None:
    gateway.behind.domains["metrology"].send(PART)
    gateway.act(METROLOGY, PATH, "take")
    assert gateway.act(METROLOGY, PATH, "release", '"2"').json()["state"] == "dispatched"
    assert gateway.act(METROLOGY, PATH, "return", '"3"', reason="不属于计量").json()["return_reason"] == "不属于计量"


@pytest.mark.parametrize(
    ("action", "words", "field"),
    [
        ("finish", {"summary": "x"}, "result"),
        ("finish", {"result": "partial", "summary": "x"}, "result"),
        ("finish", {"result": "done", "summary": "x", "materials": ["none"]}, "materials/0"),
        ("finish", {"result": "done", "summary": "x", "data": []}, "data"),
        ("return", {}, "reason"),
    ],
)
def test_an_action_lacks_its_words(gateway: Gateway, action: str, words: dict[str, Any], field: str) -> None:
    gateway.behind.domains["metrology"].send(PART).state = "taken"
    refused = gateway.act(METROLOGY, PATH, action, **words)
    assert (refused.status_code, refused.json()["fields"][0]["path"]) == (422, field)
    assert gateway.behind.domains["metrology"].parts[PART].revision == 1


@pytest.mark.parametrize(
    ("who", "status"),
    [(None, 401), (tokens.BUSINESS, 403), (tokens.CLERK, 403), (tokens.APPROVER, 403), (tokens.ADMIN, 403)],
)
@pytest.mark.parametrize("action", ["take", "release", "finish", "return"])
def test_only_specialists_work_on_parts(gateway: Gateway, who: dict[str, Any] | None, status: int, action: str) -> None:
    gateway.behind.domains["metrology"].send(PART)
    assert gateway.ask(who, "POST", f"{PATH}/actions/{action}", headers={"If-Match": '"1"'}).status_code == status


def test_an_unknown_action_is_not_found(gateway: Gateway) -> None:
    assert gateway.act(METROLOGY, PATH, "eat").json()["reason"] == "UNKNOWN_ACTION"


def test_a_domain_that_is_away_is_named(gateway: Gateway) -> None:
    gateway.behind.domains["metrology"].send(PART)
    gateway.stop("metrology")
    refused = gateway.ask(METROLOGY, "GET", "/api/parts")
    assert (refused.status_code, refused.json()["reason"]) == (503, "DEPENDENCY_AWAY")
    assert refused.json()["params"]["service"] == "metrology"
    assert int(refused.headers["retry-after"]) > 0
