"""Cases: filed, read and moved, by the right people and the wrong ones."""

from typing import Any

import pytest

from gateway.routes.cases import ACTIONS
from tests import tokens
from tests.gateway import life
from tests.gateway.conftest import Gateway

WORDS: dict[str, dict[str, Any]] = {
    "receive": {"received_on": "2026-11-20", "basis": "postmark", "reason": "邮戳"},
    "request_correction": {"missing": [{"material": "order", "reason": "没有盖章"}]},
    "accept_with_promise": {"promises": [{"material": "order", "by": "2026-12-01"}]},
    "refuse": {"reason": "不属于本机关职权", "organ": "海关", "ground": "competence"},
    "complete_on_spot": {"answer": "已答复"},
    "send_part": {"part": "N.M-03", "reason": "结论不清"},
    "start_special": {"type": "expert_review", "days_needed": 30, "basis": "行政许可法第四十五条"},
    "extend": {"reason": "需要补充检测", "document": "甬政办〔2026〕1号"},
    "terminate": {"ground": "申请人注销"},
    "decide": {"outcome": "granted", "reason": "符合"},
    "deliver": {"means": "post", "receiver": "某人"},
    "rate": {"level": 2, "comment": "等得太久"},
    "rectify": {"measure": "已致歉"},
    "reopen": {"instrument": "甬政复〔2026〕1号", "organ": "宁波市人民政府", "date": "2026-11-23"},
    "answer_card": {"card": "c-1", "reason": "节前积压"},
    "escalate_card": {"card": "c-1", "reason": "未答复"},
    "annul_card": {"card": "c-1", "reason": "停电"},
}
BEFORE = {
    "receive": "filed",
    "accept": "received",
    "refuse": "received",
    "dispatch": "accepted",
    "decide": "dispatched",
    "close": "decided",
    "deliver": "closed",
    "withdraw": "filed",
    **{name: life.MOVES[action.rpc][0] for name, action in ACTIONS.items() if action.rpc in life.MOVES},
}
FILES = ("correct_on_spot", "resubmit", "keep_promise", "add_document")


def words_of(gateway: Gateway, action: str) -> dict[str, Any]:
    """What is said with an action."""
    files = {"materials": [gateway.give(tokens.CLERK).json()["id"]]} if action in FILES else {}
    return {**WORDS.get(action, {}), **files}


def right_person(action: str) -> dict[str, Any]:
    """Somebody whom the gateway lets try an action."""
    return tokens.SUPERVISOR if "supervisor" in ACTIONS[action].who else tokens.CLERK


@pytest.fixture
def path(gateway: Gateway) -> str:
    return str(gateway.file().headers["location"])


def test_a_filing_answers_the_case_with_its_key_place_and_tag(gateway: Gateway) -> None:
    answer = gateway.file()
    case = answer.json()
    assert answer.status_code == 201, answer.text
    assert answer.headers["location"] == f"/api/cases/{case['no']}"
    assert answer.headers["etag"].startswith('"1.')
    assert answer.headers["cache-control"] == "private, no-cache"
    told = ("query_key", "item", "state", "revision", "station", "actions", "filed_at", "outcome", "delivery")
    assert [case[name] for name in told] == [
        "ABCDEFGH2",
        "M-03",
        "filed",
        1,
        "330203001",
        ["withdraw"],
        "2026-11-24T14:00:00.000+08:00",
        None,
        "electronic",
    ]
    assert case["form"] == {"subject": "校准"}
    assert case["parts"][0]["id"] == f"{case['no']}.M-03"


def test_the_same_key_makes_one_case(gateway: Gateway) -> None:
    assert gateway.file("k").json() == gateway.file("k").json()
    assert len(gateway.behind.workflow.cases) == 1


def test_the_same_key_with_another_body_is_refused(gateway: Gateway) -> None:
    gateway.file("k")
    refused = gateway.file("k", delivery="post")
    assert (refused.status_code, refused.json()["reason"]) == (422, "KEY_REUSED")


def test_sign_in_comes_before_the_key_and_the_key_before_the_body(gateway: Gateway) -> None:
    broken = {"content": b'{"item": NaN', "headers": {"Content-Type": "text/plain"}}
    assert gateway.ask(None, "POST", "/api/cases", **broken).status_code == 401
    refused = gateway.ask(tokens.BUSINESS, "POST", "/api/cases", **broken)
    assert (refused.status_code, refused.json()["reason"]) == (422, "KEY_REQUIRED")
    assert not gateway.behind.workflow.calls("FileCase")


@pytest.mark.parametrize("key", ["a b", "k" * 129, "schlüssel"])
def test_a_key_is_up_to_128_visible_characters(gateway: Gateway, key: str) -> None:
    headers = {"Idempotency-Key": key.encode("latin-1")}
    refused = gateway.ask(tokens.BUSINESS, "POST", "/api/cases", json=gateway.filing(), headers=headers)
    assert refused.json()["reason"] in ("KEY_INVALID", "KEY_REQUIRED")
    assert refused.status_code == 422


@pytest.mark.parametrize(
    ("more", "status", "reason", "path"),
    [
        ({"item": "Z-99"}, 404, "UNKNOWN_ITEM", None),
        ({"station": "999999999"}, 422, "UNKNOWN_STATION", "station"),
        ({"station": "３３０２０３００１"}, 422, "STRING_PATTERN_MISMATCH", "station"),
        ({"channel": "pigeon"}, 422, "LITERAL_ERROR", "channel"),
        ({"delivery": None}, 422, "LITERAL_ERROR", "delivery"),
        ({"form": []}, 422, "DICT_TYPE", "form"),
        ({"form": {"$where": "1"}}, 422, "NAME_FORBIDDEN", "form/$where"),
        ({"form": {"n": 2**53}}, 422, "JSON_INVALID", "form/n"),
        ({"surplus": 1}, 422, "EXTRA_FORBIDDEN", "surplus"),
        ({"applicant": {"uscc": "1"}}, 422, "BODY_INVALID", "applicant/name"),
        ({"materials": ["none"]}, 422, "UNKNOWN_MATERIAL", "materials/0"),
        ({"materials": "none"}, 422, "LIST_TYPE", "materials"),
    ],
)
def test_a_bad_filing_is_refused_where_it_is_bad(
    gateway: Gateway, more: dict[str, Any], status: int, reason: str, path: str | None
) -> None:
    refused = gateway.file(**more)
    problem = refused.json()
    assert (refused.status_code, problem["reason"]) == (status, reason)
    assert refused.headers["content-type"] == "application/problem+json"
    assert path is None or path in [fault["path"] for fault in problem["fields"]]
    assert not gateway.behind.workflow.cases


def test_a_filing_for_another_company_is_not_allowed(gateway: Gateway) -> None:
    headers = {"Idempotency-Key": "k"}
    refused = gateway.ask(tokens.BUSINESS2, "POST", "/api/cases", json=gateway.filing(), headers=headers)
    assert (refused.status_code, refused.json()["reason"]) == (403, "FORBIDDEN")


@pytest.mark.parametrize("who", [tokens.APPROVER, tokens.SUPERVISOR, tokens.ADMIN, tokens.specialist("metrology")])
def test_who_does_not_sit_at_the_window_files_nothing(gateway: Gateway, who: dict[str, Any]) -> None:
    headers = {"Idempotency-Key": "k"}
    assert gateway.ask(who, "POST", "/api/cases", json=gateway.filing(), headers=headers).status_code == 403


def test_given_files_go_with_the_filing(gateway: Gateway) -> None:
    given = gateway.give(tokens.BUSINESS).json()
    case = gateway.file(materials=[given["id"]]).json()
    assert case["materials"] == [{**given, "material": "order", "name": "委托单.pdf"}]


def test_a_colleague_may_name_the_companys_files(gateway: Gateway) -> None:
    colleague = {**tokens.BUSINESS, "sub": "u-colleague"}
    assert gateway.file(materials=[gateway.give(colleague).json()["id"]]).status_code == 201


def test_another_companys_file_is_unknown(gateway: Gateway) -> None:
    foreign = gateway.give(tokens.BUSINESS2).json()["id"]
    own = gateway.give(tokens.BUSINESS).json()["id"]
    refused = gateway.file(materials=[own, foreign])
    assert refused.json()["fields"] == [{"path": "materials/1", "reason": "UNKNOWN_MATERIAL"}]


def test_a_file_given_for_another_item_is_refused(gateway: Gateway) -> None:
    other = gateway.give(tokens.BUSINESS, item="J-01").json()["id"]
    refused = gateway.file(materials=[other]).json()
    assert refused["fields"] == [{"path": "materials/0", "reason": "MATERIAL_OF_OTHER_ITEM"}]


def test_a_case_is_read_again_only_when_it_changed(gateway: Gateway, path: str) -> None:
    tag = gateway.ask(tokens.BUSINESS, "GET", path).headers["etag"]
    unchanged = gateway.ask(tokens.BUSINESS, "GET", path, headers={"If-None-Match": f'"1", W/{tag}'})
    assert (unchanged.status_code, unchanged.content, unchanged.headers["etag"]) == (304, b"", tag)
    assert gateway.ask(tokens.CLERK, "GET", path, headers={"If-None-Match": tag}).status_code == 200
    gateway.act(tokens.CLERK, path, "receive", tag)
    assert gateway.ask(tokens.BUSINESS, "GET", path, headers={"If-None-Match": tag}).status_code == 200


def test_the_query_key_is_for_the_applicant_and_the_window(gateway: Gateway, path: str) -> None:
    assert "query_key" not in gateway.ask(tokens.APPROVER, "GET", path).json()
    assert gateway.ask(tokens.CLERK, "GET", path).json()["query_key"] == "ABCDEFGH2"


@pytest.mark.parametrize("who", [tokens.BUSINESS2, tokens.CLERK2, tokens.specialist("brand")])
@pytest.mark.parametrize("what", ["", "/history"])
def test_a_foreign_case_is_not_there(gateway: Gateway, path: str, who: dict[str, Any], what: str) -> None:
    refused = gateway.ask(who, "GET", path + what)
    assert (refused.status_code, refused.json()["reason"]) == (404, "NOT_FOUND")


@pytest.mark.parametrize("who", [tokens.ADMIN, tokens.service("brand")])
@pytest.mark.parametrize("what", ["/api/cases", "/api/cases/NB-1", "/api/cases/NB-1/history"])
def test_who_has_no_part_in_cases_reads_none(gateway: Gateway, who: dict[str, Any], what: str) -> None:
    assert gateway.ask(who, "GET", what).status_code == 403


def test_cases_come_in_pages(gateway: Gateway) -> None:
    made = [gateway.file(f"k-{number}").json()["no"] for number in range(5)]
    found: list[str] = []
    cursor: str | None = ""
    for _page in range(3):
        page = gateway.ask(tokens.CLERK, "GET", "/api/cases", params={"limit": 2, "cursor": cursor}).json()
        found += [case["no"] for case in page["cases"]]
        cursor = page["next"]
    assert (found, cursor) == (made, None)
    assert "form" not in gateway.ask(tokens.CLERK, "GET", "/api/cases").json()["cases"][0]


@pytest.mark.parametrize(
    ("params", "reason", "field"),
    [
        ({"limit": 0}, "OUT_OF_RANGE", "limit"),
        ({"limit": 201}, "OUT_OF_RANGE", "limit"),
        ({"limit": "many"}, "INT_PARSING", "limit"),
        ({"cursor": "not one of ours"}, "CURSOR_INVALID", "cursor"),
        ({"cursor": "W10"}, "CURSOR_INVALID", "cursor"),
        ({"cursor": "x" * 601}, "STRING_TOO_LONG", "cursor"),
    ],
)
def test_a_page_that_cannot_be_is_refused(gateway: Gateway, params: dict[str, Any], reason: str, field: str) -> None:
    refused = gateway.ask(tokens.CLERK, "GET", "/api/cases", params=params)
    assert (refused.status_code, refused.json()["reason"]) == (422, reason)
    assert refused.json()["fields"] == [{"path": field, "reason": reason}]


def test_a_case_has_a_history(gateway: Gateway, path: str) -> None:
    entries = gateway.ask(tokens.CLERK, "GET", f"{path}/history").json()["entries"]
    assert set(entries[0]) == {"n", "at", "actor", "role", "action", "state", "hash"}


@pytest.mark.parametrize("action", ACTIONS)
def test_an_action_moves_the_case(gateway: Gateway, path: str, action: str) -> None:
    gateway.behind.workflow.cases[path.rpartition("/")[2]].state = BEFORE[action]
    moved = gateway.act(right_person(action), path, action, **words_of(gateway, action))
    assert moved.status_code == 200, moved.text
    assert (moved.json()["revision"], moved.headers["etag"][:3]) == (2, '"2.')
    asked = gateway.behind.workflow.calls(ACTIONS[action].rpc)[-1]
    assert asked.request.expected_revision == 1


def test_an_action_without_words_needs_no_body(gateway: Gateway, path: str) -> None:
    answer = gateway.ask(tokens.CLERK, "POST", f"{path}/actions/receive", headers={"If-Match": '"1"'})
    assert answer.json()["state"] == "received"


@pytest.mark.parametrize(
    ("tag", "status", "reason"),
    [
        (None, 428, "REVISION_REQUIRED"),
        ("*", 422, "REVISION_INVALID"),
        ('W/"1"', 422, "REVISION_INVALID"),
        ("1", 422, "REVISION_INVALID"),
        ('"0"', 422, "REVISION_INVALID"),
        ('"1", "2"', 422, "REVISION_INVALID"),
        ('"９"', 422, "REVISION_INVALID"),
        ('"99999999999"', 422, "REVISION_INVALID"),
        ('"7"', 412, "STALE_REVISION"),
        ('"7.abc"', 412, "STALE_REVISION"),
    ],
)
def test_a_change_names_the_revision_it_has_seen(
    gateway: Gateway, path: str, tag: str | None, status: int, reason: str
) -> None:
    headers = {"If-Match": tag.encode()} if tag else {}
    refused = gateway.ask(tokens.CLERK, "POST", f"{path}/actions/receive", json={}, headers=headers)
    assert (refused.status_code, refused.json()["reason"]) == (status, reason)
    assert gateway.ask(tokens.CLERK, "GET", path).json()["state"] == "filed"


def test_the_wrong_state_is_told(gateway: Gateway, path: str) -> None:
    refused = gateway.act(tokens.CLERK, path, "close")
    assert (refused.status_code, refused.json()["reason"]) == (409, "WRONG_STATE")
    assert refused.json()["params"] == {"state": "filed"}


@pytest.mark.parametrize(
    ("action", "words", "field", "reason"),
    [
        ("refuse", {}, "reason", "REQUIRED"),
        ("refuse", {"reason": "  "}, "reason", "REASON_REQUIRED"),
        ("decide", {"reason": "x"}, "outcome", "REQUIRED"),
        ("decide", {"outcome": "perhaps"}, "outcome", "LITERAL_ERROR"),
        ("deliver", {}, "means", "REQUIRED"),
        ("accept", {"reason": "x"}, "reason", "EXTRA_FORBIDDEN"),
        ("request_correction", {}, "missing", "REQUIRED"),
        ("request_correction", {"missing": []}, "missing", "TOO_SHORT"),
        ("start_special", {**WORDS["start_special"], "type": "holiday"}, "type", "LITERAL_ERROR"),
        ("rate", {"level": 6}, "level", "OUT_OF_RANGE"),
        ("rate", {"level": "5"}, "level", "INT_TYPE"),
        ("reopen", {**WORDS["reopen"], "date": "gestern"}, "date", "STRING_PATTERN_MISMATCH"),
        ("keep_promise", {"materials": ["none"]}, "materials/0", "UNKNOWN_MATERIAL"),
    ],
)
def test_an_action_lacks_its_words(
    gateway: Gateway, path: str, action: str, words: dict[str, Any], field: str, reason: str
) -> None:
    gateway.behind.workflow.cases[path.rpartition("/")[2]].state = BEFORE[action]
    refused = gateway.act(tokens.CLERK, path, action, **words)
    assert refused.status_code == 422
    assert refused.json()["fields"] == [{"path": field, "reason": reason}]


def test_an_unknown_action_is_not_found(gateway: Gateway, path: str) -> None:
    refused = gateway.act(tokens.CLERK, path, "burn")
    assert (refused.status_code, refused.json()["reason"]) == (404, "UNKNOWN_ACTION")
    assert gateway.ask(None, "POST", f"{path}/actions/burn").status_code == 401


@pytest.mark.parametrize(
    ("who", "status"),
    [
        (None, 401),
        (tokens.BUSINESS2, 404),
        (tokens.CLERK2, 404),
        (tokens.specialist("metrology"), 403),
        (tokens.SUPERVISOR, 403),
        (tokens.DEPARTMENT, 403),
        (tokens.ADMIN, 403),
    ],
)
@pytest.mark.parametrize("action", ACTIONS)
def test_the_wrong_person_moves_nothing(
    gateway: Gateway, path: str, who: dict[str, Any] | None, status: int, action: str
) -> None:
    if who and "supervisor" in ACTIONS[action].who:
        who, status = (tokens.CLERK if who is tokens.SUPERVISOR else who), 403
    words = {"materials": ["none"]} if action in FILES else WORDS.get(action, {})
    refused = gateway.act(who, path, action, **words)
    assert refused.status_code == status
    assert gateway.behind.workflow.cases[path.rpartition("/")[2]].revision == 1
