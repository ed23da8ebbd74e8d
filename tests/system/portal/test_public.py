"""What anybody can do without an account: papers verified, a case rated by its key, calculators."""

import re
from typing import Any
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

from deploy.engines.stack import Stack
from tests.system.people import People
from tests.system.portal.acts import counted
from tests.system.portal.conftest import Visit
from tests.system.portal.filing import path_of
from tests.system.portal.visitor import PHONE, findings, shot

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


def delivered(people: People) -> Any:
    """A case that has been delivered, with its query key."""
    case = people.file("business2", ITEM)
    for action in ("receive", "accept", "dispatch"):
        people.move("clerk", case["no"], action)
    people.work(case["no"])
    people.move("clerk", case["no"], "decide", outcome="done", reason="已答复")
    people.move("clerk", case["no"], "close")
    people.move("clerk", case["no"], "deliver", means="electronic")
    return case


def test_j22_a_bad_rating_from_the_qr_without_an_account(visit: Visit, people: People) -> None:
    case = delivered(people)
    phone: Any = {"viewport": PHONE, "has_touch": True, "is_mobile": True}
    page = visit("", f"/progress#no={case['no']}&key={case['query_key']}", **phone)
    expect(page.get_by_role("radio", name="不满意", exact=True)).to_be_visible()
    assert findings(page) == []
    with counted(page, "J22") as cost:
        page.get_by_role("radio", name="不满意", exact=True).click()
        expect(page.get_by_role("button", name="提交评价")).to_be_disabled()
        page.get_by_label("哪里不满意").click()
        page.get_by_label("哪里不满意").press_sequentially("电话打不通")
        page.get_by_role("button", name="提交评价").click()
        expect(page.get_by_text("15 个工作日内整改并答复")).to_be_visible()
    shot(page, "phone-rated")
    assert cost.acts <= 4
    assert cost.modelled(3) <= 25
    assert people.get("clerk", f"/api/cases/{case['no']}")["rating"]["level"] == 2
    expect(page.get_by_role("button", name="提交评价")).to_have_count(0)


@pytest.mark.parametrize(
    ("tool", "told"),
    [
        ("due-date", "2026-12-22"),
        ("sampling-plan", "n = 80，Ac = 2，Re = 3"),
        ("oc-curve", "1.0298 %"),
        ("uncertainty", "10000.025 ± 0.059"),
        ("decision", "有条件合格"),
    ],
)
def test_a_calculator_gives_the_published_numbers(visit: Visit, tool: str, told: str) -> None:
    page = visit("", f"/calculators/{tool}")
    page.get_by_role("button", name="载入例题").click()
    expect(page.get_by_role("status").filter(has_text=told)).to_be_visible()
    expect(page).to_have_url(re.compile(rf"/calculators/{tool}[?]."))
    assert findings(page) == []
    shot(page, f"calculator-{tool}")
    page.reload()
    expect(page.get_by_role("status").filter(has_text=told)).to_be_visible()
