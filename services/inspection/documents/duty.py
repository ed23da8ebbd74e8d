"""Enterprises with quality-safety officers, and the records these make."""

from typing import Any, ClassVar

import mongoengine as me

from services.kit.documents import Stored


class DutyUnit(Stored):
    """An enterprise that has to have quality-safety officers."""

    meta: ClassVar[dict[str, Any]] = {
        "collection": "duty_units",
        "indexes": [{"fields": ["units", "_id"], "name": "units"}],
    }
    id = me.StringField(primary_key=True)  # uscc
    enterprise = me.StringField(required=True)
    units = me.ListField(me.StringField())
    key_product = me.BooleanField(required=True)
    since = me.StringField(required=True)
    weekdays = me.ListField(me.IntField())
    risks = me.ListField(me.StringField())


class Officer(Stored):
    """Who holds a role, from when to when."""

    meta: ClassVar[dict[str, Any]] = {
        "collection": "officers",
        "indexes": [{"fields": ["uscc", "appointed_on"], "name": "uscc_day"}],
    }
    id = me.StringField(primary_key=True)  # of the request that appointed
    uscc = me.StringField(required=True)
    role = me.StringField(required=True)
    name = me.StringField(required=True)
    appointed_on = me.StringField(required=True)
    ended_on = me.StringField()


class DutyRecord(Stored):
    """The record of a day, a week or a month; made once, never changed."""

    meta: ClassVar[dict[str, Any]] = {
        "collection": "duty_records",
        "indexes": [{"fields": ["uscc", "-made_at", "-_id"], "name": "uscc_newest"}],
    }
    id = me.StringField(primary_key=True)  # <uscc>@<kind>@<period>
    uscc = me.StringField(required=True)
    kind = me.StringField(required=True)
    period = me.StringField(required=True)
    by = me.StringField(required=True)
    items = me.ListField(me.DictField())  # text, found, measure
    request = me.StringField(required=True)
    asked = me.StringField(required=True)
    made_at = me.DateTimeField(required=True)
