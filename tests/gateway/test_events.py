"""The events that a department may look at."""

import json
from typing import Any

import pytest

from gateway.live.events import Recorder
from services.kit.clock import Clock
from services.kit.events import to_headers
from tests import tokens
from tests.gateway.conftest import Gateway
from tests.gateway.test_live import case_event, part_event

CUSTOMS = {**tokens.DEPARTMENT, "department": "customs"}
RECORDER = Recorder("", "", Clock())


class Record:
    """A record as the broker gives it."""

    def __init__(self, event: Any) -> None:
        self.headers, self.key, self.value = to_headers(event), event.key.encode(), event.data.encode()


class Rows:
    """A collection that is only written to."""

    def __init__(self) -> None:
        self.rows: list[dict[str, Any]] = []

    def insert_many(self, rows: list[dict[str, Any]], *, ordered: bool) -> None:
        """Keep rows."""
        assert not ordered
        self.rows += rows


@pytest.fixture
def happened(gateway: Gateway) -> Gateway:
    kinds = ("filed", "received", "accepted", "decided", "closed")
    events = [case_event(n=n, kind=f"qi.case.{kind}.v1") for n, kind in enumerate(kinds, 1)]
    kept = Rows()
    RECORDER._write(kept, [Record(event) for event in [*events, part_event()]])
    gateway.behind.store["events"].rows = {row["_id"]: row for row in kept.rows}
    return gateway


def ids(gateway: Gateway, claims: tokens.Claims, **asked: Any) -> list[str]:
    answer = gateway.ask(claims, "GET", "/api/events", params=asked)
    assert answer.status_code == 200, answer.text
    return [event["id"] for event in answer.json()["events"]]


def test_the_newest_come_first_page_by_page(happened: Gateway) -> None:
    first = happened.ask(tokens.DEPARTMENT, "GET", "/api/events", params={"limit": 4}).json()
    second = happened.ask(tokens.DEPARTMENT, "GET", "/api/events", params={"limit": 4, "cursor": first["next"]}).json()
    listed = [event["id"] for event in [*first["events"], *second["events"]]]
    assert listed == ["NB-1:1:5", "NB-1:1:4", "NB-1:1:3", "NB-1:1:2", "NB-1:1:1", "NB-1.M-03:1:1"]
    assert second["next"] is None
    assert first["events"][0]["data"]["case"]["case_no"] == "NB-1"


def test_another_department_sees_outcomes(happened: Gateway) -> None:
    assert ids(happened, CUSTOMS) == ["NB-1:1:5", "NB-1:1:4"]
    assert ids(happened, CUSTOMS, type="qi.case.filed.v1") == []


def test_filters(happened: Gateway) -> None:
    assert ids(happened, tokens.ADMIN, type="qi.case.filed.v1") == ["NB-1:1:1"]
    assert ids(happened, tokens.ADMIN, key="NB-1.M-03") == ["NB-1.M-03:1:1"]


@pytest.mark.parametrize("claims", [tokens.BUSINESS, tokens.CLERK, tokens.specialist("metrology"), tokens.SUPERVISOR])
def test_events_are_not_for_everybody(happened: Gateway, claims: tokens.Claims) -> None:
    assert happened.ask(claims, "GET", "/api/events").status_code == 403


def test_what_is_no_event_of_ours_is_passed_over() -> None:
    kept, strange = Rows(), Record(case_event())
    strange.headers = []
    RECORDER._write(kept, [strange, Record(case_event(n=2))])
    assert [row["_id"] for row in kept.rows] == ["NB-1:1:2"]
    assert json.loads(kept.rows[0]["data"])["case"]["item"] == "M-03"
