"""One table between the family of refusals and gRPC's status codes, used at both ends of a call."""

from collections.abc import Mapping

import grpc
from google.protobuf import any_pb2
from google.rpc import error_details_pb2, status_pb2
from grpc_status import rpc_status

from services.kit import errors

DOMAIN = "qi.station"
CODES: dict[type[errors.Refusal], grpc.StatusCode] = {
    errors.Malformed: grpc.StatusCode.INVALID_ARGUMENT,
    errors.NotSignedIn: grpc.StatusCode.UNAUTHENTICATED,
    errors.NotAllowed: grpc.StatusCode.PERMISSION_DENIED,
    errors.NotFound: grpc.StatusCode.NOT_FOUND,
    errors.WrongState: grpc.StatusCode.FAILED_PRECONDITION,
    errors.Stale: grpc.StatusCode.ABORTED,
    errors.KeyReused: grpc.StatusCode.ALREADY_EXISTS,
    errors.TooMany: grpc.StatusCode.RESOURCE_EXHAUSTED,
    errors.Away: grpc.StatusCode.UNAVAILABLE,
    errors.Broken: grpc.StatusCode.INTERNAL,
}
REFUSALS = {code: refusal for refusal, code in CODES.items()}
FAULTS = (grpc.StatusCode.INTERNAL, grpc.StatusCode.UNKNOWN)  # a process that failed, or gRPC whose connection broke:
BROKEN_CONNECTION = ("rst_stream", "stream removed", "goaway", "connection", "socket", "transport")  # by its own words


def to_status(refusal: errors.Refusal) -> status_pb2.Status:
    """The status that carries a refusal: ErrorInfo with the reason and params, BadRequest with the fields."""
    status = status_pb2.Status(code=CODES[type(refusal)].value[0], message=refusal.message or refusal.reason)
    info = error_details_pb2.ErrorInfo(reason=refusal.reason, domain=DOMAIN, metadata=refusal.params)
    status.details.append(_packed(info))
    if refusal.fields:
        faults = error_details_pb2.BadRequest()
        for fault in refusal.fields:
            faults.field_violations.add(field=fault.path, reason=fault.reason)
        status.details.append(_packed(faults))
    return status


def from_error(error: grpc.RpcError) -> errors.Refusal:
    """The refusal behind a failed call; a code we never send is a dependency that does not answer."""
    code, words = error.code(), error.details() or ""
    if code == grpc.StatusCode.DEADLINE_EXCEEDED:
        return errors.Away("OUTCOME_UNKNOWN", "no answer before the deadline")
    info, faults = _details(error)
    if code in FAULTS:
        return _fault(words, info.metadata if info else {})
    if info is None:
        return errors.Away("DEPENDENCY_AWAY", str(code))
    return REFUSALS.get(code, errors.Away)(info.reason, words, params=info.metadata, fields=faults)


def _fault(words: str, params: Mapping[str, object]) -> errors.Refusal:
    """A bug must not look like an outage, nor an outage like a bug."""
    if any(known in words.lower() for known in BROKEN_CONNECTION):
        return errors.Away("OUTCOME_UNKNOWN", "the connection broke")
    return errors.Broken("INTERNAL", params=params)


def _packed(message: error_details_pb2.ErrorInfo | error_details_pb2.BadRequest) -> any_pb2.Any:
    packed = any_pb2.Any()
    packed.Pack(message)
    return packed


def _details(error: grpc.RpcError) -> tuple[error_details_pb2.ErrorInfo | None, list[errors.FieldFault]]:
    status = rpc_status.from_call(error)
    info, faults = None, []
    for detail in status.details if status else ():
        if detail.Is(error_details_pb2.ErrorInfo.DESCRIPTOR):
            info = error_details_pb2.ErrorInfo()
            detail.Unpack(info)
        elif detail.Is(error_details_pb2.BadRequest.DESCRIPTOR):
            bad = error_details_pb2.BadRequest()
            detail.Unpack(bad)
            faults = [errors.FieldFault(v.field, v.reason) for v in bad.field_violations]
    return info, faults
