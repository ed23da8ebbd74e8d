"""What the law makes of a case: data of its item, with the defaults of the item's kind (domain.md 4)."""

from collections.abc import Iterable, Mapping
from typing import Any

from services.kit.lifecycle import Head

NONE: Head = {
    "deemed": False,  # accepted by silence, back-dated to the receipt (art. 32)
    "extension_days": 0,  # 0: never extended (art. 42)
    "extension_document": False,  # the extension names the document of the government that approved it
    "remedies": False,  # a refusal tells where to appeal (art. 38)
    "two_persons": False,  # who received does not decide alone; two officers verify on the spot (art. 34)
    "approver": False,  # decided by an approver only
    "procedures": [],  # stops of the clock that the item's own law knows, beside those of art. 45
}
LICENCE = {"deemed": True, "extension_days": 10, "remedies": True, "two_persons": True, "approver": True}
BY_KIND: Mapping[str, Head] = {
    "XK": {**NONE, **LICENCE},
    "BA": NONE,
    "FW": NONE,
    "bundle": {**NONE, "approver": True},
}
JOINT = {"extension_days": 15, "extension_document": True, "remedies": True, "two_persons": True}  # art. 26 and 42(2)


def of(head: Head) -> Head:
    """The effects pinned in a case; of one filed before they were, those of its kind."""
    pinned: Head | None = head.get("effects")
    return pinned or BY_KIND[head["kind"]]


def pinned(kind: str, own: Mapping[str, Any], part_kinds: Iterable[str] = ()) -> Head:
    """What a filing pins: the kind's defaults, those of joint handling with a licence among them, the item's own."""
    joint = JOINT if kind == "bundle" and "XK" in part_kinds else {}
    return {**BY_KIND[kind], **joint, **own}
