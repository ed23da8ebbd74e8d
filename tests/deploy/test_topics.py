"""The broker's topics as the file lists them."""

from typing import Any

import pytest

from deploy.kafka import topics

WANTED = {name: topic["partitions"] for name, topic in topics.wanted().items()}


class NullAdmin:
    """A broker's administration that remembers what it is asked."""

    def __init__(self, held: dict[str, int], retention: str = "2592000000") -> None:
        self.held, self.retention = held, retention
        self.created: dict[str, Any] = {}
        self.altered: list[Any] = []

    def describe_topics(self) -> list[dict[str, Any]]:
        return [{"name": name, "partitions": [{}] * count} for name, count in self.held.items()]

    def create_topics(self, orders: dict[str, Any], **_: object) -> None:
        self.created = orders

    def describe_configs(self, resources: list[Any], **_: object) -> dict[str, Any]:
        return {"topic": {one.name: {"retention.ms": {"value": self.retention}} for one in resources}}

    def alter_configs(self, resources: list[Any]) -> None:
        self.altered = resources


def test_topics_keep_records_for_thirty_days_in_fixed_partitions() -> None:
    admin = NullAdmin({"qi.case": 12})
    assert topics.create(admin, -1) == [name for name in WANTED if name != "qi.case"]
    partitions = {name: order["num_partitions"] for name, order in admin.created.items()}
    assert partitions == {name: count for name, count in WANTED.items() if name != "qi.case"}
    assert (partitions["qi.part"], partitions["qi.dead"]) == (12, 1)
    assert {order["configs"]["retention.ms"] for order in admin.created.values()} == {"2592000000"}


def test_another_number_of_partitions_is_refused() -> None:
    with pytest.raises(topics.WrongPartitions, match=r"qi\.case has 3 partitions instead of 12"):
        topics.create(NullAdmin({"qi.case": 3}), -1)


def test_nothing_is_changed_twice() -> None:
    admin = NullAdmin(WANTED)
    assert (topics.create(admin, -1), topics.correct(admin)) == ([], [])
    assert (admin.created, admin.altered) == ({}, [])


def test_another_retention_is_brought_back() -> None:
    admin = NullAdmin(WANTED, retention="1")
    assert topics.correct(admin) == list(WANTED)
    assert admin.altered[0].configs == {"retention.ms": "2592000000"}
