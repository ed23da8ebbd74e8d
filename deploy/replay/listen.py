"""An independent consumer: every event of the cases and parts, and whether any is missing or out of order."""

import threading
from collections import defaultdict

from kafka import KafkaConsumer
from kafka.errors import KafkaError

TOPICS = ("qi.case", "qi.part")


class Listener:
    """Listens from now on."""

    def __init__(self, broker: str) -> None:
        self._consumer = KafkaConsumer(
            *TOPICS, bootstrap_servers=broker, group_id=None, auto_offset_reset="latest", enable_auto_commit=False
        )
        self._stopping = threading.Event()
        self._lock = threading.Lock()
        self._last: dict[str, int] = defaultdict(int)
        self.read = self.repeated = self.disordered = 0
        while not self._consumer.assignment():
            self._consumer.poll(200)
        for partition in self._consumer.assignment():
            self._consumer.position(partition)
        self._thread = threading.Thread(target=self._work, daemon=True)
        self._thread.start()

    def _work(self) -> None:
        while not self._stopping.is_set():
            try:
                batches = self._consumer.poll(300)
            except KafkaError:
                continue
            for records in batches.values():
                for record in records:
                    self._hear(record.key.decode(), int(dict(record.headers)["ce_sequence"]))

    def _hear(self, key: str, sequence: int) -> None:
        with self._lock:
            last = self._last[key]
            self.read += 1
            self.repeated += sequence <= last
            self.disordered += sequence > last + 1
            self._last[key] = max(last, sequence)

    def heard(self, key: str) -> int:
        """The last sequence heard of an aggregate."""
        with self._lock:
            return self._last.get(key, 0)

    def stop(self) -> None:
        """End."""
        self._stopping.set()
        self._thread.join(10)
        self._consumer.close()
