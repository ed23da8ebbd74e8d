"""Whom the reports concern."""

from typing import Any, ClassVar

import mongoengine as me

from services.kit.documents import Aggregate


class Report(Aggregate):
    """Whose a report is, and whether it still holds; the report itself is a Paper of the same id."""

    meta: ClassVar[dict[str, Any]] = {
        "collection": "reports",
        "indexes": [
            {"fields": ["number"], "name": "number_once", "unique": True},
            {"fields": ["uscc", "-at", "-_id"], "name": "uscc_newest"},
            {"fields": ["units", "-at", "-_id"], "name": "units_newest"},
            {"fields": ["-at", "-_id"], "name": "newest"},
        ],
    }
    kind = me.StringField(required=True)
    number = me.StringField(required=True)
    uscc = me.StringField(required=True)
    units = me.ListField(me.StringField())
    at = me.DateTimeField(required=True)
    by = me.StringField()  # the number that took its place
