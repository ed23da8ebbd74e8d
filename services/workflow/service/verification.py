"""Proof for whoever may see a case, signed roots for anybody, and erasing for administrators."""

from qi.workflow.v1 import verification_service_pb2 as pb
from qi.workflow.v1 import verification_service_pb2_grpc as pb_grpc

from services.kit.errors import NotFound, malformed
from services.kit.lifecycle import Evolve
from services.kit.paging import from_cursor, page_size, to_cursor
from services.kit.repository import Repository, Request
from services.kit.rights import sight
from services.kit.server import ANYONE, Served, caller, request_id, roles
from services.kit.stamps import stamp
from services.kit.verification import verify
from services.workflow.documents.proof import PublicKey, Root
from services.workflow.rules import roots as trees
from services.workflow.service.erasure import Erasing
from services.workflow.service.roots import anchors, leaves_of

READERS = roles("enterprise clerk specialist approver supervisor service")
RULES = {
    "GetVerification": READERS,
    "ListRoots": ANYONE,
    "GetProof": READERS,
    "ListKeys": ANYONE,
    "EraseCase": roles("admin"),
}


class VerificationService(pb_grpc.VerificationServiceServicer):
    """Histories, roots and erasing."""

    def __init__(self, cases: Repository, rules: Evolve, erasing: Erasing) -> None:
        self._cases, self._rules, self._erasing = cases, rules, erasing

    def GetVerification(self, request: pb.GetVerificationRequest, context: object) -> pb.Verification:
        """Whether a case's history is what was written."""
        case = self._cases.get(request.no, sight(caller()))
        signed = anchors(request.no)
        finding = verify(case, self._rules, [(revision, digest) for _day, revision, digest in signed])
        told = pb.Verification(case_no=request.no, whole=finding is None, entries=len(case["history"]))
        told.hash = str(case["history"][-1].get("hash", "")) if case["history"] else ""
        if finding is not None:
            told.first_wrong, told.finding = finding.n, finding.kind
            told.fields.extend(finding.fields)
        told.anchors.extend(pb.Anchor(day=day, revision=revision, hash=digest) for day, revision, digest in signed)
        return told

    def ListRoots(self, request: pb.ListRootsRequest, context: object) -> pb.ListRootsResponse:
        """The signed roots, newest first."""
        size, place = page_size(request.page_size), from_cursor(request.page_token, (str,))
        older = Root.objects(id__lt=place[0]) if place else Root.objects
        found = list(older.order_by("-id").limit(size + 1))
        token = to_cursor([found[size - 1].id]) if len(found) > size else ""
        return pb.ListRootsResponse(roots=[_root(root) for root in found[:size]], next_page_token=token)

    def GetProof(self, request: pb.GetProofRequest, context: object) -> pb.Proof:
        """The way from a case up to a day's root."""
        self._cases.get(request.no, sight(caller()))
        root = Root.objects(id=request.day).first()
        said = next((one for one in anchors(request.no) if one[0] == request.day), None)
        if root is None or said is None:
            raise NotFound("NOT_FOUND")
        leaves = leaves_of(root)
        place = [case_no for case_no, _leaf in leaves].index(request.no)
        steps = trees.way_up([leaf for _no, leaf in leaves], place)
        proof = pb.Proof(root=_root(root), case_no=request.no, revision=said[1], hash=said[2])
        proof.steps.extend(pb.Step(side=step.side, hash=step.hash) for step in steps)
        return proof

    def ListKeys(self, request: pb.ListKeysRequest, context: object) -> pb.ListKeysResponse:
        """Every key that roots were ever signed with."""
        keys = [pb.Key(kid=key.id, jwk=key.jwk, since=stamp(key.since)) for key in PublicKey.objects.order_by("id")]
        return pb.ListKeysResponse(keys=keys)

    def EraseCase(self, request: pb.EraseCaseRequest, context: object) -> pb.Erasure:
        """Erase what is personal beside a case that has ended."""
        if not request.reason.strip():
            raise malformed("reason", "REASON_REQUIRED")
        ask = Request.of(request_id(), caller().subject, "admin", {"no": request.no, "reason": request.reason})
        done = self._erasing.erase(request.no, ask, request.reason)
        at = stamp(done.at)
        return pb.Erasure(case_no=request.no, at=at, files=done.gone, materials=done.materials)


def _root(root: Root) -> pb.Root:
    told = {name: getattr(root, name) for name in ("number", "root", "count", "signature")}
    return pb.Root(day=root.id, signed_at=stamp(root.changed_at), **told)


def served(service: VerificationService) -> Served:
    """The service with its rules."""
    descriptor = pb.DESCRIPTOR.services_by_name["VerificationService"]
    return Served(descriptor, pb_grpc.add_VerificationServiceServicer_to_server, service, RULES)
