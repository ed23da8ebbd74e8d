"""What a search of cases looks for: a number, a code, or pairs of characters of a name."""

from collections.abc import Sequence
from typing import Any

from services.kit.lifecycle import Head
from services.workflow.service.filing import folded_name

# in the names of most enterprises
ORDINARY = frozenset({"宁波", "波市", "有限", "限责", "责任", "任公", "限公", "公司", "股份", "份有"})
FEW, MANY = 100, 1000


def words(collection: Any, q: str) -> Head:
    """The filter of what was typed.

    Of a name's pairs only the rarest is looked up and the others are compared: the store would read all that has
    each of them, and what is common to most names is in most cases.
    """
    text = q.strip()
    if not text:
        return {}
    if text.upper().startswith("NB-") or text.isdigit() or len(folded_name(text)) == 18:
        return {"terms": text.upper()}
    folded = folded_name(text)
    pairs = list(dict.fromkeys(folded[place : place + 2] for place in range(len(folded) - 1))) or [folded]
    rare = _rarest(collection, pairs)
    others = [{"terms": {"$ne": pair}} for pair in pairs if pair != rare]
    return {"terms": rare, **({"$nor": others} if others else {})}


def _rarest(collection: Any, pairs: Sequence[str]) -> str:
    """The first that few cases have, else the one that fewest have, as far as they are counted."""
    telling = [pair for pair in pairs if pair not in ORDINARY]
    counts: dict[str, int] = {}
    for pair in telling if len(telling) > 1 else ():
        counts[pair] = collection.count_documents({"terms": pair}, limit=MANY, hint="terms_newest", maxTimeMS=10_000)
        if counts[pair] <= FEW:
            return pair
    return min(telling or pairs, key=lambda pair: counts.get(pair, 0))
