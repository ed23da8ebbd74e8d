"""Questions that a healthy process answers. A stopped process accepts connections, so each waits for an answer."""

import asyncio
import struct
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import httpx
from pymongo import AsyncMongoClient
from pymongo.errors import PyMongoError

Probe = Callable[[], Awaitable[bool]]
PATIENCE = 3.0
POSTGRES_HELLO = b"\0\x03\0\0user\0qi\0database\0postgres\0\0"
KAFKA_API_VERSIONS = struct.pack(">ihhih", 10, 18, 0, 1, -1)


def http(url: str) -> Probe:
    """The address answers with success."""

    async def ask() -> bool:
        try:
            async with httpx.AsyncClient(timeout=PATIENCE, trust_env=False) as client:
                return (await client.get(url)).is_success
        except httpx.HTTPError:
            return False

    return ask


def mongo(uri: str) -> Probe:
    """The store answers a ping (FerretDB asks PostgreSQL first)."""
    client: AsyncMongoClient[dict[str, Any]] | None = None

    async def ask() -> bool:
        nonlocal client
        limit = int(PATIENCE * 1000)
        client = client or AsyncMongoClient(uri, serverSelectionTimeoutMS=limit, socketTimeoutMS=limit, maxPoolSize=1)
        try:
            await client.admin.command("ping")
        except PyMongoError:
            return False
        return True

    return ask


def answered(
    connect: Callable[[], Awaitable[tuple[asyncio.StreamReader, asyncio.StreamWriter]]], asked: bytes
) -> Probe:
    """The first byte of the answer, as a probe asks for it; b'E' is PostgreSQL's error."""

    async def talk() -> bytes:
        reader, writer = await connect()
        try:
            writer.write(asked)
            return await reader.read(1)
        finally:
            writer.close()

    async def ask() -> bool:
        try:
            return await asyncio.wait_for(talk(), PATIENCE) not in (b"", b"E")
        except (OSError, TimeoutError):
            return False

    return ask


def postgres(run: Path, port: int) -> Probe:
    """The server lets its superuser in."""
    hello = struct.pack(">i", len(POSTGRES_HELLO) + 4) + POSTGRES_HELLO
    return answered(lambda: asyncio.open_unix_connection(run / f".s.PGSQL.{port}"), hello)


def kafka(port: int) -> Probe:
    """The broker says which requests it knows."""
    return answered(lambda: asyncio.open_connection("127.0.0.1", port), KAFKA_API_VERSIONS)
