"""What a file holds beyond its type."""

import io
import socketserver
import struct
import threading
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from deploy.demo.paper import PDF, pdf
from gateway import safety
from tests import tokens
from tests.gateway.conftest import Gateway

SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


def drawn(kind: str) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (8, 8)).save(file, kind)
    return file.getvalue()


def chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def pixel_bomb() -> bytes:
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


def locked() -> bytes:
    file = io.BytesIO()
    with pikepdf.open(io.BytesIO(PDF)) as document:
        document.save(file, encryption=pikepdf.Encryption(owner="o", user="u"))
    return file.getvalue()


def attached() -> bytes:
    file = io.BytesIO()
    with pikepdf.open(io.BytesIO(PDF)) as document:
        document.attachments["dcc.xml"] = b"<a/>"
        document.save(file)
    return file.getvalue()


def zipped(**files: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name.replace("__", "/"), content)
    return file.getvalue()


@pytest.mark.parametrize(
    ("media_type", "content", "reason"),
    [
        ("application/pdf", PDF, ""),
        ("application/pdf", attached(), ""),
        ("application/pdf", PDF[:40], safety.UNREADABLE),
        ("application/pdf", locked(), safety.UNREADABLE),
        ("application/pdf", pdf(b"<</S/JavaScript/JS(app.alert)>>"), safety.UNSAFE),
        ("application/pdf", pdf(b"<</Deep[[<</S/Launch/F(cmd.exe)>>]]>>"), safety.UNSAFE),
        ("application/pdf", pdf(b"<</AA<</O<</S/SubmitForm>>>>>>"), safety.UNSAFE),
        ("application/pdf", pdf(b"<</XFA(x)>>"), safety.UNSAFE),
        ("application/pdf", pdf(b"<</S/GoTo/D[3 0 R/Fit]>>"), ""),
        ("application/pdf", pdf(b"[" * 60 + b"]" * 60), safety.UNREADABLE),
        ("image/png", drawn("PNG"), ""),
        ("image/jpeg", drawn("JPEG"), ""),
        ("image/png", drawn("PNG")[:-20], safety.UNREADABLE),
        ("image/png", pixel_bomb(), safety.UNSAFE),
        (SHEET, zipped(xl__workbook=b"x" * 90), ""),
        (SHEET, zipped(xl__workbook=b"\0" * 5_000_000), safety.UNSAFE),
        (SHEET, zipped(**{"xl__vbaProject.bin": b"x"}), safety.UNSAFE),
        (SHEET, zipped(**{"..__..__etc__passwd": b"x"}), safety.UNSAFE),
        (SHEET, zipped(xl__workbook=b"x")[:40], safety.UNREADABLE),
        ("application/xml", b"<?xml version='1.0'?><a><b/></a>", ""),
        ("application/xml", b"<?xml version='1.0'?><a>", safety.UNREADABLE),
        ("application/xml", b"<!DOCTYPE a [<!ENTITY x 'y'>]><a>&x;</a>", safety.UNSAFE),
        ("application/xml", b"<!DOCTYPE a SYSTEM 'file:///etc/passwd'><a/>", safety.UNSAFE),
    ],
)
def test_a_file_is_opened_before_it_is_taken(media_type: str, content: bytes, reason: str) -> None:
    assert safety.fault_of(media_type, io.BytesIO(content)) == reason


@given(place=st.integers(0, len(PDF) - 1), byte=st.integers(0, 255))
def test_a_damaged_file_never_breaks_the_check(place: int, byte: int) -> None:
    damaged = PDF[:place] + bytes([byte]) + PDF[place + 1 :]
    assert safety.fault_of("application/pdf", io.BytesIO(damaged)) in ("", safety.UNREADABLE, safety.UNSAFE)


@pytest.fixture
def scanner() -> Iterator[str]:
    """A stand-in that speaks clamd's INSTREAM: it finds the standard test file."""

    class Session(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            assert self.rfile.read(10) == b"zINSTREAM\0"
            content = b""
            while size := int.from_bytes(self.rfile.read(4), "big"):
                content += self.rfile.read(size)
            self.wfile.write(b"stream: Eicar FOUND\0" if EICAR in content else b"stream: OK\0")

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Session) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"127.0.0.1:{server.server_address[1]}"
        server.shutdown()


@pytest.fixture
def settings(tmp_path: Path, scanner: str) -> dict[str, Any]:
    return {"blobs": str(tmp_path / "blobs"), "state_dir": tmp_path, "scanner": scanner}


def test_what_is_unsafe_is_set_aside_and_cannot_be_named(gateway: Gateway) -> None:
    refused = gateway.give(tokens.BUSINESS, pdf(b"<</S/JavaScript/JS(x)>>"), "a.pdf")
    assert (refused.status_code, refused.json()["reason"]) == (422, "MATERIAL_UNSAFE")
    [record] = gateway.behind.store.rows.values()
    assert record["state"] == "quarantined"
    named = gateway.file(materials=[record["_id"]])
    assert named.json()["fields"] == [{"path": "materials/0", "reason": "MATERIAL_UNSAFE"}]


def test_a_scanner_looks_at_every_file(gateway: Gateway) -> None:
    assert gateway.give(tokens.BUSINESS, PDF, "a.pdf").status_code == 201
    refused = gateway.give(
        tokens.BUSINESS, pdf(b"(" + EICAR.replace(b"(", b"\\(").replace(b")", b"\\)") + b")"), "a.pdf"
    )
    assert refused.status_code == 201  # escaped, it is no longer the test file
    refused = gateway.give(tokens.BUSINESS, PDF + b"%" + EICAR + b"\n", "a.pdf")
    assert refused.json()["reason"] == "MATERIAL_UNSAFE"


@pytest.mark.parametrize("scanner", ["127.0.0.1:9"])
def test_while_the_scanner_is_away_nothing_is_taken(gateway: Gateway) -> None:
    refused = gateway.give(tokens.BUSINESS, PDF, "a.pdf")
    assert (refused.status_code, refused.json()["reason"]) == (503, "DEPENDENCY_AWAY")
    assert not gateway.behind.store.rows
