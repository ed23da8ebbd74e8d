"""Series of lots that are inspected by sampling."""

from typing import Any, ClassVar

import mongoengine as me

from services.kit.documents import OUTBOX_INDEX, REQUEST_INDEX, Aggregate


class Series(Aggregate):
    """Lots of one product, one after the other; its state is the severity for the next one."""

    meta: ClassVar[dict[str, Any]] = {
        "collection": "series",
        "indexes": [
            OUTBOX_INDEX,
            REQUEST_INDEX,
            {"fields": ["uscc", "-number", "-_id"], "name": "uscc_newest"},
            {"fields": ["units", "-number", "-_id"], "name": "units_newest"},
            {"fields": ["-number", "-_id"], "name": "newest"},
        ],
    }
    number = me.IntField(required=True)
    product = me.StringField(required=True)  # beside the history: people's words
    uscc = me.StringField(required=True)
    units = me.ListField(me.StringField())
    level = me.StringField(required=True)
    aql = me.StringField(required=True)
    counting = me.StringField(required=True)
    case_no = me.StringField()
    lots = me.IntField(required=True)
    standing = me.DictField()
