"""A key of one's own: made once, private, and its signatures checked by the public half alone."""

from pathlib import Path

import pytest
from joserfc.errors import JoseError

from services.kit.signing import Signer, signed


def test_a_signature_is_checked_by_the_public_key(tmp_path: Path) -> None:
    signer = Signer(tmp_path / "audit" / "key.json")
    text = signer.sign({"day": "2026-11-24", "count": 3})
    assert signed(text, {signer.kid: signer.public()}) == {"day": "2026-11-24", "count": 3}


def test_the_key_survives_and_is_for_its_owner_only(tmp_path: Path) -> None:
    file = tmp_path / "key.json"
    assert Signer(file).kid == Signer(file).kid
    assert file.stat().st_mode & 0o077 == 0
    assert "d" not in Signer(file).public()
    assert [found.name for found in tmp_path.iterdir()] == ["key.json"]


def test_what_was_changed_after_signing_is_refused(tmp_path: Path) -> None:
    signer, other = Signer(tmp_path / "a.json"), Signer(tmp_path / "b.json")
    head, body, tail = signer.sign({"count": 3}).split(".")
    other_body = signer.sign({"count": 4}).split(".")[1]
    with pytest.raises(JoseError):
        signed(f"{head}.{other_body}.{tail}", {signer.kid: signer.public()})
    with pytest.raises(JoseError):
        signed(f"{head}.{body}.{tail}", {signer.kid: other.public()})
    with pytest.raises(KeyError):
        signed(f"{head}.{body}.{tail}", {})
