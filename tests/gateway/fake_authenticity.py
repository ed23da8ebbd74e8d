# ruff: noqa: N802, ARG002 - RPC names are PascalCase, and every RPC takes the caller
"""What an authority says of papers, as the gateway's tests need it: one paper of its own with its file."""

import hashlib
from dataclasses import dataclass

from qi.authenticity.v1 import authenticity_service_pb2 as pb
from qi.authenticity.v1.authenticity_service_pb2_grpc import AuthenticityServiceServicer

from services.kit.errors import NotFound
from services.kit.identity import Caller
from tests.gateway.fakes import FILED_AT, Fake, rpc

TOKENS = {
    "workflow": "Zk3v9Qm0aX7sPq2Lw8Yt1B",
    "metrology": "Zk3v9Qm0aX7sPq2Lw8Yt2C",
    "inspection": "Zk3v9Qm0aX7sPq2Lw8Yt3D",
}
NUMBERS = {
    "workflow": "甬质基收字〔2026〕330203001-00001号",
    "metrology": "甬质基校字〔2026〕00001号",
    "inspection": "甬质基检字〔2026〕00001号",
}
TOKEN, NUMBER = TOKENS["workflow"], NUMBERS["workflow"]


@dataclass
class FakeAuthenticity(Fake, AuthenticityServiceServicer):
    """One paper, genuine until it is revoked."""

    name: str = "workflow"
    file: bytes = b""
    verdict: str = "genuine"

    @rpc
    def GetAuthenticity(self, request: pb.GetAuthenticityRequest, who: Caller) -> pb.Authenticity:
        if request.token != TOKENS[self.name] and request.number != NUMBERS[self.name]:
            raise NotFound("NOT_FOUND")
        return self._told(self.verdict, "某公司" if request.token else "")

    @rpc
    def CheckFile(self, request: pb.CheckFileRequest, who: Caller) -> pb.Authenticity:
        if request.sha256 == hashlib.sha256(self.file).hexdigest():
            return self._told(self.verdict, "某公司")
        return self._told("changed", "") if TOKENS[self.name] in request.tokens else pb.Authenticity(verdict="unknown")

    @rpc
    def ListCertificates(self, request: pb.ListCertificatesRequest, who: Caller) -> pb.ListCertificatesResponse:
        one = pb.Certificate(id=f"{self.name:0<16}", purpose=self.name, pem="-----BEGIN CERTIFICATE-----\n")
        one.not_before.seconds = one.not_after.seconds = FILED_AT
        return pb.ListCertificatesResponse(certificates=[one])

    def _told(self, verdict: str, holder: str) -> pb.Authenticity:
        told = pb.Authenticity(verdict=verdict, title="收件凭证", number=NUMBERS[self.name], holder=holder)
        told.issued_at.seconds = FILED_AT
        return told
