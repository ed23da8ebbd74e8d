"""Cases, and what is private or long beside each."""

from typing import Any, ClassVar

import mongoengine as me

from services.kit.documents import Aggregate, Stored


class Filing(Stored):
    """What an applicant gave: private, written before the case that names it, never changed."""

    meta: ClassVar[dict[str, Any]] = {
        "collection": "filings",
        "indexes": [
            {"fields": ["uscc", "-at", "-_id"], "name": "uscc_newest"},
            {"fields": ["materials.sha256"], "name": "materials_sha256"},
        ],
    }
    id = me.StringField(primary_key=True)  # <case no>.<n>
    uscc = me.StringField()
    item = me.StringField()
    name = me.StringField(required=True)
    contact = me.StringField()
    phone = me.StringField()
    query_key = me.StringField(required=True)
    form = me.StringField(required=True)  # JSON, as text: its keys never reach a query
    materials = me.ListField(me.DictField())
    at = me.DateTimeField(required=True)


class Notice(Stored):
    """The frozen data of a document the window issued."""

    meta: ClassVar[dict[str, Any]] = {"collection": "notices"}
    id = me.StringField(primary_key=True)
    case_no = me.StringField(required=True)
    kind = me.StringField(required=True)
    text = me.StringField()
    organ = me.StringField()
    data = me.DictField()  # what else it says
    at = me.DateTimeField(required=True)


class Remark(Stored):
    """What somebody wrote with an action, and no applicant gets as a notice."""

    meta: ClassVar[dict[str, Any]] = {
        "collection": "remarks",
        "indexes": [{"fields": ["case_no"], "name": "case_no"}],
    }
    id = me.StringField(primary_key=True)
    case_no = me.StringField(required=True)
    kind = me.StringField(required=True)  # the action
    text = me.StringField()
    at = me.DateTimeField(required=True)


def _newest(*equal: str) -> dict[str, Any]:
    return {"fields": [*equal, "-filed_at", "-_id"], "name": "_".join([*equal, "newest"])}


def _due(*equal: str) -> dict[str, Any]:
    return {"fields": [*equal, "due_at", "_id"], "name": "_".join([*equal, "due"])}


class Case(Aggregate):
    """One filing, followed to delivery. Its head's moments are RFC 3339 text: replay gives them to the letter."""

    meta: ClassVar[dict[str, Any]] = {
        "collection": "cases",
        "indexes": [
            _newest(),
            _newest("station"),
            _newest("station", "state"),
            _newest("station", "item"),
            _newest("uscc"),
            _newest("domains"),
            _newest("units"),
            _newest("state"),
            _newest("item"),
            _newest("terms"),
            _newest("referrer"),
            {"fields": ["asked_again"], "name": "asked_again", "sparse": True},
            {"fields": ["rating.level"], "name": "rated", "sparse": True},
            {"fields": ["changed_at"], "name": "changed"},
            _due(),
            _due("station"),
            _due("station", "state"),
            _due("uscc"),
            _due("domains"),
            _due("units"),
            _due("state"),
            {"fields": ["wake_at"], "name": "wake"},
            {"fields": ["card_state", "-card_on", "-_id"], "name": "cards"},
            {"fields": ["station", "card_state", "-card_on", "-_id"], "name": "station_cards"},
        ],
    }
    item = me.StringField(required=True)
    item_version = me.IntField(required=True)
    item_name = me.StringField(required=True)
    kind = me.StringField(required=True)
    station = me.StringField(required=True)
    channel = me.StringField(required=True)
    delivery = me.StringField(required=True)
    uscc = me.StringField(required=True)
    filing = me.StringField(required=True)
    key_hash = me.StringField(required=True)
    referrer = me.StringField()  # the department that referred it to the window
    asked_again = me.ListField(me.StringField())  # <item>:<material> that the enterprise had given before
    follows = me.StringField()  # the case that this one renews or changes
    effects = me.DictField()  # what the law makes of it, pinned with the item
    instant = me.BooleanField()
    statutory_days = me.IntField()
    promised_days = me.IntField()
    received_on = me.StringField(required=True)
    received_basis = me.StringField()
    material_list = me.ListField(me.StringField())
    missing = me.ListField(me.StringField())
    promisable = me.ListField(me.StringField())
    findings = me.ListField(me.DictField())
    heard = me.ListField(me.DictField())  # what domains find in its filings: informs, and is no part of the head
    domains = me.ListField(me.StringField())
    units = me.ListField(me.StringField())  # the station, and the district it lies in
    join = me.StringField()  # of a bundle: all | any | how many of its mandatory parts
    parts = me.ListField(me.DictField())
    receiver = me.StringField()
    handler = me.StringField()
    decider = me.StringField()
    outcome = me.StringField()
    notices = me.ListField(me.StringField())  # those issued: one that was only prepared is named by no entry
    filed_at = me.StringField(required=True)
    received_at = me.StringField()
    accepted_at = me.StringField()
    decided_at = me.StringField()
    closed_at = me.StringField()
    delivered_at = me.StringField()
    accepted_on = me.StringField()  # ISO dates of the law, where the moments above are those of the writing
    deemed = me.BooleanField()
    decided_on = me.StringField()
    closed_on = me.StringField()
    delivered_on = me.StringField()
    withdrawn_on = me.StringField()
    terminated_on = me.StringField()
    archived_on = me.StringField()
    corrections = me.ListField(me.DictField())
    promises = me.ListField(me.DictField())
    reminders = me.ListField(me.DictField())
    stops = me.ListField(me.DictField())  # of the clock; one without `until` runs
    extension = me.DictField()
    rating = me.DictField()
    cards = me.ListField(me.DictField())
    rounds = me.ListField(me.DictField())  # decisions of before a reopening
    late = me.ListField(me.DictField())  # documents that came after the end
    due_at = me.StringField()  # the end of the earliest clock; with wake_at it follows from the head and the calendar
    wake_at = me.StringField()  # the next moment at which time alone brings something about
    card_state = me.StringField()  # open | closed; empty without a card
    card_on = me.StringField()  # the day of the newest card
    terms = me.ListField(me.StringField())  # what it is searched by; written with the filing
    name = me.StringField(required=True)  # of the enterprise, for lists; not part of the head that replay gives
