"""A business before the filing pages: form fields by the ids of their paths, materials by the page's own uploads."""

import io
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import zxingcpp
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from deploy.demo.paper import PDF

CONTACT = {"company": "宁波望春小家电有限公司（演示）", "contact": "宋某", "phone": "0000-1234"}
STATION = "海曙区 · 海曙区望春窗口"


def field(page: Page, path: str) -> Locator:
    """What stands for a place of the form."""
    return page.locator(f'[id="{path}"]')


def choose(page: Page, path: str, title: str) -> None:
    """One option of a list."""
    chosen = field(page, path)
    chosen.click()
    listed = page.locator(".ant-select-dropdown").filter(has=page.locator(f'[id="{path}_list"]'))
    listed.locator(f'.ant-select-item-option[title="{title}"]').click()
    expect(page.locator(".ant-select").filter(has=chosen)).to_contain_text(title)


def filled(page: Page, schema: Any, value: Any, path: str = "f") -> None:
    """Type an answer into the form as it stands on the page, field by field."""
    FILLERS[_shape(schema)](page, schema, value, path)


def _shape(schema: Any) -> str:
    if "oneOf" in schema:
        return "choice"
    if schema["type"] == "array":
        return "ticks" if "oneOf" in schema["items"] else "rows"
    return "date" if schema.get("format") == "date" else str(schema["type"])


def _group(page: Page, schema: Any, value: Any, path: str) -> None:
    for name, inner in value.items():
        filled(page, schema["properties"][name], inner, f"{path}.{name}")


def _rows(page: Page, schema: Any, value: Any, path: str) -> None:
    add = field(page, path).get_by_role("button", name=f"添加{schema['title']}")
    for place, row in enumerate(value):
        if field(page, path).locator(":scope > [role=group]").count() <= place:
            add.click()
        filled(page, schema["items"], row, f"{path}.{place}")


def _title(schema: Any, value: Any) -> str:
    return str(next(one["title"] for one in schema["oneOf"] if one["const"] == value))


def _ticks(page: Page, schema: Any, value: Any, path: str) -> None:
    for one in value:
        field(page, path).get_by_role("checkbox", name=_title(schema["items"], one), exact=True).check()


def _date(page: Page, _schema: Any, value: Any, path: str) -> None:
    field(page, path).fill(value)
    page.keyboard.press("Enter")


def _text(page: Page, _schema: Any, value: Any, path: str) -> None:
    field(page, path).fill(str(value))


FILLERS: dict[str, Callable[[Page, Any, Any, str], None]] = {
    "object": _group,
    "rows": _rows,
    "ticks": _ticks,
    "choice": lambda page, schema, value, path: choose(page, path, _title(schema, value)),
    "boolean": lambda page, _schema, value, path: (
        field(page, path).get_by_role("radio", name="是" if value else "否", exact=True).check()
    ),
    "date": _date,
    "string": _text,
    "integer": _text,
    "number": _text,
}


def given(page: Page, item: Any) -> None:
    """Upload a paper for everything the applicant has to give."""
    wanted = [one["code"] for one in item["materials"] if one["source"] == "applicant"]
    for code in wanted:
        row = page.locator(f"#material-{code}")
        row.locator("input[type=file]").set_input_files(
            {"name": f"{code}.pdf", "mimeType": "application/pdf", "buffer": PDF}
        )
        expect(row.get_by_text("已上传")).to_be_visible()


def filed(page: Page, item: Any) -> str:
    """From the first step to the receipt; answers the number of the case."""
    choose(page, "who-station", STATION)
    for name, text in CONTACT.items():
        page.locator(f"#who-{name}").fill(text)
    page.keyboard.press("Control+Enter")
    expect(page.locator("#item-form")).to_be_visible()
    filled(page, item["form_schema"], item["example"])
    page.keyboard.press("Control+Enter")
    given(page, item)
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("材料齐全")).to_be_visible()
    page.keyboard.press("Control+Enter")
    page.get_by_role("checkbox").check()
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("heading", name="已提交")).to_be_visible()
    return str(page.get_by_role("link", name="查看办件").get_attribute("href")).split("/")[-1]


def scanned(picture: bytes) -> str:
    """What a QR code on a picture says."""
    (code,) = zxingcpp.read_barcodes(Image.open(io.BytesIO(picture)))
    return code.text


def path_of(address: str, gateway: str) -> str:
    """The way on the gateway that an address leads to, which has to be one of it."""
    told = urlsplit(address)
    assert f"{told.scheme}://{told.netloc}" == gateway
    return address.removeprefix(gateway)
