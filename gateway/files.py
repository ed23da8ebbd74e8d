"""Files on their way in: read as they come, hashed into a spool, never whole in memory, and judged by their content."""

import asyncio
import hashlib
import tempfile
import zipfile
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import IO, Any

import filetype
from fastapi import Request
from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header

from gateway import safety
from gateway.reader import expect_media_type
from gateway.scanner import infected
from services.kit.errors import FieldFault, Malformed, malformed

MEGABYTE = 1024 * 1024
HEARD_OUT = 8  # times the limit: so far a body is read on, and dropped, so that its sender hears the answer
LONGEST_FIELD = 200
LONGEST_NAME = 200
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
EXTENSIONS = {
    "application/pdf": (".pdf",),
    "image/jpeg": (".jpg", ".jpeg"),
    "image/png": (".png",),
    XLSX: (".xlsx",),
    "application/ofd": (".ofd",),
    "application/xml": (".xml",),
}
IN_ZIP = {"xl/workbook.xml": XLSX, "OFD.xml": "application/ofd"}


class Form:
    """One file and the fields beside it, as the multipart parser hands them over."""

    def __init__(self, spool: IO[bytes], path: Path, longest: int) -> None:
        self.spool, self.path = spool, path
        self.fields: dict[str, str] = {}
        self.file_name = ""
        self.size = 0
        self.digest = hashlib.sha256()
        self.ended = False
        self._longest = longest
        self._header, self._disposition = b"", b""
        self._name, self._value = "", bytearray()

    def on_part_begin(self) -> None:
        """A part begins."""
        self._header, self._disposition, self._value = b"", b"", bytearray()

    def on_header_field(self, data: bytes, start: int, end: int) -> None:
        """Some of a header's name."""
        self._header += data[start:end]

    def on_header_value(self, data: bytes, start: int, end: int) -> None:
        """Some of a header's value."""
        if self._header.lower() == b"content-disposition":
            self._disposition += data[start:end]

    def on_header_end(self) -> None:
        """A header ends."""
        self._header = b""

    def on_headers_finished(self) -> None:
        """What the part is: the one file, or a field."""
        options = parse_options_header(self._disposition)[1]
        self._name = options.get(b"name", b"").decode(errors="replace")
        if b"filename" not in options:
            return
        if self._name != "file" or self.file_name:
            raise malformed(self._name, "FILE_UNEXPECTED")
        self.file_name = cleaned(options[b"filename"].decode(errors="replace"))

    def on_part_data(self, data: bytes, start: int, end: int) -> None:
        """Some of a part's content."""
        if self._name == "file" and self.file_name:
            self._keep(data[start:end])
            return
        self._value += data[start:end]
        if len(self._value) > LONGEST_FIELD:
            raise malformed(self._name, "TOO_LONG", max=LONGEST_FIELD)

    def on_part_end(self) -> None:
        """A part ends."""
        if self._name != "file":
            self.fields[self._name] = self._value.decode(errors="replace")

    def on_end(self) -> None:
        """The last boundary was seen."""
        self.ended = True

    def check(self, needed: Sequence[str]) -> None:
        """Refuse a file that is absent, empty or too large, and a form that lacks a field."""
        absent = [name for name in needed if not self.fields.get(name)]
        absent = absent if self.file_name else ["file", *absent]
        if absent:
            raise Malformed("REQUIRED", fields=[FieldFault(name, "REQUIRED") for name in absent])
        if self.size > self._longest:
            size, most = self.size // MEGABYTE, self._longest // MEGABYTE
            raise malformed("file", "MATERIAL_TOO_LARGE", file=self.file_name, size=size, max=most)
        if self.size == 0:
            raise malformed("file", "MATERIAL_EMPTY", file=self.file_name)

    def _keep(self, chunk: bytes) -> None:
        self.size += len(chunk)
        if self.size <= self._longest:
            self.digest.update(chunk)
            self.spool.write(chunk)


@asynccontextmanager
async def received(request: Request, longest: int, needed: Sequence[str] = ("item", "material")) -> AsyncIterator[Form]:
    """The form of a request, its file in a spool that is gone afterwards; `needed` are the fields beside the file."""
    expect_media_type(request, "multipart/form-data")
    with tempfile.NamedTemporaryFile(prefix="qi-upload-") as spool, _readable():
        form = Form(spool.file, Path(spool.name), longest)
        boundary = parse_options_header(request.headers["content-type"])[1].get(b"boundary", b"")
        if not boundary:
            raise malformed("", "MULTIPART_INVALID")
        callbacks: Any = {name: getattr(form, name) for name in dir(form) if name.startswith("on_")}
        await _fed(request, MultipartParser(boundary, callbacks), form, longest)
        form.check(needed)
        spool.flush()
        yield form


async def _fed(request: Request, parser: MultipartParser, form: Form, longest: int) -> None:
    read = 0
    async for chunk in request.stream():
        read += len(chunk)
        if read > longest * HEARD_OUT:
            return
        parser.write(chunk)
    if not form.ended:
        raise malformed("", "MULTIPART_INVALID", "the last boundary is missing")


@contextmanager
def _readable() -> Iterator[None]:
    try:
        yield
    except FormParserError as fault:
        raise malformed("", "MULTIPART_INVALID") from fault


def cleaned(name: str) -> str:
    """A file's name without folders and without what cannot be printed."""
    base = name.replace("\\", "/").rpartition("/")[2]
    return "".join(character for character in base if character.isprintable())[-LONGEST_NAME:] or "file"


async def media_type_of(form: Form) -> str:
    """The type of what was given, by its content; judged in a thread, since a large file takes its time."""
    return await asyncio.to_thread(judged, form.file_name, form.spool)


async def fault_of(form: Form, media_type: str, scanner: str) -> str:
    """Why what was given is not taken although its type is; empty when it is."""
    fault = await asyncio.to_thread(safety.fault_of, media_type, form.spool)
    if not fault and scanner and await infected(scanner, form.spool):
        return safety.UNSAFE
    return fault


def judged(name: str, file: IO[bytes]) -> str:
    """The media type of the content; forbidden types and names that say another type are refused."""
    media_type = _type_of(name, file)
    extension = Path(name).suffix.lower()
    if media_type not in EXTENSIONS:
        raise malformed("file", "MATERIAL_TYPE_FORBIDDEN", file=name, type=media_type or extension or "?")
    if extension not in EXTENSIONS[media_type]:
        raise malformed("file", "MATERIAL_TYPE_MISMATCH", file=name, ext=extension, type=media_type)
    return media_type


def _type_of(name: str, file: IO[bytes]) -> str:
    file.seek(0)
    head = file.read(8192)
    if head.startswith(b"PK\x03\x04"):
        return _zipped(name, file)
    if head.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<?xml"):
        return "application/xml"
    return filetype.guess_mime(head) or ""


def _zipped(name: str, file: IO[bytes]) -> str:
    """Of ZIP files only the two formats that are taken."""
    try:
        with zipfile.ZipFile(file) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as fault:
        raise malformed("file", "MATERIAL_UNREADABLE", file=name) from fault
    return next((media_type for inner, media_type in IN_ZIP.items() if inner in names), "application/zip")
