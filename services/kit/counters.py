"""Numbers of a series, each given to one asker."""

from contextlib import suppress
from typing import Any, ClassVar

import mongoengine as me
from pymongo import ReturnDocument
from pymongo.errors import DuplicateKeyError

from services.kit.documents import SCHEMA, Stored


class Counter(Stored):
    """The last sequence given out of a series: a station's day, a notice's year; gaps are allowed."""

    meta: ClassVar[dict[str, Any]] = {"collection": "counters"}
    id = me.StringField(primary_key=True)
    last = me.IntField(required=True)

    @classmethod
    def next(cls, series: str) -> int:
        """A number that nobody else is given. First the series is there, then it is counted on: of several upserts that
        begin one, the embedded store may answer two with the same number.
        """
        counters = cls._get_collection()
        while True:
            found = counters.find_one_and_update(
                {"_id": series}, {"$inc": {"last": 1}}, return_document=ReturnDocument.AFTER
            )
            if found is not None:
                return int(found["last"])
            with suppress(DuplicateKeyError):
                counters.insert_one({"_id": series, "last": 0, "schema": SCHEMA})
