"""Whom the reports concern."""

from typing import Any, ClassVar

import mongoengine as me

from services.kit.documents import Stored


class ReportHolder(Stored):
    """Whose a report is and which units see it; the report itself is a Paper of the same id."""

    meta: ClassVar[dict[str, Any]] = {
        "collection": "report_holders",
        "indexes": [
            {"fields": ["number"], "name": "number_once", "unique": True},
            {"fields": ["uscc", "-at", "-_id"], "name": "uscc_newest"},
            {"fields": ["units", "-at", "-_id"], "name": "units_newest"},
            {"fields": ["-at", "-_id"], "name": "newest"},
        ],
    }
    id = me.StringField(primary_key=True)
    number = me.StringField(required=True)
    uscc = me.StringField(required=True)
    units = me.ListField(me.StringField())
    at = me.DateTimeField(required=True)
