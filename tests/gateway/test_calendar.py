"""The calendar's years over HTTP."""

from typing import Any

import pytest

from tests import tokens
from tests.gateway.conftest import Gateway

NOTICE = {"off": [{"date": "2027-01-01", "name": "元旦"}], "work": [{"date": "2027-02-06", "name": "春节"}]}


def put(gateway: Gateway, who: dict[str, Any] | None, headers: dict[str, str] | None = None, **more: Any) -> Any:
    return gateway.ask(who, "POST", "/api/calendar/2027", json={**NOTICE, **more}, headers=headers or {})


def test_a_year_is_there_for_everybody(gateway: Gateway) -> None:
    answer = gateway.ask(None, "GET", "/api/calendar/2027")
    assert answer.json() == {
        **{"year": 2027, "published": False, "revision": 1, "off": [], "work": [], "change": None},
    }
    assert answer.headers["etag"].startswith('"1.')
    assert gateway.ask(None, "GET", "/api/calendar/1900").status_code == 422


def test_a_preview_tells_what_would_move(gateway: Gateway) -> None:
    answer = put(gateway, tokens.ADMIN).json()
    assert (answer["moved"], answer["stations"]) == (1, [{"station": "330203001", "moved": 1}])
    assert answer["cases"][0]["moves"] == [
        {"clock": "decision", "subject": None, "old": "2027-01-18", "new": "2027-01-19"}
    ]


def test_publishing_needs_the_revision_that_was_seen(gateway: Gateway) -> None:
    assert put(gateway, tokens.ADMIN, preview=False).status_code == 428
    assert put(gateway, tokens.ADMIN, {"If-Match": '"7"'}, preview=False).status_code == 412
    answer = put(gateway, tokens.ADMIN, {"If-Match": '"1"'}, preview=False)
    assert (answer.status_code, answer.json()["published"], answer.json()["change"]["state"]) == (200, True, "running")


@pytest.mark.parametrize(("who", "status"), [(None, 401), (tokens.CLERK, 403), (tokens.SUPERVISOR, 403)])
def test_only_an_administrator_changes_a_year(gateway: Gateway, who: dict[str, Any] | None, status: int) -> None:
    assert put(gateway, who).status_code == status
    assert put(gateway, who, {"If-Match": '"1"'}, preview=False).status_code == status
