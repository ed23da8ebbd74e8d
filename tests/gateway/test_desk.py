"""The clerk's desk, delegations, and one action on many cases, by the right people and the wrong ones."""

from typing import Any

import pytest

from gateway.routes.desk import ACTIONS
from tests import tokens
from tests.gateway.conftest import Gateway

WORDS: dict[str, dict[str, Any]] = {
    "transfer": {"to": "clerk3"},
    "save": {"ticks": [{"material": "order", "verdict": "wrong"}], "parked": "请补盖章"},
    "log": {"means": "phone", "text": "已电话告知"},
}
LEAVE = {"to": "clerk3", "first_day": "2026-11-25", "last_day": "2026-11-27"}


@pytest.fixture
def path(gateway: Gateway) -> str:
    return f"{gateway.file().headers['location']}/desk"


def test_a_desk_nobody_used_is_empty(gateway: Gateway, path: str) -> None:
    answer = gateway.ask(tokens.CLERK, "GET", path)
    assert (answer.json()["revision"], answer.json()["claim"], answer.headers["etag"][:3]) == (1, None, '"1.')


@pytest.mark.parametrize("action", ACTIONS)
def test_an_action_changes_the_desk_and_not_the_case(gateway: Gateway, path: str, action: str) -> None:
    changed = gateway.act(tokens.CLERK, path, action, **WORDS.get(action, {}))
    assert (changed.status_code, changed.json()["revision"]) == (200, 2), changed.text
    stale = gateway.act(tokens.CLERK, path, action, **WORDS.get(action, {}))
    assert (stale.status_code, stale.json()["reason"]) == (412, "STALE_REVISION")
    assert gateway.ask(tokens.CLERK, "GET", path.removesuffix("/desk")).json()["revision"] == 1


@pytest.mark.parametrize(
    ("who", "status"),
    [(None, 401), (tokens.CLERK2, 404), (tokens.BUSINESS, 403), (tokens.APPROVER, 403), (tokens.ADMIN, 403)],
)
@pytest.mark.parametrize("action", ACTIONS)
def test_a_desk_is_its_stations(
    gateway: Gateway, path: str, who: dict[str, Any] | None, status: int, action: str
) -> None:
    assert gateway.act(who, path, action, **WORDS.get(action, {})).status_code == status


@pytest.mark.parametrize(("who", "status"), [(None, 401), (tokens.CLERK2, 404), (tokens.BUSINESS, 403)])
def test_a_desk_is_read_by_the_window_and_who_supervises_it(
    gateway: Gateway, path: str, who: dict[str, Any] | None, status: int
) -> None:
    assert gateway.ask(who, "GET", path).status_code == status
    assert gateway.ask(tokens.SUPERVISOR, "GET", path).status_code == 200


def test_who_goes_on_leave_names_who_stands_in(gateway: Gateway) -> None:
    put = gateway.ask(tokens.CLERK, "PUT", "/api/delegations", json=LEAVE)
    assert put.json() == {"from_account": "clerk", "to_account": "clerk3", **{k: LEAVE[k] for k in LEAVE if k != "to"}}
    assert gateway.ask(tokens.CLERK, "GET", "/api/delegations").json() == {"delegations": []}
    for wrong in (tokens.BUSINESS, tokens.APPROVER):
        assert gateway.ask(wrong, "PUT", "/api/delegations", json=LEAVE).status_code == 403
        assert gateway.ask(wrong, "GET", "/api/delegations").status_code == 403


def test_desks_of_named_cases_and_ones_own(gateway: Gateway, path: str) -> None:
    no = path.split("/")[3]
    gateway.act(tokens.CLERK, path, "claim")
    assert gateway.ask(tokens.CLERK, "GET", f"/api/desks?no={no}&no=other").json()["desks"][0]["claim"]["by"] == "clerk"
    assert gateway.ask(tokens.CLERK, "GET", "/api/desks?mine=true").json()["desks"][0]["no"] == no
    assert gateway.ask(tokens.SUPERVISOR, "GET", "/api/desks").json() == {"desks": []}
    assert gateway.act(tokens.SUPERVISOR, path, "transfer", to="clerk3").status_code != 403


VISITS = "/api/companies/91330203MA28TEU130/visits"
KEPT = {"filters": [{"name": "今天的校准", "query": "item=M-03"}]}


def test_what_clerks_keep_of_companies_and_views(gateway: Gateway) -> None:
    logged = gateway.ask(tokens.CLERK, "POST", VISITS, json={"means": "visit", "text": "上门走访"})
    assert (logged.status_code, logged.json()["by"]) == (201, "clerk")
    assert len(gateway.ask(tokens.CLERK, "GET", VISITS).json()["visits"]) == 1
    assert gateway.ask(tokens.CLERK, "PUT", "/api/filters", json=KEPT).json() == KEPT
    assert gateway.ask(tokens.CLERK2, "GET", "/api/filters").json() == {"filters": []}
    assert gateway.ask(tokens.CLERK, "GET", "/api/colleagues").json()["colleagues"][0]["account"] == "clerk"


@pytest.mark.parametrize("path", ["/api/desks", "/api/colleagues", "/api/filters", VISITS])
def test_what_clerks_keep_is_for_clerks(gateway: Gateway, path: str) -> None:
    for who, status in ((None, 401), (tokens.BUSINESS, 403), (tokens.APPROVER, 403), (tokens.specialist("brand"), 403)):
        assert gateway.ask(who, "GET", path).status_code == status


MANY = [("receive", "filed", "received"), ("dispatch", "accepted", "dispatched")]


@pytest.mark.parametrize(("action", "before", "after"), MANY)
def test_many_cases_have_a_result_each(gateway: Gateway, action: str, before: str, after: str) -> None:
    nos = [gateway.file(f"k-{n}").json()["no"] for n in range(3)]
    for no in nos:
        gateway.behind.workflow.cases[no].state = before
    gateway.behind.workflow.cases[nos[1]].state = "closed"
    asked = [{"no": no, "revision": 1} for no in (*nos, "NB-无")]
    answer = gateway.ask(tokens.CLERK, "POST", f"/api/cases/bulk/{action}", json={"cases": asked})
    results = answer.json()["results"]
    assert [(one["no"], one["status"], one["reason"], one["state"]) for one in results] == [
        (nos[0], 200, None, after),
        (nos[1], 409, "WRONG_STATE", None),
        (nos[2], 200, None, after),
        ("NB-无", 404, "NOT_FOUND", None),
    ]
    keys = {call.metadata["qi-request-id"] for call in gateway.behind.workflow.heard[-4:]}
    assert len(keys) == 4


@pytest.mark.parametrize("who", [tokens.BUSINESS, tokens.APPROVER, tokens.SUPERVISOR, tokens.specialist("brand")])
def test_only_the_window_acts_on_many(gateway: Gateway, who: dict[str, Any]) -> None:
    body = {"cases": [{"no": "NB", "revision": 1}]}
    for action in ("receive", "dispatch"):
        assert gateway.ask(who, "POST", f"/api/cases/bulk/{action}", json=body).status_code == 403
