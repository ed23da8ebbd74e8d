"""The window's notices over gRPC."""

import json

from qi.workflow.v1 import notice_service_pb2 as pb
from qi.workflow.v1 import notice_service_pb2_grpc as pb_grpc

from services.kit.documents import entry_of
from services.kit.errors import NotAllowed, NotFound
from services.kit.lifecycle import Head
from services.kit.repository import Repository
from services.kit.rights import sight
from services.kit.server import Served, caller, roles
from services.workflow.documents.notices import Issued
from services.workflow.rules import notices
from services.workflow.service.notices.issuing import Issuing

READERS = roles("enterprise clerk specialist approver supervisor service")
RULES = dict.fromkeys(("ListNotices", "GetNotice", "GetNoticeFile"), READERS)
KEYHOLDERS = ("enterprise", "clerk")


class NoticeService(pb_grpc.NoticeServiceServicer):
    """Notices, read by whoever may read their case."""

    def __init__(self, cases: Repository, issuing: Issuing) -> None:
        self._cases, self._issuing = cases, issuing

    def ListNotices(self, request: pb.ListNoticesRequest, context: object) -> pb.ListNoticesResponse:
        """What was issued for a case."""
        case = self._cases.get(request.case_no, sight(caller()))
        return pb.ListNoticesResponse(notices=[message(case, row) for row in self._issuing.of_case(case)])

    def GetNotice(self, request: pb.GetNoticeRequest, context: object) -> pb.IssuedNotice:
        """What one says."""
        case, row = self._one(request.case_no, request.id)
        told = message(case, row)
        told.content = row.content
        return told

    def GetNoticeFile(self, request: pb.GetNoticeFileRequest, context: object) -> pb.GetNoticeFileResponse:
        """Its file."""
        _case, row = self._one(request.case_no, request.id)
        printed = self._issuing.printed(row)
        return pb.GetNoticeFileResponse(sha256=printed.sha256, size=printed.size, name=f"{row.title}-{row.number}.pdf")

    def _one(self, case_no: str, name: str) -> tuple[Head, Issued]:
        case = self._cases.get(case_no, sight(caller()))
        found = [row for row in self._issuing.of_case(case) if row.id == f"{case_no}/{name}"]
        if not found:
            raise NotFound("NOT_FOUND")
        if found[0].kind in notices.CONFIDENTIAL and not caller().has(*KEYHOLDERS):
            raise NotAllowed("FORBIDDEN", params={"rule": f"{found[0].kind}: {' or '.join(KEYHOLDERS)}"})
        return case, found[0]


def message(case: Head, row: Issued) -> pb.IssuedNotice:
    """A notice as a list shows it."""
    entries = [entry_of(stored) for stored in case["history"]]
    told = pb.IssuedNotice(id=row.id.partition("/")[2], state=notices.state_of(entries, row.entry, row.kind))
    told.case_no, told.kind, told.title, told.number = row.case_no, row.kind, row.title, row.number
    told.verify_url = json.loads(row.content)["verify_url"]
    told.issued_at.FromDatetime(row.at)
    return told


def served(service: NoticeService) -> Served:
    """The service with its rules."""
    descriptor = pb.DESCRIPTOR.services_by_name["NoticeService"]
    return Served(descriptor, pb_grpc.add_NoticeServiceServicer_to_server, service, RULES)
