"""Editions of rules as they are kept."""

import json
from typing import Any, ClassVar

import mongoengine as me

from services.inspection.rules.editions import Edition, seed
from services.kit.documents import Stored


class RuleEdition(Stored):
    """The values of a rule from a day on; never changed."""

    meta: ClassVar[dict[str, Any]] = {
        "collection": "rule_editions",
        "indexes": [{"fields": ["rule", "effective_from"], "name": "rule_day", "unique": True}],
    }
    id = me.StringField(primary_key=True)
    rule = me.StringField(required=True)
    effective_from = me.StringField(required=True)
    source = me.StringField(required=True)
    basis = me.StringField(required=True, choices=("read", "gk", "assumed"))
    content = me.StringField(required=True)  # JSON, as text: its keys never reach a query
    by = me.StringField(required=True)

    @classmethod
    def plant(cls) -> None:
        """What the project comes with, unless it is there already."""
        for one in seed():
            if cls.objects(id=one.id).first() is None:
                cls.of(one, "seed").save()

    @classmethod
    def of(cls, one: Edition, by: str) -> "RuleEdition":
        """An edition, not yet stored."""
        told = {name: getattr(one, name) for name in ("id", "rule", "effective_from", "source", "basis")}
        return cls(**told, content=json.dumps(one.content, ensure_ascii=False), by=by)

    def edition(self) -> Edition:
        """As the rules read it."""
        return Edition(self.rule, self.effective_from, self.source, self.basis, json.loads(self.content))


class NetContentBatch(Stored):
    """A batch of prepackages as it was measured and judged, with the edition of the rule."""

    meta: ClassVar[dict[str, Any]] = {"collection": "net_content_batches"}
    id = me.StringField(primary_key=True)  # of the request that made it
    asked = me.StringField(required=True)  # a hash of what was asked
    uscc = me.StringField(required=True)
    producer = me.StringField(required=True)
    product = me.StringField(required=True)
    batch = me.StringField()
    measured_on = me.StringField(required=True)
    case_no = me.StringField()
    nominal = me.StringField(required=True)
    unit = me.StringField(required=True)
    lot_size = me.LongField(required=True)
    contents = me.ListField(me.StringField())
    edition = me.StringField(required=True)
    conforms = me.BooleanField(required=True)
    by = me.StringField(required=True)
    at = me.DateTimeField(required=True)
