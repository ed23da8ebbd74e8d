# ruff: noqa: N802, ARG002 - RPC names are PascalCase, and every RPC takes the caller
"""Ledgers as the gateway's tests need them: instruments in memory, and the rules that metrology is seeded with."""

import json
from dataclasses import dataclass, field

from google.protobuf.json_format import MessageToDict
from qi.metrology.v1 import ledger_service_pb2 as pb
from qi.metrology.v1.ledger_service_pb2_grpc import LedgerServiceServicer, RuleServiceServicer

from services.kit.errors import KeyReused, NotFound, Stale, malformed
from services.kit.identity import Caller
from services.kit.paging import from_cursor
from services.metrology.documents.editions import seeded
from services.metrology.rules.editions import Editions, Row
from tests.gateway.fakes import FILED_AT, Fake, rpc

Moved = pb.StopInstrumentRequest | pb.ResumeInstrumentRequest | pb.RetireInstrumentRequest
NAMES = ("texts", "category", "use", "verified_on", "valid_until", "certificate")


@dataclass
class FakeLedger(Fake, LedgerServiceServicer):
    """Each enterprise sees its own."""

    kept: dict[str, pb.Instrument] = field(default_factory=dict)
    made: dict[str, tuple[str, bytes]] = field(default_factory=dict)

    @rpc
    def ListInstruments(self, request: pb.ListInstrumentsRequest, who: Caller) -> pb.ListInstrumentsResponse:
        from_cursor(request.page_token, (str, str))
        seen = [one for one in self.kept.values() if not who.has("enterprise") or one.uscc == who.uscc]
        return pb.ListInstrumentsResponse(instruments=seen)

    @rpc
    def GetInstrument(self, request: pb.GetInstrumentRequest, who: Caller) -> pb.Instrument:
        return self._own(request.id, who)

    @rpc
    def GetDueYear(self, request: pb.GetDueYearRequest, who: Caller) -> pb.DueYear:
        days = [pb.DueDay(date=f"{request.year}-12-01", count=2)]
        return pb.DueYear(year=request.year, days=days, total=3, unusable=1, due=2, next_month=2)

    @rpc
    def RegisterInstrument(self, request: pb.RegisterInstrumentRequest, who: Caller) -> pb.Instrument:
        key, body = self.heard[-1].metadata["qi-request-id"], request.SerializeToString(deterministic=True)
        if key in self.made:
            if self.made[key][1] != body:
                raise KeyReused("KEY_REUSED", params={"no": self.made[key][0]})
            return self.kept[self.made[key][0]]
        number = f"i{len(self.kept) + 1}"
        told = pb.Instrument(id=number, revision=1, uscc=who.uscc, state="in_use", standing="valid", usable=True)
        told.mode, told.rule_row, told.changed_at.seconds = "periodic", "category/price_scale/2016-11-30", FILED_AT
        told.actions.extend(["correct", "stop", "retire"])
        self.made[key] = number, body
        return self._said(number, told, request)

    @rpc
    def CorrectInstrument(self, request: pb.CorrectInstrumentRequest, who: Caller) -> pb.Instrument:
        return self._said(request.id, self._changed(request, who), request)

    @rpc
    def StopInstrument(self, request: pb.StopInstrumentRequest, who: Caller) -> pb.Instrument:
        return self._moved("stopped", request, who)

    @rpc
    def ResumeInstrument(self, request: pb.ResumeInstrumentRequest, who: Caller) -> pb.Instrument:
        return self._moved("in_use", request, who)

    @rpc
    def RetireInstrument(self, request: pb.RetireInstrumentRequest, who: Caller) -> pb.Instrument:
        return self._moved("retired", request, who)

    @rpc
    def CheckImport(self, request: pb.CheckImportRequest, who: Caller) -> pb.ImportReport:
        fault = pb.ImportFault(row=7, column="出厂编号", reason="DUPLICATE_IN_FILE", value="3")
        return pb.ImportReport(rows=6, good=5, faults=[fault], fault_count=1)

    @rpc
    def ImportInstruments(self, request: pb.ImportInstrumentsRequest, who: Caller) -> pb.ImportReport:
        return pb.ImportReport(id="b1", rows=6, good=6, added=6)

    @rpc
    def GetSpreadsheet(self, request: pb.GetSpreadsheetRequest, who: Caller) -> pb.Spreadsheet:
        return pb.Spreadsheet(content=b"PK")

    @rpc
    def CheckEquipment(self, request: pb.CheckEquipmentRequest, who: Caller) -> pb.CheckEquipmentResponse:
        return pb.CheckEquipmentResponse()

    def _own(self, key: str, who: Caller) -> pb.Instrument:
        found = self.kept.get(key)
        if found is None or (who.has("enterprise") and found.uscc != who.uscc):
            raise NotFound("NOT_FOUND")
        return found

    def _changed(self, request: Moved | pb.CorrectInstrumentRequest, who: Caller) -> pb.Instrument:
        found = self._own(request.id, who)
        if request.expected_revision not in (0, found.revision):
            raise Stale("STALE_REVISION", params={"revision": found.revision})
        found.revision += 1
        return found

    def _moved(self, state: str, request: Moved, who: Caller) -> pb.Instrument:
        found = self._changed(request, who)
        found.state = state
        return found

    def _said(
        self, key: str, told: pb.Instrument, request: pb.RegisterInstrumentRequest | pb.CorrectInstrumentRequest
    ) -> pb.Instrument:
        told.MergeFrom(pb.Instrument(**{name: getattr(request, name) for name in NAMES}))
        self.kept[key] = told
        return told


@dataclass
class FakeRules(Fake, RuleServiceServicer):
    """The seeded rows, and what is added to them."""

    rows: list[Row] = field(default_factory=seeded)

    @rpc
    def ListRuleRows(self, request: pb.ListRuleRowsRequest, who: Caller) -> pb.ListRuleRowsResponse:
        return pb.ListRuleRowsResponse(rows=[_message(row) for row in Editions(self.rows).all(request.table)])

    @rpc
    def AddRuleRow(self, request: pb.AddRuleRowRequest, who: Caller) -> pb.RuleRow:
        told = MessageToDict(request.row, preserving_proto_field_name=True)
        if not request.row.key.strip():
            raise malformed("key", "REQUIRED")
        row = Row(told["table"], told["key"], told["from_day"], json.loads(told["values"]), told["source"])
        Editions(self.rows).expect_later(row, "2026-11-24")
        self.rows.append(row)
        return _message(row)


def _message(row: Row) -> pb.RuleRow:
    values = json.dumps(dict(row.values), ensure_ascii=False)
    return pb.RuleRow(table=row.table, key=row.key, from_day=row.from_day, values=values, source=row.source)
