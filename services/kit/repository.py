"""Commits what was decided: one guarded write that changes the head and appends the history."""

import hashlib
import json
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from pymongo.errors import BulkWriteError, DuplicateKeyError, PyMongoError

from services.kit import metrics, sealing
from services.kit.clock import Clock
from services.kit.documents import SCHEMA, Aggregate, entry_of, store_away, validated
from services.kit.errors import KeyReused, NotFound, Stale
from services.kit.lifecycle import GENESIS, Entry, Evolve, Happening, Head, chained

TRIES = 20  # of a change nobody asked a revision for, against others that change the same aggregate
BULK, DUPLICATE_CODE = 1_000, 11_000  # documents in one command; the code of a broken unique index in a bulk
NOT_OF_THE_HEAD = ("_id", "history", "sealed", "unpublished_from")
KIT_FIELDS = (
    "_id",
    "schema",
    "revision",
    "history",
    "sealed",
    "unpublished_from",
    "changed_at",
    "request",
    "request_body",
    "salt",
)


@dataclass(frozen=True)
class Request:
    """Who asks for a change, under which id, and a hash of what was asked."""

    id: str
    actor: str
    role: str
    body: str = ""

    @classmethod
    def of(cls, request_id: str, actor: str, role: str, asked: Any) -> "Request":
        """A request whose body is anything that JSON can say."""
        text = json.dumps(asked, sort_keys=True, ensure_ascii=False, default=str)
        return cls(request_id, actor, role, hashlib.sha256(text.encode()).hexdigest())


Decide = Callable[[Head], Sequence[Happening]]


class Repository:
    """The aggregates of one kind: reads them, and changes them by decide and evolve alone."""

    def __init__(
        self,
        kind: type[Aggregate],
        evolve: Evolve,
        clock: Clock,
        written: Callable[[str], None] = lambda _id: None,
        kept: Callable[[Head], Head] = lambda _head: {},
    ) -> None:
        self.kind = kind
        self._evolve = evolve
        self._clock = clock
        self._written = written
        self._kept = kept  # what a document keeps for its indexes: follows from the head, and is no part of it

    def collection(self) -> Any:
        """The store's collection."""
        return self.kind._get_collection()

    def get(self, key: str, scope: Mapping[str, Any] | None = None, fields: Mapping[str, int] | None = None) -> Head:
        """One document as stored, or some fields, within a scope of what may be seen; NOT_FOUND outside of it."""
        try:
            found = self.collection().find_one({**(scope or {}), "_id": key}, fields)
        except PyMongoError as fault:
            raise store_away(fault) from fault
        if found is None:
            raise NotFound("NOT_FOUND", f"no {self.kind.__name__.lower()} {key}")
        return self._whole(dict(found))

    def _whole(self, document: Head) -> Head:
        try:
            return sealing.whole(self.collection(), document)
        except PyMongoError as fault:
            raise store_away(fault) from fault

    def create(self, key: str, request: Request, happenings: Sequence[Happening], extra: Head | None = None) -> Head:
        """Make an aggregate once per request id; `extra` are fields written now and never again."""
        document = self.begun(key, request, happenings, extra)
        validated(self.kind, document)
        try:
            self.collection().insert_one(document)
        except DuplicateKeyError as fault:
            earlier = self.earlier(request)
            if earlier is None:
                raise fault
            return earlier
        except PyMongoError as fault:
            raise store_away(fault) from fault
        self._written(key)
        return document

    def create_all(self, documents: Sequence[Head]) -> set[str]:
        """Store aggregates that were begun together; the ids of those that a unique index keeps out.

        The same documents may be given again after a crash: those that are there already are kept out too.
        """
        out: set[str] = set()
        for begin in range(0, len(documents), BULK):
            out |= self._stored(documents[begin : begin + BULK])
        for document in documents:
            if document["_id"] not in out:
                self._written(document["_id"])
        return out

    def _stored(self, chunk: Sequence[Head]) -> set[str]:
        try:
            self.collection().insert_many(chunk, ordered=False)
        except BulkWriteError as fault:
            errors = fault.details["writeErrors"]
            if any(error["code"] != DUPLICATE_CODE for error in errors):
                raise
            return {str(chunk[error["index"]]["_id"]) for error in errors}
        except PyMongoError as fault:
            raise store_away(fault) from fault
        return set()

    def begun(self, key: str, request: Request, happenings: Sequence[Happening], extra: Head | None = None) -> Head:
        """A new aggregate, not yet stored."""
        salt = secrets.token_hex(16)
        begun: Head = {"_id": key, "schema": SCHEMA, "revision": 0, "state": "", "salt": salt}
        document = self.grown(begun, [], request, happenings)
        body = salted(salt, request.body)
        return {**document, **(extra or {}), "request": request.id, "request_body": body, "unpublished_from": 1}

    def earlier(self, request: Request) -> Head | None:
        """What the same request made before; KEY_REUSED when it asked for something else then."""
        try:
            found = self.collection().find_one({"request": request.id})
        except PyMongoError as fault:
            raise store_away(fault) from fault
        if found is not None and not _same(found, found["request_body"], request):
            raise KeyReused("KEY_REUSED", params={"no": found["_id"]})
        return None if found is None else self._whole(dict(found))

    def change(
        self, key: str, request: Request, decide: Decide, expected: int = 0, scope: Mapping[str, Any] | None = None
    ) -> Head:
        """Apply a decision to the aggregate as it is, once per request id; STALE_REVISION when another was expected."""
        for _ in range(TRIES):
            document = self.get(key, scope)
            done = self._done_before(document, request)
            if done is not None:
                return done
            if expected and document["revision"] != expected:
                raise Stale("STALE_REVISION", params={"revision": document["revision"]})
            changed = self.grown(document, document["history"], request, decide(document))
            if changed is document or self._commit(document, changed):
                metrics.HISTORY_BYTES.labels(self.kind.__name__).observe(sealing.size(changed["history"]))
                return changed
        raise Stale("STALE_REVISION", "too many changes at once", params={"revision": document["revision"]})

    def keep(self, key: str) -> bool:
        """Renew what a document keeps for its indexes; whether that was other than before."""
        document = self.get(key)
        kept = self._kept(document)
        if all(document.get(name) == value for name, value in kept.items()):
            return False
        guard = {"_id": key, "revision": document["revision"]}  # whoever changes it meanwhile keeps it anew
        return bool(self.collection().update_one(guard, {"$set": kept}).modified_count)

    def _done_before(self, document: Head, request: Request) -> Head | None:
        named = json.dumps(request.id, ensure_ascii=False)  # as canonical JSON has it: most entries need no parsing
        if not any(named in stored["body"] for stored in document["history"]):
            return None
        entries = [entry_of(stored) for stored in document["history"]]
        own = [entry for entry in entries if entry.request == request.id]
        if not own:
            return None
        if "asked" in own[0].data and not _same(document, own[0].data["asked"], request):
            raise KeyReused("KEY_REUSED", params={"no": document["_id"]})
        now = replay(self._evolve, entries)
        beside = {field: value for field, value in document.items() if field in KIT_FIELDS or field not in now}
        return {**beside, **replay(self._evolve, entries[: own[-1].n]), "revision": own[-1].n}

    def grown(
        self, document: Head, history: list[dict[str, Any]], request: Request, happenings: Sequence[Happening]
    ) -> Head:
        """A document with what happened to it, not yet stored."""
        if not happenings:
            return document
        now, head, stored = self._clock.now(), document, list(history)
        for happening in happenings:
            head, element = self._appended(head, stored, request, happening, now)
            stored.append(element)
        kept = self._kept(head)
        return {**head, **kept, "revision": len(stored), "history": stored, "changed_at": now}

    def _appended(
        self, head: Head, stored: list[dict[str, Any]], request: Request, happening: Happening, now: datetime
    ) -> tuple[Head, dict[str, Any]]:
        number = len(stored) + 1
        asked = {"asked": salted(head.get("salt"), request.body)} if request.body else {}
        data = {**happening.data, **asked}
        entry = Entry(number, happening.at or now, request.actor, request.role, happening.action, request.id, "", data)
        head = self._evolve(head, entry)
        body = replace(entry, state=head["state"]).body()
        previous = stored[-1]["hash"] if stored else GENESIS
        return head, {"n": number, "body": body, "hash": chained(previous, body)}

    def _commit(self, before: Head, after: Head) -> bool:
        validated(self.kind, after, before)
        new = after["history"][before["revision"] :]
        update = {
            "$set": _changed(before, after),
            "$push": {"history": {"$each": new}},
            "$min": {"unpublished_from": before["revision"] + 1},
        }
        guard = {"_id": before["_id"], "revision": before["revision"]}
        try:
            sealing.seal(self.collection(), before)
            applied = self.collection().find_one_and_update(guard, update, {"_id": 1}) is not None
        except PyMongoError as fault:
            raise store_away(fault) from fault
        if applied:
            self._written(after["_id"])
        return bool(applied)


def _changed(before: Head, after: Head) -> Head:
    """Only what the change changed: what stands beside the head may have been erased since it was read."""
    fields = [field for field in after if field not in NOT_OF_THE_HEAD]
    return {field: after[field] for field in fields if field not in before or before[field] != after[field]}


def salted(salt: str | None, body: str) -> str:
    """What is kept of a body's hash: useless for guessing what was asked, once the salt is erased."""
    return hashlib.sha256(f"{salt}{body}".encode()).hexdigest() if salt else body


def _same(document: Head, kept: str, request: Request) -> bool:
    """Whether a request asks for what it asked before; of an erased document nobody can tell any more."""
    return document.get("salt") == "" or kept == salted(document.get("salt"), request.body)


def replay(evolve: Evolve, entries: Sequence[Entry]) -> Head:
    """The head that a history gives."""
    head: Head = {"state": ""}
    for entry in entries:
        head = evolve(head, entry)
    return head
