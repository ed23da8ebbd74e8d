"""Sign-in of browsers on the real Keycloak and store, before one gateway and before two."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from pymongo import MongoClient

from deploy.engines.folder import free_port
from deploy.engines.stack import Stack, until
from gateway.signin.cookies import SESSION
from gateway.signin.sealing import digest
from tests.system.browser import Browser

pytestmark = pytest.mark.system


@pytest.fixture
def browser(stack: Stack) -> Iterator[Browser]:
    new = Browser(stack.status["gateway"])
    yield new
    new.close()


@pytest.fixture
def replica(stack: Stack) -> Iterator[str]:
    """A second gateway beside the stack's own, with the same public address; where it answers."""
    port = free_port(None, set())
    told = {**os.environ, **stack.env_for("gateway"), "QI_GATEWAY_PORT": str(port)}
    process = subprocess.Popen([sys.executable, "-m", "gateway"], env=told, stdout=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    until(lambda: answers(f"{address}/healthz"), 60, "no second gateway")
    yield address
    process.terminate()
    process.wait(30)


def answers(url: str) -> bool:
    try:
        return httpx.get(url).status_code == 200
    except httpx.TransportError:
        return False


def row(stack: Stack, browser: Browser) -> tuple[Any, dict[str, Any]]:
    """The session's record, and where it lies."""
    client: MongoClient[dict[str, Any]] = MongoClient(stack.env_for("gateway")["QI_MONGODB_URI"], tz_aware=True)
    secret = browser.cookies[browser.gateway.removeprefix("http://")][SESSION]
    found = client["qi_gateway"]["sessions"].find_one({"_id": digest(secret)})
    assert found is not None
    return client, found


def soon(true: Callable[[], bool], seconds: float = 10) -> bool:
    """Whether something becomes true while one can wait for it."""
    end = time.monotonic() + seconds
    while not true() and time.monotonic() < end:
        time.sleep(0.1)
    return true()


def test_a_clerk_signs_in_by_form_and_works(browser: Browser) -> None:
    back = browser.sign_in("clerk", "/desk?tab=1")
    assert (back.status_code, back.headers["location"]) == (303, "/desk?tab=1")
    me = browser.me().json()
    assert {"username": "clerk", "roles": ["clerk"], "station": "330203001"}.items() <= me.items()
    assert me["name"] not in ("", "clerk")
    assert browser.ask("GET", "/api/cases").status_code == 200


def test_a_wrong_password_signs_nobody_in(browser: Browser) -> None:
    page = browser.fill(browser.form()[1], "e05", "wrong")
    assert page.status_code == 200
    assert browser.me().status_code == 401


def test_a_change_needs_the_own_origin(browser: Browser) -> None:
    browser.sign_in("clerk2")
    refused = browser.ask("POST", "/api/cases", json={}, headers={"Origin": "https://evil.example"})
    assert (refused.status_code, refused.json()["reason"]) == (403, "FOREIGN_ORIGIN")


def test_thirty_requests_before_two_gateways_at_expiry_are_one_refresh(
    stack: Stack, browser: Browser, replica: str
) -> None:
    browser.sign_in("supervisor")
    client, found = row(stack, browser)
    aged = {"$set": {"access_until": datetime.now(UTC) + timedelta(seconds=1)}}
    client["qi_gateway"]["sessions"].update_one({"_id": found["_id"]}, aged)
    cookie = {"Cookie": f"{SESSION}={browser.cookies[browser.gateway.removeprefix('http://')][SESSION]}"}
    places = [browser.gateway, replica] * 15
    with ThreadPoolExecutor(30) as pool:
        answered = list(pool.map(lambda place: httpx.get(f"{place}/api/cases", headers=cookie, timeout=60), places))
    assert [answer.status_code for answer in answered] == [200] * 30
    assert client["qi_gateway"]["sessions"].find_one({"_id": found["_id"]})["revision"] == 2
    assert browser.ask("POST", "/auth/renew").status_code == 200  # no refresh token was used twice: Keycloak ends those
    client.close()


def test_an_administrators_logout_ends_the_session_everywhere(stack: Stack, browser: Browser, replica: str) -> None:
    browser.sign_in("approver")
    admin = stack.administrator()
    admin.user_logout(str(admin.get_user_id("approver")))
    assert soon(lambda: browser.me().status_code == 401)
    assert browser.me().json()["reason"] == "SIGNED_OUT"
    cookie = {"Cookie": f"{SESSION}={browser.cookies[browser.gateway.removeprefix('http://')][SESSION]}"}
    assert httpx.get(f"{replica}/api/me", headers=cookie).status_code == 401


def test_leaving_ends_the_session_with_keycloak_too(browser: Browser) -> None:
    browser.sign_in("brand")
    left = browser.ask("POST", "/auth/logout").json()["location"]
    assert browser.me().status_code == 401
    back = browser.ask("GET", left)
    assert (back.status_code, back.headers["location"]) == (302, f"{browser.gateway}/")
    browser.form()  # asks for the password again


def test_while_keycloak_is_away_work_goes_on_as_long_as_the_token_lives(stack: Stack, browser: Browser) -> None:
    browser.sign_in("clerk3")
    client, found = row(stack, browser)
    sessions = client["qi_gateway"]["sessions"]
    pid = stack.kill("keycloak")
    sessions.update_one({"_id": found["_id"]}, {"$set": {"access_until": datetime.now(UTC) + timedelta(seconds=15)}})
    assert browser.ask("GET", "/api/cases").status_code == 200
    sessions.update_one({"_id": found["_id"]}, {"$set": {"access_until": datetime.now(UTC)}})
    away = browser.ask("GET", "/api/cases")
    assert (away.status_code, away.json()["reason"]) == (503, "DEPENDENCY_AWAY")
    assert int(away.headers["retry-after"]) > 0
    stack.wait_healthy("keycloak", other_than=pid, limit=240)
    assert soon(lambda: browser.ask("GET", "/api/cases").status_code == 200, 60)
    client.close()
