"""Problems on their way to being mended."""

from typing import Any, ClassVar

import mongoengine as me

from services.inspection.documents.numbered import Numbered
from services.kit.documents import Stored


class Rectification(Numbered):
    """One product of one enterprise that was looked at, or one problem of it; closed by evidence alone."""

    meta: ClassVar[dict[str, Any]] = {
        "collection": "rectifications",
        "indexes": [
            {"fields": ["due", "_id"], "name": "due"},
            {"fields": ["category", "district", "state"], "name": "category_district_state"},
        ],
    }
    enterprise = me.StringField(required=True)  # people's words stand beside the history
    product = me.StringField(required=True)
    district = me.StringField(required=True)
    source = me.StringField(required=True)
    category = me.StringField(required=True)
    campaign = me.StringField()
    problem = me.StringField()
    edition = me.StringField(required=True)
    due = me.StringField()  # the day by which its next step has to be done; empty: no clock runs
    moved_at = me.StringField()
    served_on = me.StringField()
    retest_due = me.StringField()
    plan_due = me.StringField()
    mend_due = me.StringField()
    check_due = me.StringField()
    retested = me.BooleanField(required=True)
    rounds = me.IntField(required=True)
    files = me.ListField(me.StringField())
    cards = me.ListField(me.StringField())
    list_number = me.StringField()
    report = me.StringField()
    reference = me.StringField()


class Evidence(Stored):
    """What was said with a step, and the files that prove it; written before the entry that names it."""

    meta: ClassVar[dict[str, Any]] = {
        "collection": "evidence",
        "indexes": [{"fields": ["rectification", "at"], "name": "rectification_at"}],
    }
    id = me.StringField(primary_key=True)  # of the request
    rectification = me.StringField(required=True)
    action = me.StringField(required=True)
    text = me.StringField()
    files = me.ListField(me.DictField())  # id, sha256, size, media_type, name, caption
    at = me.DateTimeField(required=True)
