"""Sign-ins under way: what was asked is kept here, is good for one browser, and is used once."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from pymongo.errors import DuplicateKeyError

from gateway.signin.sealing import Seal, digest, draw
from services.kit.clock import Clock

MINUTES = 30


@dataclass(frozen=True)
class Ticket:
    """One sign-in under way."""

    state: str
    nonce: str
    verifier: str
    back: str


class Tickets:
    """The collection `tickets`; also remembers which logout tokens were heard."""

    def __init__(self, records: Any, clock: Clock, seal: Seal) -> None:
        self.records, self._clock, self._seal = records, clock, seal

    async def issue(self, browser: str, back: str) -> Ticket:
        """A ticket for the browser that holds this secret in its cookie."""
        ticket = Ticket(draw(), draw(), draw(), back)
        kept = {"nonce": ticket.nonce, "verifier": ticket.verifier, "back": back}
        row = {"_id": digest(ticket.state), "browser": digest(browser), "kept": self._seal.close(kept)}
        await self.records.insert_one({**row, "until": self._clock.now() + timedelta(minutes=MINUTES)})
        return ticket

    async def redeem(self, state: str, browser: str) -> Ticket | None:
        """The ticket, once, and only to the browser that it was made for."""
        wanted = {"_id": digest(state), "browser": digest(browser), "until": {"$gt": self._clock.now()}}
        row = await self.records.find_one_and_delete(wanted)
        kept = self._seal.open(row["kept"]) if row else None
        return Ticket(state, **kept) if kept else None

    async def hear(self, token_id: str, seconds: float) -> bool:
        """Whether a logout token comes for the first time."""
        until = self._clock.now() + timedelta(seconds=seconds)
        try:
            await self.records.insert_one({"_id": f"heard:{digest(token_id)}", "until": until})
        except DuplicateKeyError:
            return False
        return True
