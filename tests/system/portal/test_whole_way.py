"""A bundle's whole way in browsers: filed, accepted, done by its domains, decided, delivered, looked up."""

import pytest
from playwright.sync_api import Page, expect

from deploy.demo.paper import PDF
from deploy.engines.stack import Stack
from tests.system.people import People
from tests.system.portal.conftest import Visit
from tests.system.portal.filing import filed, path_of, scanned
from tests.system.portal.visitor import findings, settled, shot

pytestmark = pytest.mark.system
BUNDLE = "X-06"  # certification twice, metrology, brand


def done(page: Page, key: str, said: str) -> None:
    """An action by its key, confirmed by Ctrl+Enter, and answered."""
    settled(page)
    page.keyboard.press(key)
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Control+Enter")
    expect(page.locator(".qi-done").get_by_text(said)).to_be_visible()


def finished(page: Page) -> None:
    """A part taken and sent back with its result and a file."""
    done(page, "r", "已接件")
    page.keyboard.press("e")
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("结果说明").fill("已按要求办理，结果见附件。")
    dialog.locator("input[type=file]").set_input_files(
        {"name": "结果.pdf", "mimeType": "application/pdf", "buffer": PDF}
    )
    expect(dialog.get_by_text("已上传")).to_be_visible()
    page.keyboard.press("Control+Enter")
    expect(page.locator(".qi-done").get_by_text("已送回窗口")).to_be_visible()


def test_a_bundle_goes_its_whole_way(visit: Visit, people: People, stack: Stack) -> None:
    business = visit("business2", f"/file/{BUNDLE}")
    no = filed(business, people.item(BUNDLE))
    shot(business, "receipt")
    printed = scanned(business.screenshot())
    assert people.get("clerk", f"/api/cases/{no}")["form"] == people.item(BUNDLE)["example"]
    clerk = visit("clerk", f"/desk/cases/{no}")
    done(clerk, "a", "已收件并受理")
    done(clerk, "f", "已分办")
    people.await_arrival(no)
    for part in people.get("clerk", f"/api/cases/{no}")["parts"]:
        page = visit(part["domain"], f"/parts/{part['id']}")
        finished(page)
        shot(page, f"part-{part['item']}")
    people.await_state(no, "finished")
    approver = visit("approver", f"/approvals/{no}")
    settled(approver)
    approver.keyboard.press("e")
    dialog = approver.get_by_role("dialog")
    dialog.get_by_text("办成", exact=True).click()
    dialog.get_by_label("理由").fill("各部分均已办成。")
    shot(approver, "decision")
    assert findings(approver) == []
    approver.keyboard.press("Control+Enter")
    expect(approver.get_by_text("已作出决定").first).to_be_visible()
    expect(clerk.get_by_text("办成", exact=True).first).to_be_visible()  # by the live stream, without a reload
    done(clerk, "o", "已办结")
    done(clerk, "q", "已送达")
    passer_by = visit("", path_of(printed, stack.status["gateway"]))
    expect(passer_by.get_by_text(no).first).to_be_visible()
    expect(passer_by.get_by_text("已送达").first).to_be_visible()
    shot(passer_by, "progress")
