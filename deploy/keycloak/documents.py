"""The realm documents: production's, and the overlay that makes it the demonstration's."""

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
KEYS = ("clientId", "username", "name", "executor")  # what tells the objects of a list apart
PLACEHOLDER = re.compile(r"\$\{([A-Z_]+)\}")


class Unfilled(Exception):  # noqa: N818 - says what is wrong
    """A document names a setting that was not given."""


def load(*, demo: bool) -> dict[str, Any]:
    """The realm to make; overlay and base are merged before anything is applied, or each run would undo the other."""
    base: dict[str, Any] = json.loads((HERE / "realm.json").read_text())
    overlay: dict[str, Any] = json.loads((HERE / "demo.json").read_text()) if demo else {}
    merged: dict[str, Any] = merge(base, overlay)
    return merged


def key_of(member: Any) -> str | None:
    """What tells an object from the others of its list."""
    if not isinstance(member, dict):
        return None
    return next((str(member[key]) for key in KEYS if key in member), None)


def merge(base: Any, overlay: Any) -> Any:
    """Objects key by key, lists of named objects by name, anything else replaced."""
    if isinstance(base, dict) and isinstance(overlay, dict):
        return {**base, **{key: merge(base[key], value) if key in base else value for key, value in overlay.items()}}
    if not (isinstance(base, list) and isinstance(overlay, list)) or None in map(key_of, [*base, *overlay]):
        return overlay
    named = {key_of(member): member for member in base}
    for member in overlay:
        name = key_of(member)
        named[name] = merge(named[name], member) if name in named else member
    return list(named.values())


def fill(document: Any, values: Mapping[str, str]) -> Any:
    """Put the values of settings where the document names them; ${A_SETTING}."""
    if isinstance(document, dict):
        return {key: fill(value, values) for key, value in document.items()}
    if isinstance(document, list):
        return [fill(value, values) for value in document]
    if not isinstance(document, str):
        return document
    missing = [name for name in PLACEHOLDER.findall(document) if name not in values]
    if missing:
        raise Unfilled(f"no value for {', '.join(missing)}")
    return PLACEHOLDER.sub(lambda found: values[found[1]], document)


def covers(held: Any, wanted: Any) -> bool:
    """Whether what Keycloak holds has everything that is wanted; it may have more."""
    if isinstance(wanted, dict):
        return isinstance(held, dict) and all(covers(held.get(key), value) for key, value in wanted.items())
    if isinstance(wanted, list):
        return isinstance(held, list) and len(held) == len(wanted) and same_members(held, wanted)
    return bool(held == wanted)


def same_members(held: list[Any], wanted: list[Any]) -> bool:
    """Lists compare by name or as sets: Keycloak gives them back in its own order."""
    if wanted and all(key_of(member) for member in wanted):
        named = {key_of(member): member for member in held}
        return all(covers(named.get(key_of(member)), member) for member in wanted)
    return all(any(covers(one, member) for one in held) for member in wanted)
