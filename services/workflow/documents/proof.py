"""The signed roots of the days, their keys, and what was erased."""

from typing import Any, ClassVar

import mongoengine as me

from services.kit.documents import Aggregate, Stored


class Root(Aggregate):
    """The signed root of a day (its id) over the cases that changed since the one before."""

    meta: ClassVar[dict[str, Any]] = {
        "collection": "roots",
        "indexes": [{"fields": ["tree"], "name": "tree"}],
    }
    number = me.IntField(required=True)
    root = me.StringField(required=True)
    count = me.IntField(required=True)
    until = me.StringField(required=True)
    tree = me.StringField(required=True)  # whose leaves it is over; those of a try that came second are nobody's
    signature = me.StringField(required=True)


class Leaf(Stored):
    """What a root says of one case; written before the root."""

    meta: ClassVar[dict[str, Any]] = {
        "collection": "leaves",
        "indexes": [
            {"fields": ["tree", "case_no"], "name": "tree_case"},
            {"fields": ["case_no"], "name": "case"},
        ],
    }
    id = me.StringField(primary_key=True)  # <tree>/<case number>
    tree = me.StringField(required=True)
    case_no = me.StringField(required=True)
    revision = me.IntField(required=True)
    hash = me.StringField(required=True)


class PublicKey(Stored):
    """The public half of a key that roots were signed with; kept for ever."""

    meta: ClassVar[dict[str, Any]] = {"collection": "public_keys"}
    id = me.StringField(primary_key=True)
    jwk = me.StringField(required=True)
    since = me.DateTimeField(required=True)


class Erasure(Stored):
    """That a person's data was erased from beside a case, by whom and why."""

    meta: ClassVar[dict[str, Any]] = {
        "collection": "erasures",
        "indexes": [{"fields": ["done"], "name": "done"}],
    }
    id = me.StringField(primary_key=True)  # of the request
    case_no = me.StringField(required=True)
    reason = me.StringField(required=True)
    actor = me.StringField(required=True)
    at = me.DateTimeField(required=True)
    files = me.ListField(me.StringField())  # still to be let go
    gone = me.IntField()  # how many were
    materials = me.ListField(me.StringField())  # the ids of the files that were given
    done = me.BooleanField()
