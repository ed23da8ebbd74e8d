"""The parts of a domain, and what their specialists wrote about them."""

from typing import Any, ClassVar

import mongoengine as me

from services.kit.documents import Aggregate, Stored


class Part(Aggregate):
    """One domain's share of a case. Moments of its head are RFC 3339 text, so that replay gives them to the letter."""

    meta: ClassVar[dict[str, Any]] = {
        "collection": "parts",
        "indexes": [
            {"fields": ["state", "sent_at", "_id"], "name": "state_oldest"},
            {"fields": ["sent_at", "_id"], "name": "oldest"},
            {"fields": ["case_no", "sent_at", "_id"], "name": "case_oldest"},
            {"fields": ["station", "sent_at", "_id"], "name": "station_oldest"},
            {"fields": ["uscc", "sent_at", "_id"], "name": "uscc_oldest"},
            {"fields": ["units", "sent_at", "_id"], "name": "units_oldest"},
        ],
    }
    case_no = me.StringField(required=True)
    item = me.StringField(required=True)
    item_version = me.IntField(required=True)
    needs = me.ListField(me.StringField())
    station = me.StringField(required=True)
    uscc = me.StringField(required=True)
    unit = me.StringField()  # that handles it; the station's district until it is handed over
    units = me.ListField(me.StringField())  # the unit, and the district it lies in
    organ = me.StringField()  # outside, to which it was referred
    number = me.StringField()  # that it has there
    round = me.IntField(required=True)
    sent_at = me.StringField(required=True)
    arrived_at = me.StringField()
    taken_at = me.StringField()
    finished_at = me.StringField()
    taken_by = me.StringField()
    result = me.StringField()
    outcome = me.StringField()  # id of the Outcome that says why or what


class Outcome(Stored):
    """What a specialist wrote when finishing or returning a part; written before the entry that names it."""

    meta = {"collection": "outcomes"}
    id = me.StringField(primary_key=True)
    part = me.StringField(required=True)
    text = me.StringField()
    data = me.StringField()  # JSON
    materials = me.ListField(me.DictField())
    at = me.DateTimeField(required=True)
