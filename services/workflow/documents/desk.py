"""What people keep while they work: drafts, a clerk's desk, who stands in for whom."""

from typing import Any, ClassVar

import mongoengine as me

from services.kit.documents import Stored


class Draft(Stored):
    """What an enterprise has not filed yet: shared by its people, forgotten by itself, never published."""

    meta: ClassVar[dict[str, Any]] = {
        "collection": "drafts",
        "indexes": [
            {"fields": ["uscc", "-saved_at", "-_id"], "name": "uscc_newest"},
            {"fields": ["files"], "name": "files", "sparse": True},
            {"fields": ["kept_until"], "name": "expires", "expireAfterSeconds": 0},
        ],
    }
    id = me.StringField(primary_key=True)  # from the request that made it: the same request makes it once
    uscc = me.StringField(required=True)
    revision = me.IntField(required=True)
    request = me.StringField(required=True)  # that saved it last
    content = me.BinaryField(required=True)  # the serialised qi.workflow.v1.Draft
    files = me.ListField(me.StringField())  # the hashes of what it names
    saved_at = me.DateTimeField(required=True)
    kept_until = me.DateTimeField(required=True)


class Desk(Stored):
    """What a clerk notes beside a case: revision of its own, never published."""

    meta: ClassVar[dict[str, Any]] = {
        "collection": "desks",
        "indexes": [{"fields": ["claimed_by", "-claimed_at", "-_id"], "name": "claimed"}],
    }
    id = me.StringField(primary_key=True)  # the case's number
    revision = me.IntField(required=True)
    request = me.StringField()  # that changed it last
    claim = me.DictField()  # {by, since, until}: runs out by itself
    claimed_by = me.StringField()  # of the claim, for the list of what somebody has begun
    claimed_at = me.StringField()
    ticks = me.ListField(me.DictField())
    parked = me.StringField()
    contacts = me.ListField(me.DictField())


class Delegation(Stored):
    """Who stands in for a clerk on leave; a new one takes the place of the last."""

    meta: ClassVar[dict[str, Any]] = {
        "collection": "delegations",
        "indexes": [{"fields": ["to_account"], "name": "to_account"}],
    }
    id = me.StringField(primary_key=True)  # account that is away
    to_account = me.StringField(required=True)
    first_day = me.StringField(required=True)
    last_day = me.StringField(required=True)


class Colleague(Stored):
    """Somebody who has worked at a station's desks, as the token named them."""

    meta: ClassVar[dict[str, Any]] = {
        "collection": "colleagues",
        "indexes": [{"fields": ["station"], "name": "station"}],
    }
    id = me.StringField(primary_key=True)  # the subject, as entries name it
    account = me.StringField(required=True)
    station = me.StringField(required=True)


class Visit(Stored):
    """What was spoken of with an enterprise outside of any case; a station's own."""

    meta: ClassVar[dict[str, Any]] = {
        "collection": "visits",
        "indexes": [{"fields": ["uscc", "-at", "-_id"], "name": "uscc_newest"}],
    }
    id = me.StringField(primary_key=True)  # from the request that made it
    uscc = me.StringField(required=True)
    station = me.StringField(required=True)
    units = me.ListField(me.StringField())
    by = me.StringField(required=True)
    means = me.StringField(required=True)
    text = me.StringField(required=True)
    at = me.DateTimeField(required=True)


class Filters(Stored):
    """Views of the queue that an account has kept."""

    meta: ClassVar[dict[str, Any]] = {"collection": "filters"}
    id = me.StringField(primary_key=True)  # the subject
    filters = me.ListField(me.DictField())  # {name, query}
