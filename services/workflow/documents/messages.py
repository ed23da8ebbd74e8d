"""Messages, where they go, and what a member wants of them."""

from typing import Any, ClassVar

import mongoengine as me

from services.kit.documents import Stored


class Message(Stored):
    """What an enterprise was told of an entry, once."""

    meta: ClassVar[dict[str, Any]] = {
        "collection": "messages",
        "indexes": [{"fields": ["uscc", "-at", "-_id"], "name": "uscc_newest"}],
    }
    id = me.StringField(primary_key=True)  # <case number>.<entry>
    uscc = me.StringField(required=True)
    case_no = me.StringField(required=True)
    event = me.StringField(required=True)
    zh = me.StringField(required=True)
    en = me.StringField(required=True)
    at = me.DateTimeField(required=True)
    read_by = me.ListField(me.StringField())  # subjects


class Delivery(Stored):
    """One message on its way to one address; gone from here a while after it has arrived."""

    meta: ClassVar[dict[str, Any]] = {
        "collection": "deliveries",
        "indexes": [
            {"fields": ["state", "next_at"], "name": "state_next_at"},
            {"fields": ["message"], "name": "message"},
        ],
    }
    id = me.StringField(primary_key=True)  # <message>.<channel>.<whose>
    message = me.StringField(required=True)
    station = me.StringField(required=True)
    channel = me.StringField(required=True)
    address = me.StringField(required=True)
    text = me.StringField(required=True)
    state = me.StringField(required=True)  # queued | sent | failed
    tries = me.IntField(required=True)
    next_at = me.DateTimeField(required=True)
    fault = me.StringField()


class Preference(Stored):
    """How a member of an enterprise wants to be told."""

    meta: ClassVar[dict[str, Any]] = {
        "collection": "preferences",
        "indexes": [{"fields": ["uscc"], "name": "uscc"}],
    }
    id = me.StringField(primary_key=True)  # subject
    uscc = me.StringField(required=True)
    email = me.StringField()
    phone = me.StringField()
    channels = me.ListField(me.StringField())
    off = me.ListField(me.StringField())  # events
    language = me.StringField(required=True)
