"""Publishes what was written: at once from a thread of its own, and leftovers by a sweeper."""

import queue
import time
from collections.abc import Iterable
from typing import Any

import structlog
from kafka import KafkaProducer
from kafka.errors import KafkaError
from pymongo.errors import PyMongoError

from services.kit import metrics, sealing
from services.kit.background import Background
from services.kit.clock import Clock
from services.kit.documents import entry_of
from services.kit.events import Event, Publication, to_headers
from services.kit.lifecycle import Head

LOG = structlog.get_logger()
BATCH = 200
SWEEP_SECONDS = 1.0
LEFT_OVER_SECONDS = 2.0
ACKNOWLEDGE_SECONDS = 30.0


class Relay(Background):
    """Sends an aggregate's entries in order; n + 1 never before n is acknowledged: repeats, never losses."""

    def __init__(self, collection: Any, publication: Publication, bootstrap: str, clock: Clock) -> None:
        super().__init__(f"relay-{publication.topic}", patience=10)
        self._collection = collection
        self._publication = publication
        self._bootstrap = bootstrap
        self._clock = clock
        self._written: queue.SimpleQueue[str] = queue.SimpleQueue()
        self._producer: KafkaProducer | None = None

    def written(self, key: str) -> None:
        """An aggregate has unpublished entries: called after each commit."""
        self._written.put(key)

    def stop(self) -> None:
        """Publish what is queued, then end."""
        super().stop()
        if self._producer is not None:
            self._producer.close(5)

    def work(self) -> None:
        """Publish what is queued, and now and then what was left over."""
        swept = 0.0
        while not (self.stopping.is_set() and self._written.empty()):
            try:
                self.flush(self._queued())
                if time.monotonic() - swept > SWEEP_SECONDS:
                    self.sweep()
                    swept = time.monotonic()
            except (KafkaError, PyMongoError) as fault:
                LOG.warning("relay_waits", topic=self._publication.topic, fault=type(fault).__name__)
                self.stopping.wait(1)

    def _queued(self) -> set[str]:
        keys: set[str] = set()
        try:
            keys.add(self._written.get(timeout=0.2))
            while len(keys) < BATCH:
                keys.add(self._written.get_nowait())
        except queue.Empty:
            pass
        return keys

    def sweep(self) -> None:
        """Publish what another process, or an earlier life of this one, has left."""
        marked = list(self._collection.find({"unpublished_from": {"$exists": True}}, {"changed_at": 1}).limit(BATCH))
        now = self._clock.now()
        ages = {found["_id"]: abs((now - found["changed_at"]).total_seconds()) for found in marked}
        metrics.UNPUBLISHED_AGE.set(max(ages.values(), default=0))
        self.flush({key for key, age in ages.items() if age > LEFT_OVER_SECONDS})

    def flush(self, keys: Iterable[str]) -> None:
        """Publish the unpublished entries of some aggregates, side by side, each in its order."""
        wanted = sorted(keys)
        found = self._collection.find({"_id": {"$in": wanted}}) if wanted else ()
        documents = [self._readable(document) for document in found if "unpublished_from" in document]
        sent = {document["_id"]: document["unpublished_from"] - 1 for document in documents}
        pending = documents
        while waiting := [document for document in pending if sent[document["_id"]] < document["revision"]]:
            acknowledged = self._send_next(waiting, sent)
            pending = [document for document in waiting if document["_id"] in acknowledged]
        for document in documents:
            self._mark(document, sent[document["_id"]])

    def _readable(self, document: Head) -> Head:
        """With its sealed entries too, should they have to be published once more."""
        again = document["unpublished_from"] <= sealing.sealed(document)
        return sealing.whole(self._collection, document) if again else document

    def _send_next(self, documents: list[Head], sent: dict[str, int]) -> set[str]:
        futures = [(document["_id"], self._send(document, sent[document["_id"]] + 1)) for document in documents]
        acknowledged = set()
        for key, future in futures:
            try:
                future.get(ACKNOWLEDGE_SECONDS)
                sent[key] += 1
                acknowledged.add(key)
            except KafkaError as fault:
                LOG.warning("not_published", topic=self._publication.topic, fault=type(fault).__name__)
        return acknowledged

    def _send(self, document: Head, number: int) -> Any:
        if self._producer is None:
            self._producer = KafkaProducer(bootstrap_servers=self._bootstrap.split(","), acks="all", linger_ms=0)
        event = self._event(document, number)
        return self._producer.send(
            self._publication.topic, key=event.key.encode(), value=event.data.encode(), headers=to_headers(event)
        )

    def _event(self, document: Head, number: int) -> Event:
        stored = document["history"][number - 1 - document["revision"]]  # from the newest on: the oldest may be sealed
        return self._publication.event(document, entry_of(stored), stored["hash"])

    def _mark(self, document: Head, last: int) -> None:
        start = document["unpublished_from"]
        if last < start:
            return
        whole = {"_id": document["_id"], "revision": last, "unpublished_from": start}
        if self._collection.update_one(whole, {"$unset": {"unpublished_from": ""}}).modified_count == 0:
            part = {"_id": document["_id"], "unpublished_from": start, "revision": {"$gt": last}}
            self._collection.update_one(part, {"$set": {"unpublished_from": last + 1}})
