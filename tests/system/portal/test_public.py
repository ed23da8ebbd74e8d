"""What anybody can do without an account: papers verified by number, code and file."""

from typing import Any
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

from deploy.engines.stack import Stack
from tests.system.people import People
from tests.system.portal.acts import counted
from tests.system.portal.conftest import Visit
from tests.system.portal.filing import path_of
from tests.system.portal.visitor import findings, shot

pytestmark = pytest.mark.system
ITEM = "R-03"


def said(page: Page, verdict: str) -> None:
    """The verdict is the first heading, and axe finds nothing."""
    expect(page.get_by_role("heading", level=1)).to_have_text(verdict)
    assert findings(page) == []


def test_j18_a_paper_is_genuine_changed_or_unknown(visit: Visit, people: People, stack: Stack) -> None:
    no = people.file("business2", ITEM)["no"]
    people.move("clerk", no, "receive")
    (receipt,) = people.get("business2", f"/api/cases/{no}/notices")["notices"]
    paper = people.ask("business2", "GET", f"/api/cases/{no}/notices/{receipt['id']}.pdf").content
    changed = bytearray(paper)
    changed[len(paper) // 2] ^= 1
    page = visit("", "/verify")
    with counted(page, "J18") as cost:
        chosen(page, paper)
        said(page, "文书真实")
        shot(page, "verify-genuine")
        chosen(page, bytes(changed))
        said(page, "文件已被改动")
        shot(page, "verify-changed")
        page.get_by_label("文书编号").fill("甬质基收字〔2026〕330203001-99999号")
        page.keyboard.press("Enter")
        cost.click += 2  # the dialogs that pick the files
        said(page, "没有这份文书的记录")
    assert cost.acts <= 4
    page.goto(path_of(receipt["verify_url"], stack.status["gateway"]))
    said(page, "文书真实")
    expect(page.get_by_text("宁波望春小家电有限公司（演示）")).to_be_visible()
    page.goto(f"/verify?number={quote(receipt['number'])}")
    said(page, "文书真实")
    expect(page.get_by_text("宁波望春小家电有限公司（演示）")).to_have_count(0)


def chosen(page: Page, content: bytes) -> None:
    """A file picked by the button."""
    file: Any = {"name": "收件凭证.pdf", "mimeType": "application/pdf", "buffer": content}
    page.locator("input[type=file]").set_input_files(file)
