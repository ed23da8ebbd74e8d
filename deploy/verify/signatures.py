"""Every signed root: its signature, its link to the one before, its leaves, and its file outside the store."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from joserfc.errors import JoseError

from deploy.standing import Client
from services.kit.signing import signed
from services.workflow.rules import roots as trees
from services.workflow.service.roots import payload

Document = Mapping[str, Any]


def all_roots(client: Client, folder: Path) -> Iterator[str]:
    """What is wrong with the roots, oldest first; the files' keys count before the store's."""
    store = client["qi_workflow"]
    keys = {found["_id"]: json.loads(found["jwk"]) for found in store["public_keys"].find()}
    keys |= {file.stem: json.loads(file.read_text()) for file in folder.glob("*.jwk")}
    before, days = "", set()
    for root in store["roots"].find().sort("_id"):
        yield from _wrong(store, root, before, keys, folder)
        before = root["signature"]
        days.add(root["_id"])
    for file in sorted(folder.glob("*.jws")):
        if file.stem not in days:
            yield f"root {file.stem}: it is in a file and not in the store"


def _wrong(store: Any, root: Document, before: str, keys: Mapping[str, Document], folder: Path) -> Iterator[str]:
    day = root["_id"]
    try:
        told = signed(root["signature"], keys)
    except (JoseError, KeyError, ValueError) as fault:
        yield f"root {day}: its signature is not by a known key ({type(fault).__name__})"
        return
    if told != payload(day, root, before):
        yield f"root {day}: it is not what was signed, or does not follow the one before"
    leaves = store["leaves"].find({"tree": root["tree"]}).sort("case_no")
    if trees.root([trees.leaf(row["case_no"], row["revision"], row["hash"]) for row in leaves]) != told["root"]:
        yield f"root {day}: its leaves give another root"
    file = folder / f"{day}.jws"
    if file.exists() and file.read_text().strip() != root["signature"]:
        yield f"root {day}: the file outside the store says something else"
