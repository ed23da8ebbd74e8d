"""Spreadsheets of instruments, read and written."""

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import python_calamine as calamine
import xlsxwriter
from defusedxml import ElementTree

from services.kit.errors import malformed
from services.metrology.rules.sheet import HEADINGS, MOST_ROWS, NEEDED_HEADINGS

MOST_COLUMNS, MOST_UNPACKED = 100, 128 * 1024 * 1024
FORMULA = re.compile(rb'<c r="([A-Z]{1,3})([0-9]{1,7})"[^>]*>\s*<f[\s/>]')
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
WIDTHS = {"name": 22, "capability": 24, "place": 28, "certificate": 22}


def lines(content: bytes) -> list[list[Any]]:
    """The first sheet's cells, its first row first; SHEET_UNREADABLE, SHEET_TOO_LONG, SHEET_TOO_WIDE."""
    _expect_bounded(content)
    try:
        with calamine.load_workbook(io.BytesIO(content)) as book:
            sheet = book.get_sheet_by_index(0)
            _expect_size(sheet)
            return list(sheet.to_python(skip_empty_area=False))
    except (calamine.CalamineError, ValueError, OSError) as fault:
        raise malformed("file", "SHEET_UNREADABLE") from fault


def _expect_bounded(content: bytes) -> None:
    """A file that unpacks to more than any ledger is not opened."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            size = sum(one.file_size for one in packed.infolist())
    except (zipfile.BadZipFile, ValueError, OSError) as fault:
        raise malformed("file", "SHEET_UNREADABLE") from fault
    if size > MOST_UNPACKED:
        raise malformed("file", "SHEET_TOO_LONG", max=MOST_ROWS)


def _expect_size(sheet: Any) -> None:
    last_row, last_column = sheet.end or (0, 0)
    if last_row > MOST_ROWS:  # the headings are row 0
        raise malformed("file", "SHEET_TOO_LONG", rows=last_row, max=MOST_ROWS)
    if last_column >= MOST_COLUMNS:
        raise malformed("file", "SHEET_TOO_WIDE", max=MOST_COLUMNS)


def formulas(content: bytes) -> frozenset[tuple[int, int]]:
    """Row and column (from 0) of the first sheet's cells that calculate: what they show may be any time's."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            found = FORMULA.finditer(packed.read(_first_sheet(packed)))
            return frozenset((int(row), _column(letters.decode())) for letters, row in (one.groups() for one in found))
    except (KeyError, StopIteration, zipfile.BadZipFile, ElementTree.ParseError) as fault:
        raise malformed("file", "SHEET_UNREADABLE") from fault


def _first_sheet(packed: zipfile.ZipFile) -> str:
    book = ElementTree.fromstring(packed.read("xl/workbook.xml"))
    named = next(one for one in book.iter() if one.tag.endswith("}sheet")).get(RELATION)
    relations = ElementTree.fromstring(packed.read("xl/_rels/workbook.xml.rels"))
    target = next(one.get("Target", "") for one in relations if one.get("Id") == named)
    return target.lstrip("/") if target.startswith("/") else f"xl/{target}"


def _column(letters: str) -> int:
    place = 0
    for letter in letters:
        place = place * 26 + ord(letter) - 64
    return place - 1


def written(rows: Iterable[Sequence[str]], choices: dict[str, list[str]]) -> bytes:
    """A file of instruments with our own headings; every cell is text, so that none is taken for a formula."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet, bold = (
        book.add_worksheet("器具台账"),
        book.add_format({"bold": True, "bg_color": "#E6EEF7", "text_wrap": True}),
    )
    text = book.add_format({"num_format": "@"})
    for place, (name, headings) in enumerate(HEADINGS.items()):
        optional = "" if name in NEEDED_HEADINGS else "（选填）"
        sheet.set_column(place, place, WIDTHS.get(name, 15), text)
        sheet.write_string(0, place, f"{headings[0]}{optional}", bold)
        if name in choices:
            allowed = {"validate": "list", "source": choices[name], "ignore_blank": True, "error_type": "warning"}
            sheet.data_validation(1, place, MOST_ROWS, place, allowed)
    sheet.freeze_panes(1, 0)
    for number, row in enumerate(rows, start=1):
        for place, cell in enumerate(row):
            sheet.write_string(number, place, cell, text)
    book.close()
    return out.getvalue()


def cells(instruments: Iterable[dict[str, str]]) -> Iterator[list[str]]:
    """Instruments as rows under our headings."""
    return ([one.get(name, "") for name in HEADINGS] for one in instruments)
