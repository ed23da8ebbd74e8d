"""Every aggregate of every service, verified against its entries and against what was signed of it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from deploy.engines.folder import SERVICES
from deploy.standing import Client
from services.kit import sealing
from services.kit.handling import rules as handling
from services.kit.lifecycle import Evolve
from services.kit.verification import Finding, verify
from services.workflow.rules import lifecycle
from services.workflow.service import roots

BATCH = 500
PLACES: tuple[tuple[str, str, Evolve], ...] = (
    ("qi_workflow", "cases", lifecycle.evolve),
    ("qi_workflow", "roots", roots.evolve),
    *((f"qi_{name}", "parts", handling.evolve) for name in SERVICES if name != "workflow"),
)


@dataclass(frozen=True)
class Broken:
    """An aggregate that is not what was written."""

    place: str
    key: str
    finding: Finding

    def __str__(self) -> str:
        fields = f" ({', '.join(self.finding.fields)})" if self.finding.fields else ""
        return f"{self.place} {self.key}: entry {self.finding.n} {self.finding.kind}{fields}"


def all_histories(client: Client, say: Callable[[str, int], None] = lambda _place, _count: None) -> Iterator[Broken]:
    """What is broken, place by place."""
    for database, collection, evolve in PLACES:
        place = f"{database}.{collection}"
        count = 0
        for batch in _batches(client[database][collection]):
            signed = _anchors(client, [document["_id"] for document in batch]) if collection == "cases" else {}
            for document in batch:
                document = sealing.whole(client[database][collection], document)
                finding = verify(document, evolve, signed.get(document["_id"], ()))
                if finding is not None:
                    yield Broken(place, document["_id"], finding)
            count += len(batch)
            say(place, count)


def _batches(collection: Any) -> Iterator[list[dict[str, Any]]]:
    """Page by page in the order of the keys: no cursor is held open while a page is looked at."""
    last = ""
    while page := list(collection.find({"_id": {"$gt": last}}).sort("_id").limit(BATCH)):
        yield page
        last = page[-1]["_id"]


def _anchors(client: Client, numbers: list[str]) -> dict[str, list[tuple[int, str]]]:
    trees = client["qi_workflow"]["roots"].distinct("tree")
    found: dict[str, list[tuple[int, str]]] = {}
    for leaf in client["qi_workflow"]["leaves"].find({"case_no": {"$in": numbers}}):
        if leaf["tree"] in trees:
            found.setdefault(leaf["case_no"], []).append((leaf["revision"], leaf["hash"]))
    return found
