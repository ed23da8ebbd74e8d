"""Signed notices: whole, still archivable, and nobody's who does not hold the key."""

import io
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pikepdf
import pytest
from asn1crypto import pem, x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from deploy.engines import fonts, verapdf
from services.kit.authority import identity
from services.kit.press import Press
from services.kit.seal import Seal
from services.workflow.service.notices.issuing import TEMPLATE
from tests.workflow.holdings import AT, KINDS
from tests.workflow.test_notices import printed

PURPOSE = "notices"
TOKEN = "Zk3v9Qm0aX7sPq2Lw8Yt1B"


@pytest.fixture(scope="module")
def press() -> Press:
    """The compiler with the machine's Chinese fonts."""
    return Press(fonts.provided(), TEMPLATE)


def signed(press: Press, folder: Path, kind: str = "receipt") -> bytes:
    """Signed in a thread of its own, as the service does: in this one a browser's event loop may be running."""
    made = press.pdf({**printed(kind), "mark": TOKEN}, AT)
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(Seal(folder, PURPOSE).sign, made, TOKEN, "宁波市市场监督管理局").result()


def verdict(content: bytes, folder: Path) -> tuple[bool, bool]:
    """Whether the one signature is whole, and by a key of an authority of ours."""
    chain = identity(folder, PURPOSE, "QI Station").pem().encode()
    root = [x509.Certificate.load(der) for _, _, der in pem.unarmor(chain, multiple=True)][1]
    (signature,) = PdfFileReader(io.BytesIO(content)).embedded_signatures
    status = validate_pdf_signature(signature, ValidationContext(trust_roots=[root], allow_fetching=False))
    return status.intact and status.valid, status.trusted


def test_a_signed_notice_is_whole_and_by_our_authority(press: Press, tmp_path: Path) -> None:
    assert verdict(signed(press, tmp_path), tmp_path) == (True, True)


def test_a_changed_byte_breaks_the_signature(press: Press, tmp_path: Path) -> None:
    content = signed(press, tmp_path)
    place = content.index(b"stream") + 40
    changed = content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :]
    assert verdict(changed, tmp_path)[0] is False


def test_another_authority_s_signature_is_not_trusted(press: Press, tmp_path: Path) -> None:
    content = signed(press, tmp_path / "other")
    assert verdict(content, tmp_path / "own") == (True, False)


def test_a_signed_notice_names_itself(press: Press, tmp_path: Path) -> None:
    content = signed(press, tmp_path)
    assert content.count(TOKEN.encode()) >= 2
    with pikepdf.open(io.BytesIO(content)) as document:
        assert TOKEN in str(document.docinfo.get("/Keywords", "")) or TOKEN.encode() in content


def test_a_key_is_made_once_and_is_the_owner_s_alone(tmp_path: Path) -> None:
    first, again = Seal(tmp_path, PURPOSE), Seal(tmp_path, PURPOSE)
    assert first.id == again.id
    assert {file.name: oct(file.stat().st_mode & 0o777) for file in tmp_path.iterdir()} == {
        "authority.pem": "0o600",
        "notices.pem": "0o600",
    }


@pytest.mark.system
def test_every_signed_notice_passes_the_outside_judge(press: Press, tmp_path: Path) -> None:
    """veraPDF, by the profile the files claim: PDF/A-3b."""
    files = [tmp_path / f"{kind}.pdf" for kind in KINDS]
    for kind, file in zip(KINDS, files, strict=True):
        file.write_bytes(signed(press, tmp_path / "seals", kind))
    assert sorted(verapdf.judged(files)) == sorted(f"ok 3b {file}" for file in files)
