"""JSON, read strictly."""

import pytest

from gateway.reader import DEEPEST, read
from services.kit.errors import Malformed

DEEP = DEEPEST + 2


@pytest.mark.parametrize(
    ("body", "reason", "path"),
    [
        (b'{"a": NaN}', "JSON_INVALID", ""),
        (b'{"a": -Infinity}', "JSON_INVALID", ""),
        (b'{"a": {"b": 1e999}}', "JSON_INVALID", "a/b"),
        (b'{"a": 9007199254740992}', "JSON_INVALID", "a"),
        (b'{"a": ' + b"9" * 5000 + b"}", "JSON_INVALID", ""),
        (b'{"a": 1, "a": 2}', "JSON_INVALID", ""),
        (b'{"a":', "JSON_INVALID", ""),
        (b"\xff", "JSON_INVALID", ""),
        (b'{"a": [{"$where": 1}]}', "NAME_FORBIDDEN", "a/0/$where"),
        (b'{"a\\u0000": 1}', "NAME_FORBIDDEN", "a"),
        (b'{"a": "\\ud800"}', "JSON_INVALID", "a"),
        (b'{"\\ud800": 1}', "JSON_INVALID", ""),
        (b"[" * DEEP + b"]" * DEEP, "JSON_TOO_DEEP", "/".join("0" * (DEEPEST + 1))),
        (b"[" * 100_000, "JSON_INVALID", ""),
    ],
)
def test_what_not_every_reader_would_take_is_refused(body: bytes, reason: str, path: str) -> None:
    with pytest.raises(Malformed) as refused:
        read(body)
    assert (refused.value.reason, refused.value.fields[0].path) == (reason, path)


def test_plain_json_passes() -> None:
    body = '{"名": ["值", 1, -1.5, null, true, {"a.b": {"": "😀"}}]}'.encode()
    assert read(body) == {"名": ["值", 1, -1.5, None, True, {"a.b": {"": "😀"}}]}
