"""A virus scanner beside the gateway: clamd, by its INSTREAM command, where one is set."""

import asyncio
from typing import IO

from services.kit.errors import Away

CHUNK = 256 * 1024
PATIENCE_SECONDS = 60


async def infected(address: str, file: IO[bytes]) -> bool:
    """Whether clamd at `host:port` finds anything in a file; Away when it does not answer."""
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            return await _ask(address, file)
    except (OSError, ValueError, asyncio.IncompleteReadError) as fault:
        raise Away("DEPENDENCY_AWAY", params={"service": "scanner", "s": 10}) from fault


async def _ask(address: str, file: IO[bytes]) -> bool:
    host, _, port = address.rpartition(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    try:
        file.seek(0)
        writer.write(b"zINSTREAM\0")
        while chunk := await asyncio.to_thread(file.read, CHUNK):
            writer.write(len(chunk).to_bytes(4, "big") + chunk)
            await writer.drain()
        writer.write(b"\0\0\0\0")
        answer = (await reader.readuntil(b"\0")).decode(errors="replace")
    finally:
        writer.close()
    if "FOUND" not in answer and "OK" not in answer:
        raise ValueError(answer[:80])  # clamd's own trouble, such as a limit below ours
    return "FOUND" in answer
