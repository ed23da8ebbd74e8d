"""A person before a real browser: signed in by the real sign-in page, finding things by their roles and names."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Playwright, expect

ROOT = Path(__file__).parents[3]
SHOTS = ROOT / "gateway" / "portal" / "shots"
AXE = ROOT / "gateway" / "portal" / "node_modules" / "axe-core" / "axe.min.js"
DESK = {"width": 1366, "height": 625}
PHONE = {"width": 390, "height": 844}
PATIENCE_MS = 30_000
PASSWORD = "demo-only"
KNOWN = (
    "inline style violates",  # a table measures the scroll bar by a style of its own
    "Failed to load resource",  # refusals and cut networks are what the tests are about
    "net::ERR_",
)


def launched(playwright: Playwright, executable: str) -> Browser:
    """The browser of this machine."""
    return playwright.chromium.launch(executable_path=executable, args=["--no-sandbox"])


@contextmanager
def window(browser: Browser, gateway: str, **more: Any) -> Iterator[BrowserContext]:
    """A browser of one's own: no cookie, Ningbo's time, Chinese."""
    settings = {"viewport": DESK, "locale": "zh-CN", "timezone_id": "Asia/Shanghai", "reduced_motion": "reduce", **more}
    context = browser.new_context(base_url=gateway, **settings)
    context.set_default_timeout(PATIENCE_MS)
    try:
        yield context
    finally:
        context.close()


def sign_in(page: Page, name: str, path: str = "/") -> None:
    """Go to a page as somebody: by the button, the sign-in page, and back."""
    page.goto(f"/auth/login?return={path}")
    page.locator("#username").fill(name)
    page.locator("#password").fill(PASSWORD)
    page.locator("#kc-login").click()
    page.wait_for_url(lambda url: "/auth/" not in url and "/realms/" not in url)


def listened(page: Page, told: list[str]) -> None:
    """Write down what a page complains of: errors of its scripts, and breaches of its own policy."""

    def said(message: ConsoleMessage) -> None:
        if message.type == "error" and not any(known in message.text for known in KNOWN):
            told.append(message.text)

    page.on("pageerror", lambda error: told.append(str(error)))
    page.on("console", said)


def findings(page: Page) -> list[str]:
    """What axe finds on the page as it is, one line a rule."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("() => axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{one['impact']} {one['id']}: " + "; ".join(json.dumps(node["target"]) for node in one["nodes"][:4])
        for one in found["violations"]
    ]


def settled(page: Page) -> None:
    """Until the page is there and nothing is on its way: no skeleton, no line under the header."""
    expect(page.locator("h1").first).to_be_visible()
    expect(page.locator(".ant-skeleton, .qi-loading, .qi-busy")).to_have_count(0)


def shot(page: Page, name: str) -> None:
    """A picture for people to look at."""
    SHOTS.mkdir(exist_ok=True)
    page.screenshot(path=SHOTS / f"{name}.png")


def too_wide(page: Page) -> int:
    """How many pixels a page is wider than its window."""
    return int(page.evaluate("() => document.documentElement.scrollWidth - innerWidth"))
