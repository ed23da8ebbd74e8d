"""Refusals as RFC 9457 problems, by one table."""

import re
from collections.abc import Mapping
from typing import Any

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from services.kit import errors

LOG = structlog.get_logger()
STATUS: dict[type[errors.Refusal], tuple[int, str]] = {
    errors.Malformed: (422, "Unprocessable Content"),
    errors.KeyReused: (422, "Unprocessable Content"),
    errors.NotSignedIn: (401, "Unauthorized"),
    errors.NotAllowed: (403, "Forbidden"),
    errors.NotFound: (404, "Not Found"),
    errors.WrongState: (409, "Conflict"),
    errors.Stale: (412, "Precondition Failed"),
    errors.TooMany: (429, "Too Many Requests"),
    errors.Away: (503, "Service Unavailable"),
}
ROUTING = {404: "NOT_FOUND", 405: "METHOD_NOT_ALLOWED"}
RETRY_SECONDS = {429: 1, 503: 2}


def trace_of(request: Request) -> str:
    """The trace id of a request, from its traceparent or made for it."""
    return str(request.scope.get("state", {}).get("trace", ""))


def problem(
    request: Request,
    status: int,
    title: str,
    reason: str,
    detail: str = "",
    params: Mapping[str, str] | None = None,
    fields: Any = (),
) -> JSONResponse:
    """One problem document."""
    body = {
        "type": f"urn:qi-station:problem:{reason.lower()}",
        "title": title,
        "status": status,
        "detail": detail or reason,
        "reason": reason,
        "params": dict(params or {}),
        "fields": [{"path": fault.path, "reason": fault.reason} for fault in fields],
        "trace": trace_of(request),
    }
    headers = {"Cache-Control": "no-store"}
    if status in RETRY_SECONDS:
        headers["Retry-After"] = str(RETRY_SECONDS[status])
    if status == 401:
        headers["WWW-Authenticate"] = 'Bearer realm="qi"'
    return JSONResponse(body, status, headers, media_type="application/problem+json")


def install(app: FastAPI) -> None:
    """Answer every failure as a problem; the text of an unknown one stays inside."""
    app.add_exception_handler(errors.Refusal, _refused)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _routed)
    app.add_exception_handler(Exception, _failed)


def refused(request: Request, refusal: errors.Refusal) -> JSONResponse:
    """A refusal as a problem; a missing revision is the one that has a status of its own."""
    status, title = STATUS[type(refusal)]
    if refusal.reason == "REVISION_REQUIRED":
        status, title = 428, "Precondition Required"
    return problem(request, status, title, refusal.reason, refusal.message, refusal.params, refusal.fields)


async def _refused(request: Request, refusal: Exception) -> JSONResponse:
    assert isinstance(refusal, errors.Refusal)
    return refused(request, refusal)


async def _invalid(request: Request, fault: Exception) -> JSONResponse:
    assert isinstance(fault, RequestValidationError)
    fields = [errors.FieldFault(_path(told["loc"]), _code(told["type"])) for told in fault.errors()]
    reason = "BODY_INVALID" if len(fields) != 1 else fields[0].reason
    return problem(request, 422, STATUS[errors.Malformed][1], reason, "", {}, fields[:50])


async def _routed(request: Request, fault: Exception) -> JSONResponse:
    assert isinstance(fault, HTTPException)
    reason = ROUTING.get(fault.status_code, f"HTTP_{fault.status_code}")
    return problem(request, fault.status_code, str(fault.detail), reason)


async def _failed(request: Request, fault: Exception) -> JSONResponse:
    LOG.error("failed", path=request.url.path, fault=type(fault).__name__, trace=trace_of(request), exc_info=fault)
    return problem(request, 500, "Internal Server Error", "INTERNAL")


def _path(location: tuple[Any, ...]) -> str:
    return "/".join(str(step) for step in (location[1:] if len(location) > 1 else location))


def _code(kind: str) -> str:
    return "REQUIRED" if kind == "missing" else re.sub(r"\W", "_", kind).upper()
