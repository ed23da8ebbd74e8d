"""One browser for all, a window of one's own per person and test, and what its pages complained of."""

from collections.abc import Callable, Generator, Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from deploy.chromium import executable
from deploy.engines.stack import Stack
from deploy.portal import BUILT
from tests.system.portal.visitor import PATIENCE_MS, launched, listened, shot, sign_in, window

Visit = Callable[..., Page]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The browser of this machine."""
    assert (BUILT / "index.html").exists(), "the portal is not built: run `make portal`"
    with sync_playwright() as playwright:
        expect.set_options(timeout=PATIENCE_MS)
        browser = launched(playwright, executable())
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def sessions() -> dict[str, Any]:
    """Sign-ins that are used again: each person signs in once."""
    return {}


@pytest.fixture
def visit(request: Any, chromium: Browser, stack: Stack, sessions: dict[str, Any]) -> Iterator[Visit]:
    """Somebody before a page; afterwards no page may have complained, and a failure leaves a picture."""
    told: list[str] = []
    pages: list[Page] = []
    with ExitStack() as open_windows:

        def go(name: str, path: str, *, anew: bool = False, **settings: Any) -> Page:
            if name in sessions and not anew:
                settings["storage_state"] = sessions[name]
            context = open_windows.enter_context(window(chromium, stack.status["gateway"], **settings))
            page = context.new_page()
            pages.append(page)
            told.append("")
            context.on("page", lambda other: listened(other, told))
            listened(page, told)
            if name and (anew or name not in sessions):
                sign_in(page, name, path)
                if not anew:
                    sessions[name] = context.storage_state()
            else:
                page.goto(path)
            return page

        yield go
        if request.node.stash.get(FAILED, False):
            for place, page in enumerate(pages):
                shot(page, f"failed-{request.node.name}-{place}")
    assert not [line for line in told if line]


FAILED = pytest.StashKey[bool]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: Any) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Remember which tests failed, for their pictures."""
    report = yield
    if report.when == "call":
        item.stash[FAILED] = report.failed
    return report
