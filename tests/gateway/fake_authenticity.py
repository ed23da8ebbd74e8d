# ruff: noqa: N802, ARG002 - RPC names are PascalCase, and every RPC takes the caller
"""What the window says of papers, as the gateway's tests need it: one notice with its file."""

import hashlib
from dataclasses import dataclass

from qi.workflow.v1 import authenticity_service_pb2 as pb
from qi.workflow.v1.authenticity_service_pb2_grpc import AuthenticityServiceServicer

from services.kit.errors import NotFound
from services.kit.identity import Caller
from tests.gateway.fakes import FILED_AT, Fake, rpc

TOKEN = "Zk3v9Qm0aX7sPq2Lw8Yt1B"
NUMBER = "甬质基收字〔2026〕330203001-00001号"


@dataclass
class FakeAuthenticity(Fake, AuthenticityServiceServicer):
    """One notice, genuine until it is revoked."""

    file: bytes = b""
    verdict: str = "genuine"

    @rpc
    def GetAuthenticity(self, request: pb.GetAuthenticityRequest, who: Caller) -> pb.Authenticity:
        if TOKEN not in (request.token,) and request.number != NUMBER:
            raise NotFound("NOT_FOUND")
        return self._told(self.verdict, "某公司" if request.token else "")

    @rpc
    def CheckFile(self, request: pb.CheckFileRequest, who: Caller) -> pb.Authenticity:
        if request.sha256 == hashlib.sha256(self.file).hexdigest():
            return self._told(self.verdict, "某公司")
        return self._told("changed", "") if TOKEN in request.tokens else pb.Authenticity(verdict="unknown")

    @rpc
    def ListCertificates(self, request: pb.ListCertificatesRequest, who: Caller) -> pb.ListCertificatesResponse:
        one = pb.Certificate(id="0" * 16, purpose="notices", pem="-----BEGIN CERTIFICATE-----\n")
        one.not_before.seconds = one.not_after.seconds = FILED_AT
        return pb.ListCertificatesResponse(certificates=[one])

    def _told(self, verdict: str, holder: str) -> pb.Authenticity:
        told = pb.Authenticity(verdict=verdict, title="收件凭证", number=NUMBER, holder=holder)
        told.issued_at.seconds = FILED_AT
        return told
