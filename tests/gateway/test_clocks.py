"""Clocks of cases over HTTP."""

import pytest

from tests import tokens
from tests.gateway.conftest import Gateway


def test_a_clock_comes_with_its_whole_computation(gateway: Gateway) -> None:
    no = gateway.file().json()["no"]
    answer = gateway.ask(tokens.BUSINESS, "GET", f"/api/cases/{no}/clocks")
    (clock,) = answer.json()["clocks"]
    assert (clock["clock"], clock["due"], clock["remaining"]) == ("decision", "2026-12-22", 19)
    assert [day["why"] for day in clock["days"]] == ["workday", "stopped"]
    assert (clock["ended_on"], clock["extension"], clock["stops"][0]["type"]) == (None, None, "testing")
    assert answer.headers["etag"]


def test_a_case_says_its_earliest_clock(gateway: Gateway) -> None:
    due = gateway.file().json()["due"]
    assert (due["clock"], due["on"], due["remaining"], due["colour"], due["stopped"]) == (
        *("acceptance", "2026-12-01", 5, "green", None),
    )


@pytest.mark.parametrize(("sort", "status"), [("due", 200), ("newest", 200), ("name", 422)])
def test_lists_are_sorted_by_what_there_is_an_index_for(gateway: Gateway, sort: str, status: int) -> None:
    gateway.file()
    assert gateway.ask(tokens.CLERK, "GET", "/api/cases", params={"sort": sort}).status_code == status


def test_clocks_are_for_whoever_may_see_cases(gateway: Gateway) -> None:
    no = gateway.file().json()["no"]
    assert gateway.ask(None, "GET", f"/api/cases/{no}/clocks").status_code == 401
    assert gateway.ask(tokens.CLERK, "GET", "/api/cases/unknown/clocks").status_code == 404


def test_cards_are_for_whoever_answers_or_supervises(gateway: Gateway) -> None:
    answer = gateway.ask(tokens.SUPERVISOR, "GET", "/api/cards", params={"level": "red"})
    (card,) = answer.json()["cards"]
    assert (card["on"], card["answer_by"], card["answered_on"], card["now"]) == ("2026-11-21", "2026-11-25", None, None)
    assert gateway.behind.clocks.calls("ListCards")[0].request.state == "open"
    assert gateway.ask(tokens.BUSINESS, "GET", "/api/cards").status_code == 403
    assert gateway.ask(None, "GET", "/api/cards").status_code == 401


def test_a_card_comes_with_what_was_done_about_it(gateway: Gateway) -> None:
    answer = gateway.ask(tokens.SUPERVISOR, "GET", "/api/cards/NB-1.acceptance.red.20261120")
    (act,) = answer.json()["acts"]
    assert (act["action"], act["text"], answer.json()["state"]) == ("answer_card", "节前积压", "answered")
    assert answer.headers["etag"]
    assert gateway.ask(tokens.SUPERVISOR, "GET", "/api/cards/unknown").status_code == 404
    assert gateway.ask(tokens.BUSINESS, "GET", "/api/cards/NB-1.x.red.20261120").status_code == 403
