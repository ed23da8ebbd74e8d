"""Tells owners 30, 15 and 7 days before a last valid day, each once: an entry of the instrument, and so an event."""

from services.kit.background import Background
from services.kit.clock import Clock
from services.kit.errors import Refusal
from services.kit.handling.events import SYSTEM
from services.kit.repository import Repository, Request
from services.metrology.rules.ledger import reminder

EVERY_SECONDS, AT_ONCE = 60.0, 500


class Reminding(Background):
    """Looks for what is due; of several replicas the guarded write lets one remind."""

    def __init__(self, instruments: Repository, clock: Clock, every: float = EVERY_SECONDS) -> None:
        super().__init__("reminding", patience=0)
        self._instruments, self._clock, self._every = instruments, clock, every

    def work(self) -> None:
        """Now and then."""
        while not self.stopping.is_set():
            while self.remind() == AT_ONCE and not self.stopping.is_set():
                pass
            self.stopping.wait(self._every)

    def remind(self) -> int:
        """One round; how many were looked at."""
        today = self._clock.today()
        wanted = {"remind_on": {"$gt": "", "$lte": today.isoformat()}}
        keys = [one["_id"] for one in self._instruments.collection().find(wanted, {"_id": 1}).limit(AT_ONCE)]
        for key in keys:
            ask = Request(f"remind:{key}:{today.isoformat()}", SYSTEM.subject, "service")
            try:
                self._instruments.change(key, ask, lambda head: reminder(head, today))
            except Refusal:
                continue
        return len(keys)
