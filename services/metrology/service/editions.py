"""The rules by their rows: shown to everybody, added to by administrators."""

import json
from datetime import date

from qi.metrology.v1 import ledger_service_pb2 as pb
from qi.metrology.v1 import ledger_service_pb2_grpc as pb_grpc

from services.kit.clock import Clock
from services.kit.errors import NotFound, malformed
from services.kit.server import ANYONE, Served, caller, roles
from services.metrology.documents.editions import add, in_store
from services.metrology.rules.editions import Row

RULES = {"ListRuleRows": ANYONE, "AddRuleRow": roles("admin")}
TABLES = ("category", "mpe", "institution", "procedure")
LONGEST_KEY, LONGEST_SOURCE = 60, 200


class RuleService(pb_grpc.RuleServiceServicer):
    """Rows of rules."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def ListRuleRows(self, request: pb.ListRuleRowsRequest, context: object) -> pb.ListRuleRowsResponse:
        """Every row of a table, by key and day."""
        if request.table not in TABLES:
            raise NotFound("NOT_FOUND")
        return pb.ListRuleRowsResponse(rows=[_message(row) for row in in_store().all(request.table)])

    def AddRuleRow(self, request: pb.AddRuleRowRequest, context: object) -> pb.RuleRow:
        """One row more, from a later day than every other of its key; it must say what the others say."""
        row, editions = _row(request.row), in_store()
        same = editions.find(row.table, row.key, row.from_day)
        if same is not None and same == row:
            return _message(row)  # the same once more
        editions.expect_later(row, self._clock.today().isoformat())
        model = next(iter(editions.all(row.table)))
        missing = sorted(set(model.values) - set(row.values) - {"months"})
        if missing:
            raise malformed(f"values/{missing[0]}", "REQUIRED")
        add(row, caller().subject)
        return _message(row)


def _row(asked: pb.RuleRow) -> Row:
    if asked.table not in TABLES:
        raise malformed("table", "UNKNOWN_TABLE")
    for name, longest in (("key", LONGEST_KEY), ("source", LONGEST_SOURCE)):
        if not 0 < len(getattr(asked, name)) <= longest:
            raise malformed(name, "REQUIRED")
    try:
        day = date.fromisoformat(asked.from_day).isoformat()
    except ValueError as fault:
        raise malformed("from_day", "DATE_INVALID") from fault
    return Row(asked.table, asked.key, day, json.loads(asked.values or "{}"), asked.source)


def _message(row: Row) -> pb.RuleRow:
    values = json.dumps(dict(row.values), ensure_ascii=False, sort_keys=True)
    return pb.RuleRow(table=row.table, key=row.key, from_day=row.from_day, values=values, source=row.source)


def served(service: RuleService) -> Served:
    """The service with its rules."""
    descriptor = pb.DESCRIPTOR.services_by_name["RuleService"]
    return Served(descriptor, pb_grpc.add_RuleServiceServicer_to_server, service, RULES)
