"""One consumer per gateway process, of no group, from the end: what happens now."""

from collections.abc import Callable
from typing import Any

import structlog
from kafka import KafkaConsumer, TopicPartition
from kafka.errors import KafkaError

from services.kit.background import Background
from services.kit.events import Event, Unreadable, from_record

LOG = structlog.get_logger()
TOPICS = ("qi.case", "qi.part")
POLL_MS = 500
AGAIN_SECONDS = 2


class Feed(Background):
    """Hands every event on; `begun` is called whenever it begins anew at the end, for what came before was missed."""

    def __init__(self, bootstrap: str, hear: Callable[[Event], None], begun: Callable[[], None]) -> None:
        super().__init__("live", patience=5)
        self._bootstrap, self._hear, self._begun = bootstrap, hear, begun

    def work(self) -> None:
        """Follow, and begin again when the broker was away."""
        while not self.stopping.is_set():
            try:
                self._follow()
            except (KafkaError, OSError) as fault:
                LOG.warning("live_waits", fault=type(fault).__name__)
                self.stopping.wait(AGAIN_SECONDS)

    def _follow(self) -> None:
        consumer: Any = KafkaConsumer(
            bootstrap_servers=self._bootstrap.split(","), group_id=None, enable_auto_commit=False, fetch_max_wait_ms=200
        )
        try:
            places = [
                TopicPartition(topic, one) for topic in TOPICS for one in consumer.partitions_for_topic(topic) or ()
            ]
            if {place.topic for place in places} != set(TOPICS):
                raise OSError("topics are not there yet")
            consumer.assign(places)
            consumer.seek_to_end(*places)
            for place in places:
                consumer.position(place)  # fixes where the end was, before anybody is told that it is heard
            self._begun()
            while not self.stopping.is_set():
                for records in consumer.poll(timeout_ms=POLL_MS).values():
                    self._tell(records)
        finally:
            consumer.close()

    def _tell(self, records: list[Any]) -> None:
        for record in records:
            try:
                self._hear(from_record(record))
            except Unreadable:
                LOG.warning("live_unreadable", topic=record.topic, partition=record.partition, offset=record.offset)
