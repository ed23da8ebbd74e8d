"""What is refused before any route sees it, and what the API document says."""

import pytest

from gateway.edge import DEEPEST, check, read
from gateway.openapi import FILE, document
from services.kit.errors import Malformed


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b'{"a": NaN}', "JSON_INVALID"),
        (b'{"a": Infinity}', "JSON_INVALID"),
        (b'{"a": 1e999}', "JSON_INVALID"),
        (b'{"a": 1, "a": 2}', "JSON_INVALID"),
        (b'{"a":', "JSON_INVALID"),
        (b"\xff", "JSON_INVALID"),
        (b'{"a": {"$where": 1}}', "NAME_FORBIDDEN"),
        (b'{"a": "\\ud800"}', "JSON_INVALID"),
        (b"[" * (DEEPEST + 2) + b"]" * (DEEPEST + 2), "JSON_TOO_DEEP"),
        (b"[" * 100_000, "JSON_INVALID"),
    ],
)
def test_a_body_that_is_not_plain_json_is_refused(body: bytes, reason: str) -> None:
    with pytest.raises(Malformed) as refused:
        check(read(body))
    assert refused.value.reason == reason


def test_plain_json_passes() -> None:
    check(read('{"名": ["值", 1, 1.5, null, true, {"a.b": {}}]}'.encode()))


def test_the_api_document_is_up_to_date() -> None:
    assert FILE.read_text(encoding="utf-8") == document(), "run `python -m gateway.openapi`"
