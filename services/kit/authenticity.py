"""Whether a paper is genuine: the contract of every service that issues papers, with the certificates of its keys."""

from qi.authenticity.v1 import authenticity_service_pb2 as pb
from qi.authenticity.v1 import authenticity_service_pb2_grpc as pb_grpc

from services.kit.seal import Certificate
from services.kit.server import ANYONE, Served

MOST_TOKENS = 10
RULES = dict.fromkeys(("GetAuthenticity", "CheckFile", "ListCertificates"), ANYONE)


class Authority(pb_grpc.AuthenticityServiceServicer):
    """What all who issue papers answer alike."""

    def ListCertificates(self, request: pb.ListCertificatesRequest, context: object) -> pb.ListCertificatesResponse:
        """Every key's."""
        rows = sorted(Certificate.objects(id__gt="").order_by("id"), key=lambda row: row.not_before)
        return pb.ListCertificatesResponse(certificates=[_certificate(row) for row in rows])


def _certificate(row: Certificate) -> pb.Certificate:
    told = pb.Certificate(id=row.id, purpose=row.purpose, pem=row.pem)
    told.not_before.FromDatetime(row.not_before)
    told.not_after.FromDatetime(row.not_after)
    return told


def served(authority: Authority) -> Served:
    """The service with its rules."""
    descriptor = pb.DESCRIPTOR.services_by_name["AuthenticityService"]
    return Served(descriptor, pb_grpc.add_AuthenticityServiceServicer_to_server, authority, RULES)
