"""Spreadsheets of instruments: what is wrong, cell by cell, and files that are none."""

import io
import zipfile
from datetime import date
from typing import Any

import pytest
import xlsxwriter

from services.kit.errors import Malformed
from services.metrology.documents import sheets
from services.metrology.documents.editions import seeded
from services.metrology.rules.editions import Editions
from services.metrology.rules.sheet import HEADINGS, Read, Sheet

RULES = Editions(seeded())
TODAY = date(2026, 11, 24)
HEAD = [headings[0] for headings in HEADINGS.values()]
GOOD = ["电子计价秤", "电子计价秤", "ACS-15", "YJ-1", "", "", "贸易结算", "收银台", "2025-12-02", "", "YH-1"]


def row(**changed: Any) -> list[Any]:
    return [changed.get(name, value) for name, value in zip(HEADINGS, GOOD, strict=True)]


def read(*lines: list[Any], head: list[Any] = HEAD, formulas: frozenset[tuple[int, int]] = frozenset()) -> Read:
    return Sheet("91330203MA28TEU130", RULES, TODAY, formulas).read([head, *lines])


def book(*lines: list[Any], **options: Any) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, options) as made:
        sheet = made.add_worksheet()
        for number, line in enumerate(lines):
            sheet.write_row(number, 0, line)
    return out.getvalue()


def test_a_good_row_gets_its_next_date() -> None:
    [(number, said)] = read(row()).good
    assert (number, said["category"], said["use"], said["valid_until"]) == (2, "price_scale", "trade", "2026-12-01")


@pytest.mark.parametrize(
    ("changed", "column", "reason"),
    [
        ({"serial": " "}, "出厂编号", "REQUIRED"),
        ({"category": "秤"}, "类别", "UNKNOWN_CATEGORY"),
        ({"use": "好玩"}, "用途", "UNKNOWN_USE"),
        ({"name": "名" * 61}, "名称", "TOO_LONG"),
        ({"verified_on": "昨天"}, "上次检定日期", "DATE_INVALID"),
        ({"verified_on": "2026-11-25"}, "上次检定日期", "DATE_IN_FUTURE"),
        ({"valid_until": "2025-12-01"}, "有效期至", "DATES_REVERSED"),
        ({"valid_until": "2026-12-02"}, "有效期至", "PERIOD_TOO_LONG"),
    ],
)
def test_a_fault_names_row_and_column(changed: dict[str, Any], column: str, reason: str) -> None:
    found = read(row(serial="YJ-0"), row(**changed))
    assert [(one.row, one.column, one.reason) for one in found.faults] == [(3, column, reason)]
    assert len(found.good) == 1


def test_every_fault_of_a_row_is_told_at_once() -> None:
    found = read(row(name="", model="", use="?"))
    assert [one.column for one in found.faults] == ["名称", "型号", "用途"]


def test_a_duplicate_names_the_row_that_had_it_first() -> None:
    found = read(row(), row(serial="YJ-2"), row(serial="yj-1", model="acs-15"))
    [fault] = found.faults
    assert (fault.row, fault.reason, fault.value) == (4, "DUPLICATE_IN_FILE", "2")


def test_a_cell_that_calculates_is_not_taken() -> None:
    found = read(row(), formulas=frozenset({(2, 3)}))
    assert [(one.column, one.reason) for one in found.faults] == [("出厂编号", "FORMULA")]


def test_empty_lines_are_passed_over_and_numbers_are_text() -> None:
    found = read(["" for _ in HEAD], row(serial=20240008.0))
    assert (found.rows, found.good[0][0], found.good[0][1]["serial"]) == (1, 3, "20240008")


def test_wrong_headings_say_what_is_missing() -> None:
    with pytest.raises(Malformed, match="SHEET_HEADERS") as refused:
        read(row(), head=["甲", "乙", "型号"])
    assert refused.value.params["missing"] == "名称、类别、出厂编号、用途、安装地点"
    with pytest.raises(Malformed, match="SHEET_EMPTY"):
        read()


def test_a_sheet_is_read_as_it_was_written() -> None:
    instruments = [dict(zip(HEADINGS, row(place="=HYPERLINK(1)"), strict=True))]
    made = sheets.written(sheets.cells(instruments), {"category": ["电子计价秤"], "use": ["贸易结算"]})
    assert sheets.formulas(made) == frozenset()
    found = Sheet("U", RULES, TODAY).read(sheets.lines(made))
    assert (found.faults, found.good[0][1]["place"]) == ([], "=HYPERLINK(1)")


def test_formulas_of_a_file_are_found() -> None:
    made = book(HEAD, [*row()[:3], "=1+1", *row()[4:]])
    assert sheets.formulas(made) == frozenset({(2, 3)})
    [fault] = Sheet("U", RULES, TODAY, sheets.formulas(made)).read(sheets.lines(made)).faults
    assert (fault.row, fault.column, fault.reason) == (2, "出厂编号", "FORMULA")


def test_days_of_a_calendar_cell_are_days() -> None:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as made:
        sheet = made.add_worksheet()
        sheet.write_row(0, 0, HEAD)
        sheet.write_row(1, 0, row())
        sheet.write_datetime(1, 8, date(2025, 12, 2), made.add_format({"num_format": "yyyy-mm-dd"}))
    found = Sheet("U", RULES, TODAY).read(sheets.lines(out.getvalue()))
    assert found.good[0][1]["valid_until"] == "2026-12-01"


def test_a_hundred_thousand_rows_are_refused_before_they_are_read() -> None:
    made = book(*[["x"]] * 100_000, constant_memory=True)
    with pytest.raises(Malformed, match="SHEET_TOO_LONG") as refused:
        sheets.lines(made)
    assert refused.value.params == {"rows": "99999", "max": "5000"}


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"name,model\n", b"%PDF-1.7"])
def test_what_is_no_spreadsheet_is_unreadable(content: bytes) -> None:
    with pytest.raises(Malformed, match="SHEET_UNREADABLE"):
        sheets.lines(content)


def test_a_file_that_unpacks_beyond_all_bounds_is_not_opened() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b"0" * (129 * 1024 * 1024))
    with pytest.raises(Malformed, match="SHEET_TOO_LONG"):
        sheets.lines(out.getvalue())
