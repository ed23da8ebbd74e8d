"""What is stored: the connection, and the shape every aggregate shares."""

import json
import re
from collections.abc import Mapping
from typing import Any, ClassVar

import mongoengine
from mongoengine.errors import NotUniqueError, OperationError, ValidationError
from pymongo.errors import DuplicateKeyError, OperationFailure, PyMongoError

from services.kit.errors import Away
from services.kit.lifecycle import Entry, moment_of
from services.kit.queries import SlowQueries

SCHEMA = 1  # of the documents that this release writes; it reads those of the one before as well
READ_MILLISECONDS = 10_000
AWAY_CODES = frozenset(  # 1: the embedded store's own, when PostgreSQL is away; the others as MongoDB has them
    {1, 6, 7, 50, 89, 91, 189, 262, 9001, 10107, 11600, 11602, 13435, 13436}
)
INDEX_NAME = re.compile(r"[Ii]ndex:? '?([\w.$-]+)")


def connect(uri: str, database: str, slow_milliseconds: int = 1000) -> None:
    """Connect the process to its own database; nothing is sent before the first use."""
    mongoengine.connect(
        db=database,
        host=uri,
        tz_aware=True,
        uuidRepresentation="standard",
        serverSelectionTimeoutMS=5000,
        maxPoolSize=32,
        w="majority",
        event_listeners=[SlowQueries(slow_milliseconds)],
    )


class Stored(mongoengine.Document):
    """Every document says which schema it was written by."""

    meta: ClassVar[dict[str, Any]] = {"abstract": True, "strict": False, "auto_create_index": False}
    schema = mongoengine.IntField(default=SCHEMA)

    def once(self) -> bool:
        """Write it unless it is there: what was written stays as it is. Whether it was written now."""
        try:
            self.save(force_insert=True)
        except NotUniqueError:
            return False
        return True


class Aggregate(Stored):
    """A head and its history, which is the outbox: revision = number of entries = sequence of the last event."""

    meta: ClassVar[dict[str, Any]] = {
        "abstract": True,
        "indexes": [
            {"fields": ["unpublished_from"], "name": "unpublished", "sparse": True},
            {"fields": ["request"], "name": "request_once", "unique": True},
        ],
    }

    id = mongoengine.StringField(primary_key=True)
    revision = mongoengine.IntField(required=True)
    history = mongoengine.ListField(mongoengine.DictField())  # {n, body, hash}
    sealed = mongoengine.ListField(mongoengine.IntField())  # the last entry of each chunk that stands beside it
    unpublished_from = mongoengine.IntField()
    changed_at = mongoengine.DateTimeField(required=True)
    request = mongoengine.StringField(required=True)  # that made it: a create finds its earlier self by it
    request_body = mongoengine.StringField(required=True)  # salted hash of what was asked then
    salt = mongoengine.StringField()  # of the hashes of bodies; erased with a person's data
    state = mongoengine.StringField(required=True)


class Mark(mongoengine.Document):
    """A number that is said of a whole database: `epoch`, raised by a restore; `schema`, raised by a migration."""

    meta: ClassVar[dict[str, Any]] = {"collection": "marks", "strict": False, "auto_create_index": False}
    id = mongoengine.StringField(primary_key=True)
    value = mongoengine.IntField(required=True)


def mark(name: str) -> int:
    """A number of the process's own database; 1 until somebody raises it."""
    found = Mark.objects(id=name).first()
    return int(found.value) if found else 1


def check_schema() -> None:
    """Start-up only looks: data that a later release has contracted are not for this one."""
    found = mark("schema")
    if found > SCHEMA:
        raise ValueError(
            f"the data have schema {found}, this release knows {SCHEMA}: a later release has migrated them"
        )


def entry_of(stored: dict[str, Any]) -> Entry:
    """The entry that a stored history element holds."""
    fields = json.loads(stored["body"])
    fields["at"] = moment_of(fields["at"])
    return Entry(**fields)


def validated(
    kind: type[mongoengine.Document], document: Mapping[str, Any], before: Mapping[str, Any] | None = None
) -> None:
    """Refuse a document that does not fit its fields: a fault of ours, so it is not a Refusal.

    Of one that was valid `before` only what has changed is looked at: evolve hands on what it does not touch.
    """
    for field in kind._fields.values():
        value = document.get(field.db_field)
        if before is not None and field.db_field in before and value is before[field.db_field]:
            continue
        _fitting(kind, field, value)


def _fitting(kind: type[mongoengine.Document], field: Any, value: Any) -> None:
    if value is None:
        if field.required:
            raise ValueError(f"{kind.__name__} does not fit: {field.name} is required")
        return
    try:
        field._validate(value)
    except ValidationError as fault:
        raise ValueError(f"{kind.__name__} does not fit: {field.name}: {fault}") from fault


def duplicate_index(fault: PyMongoError) -> str | None:
    """The unique index a write broke, None when it broke none (both stores, with findAndModify's own code)."""
    told = isinstance(fault, DuplicateKeyError) or "exclusion constraint" in str(fault)
    if not told:
        return None
    found = INDEX_NAME.search(str(fault))
    return found.group(1) if found else ""


def outage(fault: Exception) -> Away | None:
    """What a failure at the store is called when the store does not answer, None when it is a fault of ours."""
    cause = fault.__cause__ or fault.__context__ if isinstance(fault, OperationError) else fault
    if not isinstance(cause, PyMongoError) or duplicate_index(cause) is not None:
        return None
    if isinstance(cause, OperationFailure) and cause.code not in AWAY_CODES:
        return None
    return store_away(cause)


def store_away(fault: PyMongoError) -> Away:
    """What a store that does not answer is called; the write may or may not have taken effect."""
    reason = "DEPENDENCY_AWAY" if isinstance(fault, OperationFailure) else "OUTCOME_UNKNOWN"
    return Away(reason, type(fault).__name__, params={"service": "store"})
