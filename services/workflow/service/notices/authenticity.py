"""Tells anybody whether a paper or a file is what the window issued."""

import json
from typing import Any

from qi.authenticity.v1 import authenticity_service_pb2 as pb

from services.kit.authenticity import MOST_TOKENS, Authority
from services.kit.documents import entry_of
from services.kit.errors import NotFound
from services.kit.lifecycle import Entry, Head
from services.kit.repository import Repository
from services.workflow.documents.cases import Notice
from services.workflow.documents.notices import Issued
from services.workflow.rules import notices
from services.workflow.service.notices.issuing import Issuing

VERDICTS = {"valid": "genuine", "replaced": "replaced", "revoked": "revoked"}


class NoticeAuthority(Authority):
    """Notices, as whoever holds one may check them."""

    def __init__(self, cases: Repository, issuing: Issuing) -> None:
        self._cases, self._issuing = cases, issuing

    def GetAuthenticity(self, request: pb.GetAuthenticityRequest, context: object) -> pb.Authenticity:
        """By token or by number."""
        asked = {"token": request.token} if request.token else {"number": request.number.replace(" ", "")}
        row = Issued.objects(**asked).first()
        if row is None:
            raise NotFound("NOT_FOUND")
        return self._genuine(row, holder=bool(request.token))

    def CheckFile(self, request: pb.CheckFileRequest, context: object) -> pb.Authenticity:
        """By what is in the file."""
        row = Issued.objects(sha256=request.sha256).first()
        if row is not None:
            return self._genuine(row, holder=True)
        named = Issued.objects(token__in=list(request.tokens)[:MOST_TOKENS]).first() if request.tokens else None
        if named is None:
            return pb.Authenticity(verdict="unknown")
        return _told(named, "changed", self._cases.get(named.case_no))

    def _genuine(self, row: Issued, *, holder: bool) -> pb.Authenticity:
        case = self._cases.get(row.case_no)
        entries = [entry_of(stored) for stored in case["history"]]
        told = _told(row, VERDICTS[notices.state_of(entries, row.entry, row.kind)], case)
        back, newer = notices.taken_back(entries, row.entry, row.kind), notices.successor(entries, row.entry, row.kind)
        if newer is not None:
            told.replaced_by = self._number(case, *newer)
        told.sha256, told.certificate = row.sha256 or "", row.key or ""
        if back is not None:
            told.revoked_on, told.revoked_by = _instrument(back)
        if holder:
            told.holder = case.get("name", "")
        return told

    def _number(self, case: Head, entry: Entry, kind: str) -> str:
        """The number of a newer notice, which is issued now if nobody has looked at it yet."""
        key = f"{case['_id']}/{notices.notice_id(entry, kind)}"
        return next((row.number for row in self._issuing.of_case(case) if row.id == key), "")


def _told(row: Issued, verdict: str, case: Head) -> pb.Authenticity:
    plain: dict[str, Any] = {"title": row.title, "number": row.number, "item_name": case["item_name"]}
    told = pb.Authenticity(verdict=verdict, organ=json.loads(row.content)["organ"], **plain)
    told.issued_at.FromDatetime(row.at)
    return told


def _instrument(entry: Entry) -> tuple[str, str]:
    """The day and the name of what took a notice back; the name stands beside the case."""
    said = Notice.objects(id=entry.data.get("notice", "")).first()
    return str(entry.data.get("instrument_on", "")), str((said.data if said else {}).get("instrument", ""))
