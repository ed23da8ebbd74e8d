# ruff: noqa: N802, ARG002 - RPC names are PascalCase, and every RPC takes the caller
"""The window's notices as the gateway's tests need them: a receipt for every case."""

import hashlib
import json
from dataclasses import dataclass, field

from qi.workflow.v1 import notice_service_pb2 as pb
from qi.workflow.v1 import workflow_service_pb2 as workflow
from qi.workflow.v1.notice_service_pb2_grpc import NoticeServiceServicer

from services.kit.errors import NotAllowed, NotFound
from services.kit.identity import Caller
from tests.gateway.fake_workflow import FakeWorkflow, sees
from tests.gateway.fakes import Fake, rpc

CONTENT = {"title": "收件凭证", "paragraphs": ["我窗口已收到您的材料。"]}


@dataclass
class FakeNotices(Fake, NoticeServiceServicer):
    """One receipt a case; its file is whatever a test says."""

    window: FakeWorkflow = field(default_factory=FakeWorkflow)
    file: bytes = b"%PDF-1.7 a notice"

    @rpc
    def ListNotices(self, request: pb.ListNoticesRequest, who: Caller) -> pb.ListNoticesResponse:
        return pb.ListNoticesResponse(notices=[self._receipt(request.case_no, who)])

    @rpc
    def GetNotice(self, request: pb.GetNoticeRequest, who: Caller) -> pb.IssuedNotice:
        told = self._one(request.case_no, request.id, who)
        told.content = json.dumps(CONTENT)
        return told

    @rpc
    def GetNoticeFile(self, request: pb.GetNoticeFileRequest, who: Caller) -> pb.GetNoticeFileResponse:
        self._one(request.case_no, request.id, who)
        sha256 = hashlib.sha256(self.file).hexdigest()
        return pb.GetNoticeFileResponse(sha256=sha256, size=len(self.file), name="收件凭证-一号.pdf")

    def _one(self, case_no: str, name: str, who: Caller) -> pb.IssuedNotice:
        told = self._receipt(case_no, who)
        if told.id != name:
            raise NotFound("NOT_FOUND")
        if not who.has("enterprise", "clerk"):
            raise NotAllowed("FORBIDDEN", params={"rule": "receipt"})
        return told

    def _receipt(self, case_no: str, who: Caller) -> pb.IssuedNotice:
        case: workflow.Case | None = self.window.cases.get(case_no)
        if case is None or not sees(case, who):
            raise NotFound("NOT_FOUND")
        told = pb.IssuedNotice(id="receipt-2", case_no=case_no, kind="receipt", title="收件凭证", state="valid")
        told.number, told.verify_url = "甬质基收字〔2026〕330203001-00001号", "http://127.0.0.1:8000/verify/t"
        told.issued_at.CopyFrom(case.filed_at)
        return told
