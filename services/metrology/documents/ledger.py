"""Instruments of enterprises, and the files by which many of them came at once."""

from typing import Any, ClassVar

import mongoengine as me

from services.kit.documents import Aggregate, Stored


class Instrument(Aggregate):
    """One instrument of a ledger; days of its head are ISO text, so that replay gives them to the letter."""

    meta: ClassVar[dict[str, Any]] = {
        "collection": "instruments",
        "indexes": [
            {"fields": ["key"], "name": "instrument_once", "unique": True},
            {"fields": ["uscc", "due_on", "_id"], "name": "uscc_due"},
            {"fields": ["uscc", "category", "due_on", "_id"], "name": "uscc_category_due"},
            {"fields": ["units", "due_on", "_id"], "name": "units_due"},
            {"fields": ["units", "category", "due_on", "_id"], "name": "units_category_due"},
            {"fields": ["due_on", "_id"], "name": "due"},
            {"fields": ["category", "due_on", "_id"], "name": "category_due"},
            {"fields": ["remind_on"], "name": "remind_on"},
        ],
    }
    uscc = me.StringField(required=True)
    units = me.ListField(me.StringField())
    key = me.StringField(required=True)  # enterprise, model and serial number, as a hash
    category = me.StringField(required=True)
    use = me.StringField(required=True)
    mode = me.StringField(required=True)
    rule_row = me.StringField(required=True)  # the row of the category that was applied
    batch = me.StringField()  # the file it came by
    verified_on = me.StringField()
    valid_until = me.StringField()
    certificate = me.StringField()
    due_on = me.StringField(required=True)  # sorts a ledger, see rules/standing.py
    remind_on = me.StringField()
    reminded = me.IntField()
    reminded_of = me.StringField()
    written = me.StringField(required=True)  # the hash of what was written last
    texts = me.DictField()  # hash → what was written, beside the history


class Import(Stored):
    """A file of instruments: one document for each row stands beside it, and its counts here."""

    meta: ClassVar[dict[str, Any]] = {
        "collection": "imports",
        "indexes": [
            {"fields": ["state"], "name": "state"},
            {"fields": ["uscc", "-at", "-_id"], "name": "uscc_newest"},
        ],
    }
    id = me.StringField(primary_key=True)  # from the request that made it
    uscc = me.StringField(required=True)
    by = me.StringField(required=True)
    request = me.StringField(required=True)
    body = me.StringField(required=True)  # hash of what was asked
    sha256 = me.StringField(required=True)
    day = me.StringField(required=True)  # on which it was judged
    rows = me.IntField(required=True)
    good = me.IntField(required=True)
    added = me.IntField()
    known = me.IntField()  # that somebody else added meanwhile
    state = me.StringField(required=True)  # running | done
    at = me.DateTimeField(required=True)
