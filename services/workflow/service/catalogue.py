"""The items on offer and the stations that take filings."""

import hashlib
import json
import re
import time
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import jsonschema_rs
from qi.workflow.v1 import workflow_service_pb2 as pb

from services.kit.clock import Clock
from services.kit.errors import FieldFault, Malformed, NotFound, WrongState, malformed
from services.workflow.documents.catalogue import Item, Station

FRESH_SECONDS = 2.0
STATION_FIELDS = ("name", "district", "address", "phone", "hours")


class Catalogue:
    """Every version of every item, immutable; the newest one in force is what can be filed."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._read_at, self._items = float("-inf"), dict[str, list[pb.Item]]()

    def publish(self, items: Sequence[pb.Item]) -> int:
        """Store new versions; ITEM_CHANGED when a known one comes with another content."""
        return sum(self._store(item) for item in items)

    def _store(self, item: pb.Item) -> bool:
        key, content = f"{item.code}@{item.version}", item.SerializeToString(deterministic=True)
        row = Item(id=key, code=item.code, version=item.version, effective_from=item.effective_from, content=content)
        if not row.once():
            if bytes(Item.objects(id=key).first().content) != content:
                raise WrongState("ITEM_CHANGED", params={"item": key})
            return False
        self._read_at = float("-inf")
        return True

    def in_force(self) -> list[pb.Item]:
        """The newest version of each item that is in force today, by code."""
        today = self._clock.today().isoformat()
        current = ([item for item in versions if item.effective_from <= today] for versions in self._all().values())
        return sorted((versions[-1] for versions in current if versions), key=lambda item: item.code)

    def item(self, code: str, version: int = 0) -> pb.Item:
        """One item; UNKNOWN_ITEM when there is none such."""
        for item in self.in_force() if version == 0 else self._all().get(code, []):
            if item.code == code and version in (0, item.version):
                return item
        raise NotFound("UNKNOWN_ITEM", params={"code": code})

    def _all(self) -> dict[str, list[pb.Item]]:
        if time.monotonic() - self._read_at > FRESH_SECONDS:
            items: dict[str, list[pb.Item]] = {}
            for row in Item.objects.order_by("code", "version").only("content"):
                item = pb.Item.FromString(bytes(row.content))
                items.setdefault(item.code, []).append(item)
            self._items, self._read_at = items, time.monotonic()
        return self._items


def check_form(item: pb.Item, form: str) -> None:
    """FORM_INVALID with every place of a form that breaks the item's schema."""
    value = form_value(form)
    faults = form_faults(item.form_schema, value)
    if faults:
        raise Malformed("FORM_INVALID", params={"n": len(faults)}, fields=faults[:50])


def form_faults(schema: str, value: Any) -> list[FieldFault]:
    """Every place that breaks a schema; what is absent or too much is told at its own place."""
    return [
        FieldFault(_pointer([*error.instance_path, *more]), _keyword(error))
        for error in _validator(schema).iter_errors(value)
        for more in _further(error.kind)
    ]


def _further(kind: Any) -> list[list[str]]:
    if kind.name == "required":
        return [[kind.property]]
    return [[name] for name in kind.unexpected] if kind.name == "additionalProperties" else [[]]


def form_value(form: str) -> Any:
    """The form as a value; FORM_INVALID when it is not JSON."""
    try:
        return json.loads(form)
    except (ValueError, RecursionError) as fault:
        raise malformed("form", "FORM_INVALID", n=1) from fault


@lru_cache(512)
def _validator(schema: str) -> Any:
    return jsonschema_rs.Draft202012Validator(json.loads(schema), validate_formats=True)


def _pointer(path: Sequence[str | int]) -> str:
    return "/".join(["form", *(str(step).replace("~", "~0").replace("/", "~1") for step in path)])


def _keyword(error: Any) -> str:
    path = list(error.schema_path)
    words = [str(step) for step in path if isinstance(step, str)]
    return (words[-1] if words else "schema").upper()


def stations() -> list[pb.Station]:
    """Every station, by code."""
    return [station_message(row) for row in Station.objects.order_by("id")]


def station(code: str) -> pb.Station:
    """One station; UNKNOWN_STATION when there is none such."""
    row = Station.objects(id=code).first()
    if row is None:
        raise malformed("station", "UNKNOWN_STATION", code=code)
    return station_message(row)


def put_station(told: pb.Station) -> pb.Station:
    """Make or change a station."""
    if not re.fullmatch("[0-9]{9}", told.code):
        raise malformed("code", "STATION_CODE_INVALID")
    for name in STATION_FIELDS:
        if not getattr(told, name).strip():
            raise malformed(name, "REQUIRED")
    return station_message(Station(id=told.code, **{name: getattr(told, name) for name in STATION_FIELDS}).save())


def station_message(row: Station) -> pb.Station:
    """A station as it is answered."""
    return pb.Station(code=row.id, **{name: getattr(row, name) for name in STATION_FIELDS})


def key_hash(query_key: str) -> str:
    """What the case keeps of its query key."""
    return hashlib.sha256(query_key.encode()).hexdigest()
