"""What inspection numbers: somebody's, in the sight of some units, listed the newest first."""

from typing import Any, ClassVar

import mongoengine as me

from services.kit.documents import Aggregate


class Numbered(Aggregate):
    """An aggregate whose key has a number of a series."""

    meta: ClassVar[dict[str, Any]] = {
        "abstract": True,
        "indexes": [
            {"fields": ["uscc", "-number", "-_id"], "name": "uscc_newest"},
            {"fields": ["units", "-number", "-_id"], "name": "units_newest"},
            {"fields": ["-number", "-_id"], "name": "newest"},
        ],
    }
    number = me.IntField(required=True)
    uscc = me.StringField(required=True)
    units = me.ListField(me.StringField())
