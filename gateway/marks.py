"""Finds the tokens of our notices in a file that somebody holds, however it was treated since."""

import re
import resource
import shutil
import subprocess
import sys
import zlib
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any

import pikepdf

MARK = re.compile(rb"qi-notice[^A-Za-z0-9_-]{1,24}([A-Za-z0-9_-]{22})(?![A-Za-z0-9_-])")
ROOT = Path(__file__).parents[1]
MOST_MEMORY = 512 * 1024 * 1024  # of the process that unpacks a file
LONGEST_SECONDS = 10
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
    """A file that another program wrote again keeps its title and keywords, and often the signature's words.

    Whoever sends it needs no account, and what is packed in it may grow without end: so a process that has only so much
    memory and time looks, and a file that is too much for it names nothing.
    """
    file.seek(0)
    with TemporaryFile() as held:
        shutil.copyfileobj(file, held)
        held.seek(0)
        try:
            looked = subprocess.run(  # noqa: S603 - ourselves
                [sys.executable, "-m", __name__], cwd=ROOT, stdin=held, capture_output=True, timeout=LONGEST_SECONDS
            )
        except subprocess.TimeoutExpired:
            return []
    return looked.stdout.decode().split() if looked.returncode == 0 else []


def main() -> None:
    """What the file at the standard input says of itself, within limits that nothing lifts again."""
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (LONGEST_SECONDS, LONGEST_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    try:
        with pikepdf.open(sys.stdin.buffer) as document:
            told = [str(value) for value in document.docinfo.values()] + list(_metadata(document))
    except (pikepdf.PdfError, pikepdf.PasswordError, ValueError, RecursionError, MemoryError, zlib.error):
        return
    print(*(match[1].decode() for text in told for match in MARK.finditer(text.encode(errors="replace"))))


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


if __name__ == "__main__":
    main()
