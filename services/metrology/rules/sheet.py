"""Instruments out of the rows of a spreadsheet: what is good, and what is wrong with the others, cell by cell."""

import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from services.kit.errors import Malformed, malformed
from services.kit.lifecycle import Head
from services.metrology.rules.editions import Editions
from services.metrology.rules.ledger import NEEDED, USES, WRITTEN, expect_dates, key_of
from services.metrology.rules.periods import valid_until

MOST_ROWS = 5_000
HEADINGS = {  # field → how its column may be headed, the first as our own file has it
    "name": ("名称", "器具名称", "name"),
    "category": ("类别", "器具类别", "category"),
    "model": ("型号", "型号规格", "model"),
    "serial": ("出厂编号", "编号", "serial"),
    "manufacturer": ("制造单位", "生产厂家", "manufacturer"),
    "capability": ("测量范围和准确度等级", "测量范围", "capability"),
    "use": ("用途", "用途类别", "use"),
    "place": ("安装地点", "安装或使用地点", "place"),
    "verified_on": ("上次检定日期", "检定日期", "verified_on"),
    "valid_until": ("有效期至", "valid_until"),
    "certificate": ("证书编号", "certificate"),
}
NEEDED_HEADINGS = ("name", "category", "model", "serial", "use", "place")
USE_NAMES = {
    "贸易结算": "trade",
    "安全防护": "safety",
    "医疗卫生": "medical",
    "环境监测": "environment",
    "内部使用": "internal",
}
LONGEST_CERTIFICATE = 60
DAY_FORMS = ("%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日", "%Y%m%d")


@dataclass(frozen=True)
class Fault:
    """What is wrong with one cell: the row as the sheet numbers it, the column's heading, why, and with what."""

    row: int
    column: str
    reason: str
    value: str = ""


@dataclass(frozen=True)
class Read:
    """A sheet as it was understood."""

    rows: int
    good: list[tuple[int, Head]]  # row, and what it says of an instrument
    faults: list[Fault]


@dataclass
class Sheet:
    """Reads the rows of one sheet for one ledger."""

    uscc: str
    editions: Editions
    today: date
    formulas: frozenset[tuple[int, int]] = frozenset()  # row and column of cells that calculate
    columns: dict[str, int] = field(default_factory=dict)
    seen: dict[str, int] = field(default_factory=dict)  # key → the row that had it first
    limits: dict[tuple[str, str], str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        rows = (self.editions.find("category", key, self.today.isoformat()) for key in self.editions.keys("category"))
        self.categories = {name: row for row in rows if row for name in (row.key, row.values["name"])}

    def read(self, lines: Iterable[Sequence[Any]]) -> Read:
        """The whole sheet; SHEET_HEADERS or SHEET_EMPTY for one that is no list of instruments."""
        numbered = enumerate(lines, start=1)
        _number, head = next(numbered, (0, ()))
        self._head(head)
        good: list[tuple[int, Head]] = []
        faults: list[Fault] = []
        rows = 0
        for number, line in numbered:
            if not any(str(cell).strip() for cell in line):
                continue
            rows += 1
            said, wrong = self._line(number, line)
            faults += wrong
            if not wrong:
                good.append((number, said))
        if not rows:
            raise malformed("file", "SHEET_EMPTY")
        return Read(rows, good, faults)

    def _head(self, line: Sequence[Any]) -> None:
        named = {heading: name for name, headings in HEADINGS.items() for heading in headings}
        for place, cell in enumerate(line):
            name = named.get(_text(cell).removesuffix("（选填）").lower())
            if name and name not in self.columns:
                self.columns[name] = place
        missing = [HEADINGS[name][0] for name in NEEDED_HEADINGS if name not in self.columns]
        if missing:
            raise malformed("file", "SHEET_HEADERS", missing="、".join(missing))

    def _line(self, number: int, line: Sequence[Any]) -> tuple[Head, list[Fault]]:
        cells = {name: line[place] if place < len(line) else "" for name, place in self.columns.items()}
        formulas = [name for name, place in self.columns.items() if (number, place) in self.formulas]
        if formulas:
            return {}, [Fault(number, HEADINGS[name][0], "FORMULA") for name in formulas]
        said: Head = {}
        faults = []
        for name, value in cells.items():
            try:
                said[name] = self._cell(name, value)
            except Malformed as fault:
                faults.append(self._fault(number, name, fault, _text(value)))
        return said, faults or self._whole(number, said)

    def _cell(self, name: str, value: Any) -> str:
        if name in ("verified_on", "valid_until"):
            return _day(name, value)
        text = _text(value)
        if name in CHOICES:
            return CHOICES[name](self, text)
        if not text and name in NEEDED:
            raise malformed(name, "REQUIRED")
        if len(text) > (longest := WRITTEN.get(name, LONGEST_CERTIFICATE)):
            raise malformed(name, "TOO_LONG", max=longest)
        return text

    def _category(self, text: str) -> str:
        found = self.categories.get(text)
        if found is None:
            raise malformed("category", "UNKNOWN_CATEGORY" if text else "REQUIRED")
        return found.key

    def _use(self, text: str) -> str:
        use = USE_NAMES.get(text, text.lower())
        if use not in USES:
            raise malformed("use", "UNKNOWN_USE" if text else "REQUIRED")
        return use

    def _whole(self, number: int, said: Head) -> list[Fault]:
        """What can be judged only when every cell of a row is read."""
        try:
            self._dates(said)
        except Malformed as fault:
            name = fault.fields[0].path
            return [self._fault(number, name, fault, said.get(name, ""))]
        said["key"] = key_of(self.uscc, said["model"], said["serial"])
        first = self.seen.setdefault(said["key"], number)
        if first != number:
            return [Fault(number, HEADINGS["serial"][0], "DUPLICATE_IN_FILE", str(first))]
        return []

    def _dates(self, said: Head) -> None:
        row = self.categories[said["category"]]
        on = said.setdefault("verified_on", "")
        said.setdefault("valid_until", "")
        said.update({"mode": row.values["mode"], "rule_row": row.id})
        limit = self._limit(said["category"], on) if on else ""
        expect_dates(on, said["valid_until"], limit, self.today)
        said["valid_until"] = said["valid_until"] or limit

    def _limit(self, category: str, on: str) -> str:
        if (category, on) not in self.limits:
            self.limits[category, on] = valid_until(self.categories[category], date.fromisoformat(on))
        return self.limits[category, on]

    def _fault(self, number: int, name: str, fault: Malformed, value: str) -> Fault:
        return Fault(number, HEADINGS[name][0], fault.reason, fault.params.get("max", "") or value[:60])


CHOICES: Mapping[str, Callable[[Sheet, str], str]] = {"category": Sheet._category, "use": Sheet._use}


def _text(value: Any) -> str:
    """A cell as text: a whole number without a point, full-width letters as they are typed elsewhere."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = str(value)
    return " ".join((text if text.isascii() else unicodedata.normalize("NFC", text)).split())


def _day(name: str, value: Any) -> str:
    if isinstance(value, datetime | date):
        return date(value.year, value.month, value.day).isoformat()
    text = _text(value)
    for form in DAY_FORMS if text else ():
        try:
            return datetime.strptime(text, form).date().isoformat()
        except ValueError:
            continue
    if text:
        raise malformed(name, "DATE_INVALID")
    return ""
