"""Instruments as they are told: in messages and in rows of a spreadsheet."""

from collections import Counter
from datetime import date

from qi.metrology.v1 import ledger_service_pb2 as pb

from services.kit.identity import Caller
from services.kit.lifecycle import Head, actions
from services.kit.stamps import stamp
from services.metrology.rules import standing
from services.metrology.rules.editions import Editions
from services.metrology.rules.ledger import BY_OWNER
from services.metrology.rules.periods import months_later
from services.metrology.rules.sheet import USE_NAMES

CODES = ("uscc", "state", "category", "use", "mode", "rule_row", "verified_on", "valid_until", "certificate", "batch")
USES = {use: name for name, use in USE_NAMES.items()}


def texts_of(head: Head) -> dict[str, str]:
    """What was written of an instrument last; nothing of one whose texts were erased."""
    return dict(head.get("texts", {}).get(head["written"], {}))


def message(head: Head, editions: Editions, today: date, who: Caller) -> pb.Instrument:
    """An instrument as somebody sees it today."""
    how = standing.standing(head, today)
    row = editions.find("category", head["category"], today.isoformat())
    told = pb.Instrument(
        id=head["_id"],
        revision=head["revision"],
        standing=how,
        usable=how in standing.USABLE,
        actions=actions(BY_OWNER, head, who),
        texts=pb.InstrumentTexts(**texts_of(head)),
        category_name=row.values["name"] if row else "",
        rule=row.values["rule"] if row else "",
        reminded=head.get("reminded") or 0,
        days_left=days_left(head, today),
        **{name: head[name] for name in CODES if head.get(name)},
    )
    told.changed_at.CopyFrom(stamp(head["changed_at"]))
    return told


def days_left(head: Head, today: date) -> int:
    """Until the last valid day; 0 for what has none."""
    until = head.get("valid_until")
    return (date.fromisoformat(until) - today).days if until else 0


def year(number: int, due: Counter[str], today: date) -> pb.DueYear:
    """A year of last days, and how the ledger stands."""
    now, soon = today.isoformat(), (today + standing.SOON).isoformat()
    dated = {day: count for day, count in due.items() if standing.FAILED < day < standing.ENDLESS}
    month, following = now[:7], months_later(today, 1).isoformat()[:7]
    return pb.DueYear(
        year=number,
        days=[pb.DueDay(date=day, count=dated[day]) for day in sorted(dated) if day.startswith(f"{number:04d}-")],
        total=sum(due.values()),
        unusable=sum(count for day, count in due.items() if day < now),
        due=sum(count for day, count in dated.items() if now <= day <= soon),
        this_month=sum(count for day, count in dated.items() if day >= now and day.startswith(month)),
        next_month=sum(count for day, count in dated.items() if day.startswith(following)),
    )


def row_of(head: Head, editions: Editions, today: date) -> dict[str, str]:
    """An instrument in the words of our spreadsheet, which an import takes back."""
    row = editions.find("category", head["category"], today.isoformat())
    days = {name: head.get(name) or "" for name in ("verified_on", "valid_until", "certificate")}
    named = {"category": row.values["name"] if row else head["category"], "use": USES.get(head["use"], head["use"])}
    return {**texts_of(head), **days, **named}


def choices(editions: Editions, today: date) -> dict[str, list[str]]:
    """What the columns of our spreadsheet offer to choose from."""
    rows = (editions.find("category", key, today.isoformat()) for key in editions.keys("category"))
    return {"category": [row.values["name"] for row in rows if row], "use": list(USE_NAMES)}


def equipment(key: str, head: Head | None, on: date) -> pb.EquipmentAnswer:
    """Whether an instrument may be named as equipment on a day."""
    if head is None:
        return pb.EquipmentAnswer(id=key, standing="unknown")
    how = standing.standing(head, on)
    until = head.get("valid_until") or ""
    return pb.EquipmentAnswer(id=key, usable=how in standing.USABLE, standing=how, valid_until=until)
