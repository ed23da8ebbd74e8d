"""Editions of rules: read by everybody who judges by them, added to by an administrator."""

import json
import time

from qi.inspection.v1 import rule_service_pb2 as pb
from qi.inspection.v1 import rule_service_pb2_grpc as pb_grpc

from services.inspection.documents.editions import RuleEdition
from services.inspection.rules.editions import Edition, checked_new, in_force
from services.kit.clock import Clock
from services.kit.errors import malformed
from services.kit.server import Served, caller, roles

FRESH_SECONDS = 2.0
RULES = {
    "ListRuleEditions": roles("enterprise clerk specialist approver supervisor admin"),
    "AddRuleEdition": roles("admin"),
}


class Editions:
    """The editions as they are kept, read again every two seconds."""

    def __init__(self) -> None:
        self._read_at, self._known = float("-inf"), list[Edition]()

    def known(self) -> list[Edition]:
        """Every edition of every rule, by day."""
        if time.monotonic() - self._read_at > FRESH_SECONDS:
            self._known = [row.edition() for row in RuleEdition.objects(rule__gt="").order_by("rule", "effective_from")]
            self._read_at = time.monotonic()
        return self._known

    def of(self, rule: str, day: str) -> Edition:
        """The edition of a rule on a day."""
        return in_force(self.known(), rule, day)

    def named(self, key: str) -> Edition:
        """The edition that a record was begun by."""
        return next(one for one in self.known() if one.id == key)

    def changed(self) -> None:
        """Read again at the next use."""
        self._read_at = float("-inf")


class RuleService(pb_grpc.RuleServiceServicer):
    """Read and added to."""

    def __init__(self, editions: Editions, clock: Clock) -> None:
        self._editions, self._clock = editions, clock

    def ListRuleEditions(self, request: pb.ListRuleEditionsRequest, context: object) -> pb.ListRuleEditionsResponse:
        """By rule and day."""
        return pb.ListRuleEditionsResponse(editions=[_message(one) for one in self._editions.known()])

    def AddRuleEdition(self, request: pb.AddRuleEditionRequest, context: object) -> pb.RuleEdition:
        """From a later day; the same once more is the one that is there."""
        told = (request.rule, request.effective_from, request.source.strip(), request.basis)
        new = Edition(*told, _content(request.content))
        self._editions.changed()
        there = next((one for one in self._editions.known() if one == new), None)
        return _message(there or self._added(new))

    def _added(self, new: Edition) -> Edition:
        checked_new(new, self._editions.known(), self._clock.today())
        if not RuleEdition.of(new, caller().subject).once():
            raise malformed("effective_from", "DAY_NOT_LATER", min=new.effective_from)
        self._editions.changed()
        return new


def _content(text: str) -> dict[str, object]:
    try:
        told = json.loads(text)
    except ValueError as fault:
        raise malformed("content", "JSON_INVALID") from fault
    if not isinstance(told, dict):
        raise malformed("content", "JSON_INVALID")
    return told


def _message(one: Edition) -> pb.RuleEdition:
    told = {name: getattr(one, name) for name in ("id", "rule", "effective_from", "source", "basis")}
    return pb.RuleEdition(**told, content=json.dumps(one.content, ensure_ascii=False, sort_keys=True))


def served(service: RuleService) -> Served:
    """The service with its rules."""
    descriptor = pb.DESCRIPTOR.services_by_name["RuleService"]
    return Served(descriptor, pb_grpc.add_RuleServiceServicer_to_server, service, RULES)
