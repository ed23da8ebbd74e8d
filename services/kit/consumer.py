"""Consumes topics: transient faults wait, permanent ones park their key, unreadable records go to the dead letters."""

import time
from collections.abc import Callable, Mapping
from typing import Any

import mongoengine
import structlog
from kafka import KafkaConsumer, KafkaProducer
from kafka.errors import KafkaError
from mongoengine.errors import OperationError
from pymongo.errors import PyMongoError

from services.kit import metrics
from services.kit.background import Background
from services.kit.documents import Stored
from services.kit.errors import Away, Stale
from services.kit.events import Event, Unreadable, from_record

LOG = structlog.get_logger()
DEAD_LETTERS = "qi.dead"
MEASURE_SECONDS = 5.0
PAUSES = (0.1, 0.5, 1.0, 2.0, 5.0)
TRANSIENT = (Away, Stale, PyMongoError, OperationError, KafkaError)  # Stale: others changed it at the same time
PERMANENT = Exception  # whatever is not transient: waiting would not help

Handler = Callable[[Event], None]
Reactions = Mapping[str, Handler]  # event type → what is done; other types are none of our business


class Parked(Stored):
    """A key whose event could not be applied: its later events are skipped until it is released."""

    meta = {"collection": "parked"}
    id = mongoengine.StringField(primary_key=True)  # <topic>/<key>
    reason = mongoengine.StringField(required=True)
    event = mongoengine.StringField(required=True)


class Consumer(Background):
    """One group on one topic; offsets are committed after the effects, so every handler is idempotent."""

    def __init__(self, topic: str, group: str, bootstrap: str, reactions: Reactions, epoch: int = 1) -> None:
        super().__init__(f"consumer-{topic}", patience=15)
        self._topic, self._group, self._bootstrap, self._reactions = topic, group, bootstrap, reactions
        self._epoch = epoch  # of our own data; a restore raises it everywhere at once
        self._consumer: Any = None
        self._measured = 0.0

    def work(self) -> None:
        """Consume, and begin again when the broker was away."""
        while not self.stopping.is_set():
            try:
                metrics.PARKED_KEYS.set(count_parked())
                self._consume()
            except TRANSIENT as fault:
                LOG.warning("consumer_waits", topic=self._topic, fault=type(fault).__name__)
                self.stopping.wait(1)

    def _consume(self) -> None:
        self._consumer = KafkaConsumer(
            self._topic,
            bootstrap_servers=self._bootstrap.split(","),
            group_id=self._group,
            enable_auto_commit=False,
            auto_offset_reset="earliest",
            session_timeout_ms=10_000,
            max_poll_records=100,
        )
        try:
            while not self.stopping.is_set():
                self._poll()
        finally:
            self._consumer.close()

    def _poll(self) -> None:
        batches = self._consumer.poll(timeout_ms=500)
        for records in batches.values():
            for record in records:
                if not self._settle(record):
                    return
        if batches:
            self._consumer.commit()
        self._measure()

    def _measure(self) -> None:
        """Also while nothing comes, or nothing can be applied: that is when somebody looks at it."""
        if time.monotonic() - self._measured < MEASURE_SECONDS:
            return
        self._measured = time.monotonic()
        assigned = list(self._consumer.assignment())
        ends = self._consumer.end_offsets(assigned)
        metrics.CONSUMER_LAG.labels(self._topic).set(sum(ends[tp] - self._consumer.position(tp) for tp in assigned))

    def _settle(self, record: Any) -> bool:
        """Apply one record, waiting as long as it takes; False when the process stops meanwhile."""
        tries = 0
        while not self.stopping.is_set():
            try:
                self._apply(record)
                metrics.CONSUMER_WAITING.labels(self._topic).set(0)
                return True
            except TRANSIENT as fault:
                LOG.warning("consumer_retries", topic=self._topic, fault=type(fault).__name__)
                metrics.CONSUMER_WAITING.labels(self._topic).set(1)
                self._measure()
                self.stopping.wait(PAUSES[min(tries, len(PAUSES) - 1)])
                tries += 1
        return False

    def _apply(self, record: Any) -> None:
        try:
            event = from_record(record)
        except Unreadable:
            self._bury(record)
            return
        if event.epoch < self._epoch:
            return  # it tells of what a restore has undone
        handler = self._reactions.get(event.type)
        place = f"{self._topic}/{event.key}"
        if handler is None or Parked.objects(id=place).only("id").first() is not None:
            return
        try:
            handler(event)
        except TRANSIENT:
            raise
        except PERMANENT as fault:
            park(place, event.id, fault)

    def _bury(self, record: Any) -> None:
        LOG.error("unreadable", topic=record.topic, partition=record.partition, offset=record.offset)
        producer = KafkaProducer(bootstrap_servers=self._bootstrap.split(","), acks="all")
        try:
            producer.send(DEAD_LETTERS, key=record.key, value=record.value, headers=record.headers).get(30)
        finally:
            producer.close(5)


def park(place: str, event_id: str, fault: Exception) -> None:
    """Set a key aside until it is released."""
    LOG.error("parked", place=place, event_id=event_id, fault=repr(fault)[:200])
    Parked(id=place, reason=repr(fault)[:500], event=event_id).save()
    metrics.PARKED_KEYS.set(count_parked())


def count_parked() -> int:
    """How many keys are set aside."""
    return int(Parked.objects(id__exists=True).count())
