# ruff: noqa: N802, ARG002 - RPC names are PascalCase, and every RPC takes the caller
"""Proof and erasing as the gateway's tests need them."""

from dataclasses import dataclass

from qi.workflow.v1 import verification_service_pb2 as pb
from qi.workflow.v1.verification_service_pb2_grpc import VerificationServiceServicer

from services.kit.errors import NotAllowed, NotFound, malformed
from services.kit.identity import Caller
from services.kit.paging import from_cursor, page_size
from tests.gateway.fakes import Fake, rpc

HASH = "0" * 64
KNOWN = "NB-330203001-20261124-00001-A"


@dataclass
class FakeVerification(Fake, VerificationServiceServicer):
    """One case that is whole, one root over it."""

    broken: bool = False

    @rpc
    def GetVerification(self, request: pb.GetVerificationRequest, who: Caller) -> pb.Verification:
        if request.no != KNOWN:
            raise NotFound("NOT_FOUND")
        told = pb.Verification(case_no=KNOWN, whole=not self.broken, entries=2, hash=HASH)
        if self.broken:
            told.first_wrong, told.finding = 2, "changed"
        told.anchors.add(day="2026-11-23", revision=1, hash=HASH)
        return told

    @rpc
    def ListRoots(self, request: pb.ListRootsRequest, who: Caller) -> pb.ListRootsResponse:
        page_size(request.page_size)
        from_cursor(request.page_token, (str,))
        return pb.ListRootsResponse(roots=[_root()])

    @rpc
    def GetProof(self, request: pb.GetProofRequest, who: Caller) -> pb.Proof:
        if (request.no, request.day) != (KNOWN, "2026-11-23"):
            raise NotFound("NOT_FOUND")
        return pb.Proof(root=_root(), case_no=KNOWN, revision=1, hash=HASH, steps=[pb.Step(side="left", hash=HASH)])

    @rpc
    def ListKeys(self, request: pb.ListKeysRequest, who: Caller) -> pb.ListKeysResponse:
        return pb.ListKeysResponse(keys=[pb.Key(kid="k", jwk='{"kid": "k", "kty": "EC"}')])

    @rpc
    def EraseCase(self, request: pb.EraseCaseRequest, who: Caller) -> pb.Erasure:
        if not who.has("admin"):
            raise NotAllowed("FORBIDDEN")
        if not request.reason.strip():
            raise malformed("reason", "REASON_REQUIRED")
        if request.no != KNOWN:
            raise NotFound("NOT_FOUND")
        return pb.Erasure(case_no=KNOWN, files=1, materials=["m-1"])


def _root() -> pb.Root:
    return pb.Root(day="2026-11-23", number=1, root=HASH, count=1, signature="a.b.c")
