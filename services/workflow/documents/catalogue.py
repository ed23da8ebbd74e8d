"""What can be filed, and where."""

from typing import Any, ClassVar

import mongoengine as me

from services.kit.documents import Stored


class Item(Stored):
    """One version of a catalogue item; never changed."""

    meta: ClassVar[dict[str, Any]] = {
        "collection": "items",
        "indexes": [{"fields": ["code", "version"], "name": "version_once", "unique": True}],
    }
    id = me.StringField(primary_key=True)  # <code>@<version>
    code = me.StringField(required=True)
    version = me.IntField(required=True)
    effective_from = me.StringField(required=True)
    content = me.BinaryField(required=True)  # the serialised qi.workflow.v1.Item


class Station(Stored):
    """A grassroots station."""

    meta: ClassVar[dict[str, Any]] = {"collection": "stations"}
    id = me.StringField(primary_key=True)  # 9 digits
    name = me.StringField(required=True)
    district = me.StringField(required=True)
    address = me.StringField(required=True)
    phone = me.StringField(required=True)
    hours = me.StringField(required=True)
