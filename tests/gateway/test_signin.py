"""Sign-in of browsers: tickets, cookies, what a change must show, staying signed in, and leaving."""

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from gateway.signin.cookies import SESSION, TICKET
from gateway.signin.sealing import Seal, digest
from tests import tokens
from tests.gateway.browser import Browser
from tests.gateway.conftest import Gateway
from tests.gateway.store import FakeStore


@pytest.fixture
def browser(gateway: Gateway) -> Browser:
    return Browser(gateway)


@pytest.fixture
def signed_in(browser: Browser) -> Browser:
    browser.sign_in()
    return browser


def sessions(browser: Browser) -> FakeStore:
    return browser.gateway.behind.store["sessions"]


def age(browser: Browser, **seconds: float) -> None:
    """Let times of the browser's session be so many seconds from now."""
    row = sessions(browser).rows[digest(browser.session)]
    row.update({name: datetime.now(UTC) + timedelta(seconds=told) for name, told in seconds.items()})


def test_a_browser_signs_in_and_is_known(browser: Browser) -> None:
    back = browser.sign_in("/desk?tab=1")
    assert (back.status_code, back.headers["location"], back.headers["cache-control"]) == (
        303,
        "/desk?tab=1",
        "no-store",
    )
    assert browser.gateway.behind.issuer.codes == {}
    me = browser.ask("GET", "/api/me")
    known = {"username": "clerk", "name": "周宁", "roles": ["clerk"], "station": "330203001", "uscc": None}
    assert known.items() <= me.json().items()
    assert me.headers["cache-control"] == "no-store"
    assert browser.ask("GET", "/api/cases").status_code == 200
    heard = browser.gateway.behind.workflow.calls("ListCases")[0].metadata
    assert heard["authorization"].startswith("Bearer ey")


def test_the_request_to_keycloak_is_a_code_with_pkce(browser: Browser) -> None:
    sent = browser.ask("GET", "/auth/login", params={"lang": "en"})
    asked = {name: values[0] for name, values in parse_qs(urlsplit(sent.headers["location"]).query).items()}
    assert (asked["response_type"], asked["code_challenge_method"], asked["ui_locales"]) == ("code", "S256", "en")
    assert len(asked["state"]) == len(asked["nonce"]) == len(asked["code_challenge"]) == 43


def test_cookies_are_out_of_reach_of_scripts_and_other_sites(browser: Browser) -> None:
    sent = browser.ask("GET", "/auth/login").headers["set-cookie"]
    given = browser.sign_in().headers["set-cookie"]
    for line, name in ((sent, TICKET), (given, SESSION)):
        assert line.startswith(f"{name}=")
        assert {"Secure", "HttpOnly", "Path=/", "SameSite=lax"} <= {part.strip() for part in line.split(";")}
        assert "domain" not in line.lower()


def test_the_store_can_be_read_without_becoming_anybody(signed_in: Browser) -> None:
    kept = str(signed_in.gateway.behind.store.others)
    (row,) = sessions(signed_in).rows.values()
    assert signed_in.session not in str(row)
    assert not [word for word in ("eyJ", "refresh-", "周") if word in kept + str(row)]


@pytest.mark.parametrize(
    "path",
    ["//evil.example", "/\\evil.example", "https://evil.example", "evil", "/auth/logout", "/a\nb", "/" + "x" * 3000],
)
def test_the_way_back_stays_here(browser: Browser, path: str) -> None:
    assert browser.sign_in(path).headers["location"] == "/"


def test_a_callback_counts_once(browser: Browser) -> None:
    brought = browser.begin()
    assert browser.come_back(**brought).status_code == 303
    again = browser.come_back(**brought)
    assert (again.status_code, again.headers["content-type"]) == (400, "text/html; charset=utf-8")
    assert "登录没有完成" in again.text
    assert "set-cookie" not in again.headers


def test_a_callback_in_another_browser_signs_nobody_in_and_spoils_nothing(gateway: Gateway, browser: Browser) -> None:
    brought, other = browser.begin(), Browser(gateway)
    assert other.come_back(**brought).status_code == 400
    other.begin()
    assert other.come_back(**brought).status_code == 400
    assert not other.session
    assert browser.come_back(**brought).status_code == 303


def test_two_tabs_sign_in_side_by_side(browser: Browser) -> None:
    first, second = browser.begin("/a"), browser.begin("/b")
    assert browser.come_back(**second).headers["location"] == "/b"
    assert browser.come_back(**first).headers["location"] == "/a"
    assert len(sessions(browser).rows) == 1


@pytest.mark.parametrize(
    "change", [{"iss": "http://other/realms/qi"}, {"iss": ""}, {"state": "x"}, {"error": "access_denied"}, {"code": ""}]
)
def test_a_callback_that_is_not_the_issuers_is_refused(browser: Browser, change: dict[str, str]) -> None:
    assert browser.come_back(**{**browser.begin(), **change}).status_code == 400
    assert not browser.session


@pytest.mark.parametrize(
    "claims",
    [{"nonce": "other"}, {"aud": "qi"}, {"typ": "Bearer"}, {"iss": "x"}, {"exp": 1}, {"sid": None}, {"sub": "u-other"}],
)
def test_an_id_token_of_another_sign_in_is_refused(browser: Browser, claims: dict[str, Any]) -> None:
    browser.gateway.behind.issuer.told = claims
    assert browser.sign_in().status_code == 400
    assert not sessions(browser).rows


def test_a_session_that_is_over_is_signed_out(signed_in: Browser) -> None:
    age(signed_in, until=-1)
    for path in ("/api/me", "/api/cases"):
        refused = signed_in.ask("GET", path)
        assert (refused.status_code, refused.json()["reason"]) == (401, "SIGNED_OUT")
    assert signed_in.ask("GET", "/api/items").status_code == 200


def test_made_up_cookies_are_counted(browser: Browser) -> None:
    browser.gateway.door.limits.__init__(3, 3)  # type: ignore[misc]
    browser.cookies[SESSION] = "made-up"
    assert 429 in [browser.ask("GET", "/api/cases").status_code for _ in range(8)]


def test_signing_in_again_ends_the_earlier_session(signed_in: Browser) -> None:
    earlier = signed_in.session
    signed_in.sign_in()
    assert list(sessions(signed_in).rows) == [digest(signed_in.session)]
    assert signed_in.session != earlier


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"X-QI": "1"},
        {"Origin": "{own}"},
        {"Origin": "https://evil.example", "X-QI": "1"},
        {"Origin": "null", "X-QI": "1"},
        {"Origin": "{own}", "X-QI": "1", "Sec-Fetch-Site": "same-site"},
    ],
    ids=str,
)
@pytest.mark.parametrize("path", ["/api/cases", "/api/materials", "/auth/logout", "/auth/renew"])
def test_a_change_from_elsewhere_is_refused(signed_in: Browser, path: str, headers: dict[str, str]) -> None:
    told = {name: value.replace("{own}", signed_in.own["Origin"]) for name, value in headers.items()}
    refused = signed_in.ask("POST", path, headers=told)
    assert (refused.status_code, refused.json()["reason"]) == (403, "FOREIGN_ORIGIN")
    assert signed_in.ask("GET", "/api/me").status_code == 200


def test_a_change_from_an_own_page_is_taken(signed_in: Browser) -> None:
    body = signed_in.gateway.filing()
    own = {**signed_in.own, "Idempotency-Key": "k"}
    assert signed_in.ask("POST", "/api/cases", headers=own, json=body).status_code == 201


def test_a_bearer_token_counts_before_a_cookie_and_needs_no_origin(signed_in: Browser) -> None:
    headers = {**tokens.bearer(**tokens.BUSINESS), "Cookie": f"{SESSION}={signed_in.session}"}
    me = signed_in.gateway.http.get("/api/me", headers=headers).json()
    assert (me["username"], me["session"]) == ("business", None)
    assert signed_in.gateway.file().status_code == 201


def test_thirty_requests_at_expiry_ask_keycloak_once(signed_in: Browser) -> None:
    age(signed_in, access_until=5)
    with ThreadPoolExecutor(30) as pool:
        answers = list(pool.map(lambda _: signed_in.ask("GET", "/api/cases").status_code, range(30)))
    assert answers == [200] * 30
    assert len(signed_in.gateway.behind.issuer.refreshed) == 1


def test_another_replicas_renewal_is_waited_for(signed_in: Browser) -> None:
    age(signed_in, access_until=-5, leased_until=0.4)
    assert signed_in.ask("GET", "/api/cases").status_code == 200
    assert len(signed_in.gateway.behind.issuer.refreshed) == 1


def test_a_glance_keeps_no_session_alive_and_renewing_does(signed_in: Browser) -> None:
    age(signed_in, access_until=-5, until=60)
    before = signed_in.ask("GET", "/api/me").json()["session"]["ends_at"]
    assert not signed_in.gateway.behind.issuer.refreshed
    renewed = signed_in.ask("POST", "/auth/renew").json()
    assert datetime.fromisoformat(renewed["session"]["ends_at"]) > datetime.fromisoformat(before) + timedelta(
        minutes=20
    )
    assert renewed["name"] == "周宁"


def test_keycloak_away_is_no_reason_to_stop_while_the_token_lives(signed_in: Browser) -> None:
    signed_in.gateway.behind.issuer.status = 503
    age(signed_in, access_until=10)
    assert signed_in.ask("GET", "/api/cases").status_code == 200
    age(signed_in, access_until=-1)
    away = signed_in.ask("GET", "/api/cases")
    assert (away.status_code, away.json()["reason"], away.headers["retry-after"]) == (503, "DEPENDENCY_AWAY", "5")
    signed_in.gateway.behind.issuer.status = 200
    assert signed_in.ask("GET", "/api/cases").status_code == 200


def test_a_refused_refresh_ends_the_session(signed_in: Browser) -> None:
    signed_in.gateway.behind.issuer.good = "another"
    age(signed_in, access_until=-1)
    assert signed_in.ask("GET", "/api/cases").json()["reason"] == "SIGNED_OUT"
    assert not sessions(signed_in).rows


def test_the_store_away_is_said_and_nobody_is_let_in(signed_in: Browser) -> None:
    signed_in.gateway.behind.store.away = True
    assert signed_in.ask("GET", "/api/me").status_code == 503
    assert signed_in.ask("GET", "/auth/login").status_code == 503


def test_leaving_ends_the_session_here_and_says_where_it_ends_with_keycloak(signed_in: Browser) -> None:
    left = signed_in.ask("POST", "/auth/logout")
    assert re.match(rf"{tokens.ISSUER}/protocol/openid-connect/logout\?id_token_hint=ey", left.json()["location"])
    assert not signed_in.session
    assert not sessions(signed_in).rows
    assert signed_in.ask("POST", "/auth/logout").json() == {"location": "/"}


def tell(browser: Browser, token: str) -> int:
    answer = browser.ask("POST", "/auth/backchannel-logout", headers={}, data={"logout_token": token})
    assert answer.headers["cache-control"] == "no-store"
    return answer.status_code


@pytest.mark.parametrize("claims", [{}, {"sid": None, "sub": "u-clerk"}], ids=["one session", "a person"])
def test_keycloak_ends_sessions(signed_in: Browser, claims: dict[str, Any]) -> None:
    token = signed_in.gateway.behind.issuer.logout_token(**claims)
    assert tell(signed_in, token) == 200
    assert signed_in.ask("GET", "/api/me").json()["reason"] == "SIGNED_OUT"
    assert tell(signed_in, token) == 400


WRONG: dict[str, Callable[[Any], str]] = {
    "nothing": lambda _: "",
    "garbage": lambda _: "x.y.z",
    "another header": lambda issuer: issuer.logout_token("JWT"),
    "a nonce": lambda issuer: issuer.logout_token(nonce="n"),
    "no event": lambda issuer: issuer.logout_token(events={}),
    "events as text": lambda issuer: issuer.logout_token(events="x"),
    "another audience": lambda issuer: issuer.logout_token(aud="qi"),
    "another issuer": lambda issuer: issuer.logout_token(iss="x"),
    "over": lambda issuer: issuer.logout_token(exp=1),
    "no id": lambda issuer: issuer.logout_token(jti=None),
    "nobody": lambda issuer: issuer.logout_token(sid=None),
    "an access token": lambda _: tokens.issue(**tokens.CLERK),
}


@pytest.mark.parametrize("token", WRONG.values(), ids=WRONG)
def test_other_tokens_end_nothing(signed_in: Browser, token: Callable[[Any], str]) -> None:
    assert tell(signed_in, token(signed_in.gateway.behind.issuer)) == 400
    assert signed_in.ask("GET", "/api/me").status_code == 200


def test_keys_that_seal_can_be_changed() -> None:
    old = Seal("old").close({"a": 1})
    assert Seal("new", "old").open(old) == {"a": 1}
    assert Seal("new").open(old) is None
