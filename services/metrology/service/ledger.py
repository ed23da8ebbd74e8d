"""The ledger of instruments: read by whoever may see it, changed by whom it belongs to."""

from collections import Counter
from datetime import date

from qi.metrology.v1 import ledger_service_pb2 as pb
from qi.metrology.v1 import ledger_service_pb2_grpc as pb_grpc

from services.kit.clock import Clock
from services.kit.errors import malformed
from services.kit.lifecycle import Head
from services.kit.paging import from_cursor, page_size, to_cursor
from services.kit.repository import Repository, Request
from services.kit.server import Served, caller, request_id, roles
from services.metrology.documents import sheets
from services.metrology.documents.editions import in_store
from services.metrology.rules import ledger, standing
from services.metrology.service import views
from services.metrology.service.importing import Importing
from services.metrology.service.registering import Registering
from services.metrology.service.sight import sight

OWNER = roles("enterprise")
READERS = roles("enterprise clerk specialist approver supervisor")
RULES = {
    "ListInstruments": READERS,
    "GetInstrument": READERS,
    "GetDueYear": READERS,
    "RegisterInstrument": OWNER,
    "CorrectInstrument": OWNER,
    "StopInstrument": OWNER,
    "ResumeInstrument": OWNER,
    "RetireInstrument": OWNER,
    "CheckImport": OWNER,
    "ImportInstruments": OWNER,
    "GetSpreadsheet": OWNER,
    "CheckEquipment": roles("specialist service"),
}
Moved = pb.StopInstrumentRequest | pb.ResumeInstrumentRequest | pb.RetireInstrumentRequest
YEARS = range(2000, 2100)
MOST_IN_SHEET, MOST_NAMED = 20_000, 200
HEAD = {"history": 0}
READ_MILLISECONDS = 10_000


class LedgerService(pb_grpc.LedgerServiceServicer):
    """Ledgers, one instrument at a time and by the file."""

    def __init__(self, instruments: Repository, importing: Importing, clock: Clock) -> None:
        self._instruments, self._importing, self._clock = instruments, importing, clock
        self._registering = Registering(instruments, clock)

    def ListInstruments(self, request: pb.ListInstrumentsRequest, context: object) -> pb.ListInstrumentsResponse:
        """The first to fall due first."""
        size = page_size(request.page_size)
        wanted = self._wanted(request)
        place = from_cursor(request.page_token, (str, str))
        if place is not None:
            due, key = place
            after = {"$gte": due, **{sign: bound for sign, bound in wanted["due_on"].items() if sign.startswith("$l")}}
            wanted |= {"due_on": after, "$or": [{"due_on": {"$gt": due}}, {"_id": {"$gt": key}}]}
        found = self._found(wanted, size + 1)
        token = to_cursor([found[size - 1]["due_on"], found[size - 1]["_id"]]) if len(found) > size else ""
        return pb.ListInstrumentsResponse(instruments=self._told(found[:size]), next_page_token=token)

    def _wanted(self, request: pb.ListInstrumentsRequest) -> Head:
        if request.standing not in ("", "unusable", *standing.STANDINGS):
            raise malformed("standing", "STANDING_INVALID")
        wanted = _scope(request.uscc) | {"due_on": standing.between(request.standing, self._clock.today())}
        return wanted | ({"category": request.category} if request.category else {})

    def _found(self, wanted: Head, most: int, fields: Head | None = None) -> list[Head]:
        cursor = self._instruments.collection().find(wanted, fields or HEAD, max_time_ms=READ_MILLISECONDS)
        return list(cursor.sort([("due_on", 1), ("_id", 1)]).limit(most))

    def GetInstrument(self, request: pb.GetInstrumentRequest, context: object) -> pb.Instrument:
        """One instrument."""
        [told] = self._told([self._instruments.get(request.id, sight(caller()))])
        return told

    def GetDueYear(self, request: pb.GetDueYearRequest, context: object) -> pb.DueYear:
        """How many fall due on each day of a year, and how the ledger stands today."""
        if request.year not in YEARS:
            raise malformed("year", "OUT_OF_RANGE", min=YEARS[0], max=YEARS[-1])
        wanted = {**_scope(request.uscc), "due_on": standing.between("", self._clock.today())}
        heads = self._found(wanted, MOST_IN_SHEET, {"due_on": 1})
        return views.year(request.year, Counter(head["due_on"] for head in heads), self._clock.today())

    def RegisterInstrument(self, request: pb.RegisterInstrumentRequest, context: object) -> pb.Instrument:
        """One more, once per request id."""
        [told] = self._told([self._registering.register(request)])
        return told

    def CorrectInstrument(self, request: pb.CorrectInstrumentRequest, context: object) -> pb.Instrument:
        """What is written of it, its category and use, and the days of a certificate that is not ours."""
        [told] = self._told([self._registering.correct(request)])
        return told

    def StopInstrument(self, request: pb.StopInstrumentRequest, context: object) -> pb.Instrument:
        """in_use → stopped"""
        return self._moved("stop", request)

    def ResumeInstrument(self, request: pb.ResumeInstrumentRequest, context: object) -> pb.Instrument:
        """stopped → in_use"""
        return self._moved("resume", request)

    def RetireInstrument(self, request: pb.RetireInstrumentRequest, context: object) -> pb.Instrument:
        """→ retired"""
        return self._moved("retire", request)

    def _moved(self, action: str, request: Moved) -> pb.Instrument:
        who = caller()
        ask = Request.of(request_id(), who.subject, "enterprise", {"action": action, "id": request.id})
        moved = self._instruments.change(
            request.id, ask, lambda head: ledger.decide(head, action, who, {}), request.expected_revision, sight(who)
        )
        [told] = self._told([moved])
        return told

    def CheckImport(self, request: pb.CheckImportRequest, context: object) -> pb.ImportReport:
        """What an import would find."""
        return self._importing.checked(request.sha256, caller().uscc)

    def ImportInstruments(self, request: pb.ImportInstrumentsRequest, context: object) -> pb.ImportReport:
        """All good rows, or none."""
        who = caller()
        ask = Request.of(request_id(), who.subject, "enterprise", {"file": request.sha256, "skip": request.skip_faulty})
        return self._importing.imported(request.sha256, who.uscc, ask, skip=request.skip_faulty)

    def GetSpreadsheet(self, request: pb.GetSpreadsheetRequest, context: object) -> pb.Spreadsheet:
        """The ledger, or its empty form."""
        today = self._clock.today()
        wanted = {**_scope(""), "due_on": standing.between("", today)}
        heads = [] if request.empty else self._found(wanted, MOST_IN_SHEET)
        editions = in_store()
        rows = sheets.cells(views.row_of(head, editions, today) for head in heads)
        return pb.Spreadsheet(content=sheets.written(rows, views.choices(editions, today)))

    def CheckEquipment(self, request: pb.CheckEquipmentRequest, context: object) -> pb.CheckEquipmentResponse:
        """Whether instruments may be named as equipment of a measurement on a day."""
        on = _day(request.on) if request.on else self._clock.today()
        ids = list(dict.fromkeys(request.ids))[:MOST_NAMED]
        found = {head["_id"]: head for head in self._instruments.collection().find({"_id": {"$in": ids}}, HEAD)}
        return pb.CheckEquipmentResponse(answers=[views.equipment(key, found.get(key), on) for key in ids])

    def _told(self, heads: list[Head]) -> list[pb.Instrument]:
        editions, today, who = in_store(), self._clock.today(), caller()
        return [views.message(head, editions, today, who) for head in heads]


def _scope(uscc: str) -> Head:
    """What the caller may see, narrowed to one enterprise where it names one."""
    scope = sight(caller())
    return {**scope, "uscc": scope.get("uscc", uscc)} if uscc or "uscc" in scope else scope


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as fault:
        raise malformed("on", "DATE_INVALID") from fault


def served(service: LedgerService) -> Served:
    """The service with its rules."""
    descriptor = pb.DESCRIPTOR.services_by_name["LedgerService"]
    return Served(descriptor, pb_grpc.add_LedgerServiceServicer_to_server, service, RULES)
