"""Files on their way in: spooled, hashed, judged by content, kept as blobs, with records of their own."""

import hashlib
import secrets
import tempfile
import zipfile
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import IO, Any

import filetype
from fastapi import UploadFile
from pymongo import ASCENDING, AsyncMongoClient
from pymongo.errors import PyMongoError

from services.kit.clock import Clock
from services.kit.errors import Away, FieldFault, Malformed, malformed
from services.kit.identity import Caller

CHUNK = 1024 * 1024
KEPT_DAYS = 30
EXTENSIONS = {
    "application/pdf": (".pdf",),
    "image/jpeg": (".jpg", ".jpeg"),
    "image/png": (".png",),
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": (".xlsx",),
    "application/ofd": (".ofd",),
    "application/xml": (".xml",),
}
IN_ZIP = {
    "xl/workbook.xml": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "OFD.xml": "application/ofd",
}
FIELDS = ("id", "sha256", "size", "media_type", "name")


class Uploads:
    """Records of files that no filing has named yet."""

    def __init__(self, uri: str, clock: Clock) -> None:
        self._client: AsyncMongoClient[dict[str, Any]] = AsyncMongoClient(
            uri, tz_aware=True, serverSelectionTimeoutMS=5000
        )
        self._records = self._client["qi_gateway"]["uploads"]
        self._clock = clock

    async def prepare(self) -> None:
        """See to the index that forgets what was never used."""
        await self._records.create_index([("expires_at", ASCENDING)], name="expires", expireAfterSeconds=0)

    async def add(self, record: dict[str, Any], caller: Caller) -> dict[str, Any]:
        """Keep a record for whoever gave the file."""
        owner = {"subject": caller.subject, "uscc": caller.uscc, "station": caller.station}
        kept = {**record, "_id": record["id"], "owner": owner}
        try:
            await self._records.insert_one({**kept, "expires_at": self._clock.now() + timedelta(days=KEPT_DAYS)})
        except PyMongoError as fault:
            raise Away("DEPENDENCY_AWAY", params={"service": "store"}) from fault
        return record

    async def named(self, ids: Sequence[str], item: str, caller: Caller) -> list[dict[str, Any]]:
        """The records behind ids, in their order; UNKNOWN_MATERIAL for what is not the caller's or not the item's."""
        try:
            found = {row["_id"]: row async for row in self._records.find({"_id": {"$in": list(ids)}})}
        except PyMongoError as fault:
            raise Away("DEPENDENCY_AWAY", params={"service": "store"}) from fault
        faults = []
        for place, key in enumerate(ids):
            row = found.get(key)
            if row is None or not _mine(row["owner"], caller):
                faults.append(FieldFault(f"materials/{place}", "UNKNOWN_MATERIAL"))
            elif row["item"] != item:
                faults.append(FieldFault(f"materials/{place}", "MATERIAL_OF_OTHER_ITEM"))
        if faults:
            raise Malformed(faults[0].reason, fields=faults)
        return [found[key] for key in dict.fromkeys(ids)]

    async def close(self) -> None:
        """Close the connections."""
        await self._client.close()


def _mine(owner: dict[str, str], caller: Caller) -> bool:
    shared = (name for name in ("uscc", "station") if owner[name])
    return owner["subject"] == caller.subject or any(owner[name] == getattr(caller, name) for name in shared)


async def taken_in(file: UploadFile, longest: int, blobs: Any) -> dict[str, Any]:
    """A file's record, its content kept; or the MATERIAL_… refusal that says what is wrong with it."""
    name = Path((file.filename or "file").replace("\\", "/")).name[:200]
    digest, size = hashlib.sha256(), 0
    with tempfile.NamedTemporaryFile(prefix="qi-upload-") as spool:
        while chunk := await file.read(CHUNK):
            size += len(chunk)
            if size > longest:
                raise malformed("file", "MATERIAL_TOO_LARGE", file=name, size=size // CHUNK, max=longest // CHUNK)
            digest.update(chunk)
            spool.write(chunk)
        spool.flush()
        if size == 0:
            raise malformed("file", "MATERIAL_EMPTY", file=name)
        media_type = judged(name, spool.file)
        await blobs.put(digest.hexdigest(), Path(spool.name))
    record = {"id": secrets.token_urlsafe(18), "sha256": digest.hexdigest(), "size": size}
    return {**record, "media_type": media_type, "name": name}


def judged(name: str, file: IO[bytes]) -> str:
    """The media type of the content; forbidden types and names that say another type are refused."""
    media_type = _type_of(file)
    extension = Path(name).suffix.lower()
    if media_type not in EXTENSIONS:
        raise malformed("file", "MATERIAL_TYPE_FORBIDDEN", file=name, type=media_type or extension or "?")
    if extension not in EXTENSIONS[media_type]:
        raise malformed("file", "MATERIAL_TYPE_MISMATCH", file=name, ext=extension, type=media_type)
    return media_type


def _type_of(file: IO[bytes]) -> str:
    file.seek(0)
    head = file.read(8192)
    if head.startswith(b"PK"):
        return _zipped(file)
    if head.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<?xml"):
        return "application/xml"
    return filetype.guess_mime(head) or ""


def _zipped(file: IO[bytes]) -> str:
    try:
        with zipfile.ZipFile(file) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return ""
    return next((media_type for name, media_type in IN_ZIP.items() if name in names), "application/zip")
