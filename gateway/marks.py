"""Finds the tokens of our notices in a file that somebody holds, however it was treated since."""

import re
import zlib
from collections.abc import Iterator
from typing import IO, Any, BinaryIO, cast

import pikepdf

MARK = re.compile(rb"qi-notice[^A-Za-z0-9_-]{1,24}([A-Za-z0-9_-]{22})(?![A-Za-z0-9_-])")
CHUNK = 1024 * 1024
OVERLAP = 64
MOST = 10
LONGEST_METADATA = 1024 * 1024


def tokens_in(file: IO[bytes]) -> list[str]:
    """The tokens that a file names: in its plain bytes, or in what a PDF says of itself once it is unpacked."""
    file.seek(0)
    if file.read(5) != b"%PDF-":
        return []
    found = dict.fromkeys(_plain(file)) or dict.fromkeys(_unpacked(file))
    return list(found)[:MOST]


def _plain(file: IO[bytes]) -> Iterator[str]:
    file.seek(0)
    held = b""
    while chunk := file.read(CHUNK):
        held += chunk
        yield from (match[1].decode() for match in MARK.finditer(held))
        held = held[-OVERLAP:]


def _unpacked(file: IO[bytes]) -> list[str]:
    """A file that another program wrote again keeps its title and keywords, and often the signature's words."""
    file.seek(0)
    try:
        with pikepdf.open(cast(BinaryIO, file)) as document:
            told = [str(value) for value in document.docinfo.values()] + list(_metadata(document))
    except (pikepdf.PdfError, pikepdf.PasswordError, ValueError, RecursionError, zlib.error):
        return []
    return [match[1].decode() for text in told for match in MARK.finditer(text.encode(errors="replace"))]


def _metadata(document: Any) -> Iterator[str]:
    """What the file says of itself in XMP, unpacked no further than honest files go: nobody knows who sends them."""
    if "/Metadata" not in document.Root:
        return
    held = document.Root.Metadata
    raw, filters = held.read_raw_bytes(), held.get("/Filter", [])
    names = [str(name) for name in filters] if isinstance(filters, pikepdf.Array) else [str(filters)]
    if names == ["/FlateDecode"]:
        raw = zlib.decompressobj().decompress(raw, LONGEST_METADATA)
    elif names:
        return
    yield raw[:LONGEST_METADATA].decode(errors="replace")
