"""Who asks: the bearer token of a request, judged here for an early answer and again by every service."""

import secrets
from dataclasses import dataclass
from typing import Any

from fastapi import Request
from limits import RateLimitItemPerMinute, RateLimitItemPerSecond
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from gateway.problems import trace_of
from gateway.services import Services
from gateway.settings import GatewaySettings
from services.kit.clock import Clock
from services.kit.errors import Malformed, NotAllowed, NotSignedIn, TooMany
from services.kit.identity import ANONYMOUS, Caller, TokenVerifier

ANYONE = "anyone"
SIGNED_IN = "signed in"
LONGEST_KEY = 128


class Limits:
    """How often an address may call without sign-in, and how often it may be wrong about a key."""

    def __init__(self, settings: GatewaySettings) -> None:
        self._windows = MovingWindowRateLimiter(MemoryStorage())
        self._anonymous = RateLimitItemPerSecond(settings.anonymous_per_second)
        self._wrong = RateLimitItemPerMinute(settings.wrong_keys_per_minute)

    def anonymous(self, address: str) -> None:
        """Count a call without sign-in."""
        if not self._windows.hit(self._anonymous, "anonymous", address):
            raise TooMany("TOO_MANY_REQUESTS", params={"s": 1})

    def may_guess(self, address: str) -> None:
        """Refuse an address that was wrong too often."""
        if not self._windows.test(self._wrong, "wrong", address):
            raise TooMany("TOO_MANY_REQUESTS", params={"s": 60})

    def wrong(self, address: str) -> None:
        """Count a wrong key."""
        self._windows.hit(self._wrong, "wrong", address)


@dataclass(frozen=True)
class Door:
    """What the routes need, made once."""

    settings: GatewaySettings
    services: Services
    verifier: TokenVerifier
    uploads: Any
    blobs: Any
    clock: Clock
    limits: Limits


@dataclass(frozen=True)
class Ask:
    """One request as the routes see it: who, with which token, and how to call on."""

    door: Door
    caller: Caller
    token: str
    trace: str
    address: str
    request_id: str

    async def call(self, method: Any, message: Any) -> Any:
        """Call a service for the one who asks."""
        return await self.door.services.call(method, message, self.token, self.request_id, self.trace)


class Admit:
    """A route's rule: anyone, anyone signed in, or the holders of some roles."""

    def __init__(self, *rule: str) -> None:
        self.rule = rule

    async def __call__(self, request: Request) -> Ask:
        """The request, or NotSignedIn, or NotAllowed."""
        door: Door = request.app.state.door
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        address = request.client.host if request.client else ""
        caller = door.verifier.verify(token.strip()) if scheme.lower() == "bearer" else ANONYMOUS
        if not caller.subject:
            door.limits.anonymous(address)
        self._judge(caller)
        key = request.headers.get("idempotency-key", "")
        if key and (len(key) > LONGEST_KEY or not key.isascii() or not key.isprintable()):
            raise Malformed("KEY_INVALID", params={"max": LONGEST_KEY})
        return Ask(
            door,
            caller,
            token.strip() if caller.subject else "",
            trace_of(request),
            address,
            key or secrets.token_hex(16),
        )

    def _judge(self, caller: Caller) -> None:
        if ANYONE in self.rule:
            return
        if not caller.subject:
            raise NotSignedIn("SIGNED_OUT")
        if SIGNED_IN not in self.rule and not caller.has(*self.rule):
            raise NotAllowed("FORBIDDEN", params={"rule": " or ".join(self.rule)})
