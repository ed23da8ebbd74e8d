"""The working-day calendar, and its changes."""

from typing import Any, ClassVar

import mongoengine as me

from services.kit.documents import Stored


class CalendarYear(Stored):
    """A year of working days as its notice has it, or provisional."""

    meta: ClassVar[dict[str, Any]] = {"collection": "calendar"}
    id = me.IntField(primary_key=True)
    published = me.BooleanField(required=True)
    off = me.DictField()  # ISO date → name of the holiday
    work = me.DictField()  # weekends that are worked instead
    revision = me.IntField(required=True)


class CalendarChange(Stored):
    """A year being put in force: how far the open cases have been gone through."""

    meta: ClassVar[dict[str, Any]] = {
        "collection": "calendar_changes",
        "indexes": [
            {"fields": ["state", "held_until"], "name": "free"},
            {"fields": ["request"], "name": "request_once", "unique": True},
            {"fields": ["year", "-revision"], "name": "newest"},
        ],
    }
    id = me.StringField(primary_key=True)  # <year>.<revision>
    year = me.IntField(required=True)
    revision = me.IntField(required=True)  # that the year will have
    off = me.DictField()
    work = me.DictField()
    before = me.DictField()  # the year as it was
    request = me.StringField(required=True)
    request_body = me.StringField(required=True)
    actor = me.StringField(required=True)
    at = me.DateTimeField(required=True)
    state = me.StringField(required=True)  # running | done
    held_until = me.DateTimeField(required=True)  # by the replica that carries it on
    after = me.StringField(default="")  # the last case that was gone through
    open = me.IntField(default=0)  # cases there were to go through
    checked = me.IntField(default=0)
    moved = me.IntField(default=0)
    finished_at = me.DateTimeField()
