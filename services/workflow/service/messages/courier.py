"""Takes queued deliveries to their channels; what fails is tried again, later and later, and at last told as failed."""

from collections.abc import Mapping
from datetime import timedelta

import structlog
from aiosmtplib import SMTPException
from prometheus_client import Gauge
from pymongo.errors import PyMongoError

from services.kit.background import Background
from services.kit.clock import Clock
from services.workflow.documents.messages import Delivery
from services.workflow.rules import messages
from services.workflow.service.messages.channels import Channel

LOG = structlog.get_logger()
FAILED = Gauge("qi_messages_failed", "Deliveries that failed for good")
LEASE = timedelta(seconds=60)  # within which nobody else takes the same one
KEPT = timedelta(days=30)
EVERY_SECONDS = 1.0


class Courier(Background):
    """One of the replicas' couriers."""

    def __init__(self, ways: Mapping[str, Channel], clock: Clock, every: float = EVERY_SECONDS) -> None:
        super().__init__("courier", patience=5)
        self._ways, self._clock, self._every = ways, clock, every

    def work(self) -> None:
        """Deliver what is due, now and then."""
        while not self.stopping.wait(self._every):
            try:
                while not self.stopping.is_set() and self.deliver_one():
                    pass
                self.forget()
            except PyMongoError as fault:
                LOG.info("courier_waits", fault=type(fault).__name__)

    def deliver_one(self) -> bool:
        """One delivery that is due; False when none is."""
        now = self._clock.now()
        due = Delivery.objects(state="queued", next_at__lte=now, channel__in=sorted(self._ways)).order_by("next_at")
        found = due.modify(new=True, inc__tries=1, set__next_at=now + LEASE)
        if found is None:
            return False
        try:
            self._ways[found.channel].send(found.id, found.address, found.text)
        except (OSError, SMTPException) as fault:
            self._again(found, type(fault).__name__)
        else:
            Delivery.objects(id=found.id).update(set__state="sent", set__fault="", set__next_at=now)
        return True

    def forget(self) -> None:
        """What has arrived a while ago: its address is kept no longer than it takes to ask after it."""
        Delivery.objects(state="sent", next_at__lte=self._clock.now() - KEPT).delete()

    def _again(self, found: Delivery, fault: str) -> None:
        """Never the address in a log."""
        wait = messages.pause(found.tries)
        LOG.warning("delivery_failed", channel=found.channel, tries=found.tries, fault=fault, final=wait is None)
        state = "failed" if wait is None else "queued"
        told = {"set__state": state, "set__fault": fault, "set__next_at": self._clock.now() + (wait or LEASE)}
        Delivery.objects(id=found.id, state="queued").update(**told)
        FAILED.set(Delivery.objects(state="failed").count())
