"""Entity tags: `"<revision>.<hash of the answer>"`; only the revision guards a change.

The hash covers whatever else an answer depends on: the day, the reader's roles, the policy in force.
"""

import hashlib
import json
import re
from collections.abc import Set
from typing import Any

from fastapi import Request, Response
from fastapi.responses import JSONResponse

from gateway.plain import told
from gateway.schemas.cases import Case
from gateway.schemas.fields import Answer
from services.kit.errors import Malformed, malformed

SHAPE = hashlib.sha256(json.dumps(Case.model_json_schema(), sort_keys=True).encode()).hexdigest()[:4]  # of our answers
MOST_KNOWN = 10
TAG = re.compile(r'"([0-9]{1,9})(?:\.[0-9a-f]+)?"')


def tag(body: Any, revision: int | None = None) -> str:
    """The tag of an answer; of what has no revision, its hash alone."""
    text = json.dumps(body, ensure_ascii=False, sort_keys=True)
    digest = hashlib.sha256(text.encode()).hexdigest()[:16]
    return f'"{digest}"' if revision is None else f'"{revision}.{digest}"'


def expected_revision(request: Request) -> int:
    """The revision a change is meant for; REVISION_REQUIRED without one, REVISION_INVALID for anything but our tags.

    `*` is refused as well: whoever changes something has to have seen it.
    """
    given = request.headers.get("if-match")
    if given is None:
        raise Malformed("REVISION_REQUIRED", "If-Match is required")
    found = TAG.fullmatch(given.strip())
    if found is None or int(found.group(1)) == 0:
        raise malformed("If-Match", "REVISION_INVALID")
    return int(found.group(1))


def tagged(
    request: Request, body: dict[str, Any], revision: int | None = None, status: int = 200, **headers: str
) -> Response:
    """An answer that carries one resource; 304 when the asker has it already."""
    etag = tag(body, revision)
    if request.method == "GET" and etag in _known(request):
        return Response(status_code=304, headers={"ETag": etag})
    return JSONResponse(body, status, {"ETag": etag, **headers})


def answered(kind: type[Answer], request: Request, message: Any, status: int = 200, **headers: str) -> Response:
    """One resource as its service tells it, under the tag of its revision."""
    return tagged(request, told(kind, message).model_dump(mode="json"), message.revision, status, **headers)


def revised(
    body: Answer, revision: int, rest: str, status: int = 200, leave_out: Set[str] = frozenset(), **headers: str
) -> Response:
    """An answer whose service says what stands for it, so that nothing has to be compared or hashed here."""
    content = body.model_dump_json(exclude=set(leave_out))
    return Response(content, status, {"ETag": _joined(revision, rest), **headers}, media_type="application/json")


def unchanged(revision: int, rest: str) -> Response:
    """The asker has it already."""
    return Response(status_code=304, headers={"ETag": _joined(revision, rest)})


def known_to(request: Request) -> list[str]:
    """What the tags of If-None-Match hold beside revision and shape; those of another shape are nobody's."""
    found = (re.fullmatch(rf'"[0-9]+\.{SHAPE}([0-9a-f]+)"', one) for one in sorted(_known(request)))
    return [one.group(1) for one in found if one][:MOST_KNOWN]


def _joined(revision: int, rest: str) -> str:
    return f'"{revision}.{SHAPE}{rest}"'


def _known(request: Request) -> set[str]:
    """The tags the asker holds, compared weakly as RFC 9110 has it for If-None-Match."""
    listed = request.headers.get("if-none-match", "").split(",")
    return {one.strip().removeprefix("W/") for one in listed}
