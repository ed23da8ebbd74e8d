"""What the window keeps: items, stations, cases, and beside each case its filings and notices."""

from typing import Any, ClassVar

import mongoengine as me

from services.kit.documents import OUTBOX_INDEX, REQUEST_INDEX, Aggregate, Stored

LOOSE: dict[str, Any] = {"strict": False, "auto_create_index": False}


class Item(Stored):
    """One version of a catalogue item; never changed."""

    meta: ClassVar[dict[str, Any]] = {
        **LOOSE,
        "collection": "items",
        "indexes": [{"fields": ["code", "version"], "name": "version_once", "unique": True}],
    }
    id = me.StringField(primary_key=True)  # <code>@<version>
    code = me.StringField(required=True)
    version = me.IntField(required=True)
    effective_from = me.StringField(required=True)
    content = me.BinaryField(required=True)  # the serialised qi.workflow.v1.Item


class Station(Stored):
    """A grassroots station."""

    meta: ClassVar[dict[str, Any]] = {**LOOSE, "collection": "stations"}
    id = me.StringField(primary_key=True)  # 9 digits
    name = me.StringField(required=True)
    district = me.StringField(required=True)
    address = me.StringField(required=True)
    phone = me.StringField(required=True)
    hours = me.StringField(required=True)


class CalendarYear(Stored):
    """A year of working days as its notice has it, or provisional."""

    meta: ClassVar[dict[str, Any]] = {**LOOSE, "collection": "calendar"}
    id = me.IntField(primary_key=True)
    published = me.BooleanField(required=True)
    off = me.DictField()  # ISO date → name of the holiday
    work = me.DictField()  # weekends that are worked instead
    revision = me.IntField(required=True)


class CalendarChange(Stored):
    """A year being put in force: how far the open cases have been gone through."""

    meta: ClassVar[dict[str, Any]] = {
        **LOOSE,
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


class Counter(Stored):
    """The last sequence given out of a series: a station's day, a notice's year; gaps are allowed."""

    meta: ClassVar[dict[str, Any]] = {**LOOSE, "collection": "counters"}
    id = me.StringField(primary_key=True)
    last = me.IntField(required=True)


class Filing(Stored):
    """What an applicant gave: private, written before the case that names it, never changed."""

    meta: ClassVar[dict[str, Any]] = {
        **LOOSE,
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


class Draft(Stored):
    """What an enterprise has not filed yet: shared by its people, forgotten by itself, never published."""

    meta: ClassVar[dict[str, Any]] = {
        **LOOSE,
        "collection": "drafts",
        "indexes": [
            {"fields": ["uscc", "-saved_at", "-_id"], "name": "uscc_newest"},
            {"fields": ["kept_until"], "name": "expires", "expireAfterSeconds": 0},
        ],
    }
    id = me.StringField(primary_key=True)  # from the request that made it: the same request makes it once
    uscc = me.StringField(required=True)
    revision = me.IntField(required=True)
    request = me.StringField(required=True)  # that saved it last
    content = me.BinaryField(required=True)  # the serialised qi.workflow.v1.Draft
    saved_at = me.DateTimeField(required=True)
    kept_until = me.DateTimeField(required=True)


class Notice(Stored):
    """The frozen data of a document the window issued."""

    meta: ClassVar[dict[str, Any]] = {**LOOSE, "collection": "notices"}
    id = me.StringField(primary_key=True)
    case_no = me.StringField(required=True)
    kind = me.StringField(required=True)
    text = me.StringField()
    organ = me.StringField()
    data = me.DictField()  # what else it says
    at = me.DateTimeField(required=True)


class Found(Stored):
    """What a domain finds in a filing of one of its items: it informs, and is no part of the history."""

    meta: ClassVar[dict[str, Any]] = {**LOOSE, "collection": "found"}
    id = me.StringField(primary_key=True)  # <filing>:<item>
    findings = me.ListField(me.DictField())  # {path, reason, level}


class Desk(Stored):
    """What a clerk notes beside a case: revision of its own, never published."""

    meta: ClassVar[dict[str, Any]] = {**LOOSE, "collection": "desks"}
    id = me.StringField(primary_key=True)  # the case's number
    revision = me.IntField(required=True)
    request = me.StringField()  # that changed it last
    claim = me.DictField()  # {by, since, until}: runs out by itself
    ticks = me.ListField(me.DictField())
    parked = me.StringField()
    contacts = me.ListField(me.DictField())


class Delegation(Stored):
    """Who stands in for a clerk on leave; a new one takes the place of the last."""

    meta: ClassVar[dict[str, Any]] = {
        **LOOSE,
        "collection": "delegations",
        "indexes": [{"fields": ["to_account"], "name": "to_account"}],
    }
    id = me.StringField(primary_key=True)  # account that is away
    to_account = me.StringField(required=True)
    first_day = me.StringField(required=True)
    last_day = me.StringField(required=True)


class Remark(Stored):
    """What somebody wrote with an action, and no applicant gets as a notice."""

    meta: ClassVar[dict[str, Any]] = {
        **LOOSE,
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
        **LOOSE,
        "collection": "cases",
        "indexes": [
            OUTBOX_INDEX,
            REQUEST_INDEX,
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


class Root(Aggregate):
    """The signed root of a day (its id) over the cases that changed since the one before."""

    meta: ClassVar[dict[str, Any]] = {
        **LOOSE,
        "collection": "roots",
        "indexes": [OUTBOX_INDEX, REQUEST_INDEX, {"fields": ["tree"], "name": "tree"}],
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
        **LOOSE,
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

    meta: ClassVar[dict[str, Any]] = {**LOOSE, "collection": "public_keys"}
    id = me.StringField(primary_key=True)
    jwk = me.StringField(required=True)
    since = me.DateTimeField(required=True)


class Erasure(Stored):
    """That a person's data was erased from beside a case, by whom and why."""

    meta: ClassVar[dict[str, Any]] = {**LOOSE, "collection": "erasures"}
    id = me.StringField(primary_key=True)  # of the request
    case_no = me.StringField(required=True)
    reason = me.StringField(required=True)
    actor = me.StringField(required=True)
    at = me.DateTimeField(required=True)


KINDS: tuple[type[me.Document], ...] = (
    CalendarChange,
    CalendarYear,
    Case,
    Counter,
    Delegation,
    Desk,
    Draft,
    Erasure,
    Filing,
    Found,
    Item,
    Leaf,
    Notice,
    PublicKey,
    Remark,
    Root,
    Station,
)
