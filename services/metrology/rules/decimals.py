"""Numbers as they are given and told: decimal text, read exactly, shown with fifteen digits."""

import re
from decimal import Decimal

from services.kit.errors import malformed

LONGEST = 64
LARGEST_EXPONENT = 300  # a double holds it, and what is computed from it has some room
READABLE = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?")


def number(text: str, path: str) -> Decimal:
    """A decimal number, or a refusal that names its place."""
    if not text:
        raise malformed(path, "REQUIRED")
    if len(text) > LONGEST or not READABLE.fullmatch(text):
        raise malformed(path, "NUMBER_INVALID", max=LONGEST)
    value = Decimal(text)
    if value and abs(value.adjusted()) > LARGEST_EXPONENT:
        raise malformed(path, "OUT_OF_RANGE", max=f"1e{LARGEST_EXPONENT}")
    return value


def within(text: str, path: str, least: Decimal, most: Decimal | None = None) -> Decimal:
    """A decimal number not below the one limit nor above the other."""
    value = number(text, path)
    if value < least or (most is not None and value > most):
        raise malformed(path, "OUT_OF_RANGE", min=least, max="" if most is None else most)
    return value


def positive(text: str, path: str) -> Decimal:
    """A decimal number above nought."""
    value = number(text, path)
    if value <= 0:
        raise malformed(path, "OUT_OF_RANGE", min=0)
    return value


def shown(value: float) -> str:
    """A computed number with fifteen significant digits, trailing noughts and all."""
    return format(value, "#.15g")


def plain(value: Decimal) -> str:
    """An exact number, without an exponent where people would not write one."""
    return f"{value:f}" if -9 <= value.adjusted() <= 15 else str(value)
