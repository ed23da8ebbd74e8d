"""Journeys of those who work at the desk: how many acts each costs, and that an interruption costs one key each way."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from deploy.engines.stack import Stack
from services.kit.clock import SHANGHAI, move
from tests.system.people import People
from tests.system.portal.acts import Cost, counted
from tests.system.portal.conftest import Visit
from tests.system.portal.visitor import findings, settled, shot

pytestmark = pytest.mark.system
ITEM, LICENCE, PROMISED, BUNDLE = "R-03", "M-04", "M-02", "X-05"
OTHER_STATION, DAY = "330212001", 12
MINE = (ITEM, LICENCE, PROMISED)  # what the day of twelve brings
DONE = ".qi-done"


def confirmed(page: Page, key: str, said: str) -> None:
    """An action by its key, confirmed, and its success line."""
    page.keyboard.press(key)
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Control+Enter")
    expect(page.locator(DONE).get_by_text(said).first).to_be_visible()


def test_j2_what_is_complete_is_accepted_from_the_queue(visit: Visit, people: People) -> None:
    no = people.file("business2", ITEM)["no"]
    page = visit("clerk", f"/desk?q={no}")
    page.locator(f"a[href$='{no}']").focus()
    with counted(page, "J2") as cost:
        confirmed(page, "a", "已收件并受理")
    assert (cost.acts, cost.modelled(2) <= 8) == (2, True)


def test_j9_why_this_day(visit: Visit, people: People) -> None:
    no = people.file("business2", ITEM)["no"]
    page = visit("clerk", f"/desk/cases/{no}")
    settled(page)
    with counted(page, "J9") as cost:
        page.keyboard.press("t")
        drawer = page.get_by_role("dialog", name="时限说明")
        expect(drawer.get_by_text("起算").first).to_be_visible()
        drawer.get_by_role("button", name="复制说明").first.click()
    assert (cost.acts <= 2, cost.modelled(3) <= 10) == (True, True)


def test_j10_a_bundle_is_accepted_and_all_its_parts_are_sent(visit: Visit, people: People) -> None:
    no = people.file("business2", BUNDLE)["no"]
    page = visit("clerk", f"/desk/cases/{no}")
    settled(page)
    with counted(page, "J10") as cost:
        confirmed(page, "a", "已收件并受理")
        confirmed(page, "f", "已分办")
    assert (cost.acts <= 5, cost.modelled(8) <= 30) == (True, True)
    lanes = page.get_by_role("list", name="分办 4").get_by_role("listitem")
    expect(lanes).to_have_count(4)
    expect(lanes.get_by_text("↳").first).to_be_visible()
    shot(page, "dispatch")


def test_j11_one_part_comes_back_and_its_siblings_stay(visit: Visit, people: People) -> None:
    no = people.accepted("X-06")["no"]
    people.await_arrival(no)
    before = {part["id"]: part for part in people.get("clerk", f"/api/cases/{no}")["parts"]}
    back = next(part for part in before.values() if part["domain"] == "brand")
    page = visit("brand", f"/parts/{back['id']}")
    settled(page)
    with counted(page, "J11") as cost:
        page.keyboard.press("z")
        page.get_by_role("dialog").get_by_label("理由").click()
        page.keyboard.type("材料不对应")
        page.keyboard.press("Control+Enter")
        expect(page.locator(DONE).get_by_text("已退回")).to_be_visible()
    assert (cost.acts <= 4, cost.modelled(3) <= 20) == (True, True)
    clerk = visit("clerk", f"/desk/cases/{no}")
    expect(clerk.get_by_role("list", name="分办 4").get_by_text("已退回")).to_be_visible()
    after = {part["id"]: part for part in people.get("clerk", f"/api/cases/{no}")["parts"]}
    assert [one for one in before if one != back["id"] and after[one] != before[one]] == []


def test_j12_an_interruption_costs_one_key_each_way(visit: Visit, people: People) -> None:
    """A gate: the notice half written, the line, the text and the focus are there again, on any machine."""
    no = people.file("business2", LICENCE, complete=False)["no"]
    people.move("clerk", no, "receive")
    page = visit("clerk", "/desk?view=to_accept")
    settled(page)
    page.locator(f"a[href$='{no}']").focus()
    page.keyboard.press("Enter")
    settled(page)
    expect(page.get_by_role("button", name="一次性告知")).to_be_visible()
    page.keyboard.press("b")
    box = page.get_by_role("textbox", name="写给申请人的话").nth(1)
    box.fill("请补交第 6 页（盖章页）")
    with counted(page, "J12 away") as away:
        page.keyboard.press("Escape")
        expect(page.get_by_role("heading", level=1, name="待办队列")).to_be_visible()
    page.keyboard.press("F2")
    expect(page.get_by_label("统一社会信用代码")).to_be_visible()
    page.go_back()
    tray = page.get_by_role("region", name="暂放架").get_by_role("link").first
    expect(tray).to_contain_text("告知书写到一半")
    shot(page, "shelf")
    with counted(page, "J12 back") as back:
        tray.click()
        expect(box).to_be_focused()
    assert (away.acts, back.acts) == (1, 1)
    assert box.input_value() == "请补交第 6 页（盖章页）"
    assert page.url.endswith(no)
    desk = people.get("clerk", f"/api/cases/{no}/desk")
    assert (desk["claim"]["by"], "第 6 页" in desk["parked"]) == ("clerk", True)


def test_what_a_colleague_works_on_is_told_and_left_alone(visit: Visit, people: People) -> None:
    no = people.file("business2", ITEM)["no"]
    assert people.act("clerk3", f"{no}/desk", "claim").status_code == 200
    page = visit("clerk", f"/desk/cases/{no}")
    expect(page.get_by_text("clerk3 正在办")).to_be_visible()
    page.keyboard.press("r")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("dialog").get_by_role("alert")).to_contain_text("clerk3 正在办理")
    shot(page, "claimed")


def test_j16_an_approver_extends_once_and_the_handler_never(visit: Visit, people: People) -> None:
    no = people.accepted(LICENCE)["no"]
    people.await_arrival(no)
    part = people.get("clerk", f"/api/cases/{no}")["parts"][0]["id"]
    people.move("metrology", part, "take", kind="parts")
    people.await_state(no, "taken")
    assert people.act("clerk", no, "extend", reason="装置待复核").status_code == 403
    page = visit("approver", f"/approvals/{no}")
    settled(page)
    with counted(page, "J16") as cost:
        page.keyboard.press("l")
        page.get_by_role("dialog").get_by_label("理由").click()
        page.keyboard.type("装置待复核")
        page.keyboard.press("Control+Enter")
        expect(page.locator(DONE).get_by_text("已延期")).to_be_visible()
    assert (cost.acts <= 3, cost.modelled(6) <= 30) == (True, True)
    expect(page.get_by_role("button", name="延期")).to_have_count(0)
    assert people.act("approver", no, "extend", reason="再延").json()["reason"] == "ALREADY_EXTENDED"


@pytest.fixture
def clock(stack: Stack) -> Iterator[Path]:
    """The file by which the stack's clock is moved; the time is the real one again afterwards."""
    file = Path(stack.env_for("workflow")["QI_CLOCK_FILE"])
    yield file
    file.unlink(missing_ok=True)


def test_j17_silence_accepts_and_the_supervisor_asks(visit: Visit, people: People, clock: Path) -> None:
    case = people.file("business2", LICENCE)
    page = visit("supervisor", "/supervision")
    settled(page)
    move(clock, datetime.now(SHANGHAI) + timedelta(days=12))
    link = page.get_by_role("link", name=case["no"][-12:]).first
    for _ in range(30):
        page.reload()
        settled(page)
        if link.count():
            break
        page.wait_for_timeout(1000)
    shot(page, "board")
    with counted(page, "J17") as cost:
        link.click()
        settled(page)
        expect(page.get_by_text("视为受理").first).to_be_visible()
        expect(page.get_by_role("button", name="追问上报")).to_be_visible()
        page.keyboard.press("e")
        page.get_by_role("dialog").get_by_label("理由").fill("请说明未按期告知的原因")
        page.keyboard.press("Control+Enter")
        expect(page.locator(DONE).get_by_text("已追问上报")).to_be_visible()
    assert (cost.acts <= 3, cost.modelled(4) <= 30) == (True, True)
    told = people.get("supervisor", f"/api/cases/{case['no']}")
    assert (told["deemed"], told["accepted_on"]) == (True, told["received_on"])


def test_j21_a_year_is_previewed_and_published_with_a_typed_word(visit: Visit) -> None:
    page = visit("admin", "/admin/calendar?year=2028")
    settled(page)
    with counted(page, "J21") as cost:
        page.get_by_label("放假日").fill("2028-01-01 元旦\n2028-01-26 春节\n2028-01-27 春节")
        page.get_by_role("button", name="预览影响").click()
        expect(page.get_by_text("件在办办件的期限变化")).to_be_visible()
        page.get_by_role("button", name="发布").click()
        page.get_by_label("请输入年份").fill("2028")
        page.keyboard.press("Enter")
        expect(page.get_by_text("已发布")).to_be_visible()
    assert (cost.acts <= 6, cost.modelled(6) <= 60) == (True, True)
    assert findings(page) == []
    shot(page, "calendar-published")


def test_j22_a_bad_rating_is_answered_and_nobody_is_named(visit: Visit, people: People) -> None:
    no = people.file("business2", ITEM)["no"]
    people.move("clerk", no, "complete_on_spot", answer="已查询", means="electronic")
    page = visit("clerk", "/supervision/ratings")
    settled(page)
    people.move("business2", no, "rate", level=2, comment="等了很久")
    row = page.get_by_role("button", name=f"整改 {no}")
    expect(row).to_be_visible(timeout=5000)
    text = page.get_by_role("main").inner_text()
    assert ("等了很久" in text, "business2" in text, "宋" in text) == (True, False, False)
    row.click()
    page.get_by_role("dialog").get_by_label("整改措施").fill("已电话致歉，今后当天答复。")
    page.keyboard.press("Control+Enter")
    expect(row).to_have_count(0)
    page.get_by_text("已整改", exact=True).click()
    expect(page.get_by_text("今后当天答复")).to_be_visible()
    shot(page, "ratings")


def test_filters_are_kept_and_the_end_of_a_number_finds_its_case(visit: Visit, people: People) -> None:
    no = people.file("business2", ITEM)["no"]
    page = visit("clerk", f"/desk?view=new&item={ITEM}")
    settled(page)
    page.keyboard.press("s")
    page.get_by_label("给这个筛选起个名字").fill("今天的查询")
    page.keyboard.press("Enter")
    page.goto("/desk")
    settled(page)
    page.get_by_role("combobox", name="我的筛选").click()
    page.get_by_title("今天的查询").click()
    page.wait_for_url(lambda url: "view=new" in url)
    expect(page.get_by_role("button", name="删除这个筛选")).to_be_visible()
    settled(page)
    page.keyboard.press("F4")
    box = page.get_by_role("searchbox", name="编号或后 6 位")
    expect(box).to_be_focused()
    box.fill(no[-7:])
    page.keyboard.press("Enter")
    expect(page.locator(f"a[href$='{no}']").first).to_be_visible()
    expect(page.get_by_role("tab", name="办件 1", exact=True)).to_be_visible()


def test_work_is_handed_over_with_a_word(visit: Visit, people: People) -> None:
    no = people.file("business2", ITEM)["no"]
    for who in ("clerk", "clerk3"):
        people.get(who, "/api/colleagues")
    assert people.act("clerk", f"{no}/desk", "claim").status_code == 200
    page = visit("clerk", "/desk/day")
    settled(page)
    page.get_by_role("checkbox", name=no[-16:]).check()
    page.get_by_role("combobox", name="交给谁").click()
    page.get_by_title("clerk3").first.click()
    page.get_by_label("交代一句").fill("等企业下午来电")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("已交接 1 件给 clerk3")).to_be_visible()
    desk = people.get("clerk3", f"/api/cases/{no}/desk")
    assert (desk["claim"]["by"], desk["contacts"][0]["text"]) == ("clerk3", "等企业下午来电")


def filings(people: People) -> dict[str, str]:
    """A day's twelve: eight clean, two to be corrected, a promise, a refusal; at a station of their own."""
    at: dict[str, Any] = {"station": OTHER_STATION}
    told = {people.file("business2", ITEM, **at)["no"]: "clean" for _ in range(8)}
    told |= {people.file("business2", LICENCE, complete=False, **at)["no"]: "correct" for _ in range(2)}
    photo = people.give("business2", PROMISED, "photo")
    body = {**people.filing("business2", PROMISED, complete=False, **at), "materials": [photo]}
    answer = people.ask("business2", "POST", "/api/cases", json=body, headers={"Idempotency-Key": f"j26-{photo}"})
    told[answer.json()["no"]] = "promise"
    told[people.file("business2", ITEM, **at)["no"]] = "refuse"
    return told


def handled(page: Page, how: str, day: str) -> None:
    """One filing, as a clerk does it without a mouse."""
    if how == "clean":
        confirmed(page, "a", "已收件并受理")
        return
    confirmed(page, "r", "已收件")
    if how == "correct":
        page.keyboard.press("b")
        expect(page.get_by_role("region", name="一次性告知书").get_by_text("请一次交齐")).to_be_visible()
        page.keyboard.press("Control+Enter")
        expect(page.locator(DONE).get_by_text("甬质基补字")).to_be_visible()
        return
    page.keyboard.press("c" if how == "promise" else "u")
    dialog = page.get_by_role("dialog")
    if how == "promise":
        dialog.locator("input[type=date]").fill(day)
    else:
        dialog.get_by_role("radio").first.focus()
        page.keyboard.press("ArrowDown")
        dialog.get_by_label("理由").fill("该产品不在目录内，依法不需要办理。")
    page.keyboard.press("Control+Enter")
    expect(page.locator(DONE).get_by_text("已容缺受理" if how == "promise" else "已不予受理")).to_be_visible()


def test_j26_a_day_of_twelve_filings_without_a_mouse(visit: Visit, people: People) -> None:
    told, day = filings(people), (datetime.now(SHANGHAI) + timedelta(days=5)).date().isoformat()
    page = visit("clerk2", "/desk")
    settled(page)
    cost = Cost()
    for _ in range(DAY * 3):
        if not told:
            break
        with counted(page, "J26") as one:
            before = page.url
            page.keyboard.press("F8")
            page.wait_for_url(lambda url: url != before, timeout=15_000)  # noqa: B023 - read at once
            settled(page)
            no = page.url.rpartition("/")[2]
            if no in told:
                handled(page, told.pop(no), day)
        cost.click, cost.key, cost.char = cost.click + one.click, cost.key + one.key, cost.char + one.char
    print(f"\nJ26: {cost.acts} acts, {cost.modelled(2 * DAY) / 60:.1f} min modelled")
    assert told == {}
    assert (cost.click, cost.acts <= 420 * DAY / 60) == (0, True)
    assert cost.modelled(3 * DAY) <= 45 * 60 * DAY / 60
