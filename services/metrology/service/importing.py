"""Files of instruments: read, judged row by row, and taken in whole.

The batch is written before its rows, whose ids and requests follow from it: an import that died is gone on with from
its file, at the next start or by the same request, and no row comes twice.
"""

from datetime import date

from qi.metrology.v1 import ledger_service_pb2 as pb

from services.kit.background import Background
from services.kit.blobs import Blobs
from services.kit.clock import Clock
from services.kit.errors import KeyReused, WrongState, malformed
from services.kit.repository import Repository, Request
from services.metrology.documents import sheets
from services.metrology.documents.editions import in_store
from services.metrology.documents.ledger import Import
from services.metrology.rules.ledger import WRITTEN
from services.metrology.rules.sheet import HEADINGS, Fault, Read, Sheet
from services.metrology.service.registering import begun, id_of

SHOWN, ASKED_AT_ONCE = 500, 1_000
HASH_LENGTH = 64


class Importing:
    """Takes in spreadsheets."""

    def __init__(self, instruments: Repository, blobs: Blobs, clock: Clock) -> None:
        self._instruments, self._blobs, self._clock = instruments, blobs, clock

    def checked(self, sha256: str, uscc: str) -> pb.ImportReport:
        """What is good in a file, and what is not."""
        return _report(self._judged(sha256, uscc, self._clock.today()))

    def imported(self, sha256: str, uscc: str, ask: Request, *, skip: bool) -> pb.ImportReport:
        """All good rows; IMPORT_FAULTY when a row is faulty and none is to be left out."""
        key = id_of(ask.id)
        batch = Import.objects(id=key).first()
        if batch is not None and batch.body != ask.body:
            raise KeyReused("KEY_REUSED", params={"no": key})
        day = date.fromisoformat(batch.day) if batch else self._clock.today()
        read = self._judged(sha256, uscc, day, own=key)
        if batch is None:
            _expect_good(read, skip=skip)
            batch = self._begun(key, sha256, uscc, ask, read)
        if batch.state != "done":
            self._write(batch, read, ask.id)
            batch.reload()
        report = _report(read)
        report.id, report.added, report.known = key, batch.added, batch.known
        return report

    def unfinished(self) -> None:
        """Go on with what a process that died had begun."""
        for batch in Import.objects(state="running"):
            read = self._judged(batch.sha256, batch.uscc, date.fromisoformat(batch.day), own=batch.id)
            self._write(batch, read, batch.request)

    def _begun(self, key: str, sha256: str, uscc: str, ask: Request, read: Read) -> Import:
        told = {"uscc": uscc, "by": ask.actor, "body": ask.body, "request": ask.id, "sha256": sha256}
        counts = {"rows": read.rows, "good": len(read.good), "state": "running"}
        batch = Import(id=key, day=self._clock.today().isoformat(), at=self._clock.now(), **told, **counts)
        return batch if batch.once() else Import.objects(id=key).get()

    def _write(self, batch: Import, read: Read, request: str) -> None:
        documents = []
        for row, said in read.good:
            texts = {name: said.get(name, "") for name in WRITTEN}
            kept = {name: said[name] for name in said if name not in WRITTEN}
            ask = Request(f"{request}#{row}", batch.by, "enterprise")
            documents.append(begun(self._instruments, id_of(request, row), ask, batch.uscc, kept, batch.id, texts))
        out = self._instruments.create_all(documents)
        own = self._instruments.collection().count_documents({"_id": {"$in": sorted(out)}}) if out else 0
        counts = {"set__added": len(documents) - len(out) + own, "set__known": len(out) - own}
        Import.objects(id=batch.id).update(set__state="done", **counts)

    def _judged(self, sha256: str, uscc: str, day: date, own: str = "") -> Read:
        content = self._content(sha256)
        read = Sheet(uscc, in_store(), day, sheets.formulas(content)).read(sheets.lines(content))
        known = self._known([said["key"] for _row, said in read.good], own)
        faults = [
            Fault(row, HEADINGS["serial"][0], "DUPLICATE_IN_LEDGER", known[said["key"]])
            for row, said in read.good
            if said["key"] in known
        ]
        good = [(row, said) for row, said in read.good if said["key"] not in known]
        return Read(read.rows, good, sorted([*read.faults, *faults], key=lambda one: one.row))

    def _content(self, sha256: str) -> bytes:
        if len(sha256) != HASH_LENGTH or not sha256.isalnum():
            raise malformed("file", "UNKNOWN_MATERIAL")
        try:
            return self._blobs.content(sha256)
        except FileNotFoundError as fault:
            raise malformed("file", "UNKNOWN_MATERIAL") from fault

    def _known(self, keys: list[str], own: str) -> dict[str, str]:
        """Which of these the ledger has, but for those that came by this very file."""
        found: dict[str, str] = {}
        for begin in range(0, len(keys), ASKED_AT_ONCE):
            asked = {"key": {"$in": keys[begin : begin + ASKED_AT_ONCE]}}
            rows = self._instruments.collection().find(asked, {"key": 1, "batch": 1})
            found |= {row["key"]: row["_id"] for row in rows if not own or row.get("batch") != own}
        return found


class Resumption(Background):
    """Finishes at the start what an earlier process left half done."""

    def __init__(self, importing: Importing) -> None:
        super().__init__("imports", patience=0)
        self._importing = importing

    def work(self) -> None:
        """Once."""
        self._importing.unfinished()


def _expect_good(read: Read, *, skip: bool) -> None:
    if read.faults and not skip:
        first = read.faults[0]
        raise WrongState("IMPORT_FAULTY", params={"count": len(read.faults), "row": first.row, "column": first.column})
    if not read.good:
        raise WrongState("IMPORT_EMPTY", params={"rows": read.rows})


def _report(read: Read) -> pb.ImportReport:
    faults = [
        pb.ImportFault(row=one.row, column=one.column, reason=one.reason, value=one.value)
        for one in read.faults[:SHOWN]
    ]
    return pb.ImportReport(rows=read.rows, good=len(read.good), faults=faults, fault_count=len(read.faults))
