"""Records of the files that were given and that a filing, or a part's result, may name."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import structlog
from pymongo import ASCENDING
from pymongo.errors import PyMongoError
from qi.workflow.v1.workflow_service_pb2 import FiledMaterial

from services.kit.clock import Clock
from services.kit.errors import Away, FieldFault, Malformed
from services.kit.identity import Caller

LOG = structlog.get_logger()
KEPT_DAYS = 30
TOLD = tuple(field.name for field in FiledMaterial.DESCRIPTOR.fields)
SHARED_BY = ("uscc", "station")  # a company's people, or a window's, may use one another's files


class Uploads:
    """The collection `uploads` of the gateway's own database."""

    def __init__(self, client: Any, clock: Clock) -> None:
        self._client, self._clock = client, clock
        self._records = client["qi_gateway"]["uploads"]
        self._prepared = False

    async def prepare(self) -> None:
        """See to the index that forgets old records; while the store is away, the first record sees to it."""
        try:
            await self._index()
        except PyMongoError as fault:
            LOG.warning("store_not_ready", fault=type(fault).__name__)

    async def add(self, record: dict[str, Any], caller: Caller) -> None:
        """Keep a record for whoever gave the file."""
        owner = {"subject": caller.subject, "uscc": caller.uscc, "station": caller.station}
        expires_at = self._clock.now() + timedelta(days=KEPT_DAYS)
        try:
            await self._index()
            await self._records.insert_one({**record, "_id": record["id"], "owner": owner, "expires_at": expires_at})
        except PyMongoError as fault:
            raise _away() from fault

    async def named(self, ids: Sequence[str], item: str, caller: Caller) -> list[dict[str, Any]]:
        """The records behind ids, in their order; Malformed with the place of each that is not to be used here."""
        if not ids:
            return []
        try:
            found = {row["_id"]: row async for row in self._records.find({"_id": {"$in": list(ids)}})}
        except PyMongoError as fault:
            raise _away() from fault
        wrong = [(place, _fault(found.get(key), item, caller)) for place, key in enumerate(ids)]
        faults = [FieldFault(f"materials/{place}", reason) for place, reason in wrong if reason]
        if faults:
            raise Malformed(faults[0].reason, fields=faults)
        return [found[key] for key in dict.fromkeys(ids)]

    async def forget(self, ids: Sequence[str]) -> None:
        """Erase records, with the names of their files."""
        try:
            await self._records.delete_many({"_id": {"$in": list(ids)}})
        except PyMongoError as fault:
            raise _away() from fault

    async def files(self, ids: Sequence[str], item: str, caller: Caller) -> list[FiledMaterial]:
        """The same as services are told of them."""
        return [FiledMaterial(**{name: row[name] for name in TOLD}) for row in await self.named(ids, item, caller)]

    async def _index(self) -> None:
        if not self._prepared:
            await self._records.create_index([("expires_at", ASCENDING)], name="expires", expireAfterSeconds=0)
            self._prepared = True

    async def close(self) -> None:
        """Close the connections."""
        await self._client.close()


def _fault(row: dict[str, Any] | None, item: str, caller: Caller) -> str:
    if row is None or not _may_use(row["owner"], caller):
        return "UNKNOWN_MATERIAL"
    if row.get("state") == "quarantined":
        return "MATERIAL_UNSAFE"
    return "" if row["item"] == item else "MATERIAL_OF_OTHER_ITEM"


def _may_use(owner: dict[str, str], caller: Caller) -> bool:
    shared = any(owner[name] and owner[name] == getattr(caller, name) for name in SHARED_BY)
    return shared or owner["subject"] == caller.subject


def _away() -> Away:
    return Away("DEPENDENCY_AWAY", params={"service": "store", "s": 2})
