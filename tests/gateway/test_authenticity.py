"""Whether a paper is genuine, asked without an account: by code, by number, by file."""

import io
import os
import subprocess
import sys
import tracemalloc
import zlib
from pathlib import Path
from typing import Any

import pikepdf
import pytest
import typst

from deploy.demo.paper import pdf
from gateway import marks
from gateway.marks import tokens_in
from tests import tokens
from tests.gateway.conftest import Gateway
from tests.gateway.fake_authenticity import NUMBER, NUMBERS, TOKEN, TOKENS

MEGABYTE = 1024 * 1024
SOURCE = """
#set document(title: "t", keywords: ("qi-notice", sys.inputs.mark), date: auto)
#pdf.attach("big", read(sys.inputs.big, encoding: none), relationship: "data", mime-type: "application/octet-stream",
  description: "d")
notice
"""


def made(folder: Path, size: int = 10, mark: str = TOKEN) -> bytes:
    """A notice's file with something of a size in it that does not shrink."""
    (folder / "big").write_bytes(os.urandom(size))
    (folder / "a.typ").write_text(SOURCE)
    compiler = typst.Compiler(folder / "a.typ", sys_inputs={"mark": mark, "big": "big"})
    return bytes(compiler.compile(format="pdf", pdf_standards=["a-3b"], timestamp=1_795_500_000))  # type: ignore[arg-type]


def check(gateway: Gateway, content: bytes, who: dict[str, Any] | None = None, **more: Any) -> Any:
    return gateway.ask(who, "POST", "/api/verify", files={"file": ("a.pdf", content)}, **more)


def test_the_code_of_a_paper_tells_what_it_is_and_whose(gateway: Gateway) -> None:
    found = gateway.ask(None, "GET", f"/api/verify/{TOKEN}").json()
    assert (found["verdict"], found["number"], found["holder"]) == ("genuine", NUMBER, "某公司")


def test_the_number_alone_does_not_tell_whose_it_is(gateway: Gateway) -> None:
    found = gateway.ask(None, "GET", "/api/verify", params={"number": NUMBER}).json()
    assert (found["verdict"], found["holder"]) == ("genuine", None)


@pytest.mark.parametrize("path", ["/api/verify/nothing", "/api/verify?number=nothing", f"/api/verify/{'x' * 5000}"])
def test_what_was_never_issued_is_not_there(gateway: Gateway, path: str) -> None:
    assert gateway.ask(None, "GET", path).status_code == 404


def test_guessing_codes_has_an_end(gateway: Gateway) -> None:
    statuses = [gateway.ask(None, "GET", f"/api/verify/{n}").status_code for n in range(12)]
    assert statuses == [404] * 10 + [429] * 2


def test_a_revoked_paper_is_told_so(gateway: Gateway) -> None:
    gateway.behind.authorities["workflow"].verdict = "revoked"
    assert gateway.ask(None, "GET", f"/api/verify/{TOKEN}").json()["verdict"] == "revoked"


@pytest.mark.parametrize("size", [10, 5 * MEGABYTE])
def test_genuine_changed_and_unknown_are_three_answers(gateway: Gateway, tmp_path: Path, size: int) -> None:
    """A file as it was issued, with one byte changed anywhere, and one of somebody else's."""
    gateway.behind.authorities["workflow"].file = genuine = made(tmp_path, size)
    assert check(gateway, genuine).json()["verdict"] == "genuine"
    for place in (40, len(genuine) // 2, len(genuine) - 30):
        changed = genuine[:place] + bytes([genuine[place] ^ 1]) + genuine[place + 1 :]
        found = check(gateway, changed).json()
        assert (found["verdict"], found["holder"]) == ("changed", None)
    assert check(gateway, made(tmp_path, size, "a" * 22)).json()["verdict"] == "unknown"
    assert check(gateway, b"nothing of ours").json()["verdict"] == "unknown"


def test_a_file_that_another_program_wrote_again_is_changed(gateway: Gateway, tmp_path: Path) -> None:
    gateway.behind.authorities["workflow"].file = genuine = made(tmp_path)
    again = io.BytesIO()
    with pikepdf.open(io.BytesIO(genuine)) as document:
        document.save(again, recompress_flate=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    assert check(gateway, again.getvalue()).json()["verdict"] == "changed"


def test_a_code_across_the_border_of_two_chunks_is_found() -> None:
    for before in range(MEGABYTE - 60, MEGABYTE + 2, 7):
        content = b"%PDF-" + b" " * (before - 5) + b"qi-notice, " + TOKEN.encode() + b") "
        assert tokens_in(io.BytesIO(content)) == [TOKEN]
    assert tokens_in(io.BytesIO(b"PK" + content)) == []


def test_a_bomb_in_what_a_file_says_of_itself_stays_packed() -> None:
    packed = zlib.compress(zlib.compress(b"\0" * 50_000_000))
    twice = b"<</Type/Metadata/Length %d/Filter[/FlateDecode/FlateDecode]>>stream\n" % len(packed)
    once = zlib.compress(b"\0" * 50_000_000)
    single = b"<</Type/Metadata/Length %d/Filter/FlateDecode>>stream\n" % len(once)
    catalogue = b"<</Type/Catalog/Pages 2 0 R/Metadata 4 0 R>>"
    for held in (twice + packed, single + once):
        tracemalloc.start()
        assert tokens_in(io.BytesIO(pdf(held + b"\nendstream", catalogue=catalogue))) == []
        assert tracemalloc.get_traced_memory()[1] < 20_000_000
        tracemalloc.stop()


# In a process of its own: what is measured is the largest of all children.
LOOK = """
import resource, sys
from gateway.marks import tokens_in
found = tokens_in(open(sys.argv[1], "rb"))
print(len(found), resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024)
"""


def test_a_bomb_in_the_table_of_a_file_is_unpacked_within_bounds(tmp_path: Path) -> None:
    """What a PDF's own table and objects are packed in, its library unpacks before anybody is asked."""
    packer, blank = zlib.compressobj(1), b"\0" * 10_000_000
    packed = b"".join(packer.compress(blank) for _ in range(60)) + packer.flush()  # 600 MB
    told = b"<</Type/XRef/W[1 4 2]/Size 85000000/Root 1 0 R/Filter/FlateDecode/Length %d>>" % len(packed)
    file = tmp_path / "bomb.pdf"
    file.write_bytes(b"%PDF-1.5\n1 0 obj" + told + b"stream\n" + packed + b"\nendstream endobj\nstartxref\n9\n%%EOF")
    looked = subprocess.run(
        [sys.executable, "-c", LOOK, file], check=True, capture_output=True
    )  # has no other children
    found, most = map(int, looked.stdout.split())
    assert found == 0
    assert most <= marks.MOST_MEMORY


def test_too_many_files_are_not_looked_at(gateway: Gateway) -> None:
    statuses = [check(gateway, b"x").status_code for _ in range(32)]
    assert statuses == [200] * 30 + [429] * 2


def test_a_file_beyond_the_limit_or_none_at_all_is_refused(gateway: Gateway) -> None:
    assert check(gateway, b"x" * (51 * MEGABYTE)).json()["reason"] == "MATERIAL_TOO_LARGE"
    assert gateway.ask(None, "POST", "/api/verify", files={"other": ("a", b"x")}).status_code == 422
    assert gateway.ask(None, "POST", "/api/verify", json={}).json()["reason"] == "MEDIA_TYPE_UNSUPPORTED"


def test_a_token_that_is_not_valid_is_told_even_here(gateway: Gateway) -> None:
    answer = gateway.ask(None, "GET", f"/api/verify/{TOKEN}", headers={"Authorization": "Bearer nonsense"})
    assert answer.status_code == 401
    assert gateway.ask(tokens.BUSINESS2, "GET", f"/api/verify/{TOKEN}").status_code == 200


def test_certificates_can_be_downloaded(gateway: Gateway) -> None:
    listed = gateway.ask(None, "GET", "/api/certificates").json()["certificates"]
    assert [one["purpose"] for one in listed] == ["inspection", "metrology", "workflow"]
    answer = gateway.ask(None, "GET", f"/api/certificates/{listed[0]['id']}.pem")
    assert answer.text.startswith("-----BEGIN CERTIFICATE-----")
    assert gateway.ask(None, "GET", "/api/certificates/unknown.pem").status_code == 404


@pytest.mark.parametrize("name", TOKENS)
def test_the_papers_of_every_authority_are_known(gateway: Gateway, name: str) -> None:
    found = gateway.ask(None, "GET", f"/api/verify/{TOKENS[name]}").json()
    assert (found["verdict"], found["number"]) == ("genuine", NUMBERS[name])


def test_nothing_is_unknown_while_one_that_might_know_it_is_away(gateway: Gateway) -> None:
    """A paper is never called unknown because nobody could be asked."""
    gateway.stop("metrology")
    assert gateway.ask(None, "GET", f"/api/verify/{TOKENS['metrology']}").status_code == 503
    assert check(gateway, b"nothing of ours").status_code == 503
    assert gateway.ask(None, "GET", f"/api/verify/{TOKENS['inspection']}").json()["verdict"] == "genuine"
