"""Files on their way out: kept under their hash, streamed as they are read."""

import asyncio
from collections.abc import Mapping
from typing import Any

from fastapi.responses import StreamingResponse

from gateway.identity import Ask
from services.kit.errors import Away

PDF = "application/pdf"
UNKEPT: Mapping[str, str] = {"Cache-Control": "no-store"}


def file_answer(*kinds: str) -> dict[int | str, dict[str, Any]]:
    """A route that answers a file of one of some types."""
    content = {kind: {"schema": {"type": "string", "format": "binary"}} for kind in kinds}
    return {200: {"content": content, "description": "The file"}}


async def kept_file(
    ask: Ask, sha256: str, kind: str, disposition: str, headers: Mapping[str, str] = UNKEPT
) -> StreamingResponse:
    """What is kept under a hash; DEPENDENCY_AWAY before anything is sent when it is not there."""
    blobs = ask.door.blobs
    size = await asyncio.to_thread(blobs.size, sha256)
    if size is None:
        raise Away("DEPENDENCY_AWAY", params={"service": "blobs", "s": 2})
    told = {"Content-Disposition": disposition, "Content-Length": str(size), **headers}
    return StreamingResponse(blobs.read(sha256), media_type=kind, headers=told)
