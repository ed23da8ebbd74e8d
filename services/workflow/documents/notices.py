"""The notices that were issued."""

from typing import Any, ClassVar

import mongoengine as me

from services.kit.documents import Stored


class Issued(Stored):
    """A notice as it was issued: numbered once, its content frozen; its file is made on first need."""

    meta: ClassVar[dict[str, Any]] = {
        "collection": "issued",
        "indexes": [
            {"fields": ["case_no", "entry"], "name": "case_no_entry"},
            {"fields": ["number"], "name": "number_once", "unique": True},
            {"fields": ["token"], "name": "token_once", "unique": True},
            {"fields": ["sha256"], "name": "sha256", "sparse": True},
        ],
    }
    id = me.StringField(primary_key=True)  # <case number>/<kind>-<entry>
    case_no = me.StringField(required=True)
    kind = me.StringField(required=True)
    entry = me.IntField(required=True)  # the number of the entry that issued it
    title = me.StringField(required=True)
    number = me.StringField(required=True)
    token = me.StringField(required=True)  # random, in the QR code
    content = me.StringField(required=True)  # JSON, as text: its keys never reach a query
    at = me.DateTimeField(required=True)  # of the entry
    sha256 = me.StringField()
    size = me.IntField()
    erased = me.BooleanField()  # what it said is gone; that it was issued is not
    key = me.StringField()  # whose certificate says who signed
