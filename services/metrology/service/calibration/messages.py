"""Calibrations as they are answered."""

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

from google.protobuf.json_format import ParseDict
from qi.metrology.v1 import calculator_service_pb2 as calculator
from qi.metrology.v1 import calibration_service_pb2 as pb

from services.kit.documents import entry_of
from services.kit.lifecycle import Head, actions, moment_of
from services.kit.stamps import stamp
from services.metrology.documents.calibration import (
    CalibrationOrder,
    LaboratoryRow,
    NonconformingWork,
    ReferenceStandard,
)
from services.metrology.rules.calibration import TABLE

HEAD = (
    *("part", "case_no", "uscc", "state", "revision", "round", "method", "begun_on", "ended_on", "place"),
    *("number", "sha256", "replaces", "work"),
)
STANDARD = ("id", "name", "serial", "certificate", "issuer", "valid_from", "valid_until", "faulty_since")


def calibration(head: Head, who: Any, order: CalibrationOrder | None, *, whole: bool) -> pb.Calibration:
    """One calibration; a list has it without readings and budgets."""
    message = pb.Calibration(id=head["_id"], actions=actions(TABLE, head, who), dcc_sha256=head.get("dcc", ""))
    for name in HEAD:
        setattr(message, name, head[name])
    message.opened_at.CopyFrom(stamp(moment_of(head["opened_at"])))
    if head.get("issued_at"):
        message.issued_at.CopyFrom(stamp(moment_of(head["issued_at"])))
    if order:
        message.order.CopyFrom(order_message(order))
    if whole:
        _fill(message, head)
    return message


def _fill(message: pb.Calibration, head: Head) -> None:
    if head["rule"]:
        message.rule.CopyFrom(pb.AgreedRule(**head["rule"]))
    message.standards.extend(head["standards"])
    for name, one in sorted(head["conditions"].items()):
        message.conditions.add(name=name, **one)
    message.points.extend(_point(head, point) for point in head["points"])
    message.changes.extend(_changes(head))


def _point(head: Head, told: Head) -> pb.CalibrationPoint:
    point = pb.CalibrationPoint(**told)
    read = head["readings"].get(point.id, {})
    point.readings.extend(read[n] for n in sorted(read, key=int))
    if point.id in head["budgets"]:
        ParseDict(head["budgets"][point.id]["told"], point.budget)
    if point.id in head["verdicts"]:
        point.decision.CopyFrom(calculator.ConformityDecision(**head["verdicts"][point.id]))
    return point


def _changes(head: Head) -> Iterator[pb.ReadingChange]:
    """Every reading that was ever entered, with who and when."""
    for entry in (entry_of(stored) for stored in head["history"]):
        for point, n, value in entry.data.get("readings", ()) if entry.action == "observe" else ():
            change = pb.ReadingChange(point=point, n=n, value=value, by=entry.actor, reason=entry.data["reason"])
            change.at.CopyFrom(stamp(entry.at))
            yield change


def order_message(order: CalibrationOrder) -> pb.CalibrationOrder:
    """Whose instrument it is."""
    told = {name: getattr(order, name) or "" for name in ("customer", "address", "received_on", "specification")}
    return pb.CalibrationOrder(**told, **order.item)


def standard(one: ReferenceStandard, today: date) -> pb.ReferenceStandard:
    """A standard, and whether it may be used today."""
    told = {name: getattr(one, name) or "" for name in STANDARD}
    usable = one.valid_from <= today.isoformat() <= one.valid_until and not one.faulty_since
    return pb.ReferenceStandard(**told, usable=usable)


def work(one: NonconformingWork) -> pb.NonconformingWork:
    """Non-conforming work."""
    told = {name: getattr(one, name) for name in ("id", "standard", "faulty_since", "cause", "calibrations")}
    return pb.NonconformingWork(**told, found_at=stamp(one.found_at))


def row(one: LaboratoryRow) -> pb.LaboratoryRow:
    """A row of the laboratory."""
    told = {name: getattr(one, name) or "" for name in ("kind", "key", "since", "until", "source")}
    return pb.LaboratoryRow(**told, content=json.dumps(json.loads(one.content), ensure_ascii=False))
