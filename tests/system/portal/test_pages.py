"""Every page and state once before axe, the main ones in the dark and on a phone; pictures for people to look at."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.system.people import People
from tests.system.portal.conftest import Visit
from tests.system.portal.visitor import PHONE, findings, settled, shot, too_wide

pytestmark = pytest.mark.system
ITEM, LICENCE, BUNDLE = "R-03", "M-04", "X-08"


@dataclass
class Cases:
    """Cases in the states that pages show."""

    filed: Any
    lacking: str
    working: str
    part: str
    decided: str


@pytest.fixture(scope="module")
def cases(people: People) -> Cases:
    """Made once for all pages."""
    filed = people.file("business2", ITEM)
    lacking = people.file("business2", LICENCE, complete=False)["no"]
    people.move("clerk", lacking, "receive")
    working = people.accepted(BUNDLE)["no"]
    people.await_arrival(working)
    part = next(one["id"] for one in people.get("clerk", f"/api/cases/{working}")["parts"] if one["sent_at"])
    decided = people.accepted(ITEM)["no"]
    people.work(decided)
    people.move("clerk", decided, "decide", outcome="done", reason="已答复")
    return Cases(filed, lacking, working, part, decided)


def seen(page: Page, name: str) -> None:
    """Nothing for axe to find, no sideways scroll, a title, one first heading, and a picture."""
    settled(page)
    page.wait_for_timeout(150)  # what is fading in has not its colours yet
    shot(page, name)
    found = findings(page)
    assert not found, " | ".join(found)
    assert too_wide(page) <= 0, f"{too_wide(page)} px too wide"
    assert page.title().endswith("质基站"), page.title()
    assert page.locator("h1").count() == 1, "not one first heading"


def pressed(key: str) -> Callable[[Page], None]:
    """A key, and the dialog it opens."""

    def open_it(page: Page) -> None:
        page.keyboard.press(key)
        expect(page.get_by_role("dialog")).to_be_visible()

    return open_it


def noticed(page: Page) -> None:
    """The one-time notice in the place of the check-list."""
    page.keyboard.press("b")
    expect(page.get_by_role("region", name="一次性告知书").get_by_text("请一次交齐")).to_be_visible()


def viewed(page: Page) -> None:
    """The first file of a case, drawn."""
    page.keyboard.press("1")
    expect(page.locator(".qi-sheet canvas")).to_be_visible()


def beside(page: Page) -> None:
    """The preview beside the queue."""
    page.keyboard.press("v")
    expect(page.get_by_role("complementary", name="预览")).to_be_visible()


def unanswered(page: Page) -> None:
    """A form sent with nothing in it."""
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("alert").first).to_be_visible()


def chosen(page: Page) -> None:
    """An item at the counter, its form and materials below."""
    page.get_by_label("统一社会信用代码").fill("91330203MA28TEU130")
    page.get_by_role("combobox", name="事项").click()
    page.keyboard.type(ITEM)
    expect(page.get_by_title("R-03 强制性产品认证（CCC）查询与转办")).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="收件并打印凭证")).to_be_visible()


def opened(page: Page) -> None:
    """The clocks of a case."""
    page.keyboard.press("t")
    expect(page.get_by_role("dialog", name="时限说明")).to_be_visible()


State = tuple[str, str, str, Callable[[Page], None] | None]
STATES: list[State] = [
    ("", "/", "catalogue", None),
    ("", f"/items/{ITEM}", "guide", None),
    ("", "/progress", "progress-empty", None),
    ("", "/progress#no={filed}&key={key}", "progress-found", None),
    ("", "/verify", "verify", None),
    ("", "/verify?number=nothing", "verify-unknown", None),
    ("", "/calculators", "calculators", None),
    ("", "/nowhere", "missing", None),
    ("", "/desk", "need-sign-in", None),
    ("business2", "/desk", "forbidden", None),
    ("business2", "/home", "home", None),
    ("business2", "/cases", "my-cases", None),
    ("business2", "/drafts", "drafts", None),
    ("business2", "/messages", "messages", None),
    ("business2", "/messages?tab=preferences", "preferences", None),
    ("business2", "/vault", "vault", None),
    ("business2", "/cases/{filed}", "my-case", None),
    ("business2", "/cases/{decided}", "my-case-decided", None),
    ("business2", "/cases/{decided}/correction", "correction-none", None),
    ("business2", f"/file/{ITEM}", "filing-who", None),
    ("business2", f"/file/{ITEM}?step=form", "filing-faults", unanswered),
    ("business2", f"/file/{ITEM}?step=materials", "filing-materials", None),
    ("business2", f"/file/{ITEM}?step=check", "filing-check", None),
    ("business2", f"/file/{ITEM}?step=review", "filing-review", None),
    ("clerk", "/desk", "queue", None),
    ("clerk", "/desk?q=nothing", "queue-empty", None),
    ("clerk", "/desk/cases/{filed}", "case-filed", None),
    ("clerk", "/desk/cases/{filed}", "case-clocks", opened),
    ("clerk", "/desk/cases/{lacking}", "case-notice", noticed),
    ("clerk", "/desk/cases/{filed}", "case-file", viewed),
    ("clerk", "/desk/cases/{filed}", "case-contacts", lambda page: page.keyboard.press("m")),
    ("clerk", "/desk/cases/{lacking}", "case-refusal", pressed("u")),
    ("clerk", "/desk/cases/{working}", "case-working", None),
    ("clerk", "/desk/intake", "intake", None),
    ("clerk", "/desk/intake", "intake-item", chosen),
    ("clerk", "/desk/delivery?state=decided", "delivery", None),
    ("clerk", "/desk?view=new", "queue-preview", beside),
    ("clerk", "/desk/search", "search-empty", None),
    ("clerk", "/desk/search?q=R-03", "search", None),
    ("clerk", "/desk/companies/91330203MA28TEU130", "company", None),
    (
        "clerk",
        "/desk/companies/91330203MA28TEU130",
        "company-visits",
        lambda page: page.get_by_role("tab").nth(1).click(),
    ),
    ("clerk", "/desk/day", "day", None),
    ("supervisor", "/supervision", "board", None),
    ("supervisor", "/supervision/load", "load", None),
    ("supervisor", "/supervision/ratings", "ratings", None),
    ("supervisor", "/admin/health", "health", None),
    ("admin", "/admin/calendar", "calendar", None),
    ("admin", "/admin/stations", "stations", None),
    ("metrology", "/parts", "parts", None),
    ("metrology", "/parts/{part}", "part", None),
    ("metrology", "/parts/{part}", "part-return", pressed("z")),
    ("approver", "/approvals?state=dispatched", "approvals", None),
    ("approver", "/approvals/{working}", "approval", None),
    ("admin", "/events", "events", None),
]
MAIN = {
    *(
        "catalogue",
        "guide",
        "progress-found",
        "verify-unknown",
        "messages",
        "preferences",
        "vault",
        "calculators",
        "home",
        "my-cases",
        "my-case",
        "filing-faults",
        "filing-materials",
    ),
    *(
        "queue",
        "search",
        "company",
        "day",
        "board",
        "load",
        "ratings",
        "calendar",
        "case-filed",
        "case-notice",
        "intake-item",
        "delivery",
        "parts",
        "part",
        "approvals",
        "approval",
        "events",
    ),
}


def address(path: str, cases: Cases) -> str:
    """A path with the cases it shows."""
    return path.format(
        filed=cases.filed["no"],
        key=cases.filed["query_key"],
        lacking=cases.lacking,
        working=cases.working,
        part=cases.part,
        decided=cases.decided,
    )


def looked_at(visit: Visit, cases: Cases, view: str, wanted: list[State], **settings: Any) -> None:
    """Each state, one window a person; everything that was found is told at the end."""
    pages: dict[str, Page] = {}
    found: list[str] = []
    for who, path, name, act in wanted:
        page = pages.get(who) or visit(who, "/", **settings)
        pages[who] = page
        page.goto("about:blank")
        page.goto(address(path, cases))
        settled(page)
        try:
            if act:
                act(page)
            seen(page, f"{view}-{name}")
        except AssertionError as fault:
            found.append(f"{name}: {str(fault).splitlines()[0]}")
    assert not found, "\n" + "\n".join(found)


def test_axe_finds_nothing_on_any_page_or_state(visit: Visit, cases: Cases) -> None:
    looked_at(visit, cases, "light", STATES)


def test_the_main_states_in_the_dark(visit: Visit, cases: Cases) -> None:
    looked_at(visit, cases, "dark", [one for one in STATES if one[2] in MAIN], color_scheme="dark")


def test_the_main_states_on_a_phone(visit: Visit, cases: Cases) -> None:
    phone = {"viewport": PHONE, "has_touch": True, "is_mobile": True, "device_scale_factor": 2}
    looked_at(visit, cases, "phone", [one for one in STATES if one[2] in MAIN], **phone)
