"""What a file holds beyond its type: whether it can be opened, and whether it would do anything when it is."""

import zipfile
from collections.abc import Callable, Iterator
from typing import IO, Any, BinaryIO, cast
from xml.etree.ElementTree import ParseError

import pikepdf
from defusedxml import DefusedXmlException
from defusedxml.ElementTree import iterparse
from PIL import Image

UNREADABLE, UNSAFE = "MATERIAL_UNREADABLE", "MATERIAL_UNSAFE"
ACTIVE_KEYS = frozenset({"/JS", "/JavaScript", "/XFA", "/RichMediaContent"})
ACTIVE_ACTIONS = frozenset({"/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/Rendition"})
DEEPEST = 40  # direct objects within one another; what is deeper was not made by an honest program
MOST_INNER_FILES = 10_000
MOST_UNPACKED = 1024 * 1024 * 1024
MOST_GROWTH = 100  # times; XML in an honest workbook shrinks to a tenth, seldom to a fiftieth
MACROS = "vbaProject.bin"


def fault_of(media_type: str, file: IO[bytes]) -> str:
    """The reason why a file of an accepted type is not taken; empty when it is."""
    file.seek(0)
    return CHECKS[media_type](file)


def _pdf(file: IO[bytes]) -> str:
    """A PDF opens without a password, has a page, and runs nothing; attached files (a certificate's data) are fine."""
    try:
        with pikepdf.open(cast(BinaryIO, file)) as document:
            if not len(document.pages):
                return UNREADABLE
            return UNSAFE if any(_active(one) for held in document.objects for one in _direct(held)) else ""
    except (pikepdf.PdfError, pikepdf.PasswordError, ValueError, RecursionError):
        return UNREADABLE


def _direct(held: Any, depth: int = 0) -> Iterator[pikepdf.Dictionary]:
    """The dictionaries of an object that are written inside it; what it only names comes by itself."""
    if depth > DEEPEST:
        raise RecursionError
    if depth and held.is_indirect:
        return
    if isinstance(held, (pikepdf.Dictionary, pikepdf.Stream)):
        yield held  # type: ignore[misc]
        inner = [value for _, value in held.items()]
    else:
        inner = list(held) if isinstance(held, pikepdf.Array) else []
    for value in inner:
        if isinstance(value, pikepdf.Object):
            yield from _direct(value, depth + 1)


def _active(dictionary: Any) -> bool:
    return not ACTIVE_KEYS.isdisjoint(dictionary.keys()) or str(dictionary.get("/S", "")) in ACTIVE_ACTIONS


def _image(file: IO[bytes]) -> str:
    """A picture is whole, and no bomb of pixels."""
    try:
        with Image.open(file) as picture:
            picture.verify()
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        return UNSAFE
    except (OSError, SyntaxError, ValueError):
        return UNREADABLE
    return ""


def _archive(file: IO[bytes]) -> str:
    """An archive's directory: no macros, no way out of its folder, no bomb."""
    try:
        with zipfile.ZipFile(file) as archive:
            inner = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        return UNREADABLE
    if any(one.flag_bits & 0x1 for one in inner):
        return UNREADABLE  # behind a password
    unpacked, packed = sum(one.file_size for one in inner), sum(one.compress_size for one in inner)
    bomb = unpacked > MOST_UNPACKED or unpacked > MOST_GROWTH * max(packed, 10_000) or len(inner) > MOST_INNER_FILES
    return UNSAFE if bomb or any(_strange(one.filename) for one in inner) else ""


def _strange(name: str) -> bool:
    return name.endswith(MACROS) or name.startswith("/") or ".." in name.replace("\\", "/").split("/")


def _xml(file: IO[bytes]) -> str:
    """XML is well-formed and defines no document type: entities grow, and reach for other files."""
    try:
        for _, element in iterparse(file, forbid_dtd=True):
            element.clear()
    except DefusedXmlException:
        return UNSAFE
    except (ParseError, ValueError, LookupError):
        return UNREADABLE
    return ""


CHECKS: dict[str, Callable[[IO[bytes]], str]] = {
    "application/pdf": _pdf,
    "image/jpeg": _image,
    "image/png": _image,
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": _archive,
    "application/ofd": _archive,
    "application/xml": _xml,
}
