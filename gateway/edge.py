"""The outermost layer: trace ids, security headers, and JSON bodies read strictly before anything else sees them."""

import json
import re
import secrets
import time
from typing import Any

import structlog
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from gateway.problems import refused
from services.kit.errors import Malformed, malformed

LOG = structlog.get_logger()
DEEPEST = 32
TRACEPARENT = re.compile(r"00-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}")
HEADERS = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
}


class Edge:
    """ASGI middleware."""

    def __init__(self, app: ASGIApp, longest: int) -> None:
        self._app, self._longest = app, longest

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        found = TRACEPARENT.fullmatch(headers.get("traceparent", ""))
        trace = found.group(1) if found else secrets.token_hex(16)
        scope.setdefault("state", {})["trace"] = trace
        begun, status = time.monotonic(), [500]

        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start":
                status[0] = message["status"]
                present = {name.lower() for name, _value in message["headers"]}
                extra = {**HEADERS, "x-request-id": trace}
                added = [
                    (name.encode(), value.encode()) for name, value in extra.items() if name.encode() not in present
                ]
                message = {**message, "headers": [*message["headers"], *added]}
            await send(message)

        try:
            if headers.get("content-type", "").partition(";")[0].strip().lower() == "application/json":
                receive = await self._strict(receive)
            await self._app(scope, receive, answer)
        except Malformed as refusal:
            await refused(Request(scope), refusal)(scope, receive, answer)
        route = getattr(scope.get("route"), "path", "")
        ms = round((time.monotonic() - begun) * 1000)
        LOG.info("answered", method=scope["method"], route=route, status=status[0], ms=ms, trace=trace)

    async def _strict(self, receive: Receive) -> Receive:
        body, more = b"", True
        while more:
            message = await receive()
            if message["type"] == "http.disconnect":
                break
            body += message.get("body", b"")
            more = message.get("more_body", False)
            if len(body) > self._longest:
                raise malformed("", "BODY_TOO_LARGE", max=self._longest)
        if body:
            check(read(body))
        given = False

        async def replay() -> Message:
            nonlocal given
            if given:
                return await receive()
            given = True
            return {"type": "http.request", "body": body, "more_body": False}

        return replay


def read(body: bytes) -> Any:
    """JSON as RFC 8259 has it, without NaN, Infinity and repeated names."""
    try:
        return json.loads(body, parse_constant=_refuse_constant, object_pairs_hook=_unique)
    except (ValueError, RecursionError) as fault:
        raise malformed("", "JSON_INVALID", str(fault)[:100]) from fault


def check(value: Any, depth: int = 0) -> None:
    """Refuse what is nested too deep, and names that mean something to a store."""
    if depth > DEEPEST:
        raise malformed("", "JSON_TOO_DEEP", max=DEEPEST)
    if isinstance(value, dict):
        for name, inner in value.items():
            if name.startswith("$") or "\x00" in name:
                raise malformed(name.replace("\x00", ""), "NAME_FORBIDDEN")
            check(inner, depth + 1)
    elif isinstance(value, list):
        for inner in value:
            check(inner, depth + 1)
    elif isinstance(value, float) and value in (float("inf"), float("-inf")):
        raise malformed("", "JSON_INVALID", "a number that is too large")
    elif isinstance(value, str) and any(0xD800 <= ord(character) <= 0xDFFF for character in value):
        raise malformed("", "JSON_INVALID", "half a surrogate pair")


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is no JSON")


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    value = dict(pairs)
    if len(value) != len(pairs):
        raise ValueError("a name twice in one object")
    return value
