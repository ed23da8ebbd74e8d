"""What is going on at a glance, for those who look after it and nobody else."""

from typing import Any

import pytest

from tests import tokens
from tests.gateway.conftest import Gateway

LOAD = "/api/overview/load?station=330203001"


@pytest.mark.parametrize(
    ("path", "roles"),
    [
        ("/api/overview/counts", "clerk supervisor"),
        ("/api/overview/ratings", "clerk supervisor"),
        ("/api/overview/board", "supervisor"),
        (LOAD, "supervisor"),
    ],
)
def test_who_may_look(gateway: Gateway, path: str, roles: str) -> None:
    people: dict[str, dict[str, Any]] = {
        "clerk": tokens.CLERK,
        "supervisor": tokens.SUPERVISOR,
        "approver": tokens.APPROVER,
        "enterprise": tokens.BUSINESS,
        "admin": tokens.ADMIN,
        "specialist": tokens.specialist("brand"),
    }
    for role, who in people.items():
        assert gateway.ask(who, "GET", path).status_code == (200 if role in roles.split() else 403), role
    assert gateway.ask(None, "GET", path).status_code == 401


def test_a_forecast_names_who_is_away(gateway: Gateway) -> None:
    told = gateway.ask(tokens.SUPERVISOR, "GET", f"{LOAD}&away=clerk&away=clerk9").json()
    assert [(row["account"], row["away"]) for row in told["clerks"]] == [("clerk", True), ("clerk3", False)]
    assert told["late"][0]["due"]["on"] == "2026-11-25"
    assert gateway.ask(tokens.SUPERVISOR, "GET", "/api/overview/load?station=x").status_code == 422


def test_a_view_of_the_queue_is_one_of_six(gateway: Gateway) -> None:
    assert gateway.ask(tokens.CLERK, "GET", "/api/cases?view=new").status_code == 200
    assert gateway.behind.workflow.calls("ListCases")[-1].request.view == "new"
    assert gateway.ask(tokens.CLERK, "GET", "/api/cases?view=other").status_code == 422


def test_a_filed_file_is_for_whoever_is_shown_the_filing(gateway: Gateway) -> None:
    case = gateway.file(materials=[gateway.give(tokens.BUSINESS).json()["id"]]).json()
    path = f"/api/cases/{case['no']}/materials/{case['materials'][0]['id']}"
    answer = gateway.ask(tokens.CLERK, "GET", path)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/pdf")
    assert answer.content.startswith(b"%PDF")
    assert "sandbox" in answer.headers["content-security-policy"]
    assert gateway.ask(tokens.CLERK, "GET", f"{path}x").status_code == 404
    for who, status in ((None, 401), (tokens.CLERK2, 404), (tokens.ADMIN, 403)):
        assert gateway.ask(who, "GET", path).status_code == status
