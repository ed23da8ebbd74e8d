"""The job: page by page, each document once, guarded; killed anywhere it goes on where the documents say.

Expand: a release reads both shapes and makes its indexes when it starts. Migrate: this job. Contract: when no document
is behind, the database is marked, and a release that does not know the shape does not start on it.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from deploy.standing import Client
from services.kit import sealing
from services.kit.documents import entry_of
from services.kit.lifecycle import Evolve
from services.kit.repository import replay

BATCH = 500
TRIES = 20
Document = dict[str, Any]
Change = Callable[[Document], Mapping[str, Any]]  # a document → the fields that are set in it


@dataclass(frozen=True)
class Step:
    """What brings the documents of one collection to a schema."""

    database: str
    collection: str
    to: int
    change: Change


class Contended(Exception):
    """Others changed a document again and again meanwhile."""


def number_only(_document: Document) -> Mapping[str, Any]:
    """Nothing but the number."""
    return {}


def rehead(evolve: Evolve) -> Change:
    """The head as its entries give it now; they themselves are never touched."""
    return lambda document: replay(evolve, [entry_of(stored) for stored in document["history"]])


def run(client: Client, step: Step, say: Callable[[int], None] = lambda _count: None) -> int:
    """Migrate what is behind; how many documents that were."""
    collection, count = client[step.database][step.collection], 0
    for page in _pages(collection, step.to):
        for document in page:
            _migrate(collection, step, sealing.whole(collection, document))
        count += len(page)
        say(count)
    return count


def behind(to: int) -> dict[str, Any]:
    """The filter of documents that have not this schema yet."""
    return {"$or": [{"schema": {"$lt": to}}, {"schema": {"$exists": False}}]}


def contract(client: Client, database: str, to: int) -> bool:
    """Mark a database, if nothing in it is behind; whether it is marked now."""
    names = [name for name in client[database].list_collection_names() if name != "marks"]
    if any(client[database][name].find_one(behind(to), {"_id": 1}) for name in names):
        return False
    client[database]["marks"].update_one({"_id": "schema"}, {"$max": {"value": to}}, upsert=True)
    return True


def _pages(collection: Any, to: int) -> Iterator[list[Document]]:
    """From the first key on, and once more from there while others write documents of the old shape."""
    after: dict[str, Any] = {}
    while True:
        page = list(collection.find({**behind(to), **after}).sort("_id").limit(BATCH))
        if page:
            yield page
            after = {"_id": {"$gt": page[-1]["_id"]}}
        elif after:
            after = {}
        else:
            return


def _migrate(collection: Any, step: Step, document: Document) -> None:
    for _ in range(TRIES):
        guard: Document = {name: document[name] for name in ("_id", "revision") if name in document}
        changed: Document = {**step.change(document), "schema": step.to}
        if collection.update_one({**guard, **behind(step.to)}, {"$set": changed}).matched_count:
            return
        found = collection.find_one({"_id": document["_id"], **behind(step.to)})
        if found is None:
            return
        document = sealing.whole(collection, found)
    raise Contended(f"{step.collection} {document['_id']}")
