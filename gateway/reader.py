"""JSON bodies, read strictly: I-JSON (RFC 7493), bounded in size and depth, no names that mean something to a store."""

import json
from collections.abc import AsyncIterable
from typing import Any, TypeVar

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from pydantic import ValidationError

from gateway.identity import Ask
from gateway.schemas.fields import Body
from services.kit.errors import Malformed, malformed

DEEPEST = 32
LARGEST = 2**53 - 1  # beyond it other readers see another number
HEARD_OUT = 4  # times the limit: so far a body is read on, and dropped, so that its sender hears the answer
Kind = TypeVar("Kind", bound=Body)


async def body_of(request: Request, ask: Ask, kind: type[Kind]) -> Kind:
    """The body as its schema has it; an empty one is an object without fields."""
    raw = await bounded(request.stream(), ask.door.settings.json_bytes)
    if raw:
        expect_media_type(request, "application/json")
    try:
        return kind.model_validate(read(raw) if raw else {})
    except ValidationError as fault:
        raise RequestValidationError([{**told, "loc": ("body", *told["loc"])} for told in fault.errors()]) from fault


def expect_media_type(request: Request, wanted: str) -> None:
    """MEDIA_TYPE_UNSUPPORTED for a body of another type."""
    given = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if given != wanted:
        raise Malformed("MEDIA_TYPE_UNSUPPORTED", f"send {wanted}", params={"type": wanted})


def expect_key(request: Request) -> None:
    """KEY_REQUIRED where a thing is made and its request has no key: it might be made twice."""
    if not request.headers.get("idempotency-key"):
        raise Malformed("KEY_REQUIRED", "Idempotency-Key is required")


async def bounded(chunks: AsyncIterable[bytes], longest: int) -> bytes:
    """The whole of a body, or BODY_TOO_LARGE."""
    kept, size = bytearray(), 0
    async for chunk in chunks:
        size += len(chunk)
        if size <= longest:
            kept += chunk
        elif size > longest * HEARD_OUT:
            break
    if size > longest:
        raise malformed("", "BODY_TOO_LARGE", max=longest)
    return bytes(kept)


def read(body: bytes) -> Any:
    """The value of a body, or the reason why it is not taken."""
    try:
        value = json.loads(body, parse_constant=_refuse_constant, object_pairs_hook=_unique)
    except (ValueError, RecursionError) as fault:
        raise malformed("", "JSON_INVALID", str(fault)[:100]) from fault
    _check(value, "", 0)
    return value


def _check(value: Any, path: str, depth: int) -> None:
    if depth > DEEPEST:
        raise malformed(path, "JSON_TOO_DEEP", max=DEEPEST)
    if isinstance(value, dict):
        for name, inner in value.items():
            _check_name(name, path)
            _check(inner, f"{path}/{name}".lstrip("/"), depth + 1)
    elif isinstance(value, list):
        for place, inner in enumerate(value):
            _check(inner, f"{path}/{place}".lstrip("/"), depth + 1)
    elif isinstance(value, str):
        _check_text(value, path)
    elif isinstance(value, int | float) and not -LARGEST <= value <= LARGEST:
        raise malformed(path, "JSON_INVALID", "a number that not every reader can hold")


def _check_name(name: str, path: str) -> None:
    _check_text(name, path)
    if name.startswith("$") or "\x00" in name:
        raise malformed(f"{path}/{name}".lstrip("/").replace("\x00", ""), "NAME_FORBIDDEN")


def _check_text(text: str, path: str) -> None:
    if not text.isascii() and any("\ud800" <= character <= "\udfff" for character in text):
        raise malformed(path, "JSON_INVALID", "half a surrogate pair")


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is no JSON")


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    value = dict(pairs)
    if len(value) != len(pairs):
        raise ValueError("a name twice in one object")
    return value
