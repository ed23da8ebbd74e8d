"""The latest events, kept by the gateway for those who look at the stream itself."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import structlog
from kafka import KafkaConsumer
from kafka.errors import KafkaError
from pymongo import ASCENDING, DESCENDING, MongoClient
from pymongo.errors import BulkWriteError, PyMongoError

from gateway.live.feed import AGAIN_SECONDS, POLL_MS, TOPICS
from gateway.live.sight import OUTCOMES, hears_all
from services.kit.background import Background
from services.kit.clock import Clock
from services.kit.errors import Away
from services.kit.events import Event, Unreadable, from_record
from services.kit.identity import Caller

LOG = structlog.get_logger()
GROUP = "qi-gateway-events"
KEPT_DAYS = 30  # as long as the topics keep theirs
THERE_ALREADY = 11000
INDEXES = {
    "place": [("place", DESCENDING)],
    "key": [("key", ASCENDING), ("place", DESCENDING)],
    "type": [("type", ASCENDING), ("place", DESCENDING)],
    "outcome": [("outcome", ASCENDING), ("place", DESCENDING)],
}


class Events:
    """The collection `events`, as it is read."""

    def __init__(self, store: Any, recorder: "Recorder | None" = None) -> None:
        self._records, self._recorder = store["qi_gateway"]["events"], recorder
        self._prepared = False

    async def start(self) -> None:
        """Begin to write down; while the store is away, the first page sees to the indexes."""
        if self._recorder:
            self._recorder.start()
        try:
            await self._index()
        except PyMongoError as fault:
            LOG.warning("store_not_ready", fault=type(fault).__name__)

    async def _index(self) -> None:
        if not self._prepared:
            for name, keys in INDEXES.items():
                await self._records.create_index(keys, name=name)
            await self._records.create_index([("expires_at", ASCENDING)], name="expires", expireAfterSeconds=0)
            self._prepared = True

    async def stop(self) -> None:
        """Write no more down."""
        if self._recorder:
            await asyncio.to_thread(self._recorder.stop)

    async def page(self, caller: Caller, kind: str, key: str, before: str, size: int) -> list[dict[str, Any]]:
        """Events that a caller may see, the newest first; one more than the page holds tells that more follow."""
        asked = {name: value for name, value in (("type", kind), ("key", key)) if value}
        scope = {} if hears_all(caller) else {"outcome": True}
        wanted = {**scope, **asked, **({"place": {"$lt": before}} if before else {})}
        index = next((name for name in ("key", "type", "outcome") if name in wanted), "place")
        try:
            await self._index()
            found = self._records.find(wanted, hint=index).sort("place", DESCENDING).limit(size + 1)
            return [row async for row in found]
        except PyMongoError as fault:
            raise Away("DEPENDENCY_AWAY", params={"service": "store", "s": 2}) from fault


class Recorder(Background):
    """Writes events down: one group of all replicas, offsets committed after the rows, repetitions harmless."""

    def __init__(self, bootstrap: str, store: str, clock: Clock) -> None:
        super().__init__("events", patience=15)
        self._bootstrap, self._store, self._clock = bootstrap, store, clock

    def work(self) -> None:
        """Write down, and begin again when the broker or the store was away."""
        while not self.stopping.is_set():
            try:
                with MongoClient[dict[str, Any]](self._store, tz_aware=True) as client:
                    self._consume(client["qi_gateway"]["events"])
            except (KafkaError, PyMongoError, OSError) as fault:
                LOG.warning("events_wait", fault=type(fault).__name__)
                self.stopping.wait(AGAIN_SECONDS)

    def _consume(self, records: Any) -> None:
        consumer: Any = KafkaConsumer(
            *TOPICS,
            bootstrap_servers=self._bootstrap.split(","),
            group_id=GROUP,
            enable_auto_commit=False,
            auto_offset_reset="earliest",
            session_timeout_ms=10_000,
        )
        try:
            while not self.stopping.is_set():
                found = [record for batch in consumer.poll(timeout_ms=POLL_MS).values() for record in batch]
                if found:
                    self._write(records, found)
                    consumer.commit()
        finally:
            consumer.close()

    def _write(self, records: Any, found: Sequence[Any]) -> None:
        rows = [self._row(event) for event in map(_readable, found) if event]
        try:
            if rows:
                records.insert_many(rows, ordered=False)
        except BulkWriteError as fault:
            if any(error["code"] != THERE_ALREADY for error in fault.details["writeErrors"]):
                raise

    def _row(self, event: Event) -> dict[str, Any]:
        told = {name: getattr(event, name) for name in ("type", "key", "sequence", "epoch", "time", "data")}
        rest = {"outcome": event.type in OUTCOMES, "expires_at": self._clock.now() + timedelta(days=KEPT_DAYS)}
        return {"_id": event.id, "place": f"{event.time}~{event.id}", **told, **rest}


def _readable(record: Any) -> Event | None:
    try:
        return from_record(record)
    except Unreadable:  # the consumers of the services bury those
        return None
