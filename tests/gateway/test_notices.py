"""Notices of a case through the gateway: list, one, and the file of one."""

from urllib.parse import unquote

import pytest

from tests import tokens
from tests.gateway.conftest import Gateway

RECEIPT = "receipt-2"


@pytest.fixture
def notices(gateway: Gateway) -> str:
    """Where the notices of a case are."""
    kept = gateway.door.blobs.keep(gateway.behind.notices.file)
    assert len(kept) == 64
    return f"/api/cases/{gateway.file().json()['no']}/notices"


def test_the_notices_of_a_case(gateway: Gateway, notices: str) -> None:
    answer = gateway.ask(tokens.BUSINESS, "GET", notices)
    (found,) = answer.json()["notices"]
    assert (found["id"], found["title"], found["state"]) == (RECEIPT, "收件凭证", "valid")
    again = gateway.ask(tokens.BUSINESS, "GET", notices, headers={"If-None-Match": answer.headers["etag"]})
    assert again.status_code == 304


def test_what_a_notice_says(gateway: Gateway, notices: str) -> None:
    answer = gateway.ask(tokens.CLERK, "GET", f"{notices}/{RECEIPT}")
    assert answer.json()["content"]["title"] == "收件凭证"


def test_the_file_is_shown_by_its_name_and_kept_by_no_cache(gateway: Gateway, notices: str) -> None:
    answer = gateway.ask(tokens.BUSINESS, "GET", f"{notices}/{RECEIPT}.pdf")
    assert (answer.status_code, answer.content) == (200, gateway.behind.notices.file)
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["content-length"] == str(len(gateway.behind.notices.file))
    shown = answer.headers["content-disposition"]
    assert shown.startswith('inline; filename="receipt-2.pdf"')
    assert "收件凭证-一号.pdf" in unquote(shown)


def test_a_file_that_the_store_does_not_have_is_told_before_it_begins(gateway: Gateway, notices: str) -> None:
    gateway.behind.notices.file = b"never kept"
    answer = gateway.ask(tokens.BUSINESS, "GET", f"{notices}/{RECEIPT}.pdf")
    assert (answer.status_code, answer.json()["params"]["service"]) == (503, "blobs")


@pytest.mark.parametrize("path", ["", f"/{RECEIPT}", f"/{RECEIPT}.pdf"])
def test_somebody_else_s_case_is_not_there(gateway: Gateway, notices: str, path: str) -> None:
    for stranger in (tokens.BUSINESS2, tokens.CLERK2, tokens.specialist("brand")):
        assert gateway.ask(stranger, "GET", notices + path).status_code == 404


@pytest.mark.parametrize("path", ["", f"/{RECEIPT}", f"/{RECEIPT}.pdf"])
def test_nobody_and_those_without_cases_see_none(gateway: Gateway, notices: str, path: str) -> None:
    assert gateway.ask(None, "GET", notices + path).status_code == 401
    assert gateway.ask(tokens.DEPARTMENT, "GET", notices + path).status_code == 403


@pytest.mark.parametrize("path", [f"/{RECEIPT}", f"/{RECEIPT}.pdf"])
def test_the_receipt_holds_the_key_and_is_not_for_specialists(gateway: Gateway, notices: str, path: str) -> None:
    assert gateway.ask(tokens.specialist("metrology"), "GET", notices + path).status_code == 403


@pytest.mark.parametrize("name", ["receipt-3", "receipt-2.pdf.pdf", "..%2f..", "$ne"])
def test_what_was_never_issued_is_not_there(gateway: Gateway, notices: str, name: str) -> None:
    assert gateway.ask(tokens.BUSINESS, "GET", f"{notices}/{name}").status_code == 404
