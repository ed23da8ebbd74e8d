"""Entity tags: `"<revision>.<what else the answer depends on>"`; only the revision guards a change."""

import hashlib
import re

from fastapi import Request, Response
from fastapi.responses import JSONResponse

from services.kit.errors import Malformed, malformed
from services.kit.identity import Caller

TAG = re.compile(r'"(\d{1,9})(?:\.[0-9a-z]+)?"')


def tag(revision: int, *depends: object) -> str:
    """The tag of an answer."""
    digest = hashlib.sha256("|".join(str(part) for part in depends).encode()).hexdigest()[:10]
    return f'"{revision}.{digest}"'


def of_caller(revision: int, caller: Caller, day: object) -> str:
    """The tag of an answer whose actions depend on who asks, and when."""
    return tag(revision, day, caller.subject, sorted(caller.roles))


def expected_revision(request: Request) -> int:
    """The revision a change is meant for; REVISION_REQUIRED without one, REVISION_INVALID for anything but our tags."""
    given = request.headers.get("if-match")
    if given is None:
        raise Malformed("REVISION_REQUIRED", "If-Match is required")
    found = TAG.fullmatch(given.strip())
    if found is None or not 0 < int(found.group(1)) < 2**31:
        raise malformed("If-Match", "REVISION_INVALID")
    return int(found.group(1))


def tagged(request: Request, body: object, etag: str, status: int = 200, **headers: str) -> Response:
    """An answer that carries one resource; 304 when the asker has it already."""
    told = {"ETag": etag, "Cache-Control": "private, no-cache", **headers}
    if request.method == "GET" and etag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=told)
    return JSONResponse(body, status, told)
