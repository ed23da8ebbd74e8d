"""Calculators answer whoever asks."""

from typing import Any

import pytest

from tests.gateway.conftest import Gateway


def due(gateway: Gateway, body: Any) -> Any:
    return gateway.ask(None, "POST", "/api/calculators/due-date", json=body)


def test_a_due_date_comes_with_every_day_on_the_way(gateway: Gateway) -> None:
    answer = due(gateway, {"start": "2026-11-24", "days": 2})
    assert answer.json() == {
        "due": "2026-11-26",
        "provisional": False,
        "days": [{"date": f"2026-11-{day}", "counts": True, "why": "workday", "name": None} for day in (25, 26)],
    }


@pytest.mark.parametrize(
    "body",
    [
        {"start": "2026-11-24", "days": 0},
        {"start": "2026-11-24", "days": 401},
        {"start": "2026-11-24", "days": "5"},
        {"start": "2026-11-24"},
        {"start": "24.11.2026", "days": 5},
        {"start": "2026-11-31", "days": 5},
        {"start": "2026-11-24", "days": 5, "more": 1},
        [],
    ],
)
def test_anything_else_is_refused_with_its_place(gateway: Gateway, body: Any) -> None:
    answer = due(gateway, body)
    assert (answer.status_code, bool(answer.json()["fields"])) == (422, True)
