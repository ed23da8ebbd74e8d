"""A migration that others get in the way of."""

from typing import Any

from deploy.migrate.job import Step, run

ENTRIES = [{"n": 1}, {"n": 2}]


class Contested:
    """A collection whose one sealed document somebody else changes once."""

    name = "cases"

    def __init__(self) -> None:
        self.database = {"cases_sealed": self}
        self.row: dict[str, Any] = {"_id": "N", "revision": 2, "sealed": [1], "history": ENTRIES[1:]}
        self.matched_count, self.pages = 0, [[self.row], [], []]

    def find(self, wanted: dict[str, Any]) -> Any:
        return [{"_id": "N:1-1", "entries": ENTRIES[:1]}] if "$in" in str(wanted.get("_id")) else self

    def sort(self, _key: str) -> "Contested":
        return self

    def limit(self, _most: int) -> list[dict[str, Any]]:
        return self.pages.pop(0)

    def find_one(self, _wanted: dict[str, Any]) -> dict[str, Any]:
        return dict(self.row)

    def update_one(self, _guard: dict[str, Any], update: dict[str, Any]) -> "Contested":
        self.seen, self.matched_count = update["$set"]["seen"], self.matched_count + hasattr(self, "seen")
        return self


def test_a_document_read_again_has_its_sealed_entries_too() -> None:
    contested: Any = Contested()
    run({"qi": {"cases": contested}}, Step("qi", "cases", 9, lambda document: {"seen": list(document["history"])}))  # type: ignore[arg-type]
    assert contested.seen == ENTRIES
