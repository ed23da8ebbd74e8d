"""Who asks: the bearer token of a request, judged here for an early answer and again by every service."""

import asyncio
import secrets
from dataclasses import dataclass, field
from typing import Any

from fastapi import Request
from google.protobuf.message import Message

from gateway.limits import Limits
from gateway.services import DEADLINE_SECONDS, Services
from gateway.settings import GatewaySettings
from gateway.uploads import Uploads
from services.kit.blobs import Blobs
from services.kit.errors import NotAllowed, NotSignedIn, malformed
from services.kit.identity import ANONYMOUS, Caller, TokenVerifier

ANYONE = "anyone"
SIGNED_IN = "signed in"
LONGEST_KEY = 128


@dataclass(frozen=True)
class Door:
    """What the routes need, made once."""

    settings: GatewaySettings
    services: Services
    verifier: TokenVerifier
    uploads: Uploads
    blobs: Blobs
    limits: Limits
    domains: dict[str, str] = field(default_factory=dict)  # of the items met so far; an item never changes its domain


@dataclass(frozen=True)
class Ask:
    """One request as the routes see it: who, and how to call on in their name."""

    door: Door
    caller: Caller
    token: str
    trace: str
    address: str
    request_id: str

    async def call(self, service: str, rpc: str, message: Message, seconds: float = DEADLINE_SECONDS) -> Any:
        """Call a service for the one who asks."""
        told = {
            "authorization": f"Bearer {self.token}" if self.token else "",
            "qi-request-id": self.request_id,
            "traceparent": f"00-{self.trace}-{secrets.token_hex(8)}-01",
        }
        metadata = tuple((name, value) for name, value in told.items() if value)
        return await self.door.services.call(service, rpc, message, metadata, seconds)


class Admit:
    """A route's rule: anyone, anyone signed in, or the holders of some roles."""

    def __init__(self, *rule: str) -> None:
        self.rule = rule

    async def __call__(self, request: Request) -> Ask:
        """The request, or NotSignedIn, or NotAllowed."""
        door: Door = request.app.state.door
        address = address_of(request, door.settings.address_header)
        token = _bearer(request)
        caller = await _caller(door, token, address)
        self._judge(caller)
        return Ask(door, caller, token, request.state.trace, address, _request_id(request))

    def _judge(self, caller: Caller) -> None:
        if ANYONE in self.rule:
            return
        if not caller.subject:
            raise NotSignedIn("SIGNED_OUT")
        if SIGNED_IN not in self.rule and not caller.has(*self.rule):
            raise NotAllowed("FORBIDDEN", params={"rule": " or ".join(self.rule)})


class Probe(Admit):
    """The rule of what whoever runs the gateway asks: open, and never counted against an address."""

    def __init__(self) -> None:
        super().__init__(ANYONE)

    async def __call__(self, request: Request) -> Any:
        """What is behind the routes."""
        return request.app.state.door


def address_of(request: Request, header: str) -> str:
    """Where a request comes from: the peer, or what a trusted proxy says of it (the last one it names)."""
    told = request.headers.get(header, "") if header else ""
    peer = request.client.host if request.client else ""
    return told.rpartition(",")[2].strip() or peer


async def _caller(door: Door, token: str, address: str) -> Caller:
    if not token:
        door.limits.anonymous(address)
        return ANONYMOUS
    try:
        return await asyncio.to_thread(door.verifier.verify, token)  # it may have to fetch the issuer's keys
    except NotSignedIn:
        door.limits.anonymous(address)
        raise


def _bearer(request: Request) -> str:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


def _request_id(request: Request) -> str:
    key = request.headers.get("idempotency-key", "")
    visible = key.isascii() and key.isprintable() and " " not in key
    if len(key) > LONGEST_KEY or not visible:
        raise malformed("Idempotency-Key", "KEY_INVALID", max=LONGEST_KEY)
    return key or secrets.token_hex(16)
