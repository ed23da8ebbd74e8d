"""One open stream: what waits for it, and how that is written (text/event-stream)."""

import asyncio
import json
from dataclasses import dataclass, field

from gateway.live.sight import Happening, hears
from services.kit.identity import Caller

MOST_WAITING = 200  # hints for one page; beyond them it reads everything again


@dataclass(frozen=True)
class Told:
    """One event of a stream."""

    event: str  # ready | hint | resync | end
    data: dict[str, object] = field(default_factory=dict)
    id: str = ""

    @property
    def text(self) -> str:
        """As it is written; a browser brings the id back when it connects again."""
        return f"id: {self.id}\nevent: {self.event}\ndata: {json.dumps(self.data)}\n\n"


class Listener:
    """A stream of somebody, by a browser's session or by a token."""

    def __init__(self, caller: Caller, session: str, token: str) -> None:
        self.caller, self.session, self.token = caller, session, token
        self._waiting: dict[tuple[str, str], Told] = {}  # the newest hint of each thing
        self._something = asyncio.Event()
        self._lost = False
        self.ended = False

    def tell(self, told: Happening, name: str) -> None:
        """A hint, if it is for this caller."""
        if self._lost or not hears(self.caller, told):
            return
        place = (told.kind, told.event.key)
        self._waiting.pop(place, None)
        self._waiting[place] = Told("hint", told.hint, name)
        if len(self._waiting) > MOST_WAITING:
            self.lose()
        self.wake()

    def lose(self) -> None:
        """Something may have been missed."""
        self._waiting.clear()
        self._lost = True
        self.wake()

    def end(self) -> None:
        """The session is over."""
        self.ended = True
        self.wake()

    def wake(self) -> None:
        """Look now what there is."""
        self._something.set()

    async def next(self, seconds: float, place: str = "") -> list[Told]:
        """What there is to tell; nothing when nothing came in time."""
        try:
            async with asyncio.timeout(seconds):
                await self._something.wait()
        except TimeoutError:
            return []
        self._something.clear()
        told = [Told("resync", id=place)] if self._lost else list(self._waiting.values())
        self._waiting.clear()
        self._lost = False
        return [*told, Told("end", {"reason": "SIGNED_OUT"}, place)] if self.ended else told
