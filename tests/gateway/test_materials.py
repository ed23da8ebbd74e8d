"""Files on their way in."""

import hashlib
import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from deploy.demo.paper import PDF
from gateway.files import cleaned
from tests import tokens
from tests.gateway.conftest import Gateway

MOST = 200_000
XML = b'\xef\xbb\xbf<?xml version="1.0"?><a/>'


def zipped(*names: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return file.getvalue()


def drawn(kind: str) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (8, 8)).save(file, kind)
    return file.getvalue()


PNG, JPEG = drawn("PNG"), drawn("JPEG")
XLSX = zipped("[Content_Types].xml", "xl/workbook.xml")
OFD = zipped("OFD.xml", "Doc_0/Document.xml")


@pytest.fixture
def settings(tmp_path: Path) -> dict[str, Any]:
    return {"blobs": str(tmp_path / "blobs"), "state_dir": tmp_path, "upload_bytes": MOST}


@pytest.mark.parametrize(
    ("name", "content", "media_type"),
    [
        ("a.pdf", PDF, "application/pdf"),
        ("a.PNG", PNG, "image/png"),
        ("照片.jpeg", JPEG, "image/jpeg"),
        ("a.xml", XML, "application/xml"),
        ("a.xlsx", XLSX, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ("a.ofd", OFD, "application/ofd"),
    ],
)
def test_a_file_is_kept_under_its_hash(gateway: Gateway, name: str, content: bytes, media_type: str) -> None:
    given = gateway.give(tokens.BUSINESS, content, name)
    sha256 = hashlib.sha256(content).hexdigest()
    assert given.status_code == 201, given.text
    told = {key: given.json()[key] for key in ("sha256", "size", "media_type")}
    assert told == {"sha256": sha256, "size": len(content), "media_type": media_type}
    assert gateway.door.blobs.size(sha256) == len(content)


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.pdf", b"", "MATERIAL_EMPTY"),
        ("a.exe", b"MZ\x90\x00" + b"\0" * 64, "MATERIAL_TYPE_FORBIDDEN"),
        ("a.pdf", b"MZ\x90\x00" + b"\0" * 64, "MATERIAL_TYPE_FORBIDDEN"),
        ("a.html", b"<html><script>alert(1)</script></html>", "MATERIAL_TYPE_FORBIDDEN"),
        ("a.zip", zipped("a.txt"), "MATERIAL_TYPE_FORBIDDEN"),
        ("a.xlsx", zipped("a.txt"), "MATERIAL_TYPE_FORBIDDEN"),
        ("a.xlsx", XLSX[:60], "MATERIAL_UNREADABLE"),
        ("a.png", PDF, "MATERIAL_TYPE_MISMATCH"),
        ("a", PDF, "MATERIAL_TYPE_MISMATCH"),
        ("a.ofd", XLSX, "MATERIAL_TYPE_MISMATCH"),
        ("a.pdf", PDF + b"0" * MOST, "MATERIAL_TOO_LARGE"),
        ("a.pdf", PDF + b"0" * MOST * 7, "MATERIAL_TOO_LARGE"),
    ],
)
def test_a_bad_file_is_refused_and_not_kept(gateway: Gateway, name: str, content: bytes, reason: str) -> None:
    refused = gateway.give(tokens.BUSINESS, content, name)
    assert (refused.status_code, refused.json()["reason"]) == (422, reason)
    assert refused.json()["fields"] == [{"path": "file", "reason": reason}]
    assert refused.json()["params"]["file"] == name
    assert not gateway.behind.store.rows


@pytest.mark.parametrize(
    ("more", "status", "reason"),
    [({"item": "Z-99"}, 404, "UNKNOWN_ITEM"), ({"material": "none"}, 422, "UNKNOWN_MATERIAL")],
)
def test_a_file_is_for_a_material_of_an_item(gateway: Gateway, more: dict[str, Any], status: int, reason: str) -> None:
    refused = gateway.give(tokens.BUSINESS, **more)
    assert (refused.status_code, refused.json()["reason"]) == (status, reason)


def test_what_is_missing_is_named(gateway: Gateway) -> None:
    refused = gateway.ask(tokens.BUSINESS, "POST", "/api/materials", files={"note": (None, "x")})
    assert [fault["path"] for fault in refused.json()["fields"]] == ["file", "item", "material"]


@pytest.mark.parametrize(
    ("content_type", "body", "status", "reason"),
    [
        ("application/json", b"{}", 415, "MEDIA_TYPE_UNSUPPORTED"),
        ("multipart/form-data", b"", 422, "MULTIPART_INVALID"),
        ("multipart/form-data; boundary=b", b"no form at all", 422, "MULTIPART_INVALID"),
        (
            "multipart/form-data; boundary=b",
            b'--b\r\nContent-Disposition: form-data; name="item"\r\n\r\nM-03',
            422,
            None,
        ),
        ("multipart/form-data; boundary=" + "b" * 500, b"", 422, "MULTIPART_INVALID"),
    ],
)
def test_a_broken_form_is_refused(
    gateway: Gateway, content_type: str, body: bytes, status: int, reason: str | None
) -> None:
    headers = {"Content-Type": content_type}
    refused = gateway.ask(tokens.BUSINESS, "POST", "/api/materials", content=body, headers=headers)
    assert (refused.status_code, refused.json()["reason"]) == (status, reason or "MULTIPART_INVALID")


def test_a_second_file_is_refused(gateway: Gateway) -> None:
    files = [("file", ("a.pdf", PDF)), ("file", ("b.pdf", PDF))]
    data = {"item": "M-03", "material": "order"}
    refused = gateway.ask(tokens.BUSINESS, "POST", "/api/materials", files=files, data=data)
    assert (refused.status_code, refused.json()["reason"]) == (422, "FILE_UNEXPECTED")


def test_a_long_field_is_refused(gateway: Gateway) -> None:
    assert gateway.give(tokens.BUSINESS, item="M" * 300).json()["fields"] == [{"path": "item", "reason": "TOO_LONG"}]


@pytest.mark.parametrize(
    ("who", "status"),
    [
        (tokens.BUSINESS, 201),
        (tokens.CLERK, 201),
        (tokens.specialist("metrology"), 201),
        (tokens.APPROVER, 403),
        (tokens.ADMIN, 403),
        (tokens.DEPARTMENT, 201),
    ],
)
def test_who_may_give_files(gateway: Gateway, who: dict[str, Any], status: int) -> None:
    assert gateway.give(who).status_code == status


def test_nobody_uploads_without_sign_in(gateway: Gateway) -> None:
    assert gateway.ask(None, "POST", "/api/materials", files={"file": ("a.pdf", PDF)}).status_code == 401


def test_a_record_is_forgotten_after_a_month(gateway: Gateway) -> None:
    gateway.give(tokens.BUSINESS)
    assert gateway.behind.store.indexes["expires"] == {"keys": [("expires_at", 1)], "expireAfterSeconds": 0}
    row = next(iter(gateway.behind.store.rows.values()))
    assert row["owner"] == {"subject": "u-business", "uscc": tokens.BUSINESS["uscc"], "station": ""}


def test_without_the_store_nothing_is_promised(gateway: Gateway) -> None:
    gateway.behind.store.away = True
    refused = gateway.give(tokens.BUSINESS)
    assert (refused.status_code, refused.json()["params"]["service"]) == (503, "store")


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("C:\\x\\a.pdf", "a.pdf"),
        ("../../etc/a.pdf", "a.pdf"),
        ("a\x00\n.pdf", "a.pdf"),
        ("", "file"),
        ("é" * 300, "é" * 200),
    ],
)
def test_a_name_is_only_a_name(name: str, kept: str) -> None:
    assert cleaned(name) == kept
