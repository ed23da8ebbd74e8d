"""Puts a backup in the place of what is there, and begins the next epoch of the data.

Consumers may have heard of what the restore undoes: every aggregate publishes its head again under the higher epoch,
and numbers that may have been given out are not given out again.
"""

import json
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

from bson import decode_file_iter, json_util
from kafka import KafkaConsumer, TopicPartition

from deploy.backup.dump import RAW, Say, collection_of, copy_missing, epoch_of, places
from deploy.backup.layout import AGGREGATES, Manifest, documents_of, options_of
from deploy.standing import DATABASES, Client
from services.kit.clock import day_of
from services.kit.documents import SCHEMA
from services.workflow.service.notices.issuing import read_texts

BATCH = 1000
SKIPPED_NUMBERS = 10_000  # of each series, beyond what it can have given out since the backup
LOWER_MARK = {"$min": ["$unpublished_from", "$revision"]}  # entries that the backup had not published come first
TOPICS = ("qi.case", "qi.part", "qi.audit", "qi.instrument")


def restore(client: Client, told: Mapping[str, str], state: Path, folder: Path, say: Say) -> int:
    """Everything as in the backup, in a new epoch, which is the answer."""
    manifest = Manifest.read(folder)
    epoch = max(manifest.epoch, epoch_of(client), epoch_on(told["QI_KAFKA_BOOTSTRAP"])) + 1
    standing = {database: _series(client, database) for database in DATABASES}
    for place in set(places(client)) - set(manifest.counts):
        collection_of(client, place).drop()
    for place in manifest.counts:
        _load(client, place, folder)
        say(f"{place} {manifest.counts[place]}")
    copy_missing(folder / "blobs", Path(told["QI_BLOBS"]))
    copy_missing(folder / "state", state)
    _skip_numbers(client, standing, day_of(datetime.fromisoformat(manifest.made_at)))
    _set_aside(client, state, epoch)
    _begin(client, epoch)
    return epoch


def epoch_on(bootstrap: str) -> int:
    """The epoch of the newest records: a store that was lost cannot tell it."""
    consumer = KafkaConsumer(bootstrap_servers=bootstrap.split(","), enable_auto_commit=False)
    try:
        return max((_newest(consumer, partition) for partition in _partitions(consumer)), default=1)
    finally:
        consumer.close()


def _partitions(consumer: Any) -> Iterator[TopicPartition]:
    for topic in consumer.topics() & set(TOPICS):
        for number in consumer.partitions_for_topic(topic) or ():
            yield TopicPartition(topic, number)


def _newest(consumer: Any, partition: TopicPartition) -> int:
    end = consumer.end_offsets([partition])[partition]
    if end <= consumer.beginning_offsets([partition])[partition]:
        return 1
    consumer.assign([partition])
    consumer.seek(partition, end - 1)
    records = consumer.poll(5000).get(partition, [])
    headers = dict(records[-1].headers) if records else {}
    return int(headers.get("ce_epoch", b"1"))


def _load(client: Client, place: str, folder: Path) -> None:
    """Without indexes first: they are made faster over what is there."""
    collection = collection_of(client, place)
    collection.drop()
    with documents_of(folder, place).open("rb") as file:
        documents = decode_file_iter(file, RAW)
        while batch := list(islice(documents, BATCH)):
            collection.insert_many(batch)
    for index in json_util.loads(options_of(folder, place).read_text())["indexes"]:
        if index["name"] != "_id_":
            keys = list(index["key"].items())
            collection.create_index(keys, **{k: v for k, v in index.items() if k not in ("v", "key")})


def _skip_numbers(client: Client, standing: Mapping[str, set[str]], since: date) -> None:
    """Numbers given out since the backup may stand on receipts and papers, though what they name is gone."""
    begun = {**standing, "qi_workflow": standing["qi_workflow"] | set(_begun_since(client, since))}
    for database in DATABASES:
        counters = client[database]["counters"]
        missing = begun[database] - _series(client, database)
        if missing:
            counters.insert_many({"_id": key, "last": 0, "schema": SCHEMA} for key in sorted(missing))
        counters.update_many({}, {"$inc": {"last": SKIPPED_NUMBERS}})


def _series(client: Client, database: str) -> set[str]:
    return {row["_id"] for row in client[database]["counters"].find({}, {"_id": 1})}


def _begun_since(client: Client, since: date) -> Iterator[str]:
    """What the window may count since a day, also when the store that knew it was lost."""
    days = [since + timedelta(days=passed) for passed in range((date.today() - since).days + 2)]
    marks = {kind["mark"] for kind in read_texts()["kinds"].values()}
    years = range(since.year - 1, days[-1].year + 1)  # a notice bears the year of its entry
    for row in client["qi_workflow"]["stations"].find({}, {"_id": 1}):
        yield from (f"{row['_id']}-{day.isoformat()}" for day in days)
        yield from (f"notice-{mark}-{year}-{row['_id']}" for mark in marks for year in years)


def _set_aside(client: Client, state: Path, epoch: int) -> None:
    """Files of roots that the restore has undone: kept, but no longer beside those that stand."""
    kept = {row["_id"]: row["signature"] for row in client["qi_workflow"]["roots"].find()}
    for file in sorted(state.glob("workflow*/audit/*.jws")):
        if kept.get(file.stem) != file.read_text().strip():
            aside = file.parent / f"undone-by-epoch-{epoch}"
            aside.mkdir(exist_ok=True)
            file.rename(aside / file.name)


def _begin(client: Client, epoch: int) -> None:
    """Last of all: under the new epoch each head is published again."""
    for database in DATABASES:
        for name in AGGREGATES:
            if name in client[database].list_collection_names():
                client[database][name].update_many({}, [{"$set": {"unpublished_from": LOWER_MARK}}])
        client[database]["marks"].replace_one({"_id": "epoch"}, {"_id": "epoch", "value": epoch}, upsert=True)


def described(folder: Path) -> str:
    """A backup in a line."""
    told = json.loads((folder / "manifest.json").read_text())
    return f"{folder}: {sum(told['counts'].values())} documents of {told['made_at']}"
