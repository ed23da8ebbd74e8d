"""Sampling by attributes, GB/T 2828.1-2012 (ISO 2859-1:1999): which plan a lot has, off the standard's own tables."""

import csv
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from importlib.resources import files

from services.kit.errors import malformed

SMALLEST_LOT, LARGEST_LOT = 2, 999_999_999
ARROWS = {"↑": -1, "↓": 1}  # which way the nearest plan of the same AQL lies
LONGEST_AQL = 8  # characters


def _rows(name: str) -> Iterator[dict[str, str]]:
    return csv.DictReader(files(__package__).joinpath(name).read_text("utf-8").splitlines())


@dataclass(frozen=True)
class Row:
    """One letter of one of the tables 2-A to 2-C: its sample size, and by AQL its acceptance number or its arrow."""

    letter: str
    sample_size: int
    cells: Mapping[str, str]


def _plans() -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in _rows("sampling_plans.csv"):
        severity, letter, size = (row.pop(name) for name in ("severity", "letter", "sample_size"))
        found.setdefault(severity, []).append(Row(letter, int(size), row))
    return found


LETTERS = list(_rows("sampling_letters.csv"))
BEGINS = [int(row["from"]) for row in LETTERS]  # of each class of lot sizes
LEVELS = tuple(name for name in LETTERS[0] if name != "from")
PLANS = _plans()
SEVERITIES = tuple(PLANS)
AQLS = tuple(PLANS["normal"][0].cells)
BY_VALUE = {Decimal(name): name for name in AQLS}
ONLY_NONCONFORMITIES = Decimal(15)  # from here on an AQL is no share of items any more


@dataclass(frozen=True)
class Plan:
    """What is taken from a lot, and how many nonconforming items it may show."""

    code_letter: str  # the one reached along the arrows
    sample_size: int
    accept: int
    full_inspection: bool
    asked_letter: str  # the one that lot size and level lead to

    @property
    def reject(self) -> int:
        """From how many on the lot is not accepted."""
        return self.accept + 1


def plan_of(lot_size: int, level: str, aql: str, severity: str) -> Plan:
    """The plan of a lot; a sample as large as the lot is the whole lot."""
    lot_size, aql = checked_lot(lot_size), checked_aql(aql)
    asked = letter_of(lot_size, checked(level, LEVELS, "level"))
    row = _reached(PLANS[checked(severity, SEVERITIES, "severity")], asked, aql)
    whole = row.sample_size >= lot_size
    return Plan(row.letter, lot_size if whole else row.sample_size, int(row.cells[aql]), whole, asked)


def letter_of(lot_size: int, level: str) -> str:
    """Table 1."""
    return LETTERS[bisect_right(BEGINS, lot_size) - 1][level]


def _reached(rows: list[Row], letter: str, aql: str) -> Row:
    """From a letter along the arrows of an AQL to a plan, whose sample size and numbers then hold."""
    place = next(n for n, row in enumerate(rows) if row.letter == letter)
    step = ARROWS.get(rows[place].cells[aql], 0)
    while rows[place].cells[aql] in ARROWS:
        place += step
    return rows[place]


def tighter(aql: str) -> str | None:
    """The next AQL below, None at the end of the series."""
    place = AQLS.index(checked_aql(aql))
    return AQLS[place - 1] if place else None


def counts_nonconformities(aql: str) -> bool:
    """Whether an AQL can only be nonconformities per hundred units, of which an item may have several."""
    return Decimal(aql) >= ONLY_NONCONFORMITIES


def checked_lot(size: int, path: str = "lot_size") -> int:
    """A lot size that the standard has a class for."""
    if not SMALLEST_LOT <= size <= LARGEST_LOT:
        raise malformed(path, "OUT_OF_RANGE", min=SMALLEST_LOT, max=LARGEST_LOT)
    return size


def checked_aql(text: str, path: str = "aql") -> str:
    """An AQL of the series, as the series writes it, however many zeros it came with."""
    try:
        found = BY_VALUE.get(Decimal(text)) if text.isascii() and len(text) <= LONGEST_AQL else None
    except InvalidOperation:
        found = None
    if found is None or not text[0].isdigit():
        raise malformed(path, "AQL_UNKNOWN", known=" ".join(AQLS))
    return found


def checked(value: str, known: tuple[str, ...], path: str) -> str:
    """One of a few words."""
    if value not in known:
        raise malformed(path, "NOT_ONE_OF", known=" ".join(known))
    return value
