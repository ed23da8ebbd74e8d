"""Refusals as RFC 9457 problems, by one table."""

import re
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from services.kit import errors, metrics

STATUS: dict[type[errors.Refusal], int] = {
    errors.Malformed: 422,
    errors.KeyReused: 422,
    errors.NotSignedIn: 401,
    errors.NotAllowed: 403,
    errors.NotFound: 404,
    errors.WrongState: 409,
    errors.Stale: 412,
    errors.TooMany: 429,
    errors.Away: 503,
    errors.Broken: 500,
}
BY_REASON = {"REVISION_REQUIRED": 428, "MEDIA_TYPE_UNSUPPORTED": 415}  # reasons for which HTTP has its own status
BY_ROUTING = {404: "NOT_FOUND", 405: "METHOD_NOT_ALLOWED"}
BY_KIND = {"missing": "REQUIRED", "greater_than_equal": "OUT_OF_RANGE", "less_than_equal": "OUT_OF_RANGE"}
MOST_FIELDS = 50
RETRY_SECONDS = {429: "1", 503: "2"}  # where the refusal itself names no seconds


def problem(
    request: Request,
    status: int,
    reason: str,
    detail: str = "",
    params: Mapping[str, str] | None = None,
    fields: Sequence[errors.FieldFault] = (),
    headers: Mapping[str, str] | None = None,
) -> JSONResponse:
    """One problem document."""
    metrics.REFUSALS.labels(reason).inc()
    told = dict(params or {})
    body = {
        "type": f"urn:qi-station:problem:{reason.lower()}",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail or reason,
        "reason": reason,
        "params": told,
        "fields": [{"path": fault.path, "reason": fault.reason} for fault in fields],
        "trace": request.state.trace,
    }
    headers = {"Cache-Control": "no-store", **_headers(status, told), **(headers or {})}
    return JSONResponse(body, status, headers, media_type="application/problem+json")


def _headers(status: int, params: Mapping[str, str]) -> dict[str, str]:
    if status in RETRY_SECONDS:
        return {"Retry-After": params.get("s", RETRY_SECONDS[status])}
    return {"WWW-Authenticate": 'Bearer realm="qi"'} if status == 401 else {}


def install(app: FastAPI) -> None:
    """Answer every expected failure as a problem."""
    app.add_exception_handler(errors.Refusal, _refused)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _routed)


def failed(request: Request) -> JSONResponse:
    """What an unknown error looks like from outside; its text stays inside."""
    return problem(request, 500, "INTERNAL")


def status_of(refusal: errors.Refusal) -> int:
    """The status a refusal is answered with."""
    return BY_REASON.get(refusal.reason, STATUS[type(refusal)])


async def _refused(request: Request, refusal: Exception) -> JSONResponse:
    assert isinstance(refusal, errors.Refusal)
    status = status_of(refusal)
    return problem(request, status, refusal.reason, refusal.message, refusal.params, refusal.fields)


async def _invalid(request: Request, fault: Exception) -> JSONResponse:
    assert isinstance(fault, RequestValidationError)
    fields = [errors.FieldFault(_path(told["loc"]), _reason(told["type"])) for told in fault.errors()]
    reason = "BODY_INVALID" if len(fields) != 1 else fields[0].reason
    return problem(request, 422, reason, params={"n": str(len(fields))}, fields=fields[:MOST_FIELDS])


async def _routed(request: Request, fault: Exception) -> JSONResponse:
    assert isinstance(fault, HTTPException)
    reason = BY_ROUTING.get(fault.status_code, f"HTTP_{fault.status_code}")
    return problem(request, fault.status_code, reason, headers=fault.headers)


def _path(location: Sequence[Any]) -> str:
    """Within the body, or the parameter's name."""
    return "/".join(str(step) for step in location[1:])


def _reason(kind: str) -> str:
    return BY_KIND.get(kind) or re.sub(r"\W", "_", kind).upper()
