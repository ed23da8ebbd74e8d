"""Signing in, staying signed in and signing out: the whole course, over tickets, sessions and the issuer."""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import structlog
from joserfc import jws
from pymongo import ASCENDING
from pymongo.errors import PyMongoError

from gateway.signin.issuer import Granted, Issuer, Refused, signed_out
from gateway.signin.sealing import Seal
from gateway.signin.sessions import Person, Session, Sessions
from gateway.signin.tickets import Ticket, Tickets
from services.kit.clock import Clock
from services.kit.errors import Away, NotSignedIn
from services.kit.identity import TokenVerifier

LOG = structlog.get_logger()
FRESH = timedelta(seconds=20)  # so much of an access token's life is left for the services
LOOK_SECONDS = 0.1


class SignIn:
    """What the routes of sign-in, and the door of every other route, ask."""

    def __init__(self, store: Any, issuer: Issuer, verifier: TokenVerifier, seal: Seal) -> None:
        clock, database = Clock(), store["qi_gateway"]  # real time always: tokens live by it
        self.issuer, self._verifier, self._clock = issuer, verifier, clock
        self.sessions = Sessions(database["sessions"], clock, seal)
        self.tickets = Tickets(database["tickets"], clock, seal)
        self._prepared = False
        self._renewing: dict[str, asyncio.Task[Session | None]] = {}

    async def prepare(self) -> None:
        """See to the indexes; while the store is away, the first sign-in sees to them."""
        try:
            await self._index()
        except PyMongoError as fault:
            LOG.warning("store_not_ready", fault=type(fault).__name__)

    async def _index(self) -> None:
        """Sessions whose time is over are not found even before the store forgets them."""
        if self._prepared:
            return
        for records in (self.sessions.records, self.tickets.records):
            await records.create_index([("until", ASCENDING)], name="until", expireAfterSeconds=0)
        for field in ("sid", "subject"):
            await self.sessions.records.create_index([(field, ASCENDING)], name=field)
        self._prepared = True

    async def begin(self, browser: str, back: str, locale: str) -> str:
        """Where the browser that holds this secret goes to sign in."""
        async with stored():
            await self._index()
            ticket = await self.tickets.issue(browser, back)
        return self.issuer.sign_in_url(ticket.state, ticket.nonce, ticket.verifier, locale)

    async def redeem(self, state: str, browser: str) -> Ticket:
        """The ticket of a browser that comes back; Refused for a second time, and for another browser."""
        async with stored():
            ticket = await self.tickets.redeem(state, browser) if state and browser else None
        if ticket is None:
            raise Refused("no such ticket")
        return ticket

    async def complete(self, ticket: Ticket, code: str, earlier: str) -> str:
        """The secret of a new session; the browser's earlier one is ended."""
        granted = await self.issuer.exchange(code, ticket.verifier)
        told = await self.issuer.identity(granted.identity, ticket.nonce)
        person = await self._person(granted, f"{told.get('family_name', '')}{told.get('given_name', '')}")
        if person.claims["sub"] != told["sub"]:
            raise Refused("tokens of two people")
        async with stored():
            if earlier and (session := await self.sessions.of(earlier)):
                await self.sessions.end(session.id)
            return await self.sessions.open(granted, person, str(told["sid"]))

    async def session(self, secret: str) -> Session:
        """The session of a cookie as it is, without asking Keycloak; NotSignedIn when it is over."""
        async with stored():
            found = await self.sessions.of(secret)
        if found is None:
            raise signed_out()
        return found

    async def fresh(self, secret: str) -> Session:
        """The session of a cookie with an access token that the services will take."""
        session = await self.session(secret)
        if session.access_until - self._clock.now() > FRESH:
            return session
        return await self.renewed(session)

    async def renewed(self, session: Session) -> Session:
        """The session with its next tokens: asked for once, however many requests wait for them."""
        task = self._renewing.get(session.id)
        if task is None:
            task = asyncio.create_task(self._renew(session))
            self._renewing[session.id] = task
            task.add_done_callback(lambda _: self._renewing.pop(session.id, None))
        try:
            async with stored():
                renewed = await asyncio.shield(task)
        except Away:
            if session.access_until > self._clock.now():  # Keycloak is away, and the token still good
                return session
            raise
        if renewed is None:
            raise signed_out()
        return renewed

    async def leave(self, secret: str) -> str:
        """End a browser's session; where it goes to end the one with Keycloak."""
        async with stored():
            session = await self.sessions.of(secret) if secret else None
            if session is None:
                return "/"
            await self.sessions.end(session.id)
        return self.issuer.sign_out_url(session.identity)

    async def told_to_leave(self, token: str) -> None:
        """Keycloak says that a session is over; Refused for a token that is not to be believed, or is heard again."""
        claims: Mapping[str, Any] = await self.issuer.logout(token)
        async with stored():
            if not await self.tickets.hear(str(claims["jti"]), float(claims["exp"]) - time.time() + 60):
                raise Refused("heard before")
            await self.sessions.end_all(claims.get("sid"), claims.get("sub"))

    async def _renew(self, session: Session) -> Session | None:
        """One replica asks; the others see the revision move, or that the lease ran out."""
        while not await self.sessions.lease(session):
            await asyncio.sleep(LOOK_SECONDS)
            found = await self.sessions.read(session.id)
            if found is None or found.revision != session.revision:
                return found
        try:
            granted = await self.issuer.refresh(session.refresh)
            person = await self._person(granted, session.person.name)
        except (Refused, NotSignedIn):
            await self.sessions.end(session.id)
            return None
        except Away:
            await self.sessions.release(session)
            raise
        await self.sessions.renew(session, granted, person)
        return await self.sessions.read(session.id)

    async def _person(self, granted: Granted, name: str) -> Person:
        await asyncio.to_thread(self._verifier.verify, granted.access)
        claims = json.loads(jws.extract_compact(granted.access.encode()).payload)
        return Person(claims, name)


@asynccontextmanager
async def stored() -> AsyncIterator[None]:
    """Around what the store does: while it is away, nobody can be told apart."""
    try:
        yield
    except PyMongoError as fault:
        raise Away("DEPENDENCY_AWAY", params={"service": "store", "s": 2}) from fault
