"""Series of lots that are inspected by sampling."""

from typing import Any, ClassVar

import mongoengine as me

from services.inspection.documents.numbered import Numbered


class Series(Numbered):
    """Lots of one product, one after the other; its state is the severity for the next one."""

    meta: ClassVar[dict[str, Any]] = {
        "collection": "series",
    }
    product = me.StringField(required=True)  # beside the history: people's words
    level = me.StringField(required=True)
    aql = me.StringField(required=True)
    counting = me.StringField(required=True)
    case_no = me.StringField()
    lots = me.IntField(required=True)
    standing = me.DictField()
