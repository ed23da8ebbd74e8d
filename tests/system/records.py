"""What was really published, read back from the broker's first record to its last."""

from collections.abc import Iterable, Sequence
from typing import Any

from kafka import KafkaConsumer, TopicPartition

OURS = "qi."


def topics(broker: str) -> list[str]:
    """Every topic of ours."""
    consumer = KafkaConsumer(bootstrap_servers=broker)
    try:
        return sorted(name for name in consumer.topics() if name.startswith(OURS))
    finally:
        consumer.close()


def read(broker: str, names: Sequence[str]) -> list[Any]:
    """Everything in some topics up to now."""
    consumer = KafkaConsumer(bootstrap_servers=broker, group_id=None, enable_auto_commit=False)
    try:
        places = [TopicPartition(name, number) for name in names for number in consumer.partitions_for_topic(name)]
        consumer.assign(places)
        consumer.seek_to_beginning(*places)
        ends, found = consumer.end_offsets(places), []
        while any(consumer.position(place) < ends[place] for place in places):
            for records in consumer.poll(500).values():
                found.extend(records)
        return found
    finally:
        consumer.close()


def headers(record: Any) -> dict[str, str]:
    """The headers of a record as text."""
    return {name: value.decode() for name, value in record.headers}


def last_of(records: Iterable[Any]) -> dict[str, int]:
    """The last sequence of each key; a jump, or a repeated event that is not the same one, fails."""
    seen: dict[str, list[str]] = {}
    for record in records:
        told = headers(record)
        hashes, number = seen.setdefault(record.key.decode(), []), int(told["ce_sequence"])
        assert number <= len(hashes) + 1, f"{record.key} jumps to {number} after {len(hashes)}"
        hashes[number - 1 :] = hashes[number - 1 :] or [told["ce_entryhash"]]
        assert hashes[number - 1] == told["ce_entryhash"], f"{record.key} {number} was another event before"
    return {key: len(hashes) for key, hashes in seen.items()}
