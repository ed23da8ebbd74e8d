"""What feeds the open streams, and what ends them."""

import asyncio
import signal
import threading
from collections.abc import Iterable
from contextlib import suppress
from typing import Any

import structlog
from pymongo.errors import PyMongoError
from qi.workflow.v1 import workflow_service_pb2 as pb

from gateway.live.feed import Feed
from gateway.live.hub import Hub
from gateway.live.sight import happening, item_of
from gateway.live.stream import Listener
from gateway.services import Services
from gateway.signin.sessions import Sessions
from services.kit.errors import NotSignedIn, Refusal
from services.kit.events import Event
from services.kit.identity import TokenVerifier

LOG = structlog.get_logger()
WATCH_SECONDS = 3.0
LOOK_UP_SECONDS = 10.0


class Live:
    """The hub, its feed from the broker, and the watch over sessions."""

    def __init__(
        self, bootstrap: str, services: Services, sessions: Sessions, verifier: TokenVerifier, hub: Hub | None = None
    ) -> None:
        self._bootstrap, self._services, self._sessions, self._verifier = bootstrap, services, sessions, verifier
        self.hub = hub or Hub()
        self._domains_of: dict[str, frozenset[str]] = {}
        self._unknown = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []
        self._feed: Feed | None = None

    def start(self) -> None:
        """Begin; without a broker's address (tests) nothing is fed."""
        self._tasks = [asyncio.create_task(self._watch()), asyncio.create_task(self._learn())]
        loop = asyncio.get_running_loop()
        if threading.current_thread() is threading.main_thread():
            self._stop_with_the_process(loop)
        if self._bootstrap:
            self._feed = Feed(
                self._bootstrap,
                lambda event: self._in(loop, self.hear, event),
                lambda: self._in(loop, self.hub.lose),
            )
            self._feed.start()

    async def stop(self) -> None:
        """End all streams and the feed."""
        self.hub.close()
        for task in self._tasks:
            task.cancel()
        if self._feed:
            await asyncio.to_thread(self._feed.stop)

    def hear(self, event: Event) -> None:
        """An event: told at once, with the domains of its item as far as they are known yet."""
        try:
            if item_of(event) not in self._domains_of:
                self._unknown.set()
            self.hub.publish(happening(event, self._domains_of))
        except (KeyError, ValueError, IndexError, TypeError, AttributeError) as fault:
            LOG.warning("live_strange", event_id=event.id, fault=repr(fault)[:200])

    def _stop_with_the_process(self, loop: asyncio.AbstractEventLoop) -> None:
        """End the streams when the process is told to stop: the server waits for open answers before it says so."""
        earlier = signal.getsignal(signal.SIGTERM)

        def told(number: int, frame: Any) -> None:
            self._in(loop, self.hub.close)
            if callable(earlier):
                earlier(number, frame)

        signal.signal(signal.SIGTERM, told)

    async def _watch(self) -> None:
        while True:
            await asyncio.sleep(WATCH_SECONDS)
            with suppress(PyMongoError):  # while the store is away nobody is sent off
                for listener in await self._over(tuple(self.hub.listeners)):
                    listener.end()

    async def _over(self, listeners: Iterable[Listener]) -> list[Listener]:
        """Those whose session or token is over: one question to the store for all of them."""
        sessions = {one.session for one in listeners if one.session}
        lasting = await self._sessions.lasting(sessions) if sessions else set()
        return [one for one in listeners if not (one.session in lasting if one.session else self._good(one.token))]

    def _good(self, token: str) -> bool:
        try:
            self._verifier.verify(token)
        except NotSignedIn:
            return False
        except Refusal:
            return True
        return True

    async def _learn(self) -> None:
        """The domains that an item always has; asked for again when an unknown item is met, and not too often."""
        while True:
            with suppress(Refusal):
                answer = await self._services.call("workflow", "ListItems", pb.ListItemsRequest(), (), LOOK_UP_SECONDS)
                self._domains_of = _domains(answer.items)
            await asyncio.sleep(LOOK_UP_SECONDS)
            self._unknown.clear()
            await self._unknown.wait()

    @staticmethod
    def _in(loop: asyncio.AbstractEventLoop, act: object, *arguments: object) -> None:
        with suppress(RuntimeError):  # the loop is closed: the process ends
            loop.call_soon_threadsafe(act, *arguments)  # type: ignore[arg-type]


def _domains(items: Iterable[pb.Item]) -> dict[str, frozenset[str]]:
    own = {item.code: frozenset({item.domain} - {""}) for item in items}
    for item in items:
        own[item.code] |= frozenset().union(*(own.get(part.item, ()) for part in item.parts if part.mandatory))
    return own
