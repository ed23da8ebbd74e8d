"""Commissioned tests, and the registers of the laboratories that make them."""

from typing import Any, ClassVar

import mongoengine as me

from services.inspection.documents.numbered import Numbered
from services.kit.documents import Stored


class Commission(Numbered):
    """A commissioned test: what is asked for, its samples, results and report."""

    meta: ClassVar[dict[str, Any]] = {
        "collection": "commissions",
    }
    client = me.StringField(required=True)  # people's words stand beside the history
    product = me.StringField(required=True)
    names = me.DictField()  # of the items, by code
    case_no = me.StringField()
    accredited = me.BooleanField(required=True)
    items = me.DictField()
    samples = me.DictField()
    results = me.DictField()
    decision = me.StringField()
    checker = me.StringField()
    round = me.IntField(required=True)
    amended = me.StringField()


class Method(Stored):
    """A test method of a laboratory, with its days, its accreditation and the room it wants."""

    meta: ClassVar[dict[str, Any]] = {"collection": "methods"}
    id = me.StringField(primary_key=True)  # GB 4943.1-2022
    name = me.StringField(required=True)
    effective_from = me.StringField(required=True)
    effective_to = me.StringField()
    accredited_until = me.StringField()
    temperature_min = me.StringField()
    temperature_max = me.StringField()
    humidity_min = me.StringField()
    humidity_max = me.StringField()


class Equipment(Stored):
    """A piece of equipment with its calibration."""

    meta: ClassVar[dict[str, Any]] = {
        "collection": "equipment",
        "indexes": [{"fields": ["valid_until"], "name": "valid_until"}],
    }
    id = me.StringField(primary_key=True)  # T-07
    name = me.StringField(required=True)
    certificate = me.StringField(required=True)
    calibrated_on = me.StringField(required=True)
    valid_until = me.StringField(required=True)
    usable = me.BooleanField(required=True)
    shared = me.BooleanField(required=True)  # others may book it (J-07)


class Authorisation(Stored):
    """That somebody may work by a method, for some days; given by somebody else."""

    meta: ClassVar[dict[str, Any]] = {
        "collection": "authorisations",
        "indexes": [{"fields": ["person", "method", "valid_from"], "name": "person_method_day", "unique": True}],
    }
    person = me.StringField(required=True)  # subject
    method = me.StringField(required=True)
    valid_from = me.StringField(required=True)
    valid_until = me.StringField(required=True)
    given_by = me.StringField(required=True)


class Booking(Stored):
    """One hour of one piece of equipment, for one enterprise: its id is the hour, so that nobody else can have it."""

    meta: ClassVar[dict[str, Any]] = {
        "collection": "bookings",
        "indexes": [
            {"fields": ["uscc", "-hour"], "name": "uscc_newest"},
            {"fields": ["equipment", "hour"], "name": "equipment_hour"},
        ],
    }
    id = me.StringField(primary_key=True)  # <equipment>@<hour>
    equipment = me.StringField(required=True)
    hour = me.StringField(required=True)  # 2026-11-26T09
    uscc = me.StringField(required=True)
    request = me.StringField(required=True)
    by = me.StringField(required=True)
    at = me.DateTimeField(required=True)


class Person(Stored):
    """The account name of somebody who works here, beside the histories: for the reports, which name people."""

    meta: ClassVar[dict[str, Any]] = {"collection": "persons"}
    id = me.StringField(primary_key=True)  # subject
    name = me.StringField(required=True)
