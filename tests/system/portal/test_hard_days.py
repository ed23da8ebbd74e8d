"""Days that are not smooth: no mouse, no network, seven tabs, somebody who was faster, a notice that is ticked."""

import time

import pytest
from playwright.sync_api import expect

from tests.system.people import People
from tests.system.portal.acts import counted
from tests.system.portal.conftest import Visit
from tests.system.portal.visitor import findings, settled, shot

pytestmark = pytest.mark.system
ITEM = "R-03"
TABS = 7


def test_a_clerk_works_without_a_mouse(visit: Visit, people: People) -> None:
    no = people.file("business2", ITEM)["no"]
    page = visit("clerk", f"/desk?q={no}")
    settled(page)
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("no => document.activeElement.getAttribute('href')?.endsWith(no)", no):
            break
    page.keyboard.press("Enter")
    expect(page.get_by_role("region", name="核对清单")).to_be_visible()
    settled(page)
    page.keyboard.press("t")
    expect(page.get_by_role("dialog", name="时限说明")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    with counted(page, "keyboard") as cost:
        page.keyboard.press("a")
        expect(page.get_by_role("dialog")).to_be_visible()
        page.keyboard.press("Control+Enter")
        expect(page.get_by_text("已收件并受理")).to_be_visible()
        page.keyboard.press("f")
        expect(page.get_by_role("dialog")).to_be_visible()
        page.keyboard.press("Control+Enter")
        expect(page.get_by_text("已分办", exact=True).first).to_be_visible()
    assert (cost.click, cost.acts <= 6) == (0, True)


def test_a_one_time_notice_is_ticked_and_not_written(visit: Visit, people: People) -> None:
    no = people.file("business2", "M-04", complete=False)["no"]
    people.move("clerk", no, "receive")
    page = visit("clerk", f"/desk/cases/{no}")
    settled(page)
    shot(page, "case-lacking")
    with counted(page, "J3") as cost:
        page.keyboard.press("b")
        expect(page.get_by_role("region", name="一次性告知书").get_by_text("请一次交齐")).to_be_visible()
        page.keyboard.press("Control+Enter")
        expect(page.get_by_text("待补正", exact=True).first).to_be_visible()
        expect(page.locator(".qi-done").get_by_text("甬质基补字")).to_be_visible()  # its number
    assert cost.acts <= 12
    assert cost.modelled(8) <= 40
    assert people.get("business2", f"/api/cases/{no}")["corrections"][0]["materials"]


def test_who_was_slower_sees_what_changed_and_keeps_the_text(visit: Visit, people: People) -> None:
    no = people.file("business2", ITEM)["no"]
    people.move("clerk", no, "receive")
    page = visit("clerk", f"/desk/cases/{no}")
    settled(page)
    page.keyboard.press("u")
    dialog = page.get_by_role("dialog")
    dialog.get_by_text("依法不需要办理").click()
    dialog.get_by_label("理由").fill("该产品不在目录内，依法不需要办理。")
    people.move("clerk3", no, "accept")
    page.keyboard.press("Control+Enter")
    told = page.get_by_role("dialog", name="本件刚被他人更新")
    expect(told).to_contain_text("已受理")
    expect(told).to_contain_text("该产品不在目录内")
    shot(page, "conflict")
    assert findings(page) == []
    assert people.get("clerk", f"/api/cases/{no}")["state"] == "accepted"


def test_a_cut_network_loses_nothing(visit: Visit, people: People) -> None:
    people.item(ITEM)
    page = visit("business", f"/file/{ITEM}?step=form", anew=True)
    box = page.locator("#item-form").get_by_role("textbox").first
    expect(box).to_be_visible()
    page.context.set_offline(True)
    expect(page.get_by_text("网络已断开")).to_be_visible()
    box.fill("断网时写下的产品")
    expect(page.get_by_text("已保存")).to_be_visible()
    shot(page, "offline")
    assert findings(page) == []
    page.context.set_offline(False)
    expect(page.get_by_text("网络已恢复")).to_be_visible()
    page.reload()
    expect(page.locator("#item-form").get_by_role("textbox").first).to_have_value("断网时写下的产品")


def test_seven_tabs_hear_of_a_new_filing(visit: Visit, people: People) -> None:
    first = visit("clerk", "/desk?state=filed")
    tabs = [first, *(first.context.new_page() for _ in range(TABS - 1))]
    for tab in tabs[1:]:
        tab.goto("/desk?state=filed")
    for tab in tabs:
        settled(tab)
        expect(tab.get_by_role("heading", level=1)).to_be_visible()
    people.file("business2", ITEM)
    begun = time.monotonic()
    for tab in tabs:
        expect(tab.get_by_text("件新到")).to_be_visible()
    print(f"\nseven tabs: {time.monotonic() - begun:.1f} s from the answer to the last tab")
    shot(first, "new-rows")
    first.bring_to_front()
    first.keyboard.press("g")
    expect(first.get_by_text("件新到")).to_have_count(0)
