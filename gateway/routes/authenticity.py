"""Whether a paper is genuine: by its code, its number or its file, without an account."""

import asyncio
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query, Request, Response
from google.protobuf.message import Message
from qi.authenticity.v1 import authenticity_service_pb2 as pb

from gateway.document import read_answer, refusals
from gateway.etags import tagged
from gateway.files import received
from gateway.identity import ANYONE, Admit, Ask
from gateway.marks import tokens_in
from gateway.plain import told
from gateway.schemas.authenticity import Authenticity, Certificate, Certificates
from gateway.services import AUTHORITIES
from services.kit.errors import NotFound

router = APIRouter(prefix="/api", tags=["notices"])
Anyone = Annotated[Ask, Depends(Admit(ANYONE))]
VERDICTS = ("unknown", "changed", "revoked", "replaced", "genuine")
LONGEST = 80  # beyond it nothing is a token or a number
PEM = "application/x-pem-file"
FORM: dict[str, Any] = {
    "type": "object",
    "required": ["file"],
    "properties": {"file": {"type": "string", "format": "binary", "description": "Up to 50 MB; it is not kept"}},
}


@router.get(
    "/verify", operation_id="verifyNumber", response_model=Authenticity, responses={**read_answer(), **refusals(404)}
)
async def number(
    number: Annotated[str, Query(min_length=1, description="As printed on the paper")], request: Request, ask: Anyone
) -> Response:
    """A paper by its number: that it was issued, and not whose it is."""
    return await _known(request, ask, pb.GetAuthenticityRequest(number=number[:LONGEST]))


@router.get(
    "/verify/{token}",
    operation_id="verifyToken",
    response_model=Authenticity,
    responses={**read_answer(), **refusals(404)},
)
async def token(token: Annotated[str, Path(description="Of the QR code")], request: Request, ask: Anyone) -> Response:
    """A paper by the code that is printed on it."""
    return await _known(request, ask, pb.GetAuthenticityRequest(token=token[:LONGEST]))


@router.post(
    "/verify",
    operation_id="verifyFile",
    responses=refusals(415),
    openapi_extra={"requestBody": {"required": True, "content": {"multipart/form-data": {"schema": FORM}}}},
)
async def file(request: Request, ask: Anyone) -> Authenticity:
    """A file: as it was issued, changed since, or none of ours. It is read as it comes and not kept."""
    ask.door.limits.check(ask.address)
    async with received(request, ask.door.settings.upload_bytes, needed=()) as form:
        tokens = await asyncio.to_thread(tokens_in, form.spool)
        asked = pb.CheckFileRequest(sha256=form.digest.hexdigest(), tokens=tokens)
    return told(Authenticity, await _best(ask, "CheckFile", asked))


@router.get(
    "/certificates",
    operation_id="listCertificates",
    response_model=Certificates,
    responses={**read_answer(), **refusals()},
)
async def certificates(request: Request, ask: Anyone) -> Response:
    """The public certificates of every key that signed papers."""
    listed = Certificates(certificates=[told(Certificate, one) for one in await _certificates(ask)])
    return tagged(request, listed.model_dump(mode="json"))


@router.get(
    "/certificates/{key}.pem",
    operation_id="getCertificate",
    response_class=Response,
    responses={200: {"content": {PEM: {}}, "description": "The certificate and its issuer's"}, **refusals(404)},
)
async def certificate(key: Annotated[str, Path(description="A certificate's id")], ask: Anyone) -> Response:
    """One certificate, for checking signatures on one's own machine."""
    found = [one.pem for one in await _certificates(ask) if one.id == key]
    if not found:
        raise NotFound("NOT_FOUND")
    return Response(found[0], media_type=PEM)


async def _known(request: Request, ask: Ask, asked: pb.GetAuthenticityRequest) -> Response:
    with ask.door.limits.guess(ask.address):
        found = told(Authenticity, await _best(ask, "GetAuthenticity", asked))
    return tagged(request, found.model_dump(mode="json"))


async def _best(ask: Ask, rpc: str, asked: Message) -> pb.Authenticity:
    """What the authority says that knows most; nothing is unknown while one that might know it is away."""
    answers = await asyncio.gather(*(ask.call(name, rpc, asked) for name in AUTHORITIES), return_exceptions=True)
    found = [one for one in answers if isinstance(one, pb.Authenticity)]
    best = max(found, key=lambda one: VERDICTS.index(one.verdict), default=None)
    if best is None or best.verdict == VERDICTS[0]:
        for fault in answers:
            if isinstance(fault, BaseException) and not isinstance(fault, NotFound):
                raise fault
    if best is None:
        raise NotFound("NOT_FOUND")
    return best


async def _certificates(ask: Ask) -> list[pb.Certificate]:
    """Every authority's, oldest first."""
    asked = pb.ListCertificatesRequest()
    answers = await asyncio.gather(*(ask.call(name, "ListCertificates", asked) for name in AUTHORITIES))
    every = [one for answer in answers for one in answer.certificates]
    return sorted(every, key=lambda one: (one.not_before.seconds, one.id))
