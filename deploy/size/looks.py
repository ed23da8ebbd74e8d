"""What people look at: each a call with places that a case drawn by chance fills in."""

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from urllib.parse import quote

from deploy.bench.measure import Call
from deploy.standing import Client
from services.kit.paging import to_cursor

DRAWN = 300  # cases that the looks are filled in with
CONTROL = "/api/stations"  # depends on nothing that grows


@dataclass(frozen=True)
class Look:
    """A kind of look, by whom, and at what; `again` is one of somebody who knows the answer."""

    name: str
    who: str
    path: str
    again: bool = False

    def call(self, token: str, case: Mapping[str, str], etag: str = "") -> Call:
        """The look at one case, or from its place in a list."""
        headers = {"Authorization": f"Bearer {token}", **({"If-None-Match": etag} if etag else {})}
        filled = self.path.format_map({name: quote(value, safe="") for name, value in case.items()})
        return Call(filled, headers=headers, expect=304 if etag else 200)


_clerk, _supervisor = partial(Look, who="clerk"), partial(Look, who="supervisor")
LOOKS = (
    _clerk("queue, newest", path="/api/cases?limit=20"),
    _clerk("queue, most urgent", path="/api/cases?limit=20&sort=due"),
    _clerk("queue of a state", path="/api/cases?limit=20&state=archived"),
    _clerk("queue of an open state, most urgent", path="/api/cases?limit=20&state=in_review&sort=due"),
    _clerk("queue of an item", path="/api/cases?limit=20&item={item}"),
    _clerk("queue, a page from the middle", path="/api/cases?limit=20&cursor={cursor}"),
    _clerk("queue, what is new", path="/api/cases?limit=20&view=new"),
    _clerk("queue, what is overdue", path="/api/cases?limit=20&view=overdue&sort=due"),
    _supervisor("city, newest", path="/api/cases?limit=20"),
    _supervisor("city, most urgent", path="/api/cases?limit=20&sort=due"),
    _supervisor("city, a state", path="/api/cases?limit=20&state=closed"),
    _supervisor("city, an item", path="/api/cases?limit=20&item={item}"),
    _supervisor("an enterprise's cases", path="/api/cases?limit=20&uscc={uscc}"),
    _supervisor("cards", path="/api/cards?limit=20"),
    Look("a domain's cases", "metrology", "/api/cases?limit=20"),
    Look("a domain's parts", "metrology", "/api/parts?limit=20"),
    Look("a domain's parts of a state", "metrology", "/api/parts?limit=20&state=dispatched"),
    _clerk("search by number", path="/api/cases?limit=20&q={no}"),
    _clerk("search by code", path="/api/cases?limit=20&q={uscc}"),
    _clerk("search by name", path="/api/cases?limit=20&q={name}"),
    _clerk("search by part of a name", path="/api/cases?limit=20&q={words}"),
    _clerk("a case", path="/api/cases/{no}"),
    _clerk("a case that is known", path="/api/cases/{no}", again=True),
    _clerk("its history", path="/api/cases/{no}/history"),
    _clerk("its clocks", path="/api/cases/{no}/clocks"),
    _clerk("its notices", path="/api/cases/{no}/notices"),
    _clerk("its desk", path="/api/cases/{no}/desk"),
    _clerk("its parts", path="/api/parts?case_no={no}"),
    _clerk("its proof", path="/api/cases/{no}/verification"),
    _clerk("files given before", path="/api/materials?item={item}&uscc={uscc}"),
    _clerk("papers asked for again", path="/api/items/{item}/asked-again"),
    Look("progress by number and key", "", "/api/progress?case_no={no}&key={key}"),
)


def drawn(client: Client, station: str) -> list[dict[str, str]]:
    """Cases of a station by chance, as far as looks are filled in with them."""
    store = client["qi_workflow"]
    fields = {"uscc": 1, "name": 1, "item": 1, "filed_at": 1, "filing": 1}
    rows = list(store["cases"].find({"station": station}, fields))
    chosen = random.Random(len(rows)).sample(rows, min(DRAWN, len(rows)))
    keys = {row["_id"]: row["query_key"] for row in _filings(client, [case["filing"] for case in chosen])}
    return [_words(case, keys[case["filing"]]) for case in chosen]


def _filings(client: Client, ids: list[str]) -> Iterator[dict[str, str]]:
    yield from client["qi_workflow"]["filings"].find({"_id": {"$in": ids}}, {"query_key": 1})


def _words(case: Mapping[str, str], key: str) -> dict[str, str]:
    told = {name: case[name] for name in ("uscc", "name", "item")}
    place = to_cursor([case["filed_at"], case["_id"]])
    return {**told, "no": case["_id"], "words": case["name"][2:6], "cursor": place, "key": key}
