"""Calibrations, and what stands beside them: whose and what, standards, the laboratory's rows, non-conforming work."""

from typing import Any, ClassVar

import mongoengine as me

from services.kit.documents import Aggregate, Stored

NEWEST = ["-opened_at", "-_id"]


class Calibration(Aggregate):
    """From the contract to the certificate; each reading with who, when and why is in its history."""

    meta: ClassVar[dict[str, Any]] = {
        "collection": "calibrations",
        "indexes": [
            {"fields": ["part"], "name": "part_once", "unique": True},
            {"fields": NEWEST, "name": "newest"},
            {"fields": ["uscc", *NEWEST], "name": "uscc_newest"},
            {"fields": ["units", *NEWEST], "name": "units_newest"},
            {"fields": ["station", *NEWEST], "name": "station_newest"},
            {"fields": ["standards", "state"], "name": "standard_state"},
        ],
    }
    part = me.StringField(required=True)
    case_no = me.StringField(required=True)
    uscc = me.StringField(required=True)
    station = me.StringField(required=True)
    unit = me.StringField()
    units = me.ListField(me.StringField())
    opened_at = me.StringField(required=True)
    round = me.IntField(required=True)
    method = me.StringField()
    rule = me.DictField()
    points = me.ListField(me.DictField())
    standards = me.ListField(me.StringField())
    conditions = me.DictField()
    begun_on = me.StringField()
    ended_on = me.StringField()
    place = me.StringField()
    readings = me.DictField()
    budgets = me.DictField()
    verdicts = me.DictField()
    number = me.StringField()
    sha256 = me.StringField()
    dcc = me.StringField()  # SHA-256 of the digital certificate
    paper = me.StringField()  # id of the Paper
    replaces = me.StringField()  # number of the certificate of the round before
    issued_at = me.StringField()
    work = me.StringField()  # id of the NonconformingWork that questions it


class CalibrationOrder(Stored):
    """Whose instrument it is and which: private, beside the calibration."""

    meta: ClassVar[dict[str, Any]] = {"collection": "calibration_orders"}
    id = me.StringField(primary_key=True)  # the calibration's
    customer = me.StringField(required=True)
    address = me.StringField(required=True)
    item = me.DictField(required=True)
    received_on = me.StringField()
    specification = me.StringField()


class ReferenceStandard(Stored):
    """A standard that others are compared with, and its own certificate."""

    meta: ClassVar[dict[str, Any]] = {"collection": "reference_standards"}
    id = me.StringField(primary_key=True)
    name = me.StringField(required=True)
    serial = me.StringField(required=True)
    certificate = me.StringField(required=True)
    issuer = me.StringField(required=True)
    valid_from = me.StringField(required=True)
    valid_until = me.StringField(required=True)
    faulty_since = me.StringField()


class LaboratoryRow(Stored):
    """A method, an authorisation, limits of the surroundings, a capability: from a day on, and never changed."""

    meta: ClassVar[dict[str, Any]] = {
        "collection": "laboratory_rows",
        "indexes": [{"fields": ["kind", "key", "since"], "name": "kind_key_since"}],
    }
    id = me.StringField(primary_key=True)
    kind = me.StringField(required=True)
    key = me.StringField(required=True)
    since = me.StringField(required=True)
    until = me.StringField()
    content = me.StringField(required=True)  # JSON
    source = me.StringField()


class NonconformingWork(Stored):
    """What was found wrong (7.10), and every certificate since the last good check that it puts in question."""

    meta: ClassVar[dict[str, Any]] = {"collection": "nonconforming_work"}
    id = me.StringField(primary_key=True)
    standard = me.StringField(required=True)
    faulty_since = me.StringField(required=True)
    cause = me.StringField(required=True)
    found_at = me.DateTimeField(required=True)
    found_by = me.StringField(required=True)
    calibrations = me.ListField(me.StringField())
