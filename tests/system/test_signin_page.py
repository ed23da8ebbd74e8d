"""Keycloak's sign-in page as our theme makes it: its words, and in Chromium what axe finds."""

import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from deploy.engines.commands import run
from deploy.engines.stack import Stack
from deploy.engines.tools import node
from deploy.portal import PORTAL, prepare
from tests.system.browser import Browser

pytestmark = pytest.mark.system
CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")


@pytest.mark.parametrize(
    ("lang", "title", "label"), [("", "登录 · 质基站", "账号"), ("en", "Sign in · 质基站", "Account")]
)
def test_the_page_speaks_the_portals_language(stack: Stack, lang: str, title: str, label: str) -> None:
    browser = Browser(stack.status["gateway"])
    page, _ = browser.form(lang=lang)
    browser.close()
    assert f"<title>{title}</title>" in page.text
    assert re.search(rf'label-text">\s*{label}\s*<', page.text)
    assert re.search(r"/login/qi/css/qi\.css", page.text)


@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")
def test_axe_finds_nothing_on_the_sign_in_pages(stack: Stack) -> None:
    prepare()
    pictures = PORTAL / "shots"
    pictures.mkdir(exist_ok=True)
    told = look(stack, pictures)
    assert {one["name"]: one["findings"] for one in told if one["findings"]} == {}
    assert {one["name"]: one["overflow"] for one in told if one["overflow"] > 0} == {}
    by_name = {one["name"]: one for one in told}
    assert "账号或密码不对" in by_name["wrong-1366-light"]["text"]
    assert "Sign-in was not completed" in by_name["error-390-light"]["text"]  # the language was switched before
    assert "登录没有完成" in by_name["failed-390-light"]["text"]
    assert by_name["form-390-light"]["lang"] == "zh-CN"


def look(stack: Stack, pictures: Path) -> list[dict[str, Any]]:
    around = {"CHROMIUM": str(CHROMIUM)}
    words = [node(), PORTAL / "e2e" / "signin_page.mjs"]
    said = run([*words, stack.status["gateway"], stack.status["issuer"], pictures], environment=around, limit=240)
    seen: list[dict[str, Any]] = json.loads(said.splitlines()[-1])
    return seen
