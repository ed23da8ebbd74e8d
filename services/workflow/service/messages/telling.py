"""Tells people of a case's entries, driven by its events: each entry once, on each channel once."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from services.kit.clock import Clock
from services.kit.documents import entry_of
from services.kit.events import Event
from services.kit.lifecycle import Entry, Head
from services.kit.repository import Repository
from services.workflow.documents.cases import Filing
from services.workflow.documents.messages import Delivery, Message, Preference
from services.workflow.rules import messages
from services.workflow.rules.lifecycle import NEXT
from services.workflow.rules.particulars import Holding, Particulars
from services.workflow.service.calendar import Calendars
from services.workflow.service.notices.holding import Archive
from services.workflow.service.notices.issuing import read_texts

TEXTS = Path(__file__).parents[2] / "texts" / "messages.yaml"


class Telling:
    """Makes messages of entries, and queues their deliveries."""

    def __init__(
        self, cases: Repository, archive: Archive, calendars: Calendars, clock: Clock, channels: frozenset[str]
    ) -> None:
        self._cases, self._archive, self._calendars, self._clock = cases, archive, calendars, clock
        self._channels = channels  # those that have somewhere to go
        self._texts: dict[str, Any] = yaml.safe_load(TEXTS.read_text(encoding="utf-8"))

    @property
    def switchable(self) -> frozenset[str]:
        """The events that a member may be told of in the portal only."""
        return frozenset(event for event, told in self._texts["events"].items() if not told.get("must"))

    def tell(self, event: Event) -> None:
        """Take in one event of a case; doing it again changes nothing."""
        case = self._cases.get(event.key)
        entries = [entry_of(stored) for stored in case["history"]]
        entry = entries[event.sequence - 1]
        told = messages.EVENTS.get(entry.action, messages.NOBODY)
        if not told or case.get("salt") == "":  # of what was erased nothing is said any more
            return
        message = self._message(case, entry, told, self._archive.holding(case, entries, entry))
        if self._clock.now() - entry.at <= messages.FRESH:
            for delivery in self._deliveries(case, message, bool(self._texts["events"][told].get("must"))):
                delivery.once()

    def _message(self, case: Head, entry: Entry, event: str, held: Holding) -> Message:
        fields = Particulars(held, self._calendars.current(), read_texts()).fields()
        said = messages.said(self._texts, event, entry.action, {**fields, **brief(held, fields)})
        key = f"{case['_id']}.{entry.n}"
        row = Message(id=key, uscc=case["uscc"], case_no=case["_id"], event=event, at=entry.at, **said)
        return row if row.once() else Message.objects(id=key).get()

    def _deliveries(self, case: Head, message: Message, must: bool) -> Iterator[Delivery]:
        """To every member who wants it; what must be told, else to the filing's own contact."""
        reached = False
        for member in Preference.objects(uscc=case["uscc"]):
            for channel in messages.wanted(message.event, must, member.channels, member.off):
                address = member.email if channel == "email" else member.phone
                if address and channel in self._channels:
                    reached = True
                    yield self._delivery(case, message, channel, address, member.id, member.language)
        filing = Filing.objects(id=case["filing"]).first()
        if must and not reached and "sms" in self._channels and filing and filing.phone:
            yield self._delivery(case, message, "sms", filing.phone, "contact", "zh")

    def _delivery(
        self, case: Head, message: Message, channel: str, address: str, whose: str, language: str
    ) -> Delivery:
        return Delivery(
            id=f"{message.id}.{channel}.{whose}",
            message=message.id,
            station=case["station"],
            channel=channel,
            address=address,
            text=getattr(message, language),
            state="queued",
            tries=0,
            next_at=self._clock.now(),
        )


def brief(held: Holding, fields: dict[str, Any]) -> dict[str, Any]:
    """The fields that only messages have."""
    head = held.head
    promises = fields["promises"]
    return {
        "no": fields["case_no"],
        "item": fields["item_name"],
        "n": fields["defect_count"],
        "due": _latest(held, fields),
        "by": min((one["by"] for one in promises), default=""),
        "materials": "、".join(one["name"] for one in promises),
        "measure": fields["cause"],
        "phone": fields["station_phone"],
        "next_by": NEXT.get(head["state"], ("", "window"))[1],
        "outcome_code": head.get("outcome") or "",
    }


def _latest(held: Holding, fields: dict[str, Any]) -> str:
    """The day by which a case is done; before it is accepted, the day of whatever runs."""
    done = fields["decision_due"] if fields["licence"] else fields["promised_due"] or fields["decision_due"]
    return str(done or (fields["resubmit_due"] if held.head["state"] == "correction" else fields["accept_due"]))
