"""Rows of rules, as they were seeded and as administrators added to them."""

import json
from pathlib import Path
from typing import Any, ClassVar

import mongoengine as me

from services.kit.catalogue import load
from services.kit.documents import Stored
from services.kit.errors import WrongState
from services.metrology.rules.editions import Editions, Row

SEED = Path(__file__).parents[1] / "rules" / "catalogue.yaml"


class RuleRow(Stored):
    """One row; never changed once it is there."""

    meta: ClassVar[dict[str, Any]] = {
        "collection": "rule_rows",
        "indexes": [{"fields": ["table", "key", "from_day"], "name": "table_key_from"}],
    }
    id = me.StringField(primary_key=True)  # <table>/<key>/<first day>
    table = me.StringField(required=True)
    key = me.StringField(required=True)
    from_day = me.StringField(required=True)
    content = me.StringField(required=True)  # JSON, as text: its names never reach a query
    source = me.StringField(required=True)
    by = me.StringField()  # the administrator who added it


def seeded(path: Path = SEED) -> list[Row]:
    """The rows that metrology comes with."""
    tables = load(path)
    return [
        Row(table, key, row["from"], {name: row[name] for name in row if name not in ("from", "source")}, row["source"])
        for table, keys in tables.items()
        for key, rows in keys.items()
        for row in rows
    ]


def sow() -> None:
    """Put the seeded rows into the store; one that is there stays as it is."""
    there = {row.id for row in RuleRow.objects.only("id")}
    for row in seeded():
        if row.id not in there:
            _kept(row, "")


def add(row: Row, by: str) -> None:
    """One row more; RULE_TOO_EARLY for one that another was faster to add."""
    if not _kept(row, by):
        raise WrongState("RULE_TOO_EARLY", params={"from_day": row.from_day, "after": row.from_day})


def _kept(row: Row, by: str) -> bool:
    held = {"table": row.table, "key": row.key, "from_day": row.from_day, "source": row.source, "by": by}
    return RuleRow(id=row.id, content=json.dumps(dict(row.values), ensure_ascii=False), **held).once()


def in_store() -> Editions:
    """All rows, as they are now: a few dozen, and another replica may have added one."""
    found = RuleRow.objects.order_by("table", "key", "from_day").as_pymongo()
    return Editions(
        Row(one["table"], one["key"], one["from_day"], json.loads(one["content"]), one["source"]) for one in found
    )
