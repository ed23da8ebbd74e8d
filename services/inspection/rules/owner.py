"""Whose a thing of inspection is, and which units see it."""

from collections.abc import Iterable

from stdnum.cn import uscc as usccs
from stdnum.exceptions import ValidationError

from services.kit.errors import malformed
from services.kit.units import units_of


def checked_uscc(text: str, path: str = "uscc") -> str:
    """A 统一社会信用代码 with its check character right."""
    try:
        usccs.validate(text)
    except ValidationError as fault:
        raise malformed(path, "USCC_INVALID", pos=1 if len(text) != 18 else 18) from fault
    return text


def units_for(uscc: str, *units: str) -> list[str]:
    """The district where an enterprise is registered, and the units of whoever begins something for it."""
    return sorted({uscc[2:8], *_all(units)})


def _all(units: Iterable[str]) -> set[str]:
    return {one for unit in units if unit for one in units_of(unit)}


def words(text: str, path: str, longest: int = 200) -> str:
    """People's words, of which there have to be some."""
    found = " ".join(text.split())
    if not found:
        raise malformed(path, "REQUIRED")
    if len(found) > longest:
        raise malformed(path, "TOO_LONG", max=longest)
    return found
