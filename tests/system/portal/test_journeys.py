"""Journeys of pages.md in a real browser: how many acts they cost, and that nothing of what people typed is lost."""

from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from deploy.demo.paper import PDF
from tests.system.people import People
from tests.system.portal.acts import counted
from tests.system.portal.conftest import Visit
from tests.system.portal.visitor import settled, sign_in

pytestmark = pytest.mark.system
ITEM = "R-03"  # two questions, one paper
PAPER: Any = {"name": "资料.pdf", "mimeType": "application/pdf", "buffer": PDF}


def test_j1_a_clerk_receives_and_accepts_what_is_complete(visit: Visit, people: People) -> None:
    no = people.file("business2", ITEM)["no"]
    page = visit("clerk", f"/desk?q={no}")
    page.locator(f"a[href$='{no}']").focus()
    with counted(page, "J1") as cost:
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_contain_text(ITEM)
        page.keyboard.press("a")
        expect(page.get_by_role("dialog", name="收件并受理")).to_be_visible()
        page.keyboard.press("Control+Enter")
        expect(page.get_by_text("已收件并受理")).to_be_visible()
    assert cost.acts <= 5
    assert cost.modelled(7) <= 25
    assert people.get("clerk", f"/api/cases/{no}")["state"] == "accepted"


def filled(page: Page, cost: Any = None) -> None:
    """An item of two questions and one paper, from its guide to the last step."""
    page.get_by_label("首办站点").click()
    page.get_by_title("海曙区 · 海曙区望春窗口").click()
    page.keyboard.press("Control+Enter")
    boxes = page.locator("#item-form").get_by_role("textbox")
    expect(boxes.first).to_be_visible()
    boxes.nth(0).click()
    boxes.nth(0).press_sequentially("暖手袋上市")
    boxes.nth(1).click()
    boxes.nth(1).press_sequentially("电热暖手袋准备上市，想确认是否要认证")
    page.keyboard.press("Control+Enter")
    page.locator("input[type=file]").first.set_input_files(PAPER)
    expect(page.get_by_text("已上传")).to_be_visible()
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("材料齐全")).to_be_visible()
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("checkbox")).to_be_visible()
    if cost is not None:
        cost.click += 1  # the dialog that picks the file


def test_j5_a_business_files_a_simple_item(visit: Visit, people: People) -> None:
    people.file("business2", "M-03")  # somebody who was here before: name and telephone are known
    page = visit("business2", "/home")
    page.goto("/")
    settled(page)
    with counted(page, "J5") as cost:
        box = page.get_by_role("searchbox").or_(page.get_by_role("combobox")).first
        box.press_sequentially(ITEM)
        box.press("Enter")
        page.get_by_role("main").get_by_role("link", name="强制性产品认证").first.click()
        expect(page.get_by_role("button", name="开始申报")).to_be_visible()
        page.keyboard.press("Control+Enter")
        expect(page.get_by_label("首办站点")).to_be_visible()
        filled(page, cost)
        page.get_by_role("checkbox").check()
        page.keyboard.press("Control+Enter")
        expect(page.get_by_role("heading", name="已提交")).to_be_visible()
    assert cost.acts <= 16
    assert cost.char <= 60
    assert cost.modelled(20) <= 180


def test_j8_where_it_stands_without_an_account(visit: Visit, people: People) -> None:
    case = people.file("business2", ITEM)
    scanned = visit("", f"/progress#no={case['no']}&key={case['query_key']}")
    expect(scanned.get_by_text("已申请").first).to_be_visible()
    page = visit("", "/progress")
    with counted(page, "J8") as cost:
        page.get_by_label("办件编号").click()
        page.get_by_label("办件编号").press_sequentially(case["no"])
        page.get_by_label("查询码").click()
        page.get_by_label("查询码").press_sequentially(case["query_key"])
        page.keyboard.press("Enter")
        expect(page.get_by_text("已申请").first).to_be_visible()
    assert cost.acts <= 4
    assert cost.modelled(3) <= 45
    assert "宋" not in page.get_by_role("main").inner_text()


def test_j24_a_sign_in_that_ends_costs_nothing_that_was_typed(visit: Visit, people: People) -> None:
    people.item(ITEM)
    page = visit("business2", f"/file/{ITEM}", anew=True)
    filled(page)
    page.get_by_role("button", name="申请信息").first.click()
    box = page.locator("#item-form").get_by_role("textbox").nth(1)
    box.press_sequentially("，最迟下周")
    typed = box.input_value()
    expect(page.get_by_text("已保存")).to_be_visible()
    page.context.clear_cookies()
    page.get_by_role("button", name="预检").first.click()
    page.get_by_role("dialog").get_by_role("button", name="重新登录").click()
    page.locator("#username").fill("business2")
    page.locator("#password").fill("demo-only")
    page.locator("#kc-login").click()
    page.wait_for_url(lambda url: f"/file/{ITEM}" in url)
    page.get_by_role("button", name="申请信息").first.click()
    expect(page.locator("#item-form").get_by_role("textbox").nth(1)).to_have_value(typed)
    page.get_by_role("button", name="材料").first.click()
    expect(page.get_by_text("已上传")).to_be_visible()


def test_j25_pressed_three_times_with_the_first_answer_lost_makes_one_case(visit: Visit, people: People) -> None:
    before = len(people.get("business", "/api/cases", item=ITEM)["cases"])
    page = visit("business", f"/file/{ITEM}", anew=True)
    for field, text in (("企业名称", "宁波甬稳燃气调压器有限公司（演示）"), ("联系人", "林某"), ("联系电话", "0000-1")):
        page.get_by_label(field).fill(text)
    filled(page)
    page.get_by_role("checkbox").check()
    lost: list[int] = []

    def lose(route: Route) -> None:
        if route.request.method == "POST" and not lost:
            lost.append(route.fetch().status)
            route.abort()
        else:
            route.fallback()

    page.route("**/api/cases", lose)
    submit = page.get_by_role("button", name="提交申报")
    submit.click()
    expect(page.get_by_role("alert").first).to_be_visible()
    submit.dblclick()
    expect(page.get_by_role("heading", name="已提交")).to_be_visible()
    assert lost == [201]
    assert len(people.get("business", "/api/cases", item=ITEM)["cases"]) == before + 1


def test_the_sign_in_page_brings_back_to_where_one_was(visit: Visit) -> None:
    page = visit("", "/desk?state=filed")
    page.get_by_role("main").get_by_role("button", name="登录").click()
    page.locator("#username").wait_for()
    sign_in(page, "clerk", "/desk%3Fstate%3Dfiled")
    assert page.url.endswith("/desk?state=filed")
