"""The outermost layer: trace ids, security headers, a log line and a figure for each request, and the last net."""

import re
import secrets
import time

import structlog
from prometheus_client import Histogram
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import ClientDisconnect, Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from gateway.problems import failed

LOG = structlog.get_logger()
SECONDS = Histogram("qi_gateway_request_seconds", "Requests answered", ["method", "route", "status"])
TRACEPARENT = re.compile(r"00-(?!0{32})([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}")
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
GONE = 499  # the asker hung up; for the log only
HEADERS = {
    "cache-control": "private, no-cache",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
}


class Edge:
    """ASGI middleware."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        trace = trace_of(Headers(scope=scope))
        scope.setdefault("state", {})["trace"] = trace
        begun, status = time.monotonic(), 0

        async def answer(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = MutableHeaders(scope=message)
                for name, value in {**HEADERS, "x-request-id": trace}.items():
                    headers.setdefault(name, value)
            await send(message)

        try:
            await self._app(scope, receive, answer)
        except ClientDisconnect:
            status = GONE
        except Exception:
            LOG.exception("failed", trace=trace)
            if status == 0:
                await failed(Request(scope))(scope, receive, answer)
        finally:
            _note(scope, status, time.monotonic() - begun, trace)


def trace_of(headers: Headers) -> str:
    """The trace id that a request brings, or a new one."""
    found = TRACEPARENT.fullmatch(headers.get("traceparent", ""))
    return found.group(1) if found else secrets.token_hex(16)


def _note(scope: Scope, status: int, seconds: float, trace: str) -> None:
    """The route's template and never the address itself: that may hold a key."""
    method = scope["method"] if scope["method"] in METHODS else "other"
    route = getattr(scope.get("route"), "path", "")
    SECONDS.labels(method, route, str(status)).observe(seconds)
    LOG.info("answered", method=method, route=route, status=status, ms=round(seconds * 1000), trace=trace)
