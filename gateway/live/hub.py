"""The open streams of this process: each hears, in order, what it may; a gap that cannot be bridged is a resync."""

import asyncio
import secrets
from collections import deque
from collections.abc import AsyncIterator

import structlog

from gateway.live.sight import Happening
from gateway.live.stream import Listener, Told
from services.kit.errors import TooMany

LOG = structlog.get_logger()
REMEMBERED = 2000  # hints, so that a page that was cut off for a while need not read everything again
MOST_OF_ONE = 40  # streams of one person
BEAT_SECONDS = 15.0
LONGEST_SECONDS = 1800.0  # then a browser connects again, with the rights it has by then


def _told(listener: Listener, told: Happening, place: str) -> None:
    """One listener's trouble is no other's: it is told that it may have missed something."""
    try:
        listener.tell(told, place)
    except Exception:
        LOG.exception("not_told", subject=listener.caller.subject)
        listener.lose()


class Hub:
    """All open streams, and the latest hints."""

    def __init__(self, beat: float = BEAT_SECONDS, longest: float = LONGEST_SECONDS) -> None:
        self._beat, self._longest = beat, longest
        self._name = secrets.token_hex(4)  # of this process: another one's places mean nothing here
        self._number = 0
        self._latest: deque[tuple[int, Happening]] = deque(maxlen=REMEMBERED)
        self.listeners: set[Listener] = set()
        self._closing = False

    @property
    def place(self) -> str:
        """How far all that was published reaches."""
        return f"{self._name}-{self._number}"

    def publish(self, told: Happening) -> None:
        """Tell everybody who may hear it."""
        self._number += 1
        self._latest.append((self._number, told))
        for listener in self.listeners:
            _told(listener, told, self.place)

    def lose(self) -> None:
        """Hints may have been missed: nobody can be brought up to date from what is remembered."""
        self._number += 1
        self._latest.clear()
        for listener in self.listeners:
            listener.lose()

    def join(self, listener: Listener, after: str) -> Told:
        """Add a stream that has heard all up to a place; how it begins."""
        if sum(one.caller.subject == listener.caller.subject for one in self.listeners) >= MOST_OF_ONE:
            raise TooMany("TOO_MANY_REQUESTS", params={"s": 30})
        missed = self._after(after) if after else []
        self.listeners.add(listener)
        if missed is None:
            return Told("resync", id=self.place)
        for number, told in missed:
            _told(listener, told, f"{self._name}-{number}")
        return Told("ready", id=after or self.place)

    def close(self) -> None:
        """Let every stream end; browsers connect again, to another replica."""
        self._closing = True
        for listener in self.listeners:
            listener.wake()

    async def lines(self, listener: Listener, first: Told) -> AsyncIterator[str]:
        """What is written on a stream that has joined."""
        clock = asyncio.get_running_loop().time
        end = clock() + self._longest
        try:
            yield f"retry: 2000\n{first.text}"
            while not self._closing and not listener.ended and clock() < end:
                told = await listener.next(self._beat, self.place)
                yield "".join(one.text for one in told) or f": beat\nid: {self.place}\n\n"
        finally:
            self.listeners.discard(listener)

    def _after(self, place: str) -> list[tuple[int, Happening]] | None:
        """What came after a place; None when that is no longer, or was never, known here."""
        name, _, digits = place.partition("-")
        if name != self._name or not (digits.isascii() and digits.isdecimal()):
            return None
        number = int(digits)
        oldest = self._latest[0][0] if self._latest else self._number + 1
        reaches = oldest - 1 <= number <= self._number
        return [told for told in self._latest if told[0] > number] if reaches else None
