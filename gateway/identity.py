"""Who asks: a bearer token, or the session of a browser; judged here for an early answer and again by every service."""

import asyncio
import secrets
from dataclasses import dataclass, field
from typing import Any

from fastapi import Request
from google.protobuf.message import Message

from gateway.limits import Limits
from gateway.live.desk import Live
from gateway.live.events import Events
from gateway.pages import Pages
from gateway.services import DEADLINE_SECONDS, Services
from gateway.settings import GatewaySettings
from gateway.signin.cookies import expect_own_page, secret_of
from gateway.signin.desk import SignIn
from gateway.signin.issuer import signed_out
from gateway.signin.sessions import Session
from gateway.uploads import Uploads
from services.kit.blobs import Blobs
from services.kit.errors import Away, NotAllowed, NotSignedIn, malformed
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
    signin: SignIn
    live: Live
    events: Events
    pages: Pages = field(default_factory=Pages)
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
    session: Session | None = None  # of a browser; None behind a bearer token

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
        token, session = _bearer(request), None
        if not token and (secret := secret_of(request)):
            expect_own_page(request, door.settings)
            session = await self._session(door, secret, address)
            token = session.access if session else ""
        caller = await self._caller(door, token, address, session)
        self._judge(caller)
        return Ask(door, caller, token, request.state.trace, address, _request_id(request), session)

    async def _session(self, door: Door, secret: str, address: str) -> Session | None:
        """What is open to anyone is open also to a browser whose session is over."""
        try:
            return await self._found(door.signin, secret)
        except (NotSignedIn, Away) as fault:
            if ANYONE in self.rule:
                return None
            if isinstance(fault, NotSignedIn):
                door.limits.anonymous(address)  # made-up cookies cost a look-up each
            raise

    async def _found(self, signin: SignIn, secret: str) -> Session:
        return await signin.fresh(secret)

    async def _caller(self, door: Door, token: str, address: str, session: Session | None) -> Caller:
        try:
            return await _caller(door, token, address)
        except NotSignedIn as fault:
            if session is None:
                raise
            raise signed_out() from fault

    def _judge(self, caller: Caller) -> None:
        if ANYONE in self.rule:
            return
        if not caller.subject:
            raise NotSignedIn("SIGNED_OUT")
        if SIGNED_IN not in self.rule and not caller.has(*self.rule):
            raise NotAllowed("FORBIDDEN", params={"rule": " or ".join(self.rule)})


class Glance(Admit):
    """The rule of what a page asks by itself, without its reader: it must not keep a session alive that nobody uses."""

    async def _found(self, signin: SignIn, secret: str) -> Session:
        return await signin.session(secret)

    async def _caller(self, door: Door, token: str, address: str, session: Session | None) -> Caller:
        return session.person.caller if session else await super()._caller(door, token, address, session)


class Probe(Admit):
    """The rule of what whoever runs the gateway asks: open, and never counted against an address."""

    def __init__(self) -> None:
        super().__init__(ANYONE)

    async def __call__(self, request: Request) -> Any:
        """What is behind the routes."""
        return request.app.state.door


class Passage(Admit):
    """The rule of the ways in and out: open, counted against the address, and no session is asked for."""

    def __init__(self) -> None:
        super().__init__(ANYONE)

    async def __call__(self, request: Request) -> Any:
        """What is behind the routes."""
        door: Door = request.app.state.door
        door.limits.anonymous(address_of(request, door.settings.address_header))
        return door


def address_of(request: Request, header: str) -> str:
    """Where a request comes from: the peer, or what a trusted proxy says of it (the last one it names)."""
    told = request.headers.get(header, "") if header else ""
    peer = request.client.host if request.client else ""
    return told.rpartition(",")[2].strip() or peer


async def _caller(door: Door, token: str, address: str) -> Caller:
    if not token:
        door.limits.anonymous(address)
        return ANONYMOUS
    known = door.verifier.known(token)
    if known is not None:
        return known
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
