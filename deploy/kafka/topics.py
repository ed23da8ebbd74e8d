"""Makes the broker's topics as topics.yaml lists them; a second run changes nothing."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml
from kafka.admin import ConfigResource, KafkaAdminClient

TOPICS = Path(__file__).with_name("topics.yaml")
DAY_MS = 24 * 60 * 60 * 1000


class WrongPartitions(Exception):  # noqa: N818 - says what is wrong
    """A topic exists with another number of partitions, which cannot be changed without losing its order."""


def wanted(file: Path = TOPICS) -> dict[str, dict[str, int]]:
    """The topics, their partitions and how long they keep records."""
    found: dict[str, dict[str, int]] = yaml.safe_load(file.read_text())
    return found


def settings(topic: Mapping[str, int]) -> dict[str, str]:
    """A topic's own settings on the broker."""
    return {"retention.ms": str(topic["retention_days"] * DAY_MS)}


def ensure(bootstrap: str, replication: int = -1) -> str:
    """Make what is missing, correct what differs; a line that says what was done. -1 replicates as the broker does."""
    admin = KafkaAdminClient(bootstrap_servers=bootstrap.split(","), client_id="qi-deploy")
    try:
        made = create(admin, replication)
        changed = correct(admin)
    finally:
        admin.close()
    return f"topics: {len(made)} made, {len(changed)} changed, {len(wanted())} in all"


def create(admin: Any, replication: int) -> list[str]:
    """Make the missing topics; refuse one that has other partitions."""
    there = {topic["name"]: len(topic["partitions"]) for topic in admin.describe_topics()}
    for name, topic in wanted().items():
        if there.get(name, topic["partitions"]) != topic["partitions"]:
            raise WrongPartitions(f"{name} has {there[name]} partitions instead of {topic['partitions']}")
    missing = {name: topic for name, topic in wanted().items() if name not in there}
    orders = {
        name: {
            "num_partitions": topic["partitions"],
            "replication_factor": replication,
            "configs": settings(topic),
        }
        for name, topic in missing.items()
    }
    if orders:
        admin.create_topics(orders, wait_for_metadata=True)
    return list(missing)


def correct(admin: Any) -> list[str]:
    """Bring settings that differ back to what the file says."""
    asked = [ConfigResource("TOPIC", name, list(settings(topic))) for name, topic in wanted().items()]
    held = held_settings(admin.describe_configs(asked, config_filter="all"))
    differing = {name: settings(topic) for name, topic in wanted().items() if held.get(name) != settings(topic)}
    if differing:
        admin.alter_configs([ConfigResource("TOPIC", name, values) for name, values in differing.items()])
    return list(differing)


def held_settings(described: Any) -> dict[str, dict[str, str]]:
    """What the broker says, by topic and setting."""
    return {name: {key: told["value"] for key, told in values.items()} for name, values in described["topic"].items()}
