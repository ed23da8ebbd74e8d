"""A business's own affairs on a phone and at a desk: a correction, a shared draft, messages."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from deploy.demo.paper import PDF
from tests.system.people import People
from tests.system.portal.acts import counted
from tests.system.portal.conftest import Visit
from tests.system.portal.visitor import PHONE, findings, settled, shot, too_wide

pytestmark = pytest.mark.system
LICENCE = "M-04"  # two papers to give
ON_A_PHONE: Any = {"viewport": PHONE, "has_touch": True, "is_mobile": True, "device_scale_factor": 2}
PHOTO: Any = {"name": "照片.pdf", "mimeType": "application/pdf", "buffer": PDF}


def fine(page: Page, name: str) -> None:
    """A picture, nothing for axe to find, nothing to scroll sideways."""
    settled(page)
    shot(page, name)
    assert (findings(page), too_wide(page) <= 0) == ([], True)


def lacking(people: People, *materials: str) -> str:
    """A case whose notice names some materials."""
    no = str(people.file("business2", LICENCE, complete=False)["no"])
    people.move("clerk", no, "receive")
    defects = [{"material": one, "reason": "缺盖章页，请补交"} for one in materials]
    people.move("clerk", no, "request_correction", missing=defects)
    return no


def test_j7_a_correction_is_answered_item_by_item_on_a_phone(visit: Visit, people: People) -> None:
    no = lacking(people, "form", "application", "technical_report")
    page = visit("business2", f"/cases/{no}", anew=True, **ON_A_PHONE)
    settled(page)
    with counted(page, "J7") as cost:
        page.get_by_role("link", name="去补正").click()
        expect(page.get_by_text("3 项已完成 0 项")).to_be_visible()
        page.get_by_text("修改申请内容").click()
        box = page.locator("#item-form").get_by_role("textbox").first
        box.click()
        box.press_sequentially("甲")
        for place, chooser in enumerate(page.locator("input[type=file]").all(), 2):
            chooser.set_input_files(PHOTO)
            expect(page.get_by_text(f"3 项已完成 {place} 项")).to_be_visible()
        fine(page, "phone-correction")
        page.get_by_role("button", name="提交补正").click()
        page.get_by_role("dialog").get_by_role("button", name="提交补正").click()
        expect(page.get_by_text("补正已提交")).to_be_visible()
        cost.click += 2  # the dialogs that pick the files
    assert cost.acts <= 14
    assert people.get("clerk", f"/api/cases/{no}")["state"] == "received"


def test_what_answers_a_notice_outlives_the_page(visit: Visit, people: People) -> None:
    no = lacking(people, "application", "technical_report")
    page = visit("business2", f"/cases/{no}/correction", anew=True)
    settled(page)
    page.locator("input[type=file]").first.set_input_files(PHOTO)
    expect(page.get_by_text("2 项已完成 1 项")).to_be_visible()
    page.get_by_label("这一项我有疑问").check()
    expect(page.get_by_role("link", name="0574-0000-0101")).to_be_visible()
    fine(page, "correction-doubt")
    page.wait_for_timeout(700)  # kept half a second after the last change
    page.reload()
    expect(page.get_by_text("2 项已完成 1 项")).to_be_visible()
    expect(page.get_by_role("button", name="提交补正")).to_be_enabled()


def test_a_draft_is_shared_and_keeps_what_both_write(visit: Visit, people: People) -> None:
    item = people.item("R-03")
    first = visit("business2", "/file/R-03?step=form", anew=True)
    boxes = first.locator("#item-form").get_by_role("textbox")
    boxes.nth(0).fill("共用草稿的产品")
    expect(first.get_by_text("同事可见")).to_be_visible()
    first.get_by_role("button", name="申请信息").first.click()
    other = visit("business2", "/drafts", anew=True)
    fine(other, "drafts")
    other.get_by_role("link", name=f"继续填写 {item['name']}").first.click()
    theirs = other.locator("#item-form").get_by_role("textbox")
    expect(theirs.nth(0)).to_have_value("共用草稿的产品")
    with other.expect_response(lambda answer: answer.request.method == "PUT" and answer.status == 200):
        theirs.nth(1).fill("同事在另一台机器上补写的说明")
    with first.expect_response(lambda answer: answer.request.method == "PUT" and answer.status == 200):
        boxes.nth(0).fill("共用草稿的产品，改名")
    expect(boxes.nth(1)).to_have_value("同事在另一台机器上补写的说明")
    shot(first, "draft-merged")


def test_messages_are_read_and_chosen(visit: Visit, people: People) -> None:
    no = lacking(people, "application", "technical_report")
    page = visit("business2", "/messages", anew=True)
    entry = page.get_by_role("listitem").filter(has_text=no).filter(has_text="需补正").first
    expect(entry.get_by_text("未读")).to_be_visible()
    shot(page, "messages")
    entry.get_by_role("button", name="标为已读").click()
    expect(entry.get_by_text("未读")).to_have_count(0)
    entry.get_by_role("link", name="去补正").click()
    expect(page.get_by_text("2 项已完成 0 项")).to_be_visible()
    page.goto("/messages?tab=preferences")
    before = people.get("business2", "/api/messages/preferences")["off"]
    page.get_by_role("switch", name="受理时通知我", exact=True).click()
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_text("通知方式已保存")).to_be_visible()
    assert people.get("business2", "/api/messages/preferences")["off"] != before
