"""Cases as they are answered, and pages of them."""

import hashlib
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from qi.workflow.v1 import workflow_service_pb2 as pb
from qi.workflow.v1.clock_service_pb2 import Due

from services.kit.clock import day_of
from services.kit.documents import entry_of
from services.kit.errors import malformed
from services.kit.identity import Caller
from services.kit.lifecycle import Head, actions, moment_of
from services.kit.paging import from_cursor, page_size, to_cursor
from services.kit.rights import shows
from services.kit.stamps import stamp
from services.workflow.documents.cases import Filing, Notice, Remark
from services.workflow.rules import lifecycle, queue
from services.workflow.service import enquiry, search
from services.workflow.service.filing import filed_material

READ = {"history": 0, "sealed": 0}  # what an answer of a case does without
TAGGED = dict.fromkeys(("revision", "salt", "heard.place"), 1)  # what of a case its tag needs
SHAPE = hashlib.sha256(pb.DESCRIPTOR.serialized_pb).hexdigest()  # another release may answer otherwise
PLAIN = (
    "item",
    "item_version",
    "item_name",
    "kind",
    "state",
    "revision",
    "station",
    "channel",
    "delivery",
    "received_on",
)
FACTS = (
    "received_basis",
    "accepted_on",
    "deemed",
    "decided_on",
    "closed_on",
    "delivered_on",
    "terminated_on",
    "archived_on",
    "follows",
)
PERSONS = ("receiver", "officers")  # in a notice's data
MOMENTS = ("filed_at", "received_at", "accepted_at", "decided_at", "closed_at", "delivered_at")
PART_PLAIN = ("id", "item", "domain", "state", "needs", "mandatory", "result")
PART_FACTS = ("opens_on", "unit", "organ", "number", "late_result")
PART_MOMENTS = ("sent_at", "arrived_at", "taken_at", "finished_at")
PROGRESS = ("filed_at", "accepted_at", "decided_at", "delivered_at")
INDEXES = (  # the filters an index begins with; the first whose filters are all there serves the query
    ("terms",),
    ("uscc",),
    ("station", "state"),
    ("station", "item"),
    ("station",),
    ("item",),
    ("state",),
    ("domains",),
    ("units",),
    ("referrer",),
    (),
)
NEWEST_ONLY = (("terms",), ("referrer",), ("station", "item"), ("item",))


@dataclass(frozen=True)
class Order:
    """An order of lists: its name in the indexes, its field, its direction."""

    name: str
    field: str
    direction: int

    def index(self, wanted: Head) -> str:
        """The index that serves a query in this order."""
        possible = [fields for fields in INDEXES if self.name == "newest" or fields not in NEWEST_ONLY]
        return "_".join([*next(fields for fields in possible if set(fields) <= set(wanted)), self.name])

    def after(self, place: Sequence[str | int]) -> Head:
        """What comes after a place."""
        beyond = "$lt" if self.direction < 0 else "$gt"
        further = [{self.field: {beyond: place[0]}}, {"_id": {beyond: place[1]}}]
        return {self.field: {f"{beyond}e": place[0]}, "$or": further}


ORDERS = {"": Order("newest", "filed_at", -1), "due": Order("due", "due_at", 1)}


def case_message(case: Head, who: Caller, due: Due | None) -> pb.Case:
    """A case as a list shows it: no form, no person."""
    told: dict[str, Any] = {name: case[name] for name in PLAIN}
    message = pb.Case(no=case["_id"], outcome=case.get("outcome") or "", due=due, **told, **_moments(case, MOMENTS))
    message.applicant.uscc, message.applicant.name = case["uscc"], case.get("name", "")
    message.actions.extend(dict.fromkeys(actions(lifecycle.TABLE, case, who)))
    _add_facts(message, case)
    if shows(who, "cards"):
        message.cards.extend(_of(pb.Card, told) for told in case.get("cards", []))
    message.findings.extend(pb.CaseFinding(**finding) for finding in case["findings"])
    for part in case["parts"]:
        plain: dict[str, Any] = {name: part[name] for name in PART_PLAIN}
        plain |= {name: part[name] for name in PART_FACTS if part.get(name)}
        message.parts.append(pb.CasePart(**plain, item_name=part.get("name", ""), **_moments(part, PART_MOMENTS)))
    return message


def _add_facts(message: pb.Case, case: Head) -> None:
    """What the law hangs on: days, corrections, promises, stops and what followed a decision."""
    for name in FACTS:
        if case.get(name):
            setattr(message, name, case[name])
    message.missing.extend(case["missing"])
    message.promisable.extend(case.get("promisable", []))
    for told in case.get("corrections", []):
        message.corrections.append(_of(pb.Correction, told, materials=[row["material"] for row in told["missing"]]))
    message.promises.extend(_of(pb.Promise, told) for told in case.get("promises", []))
    message.stops.extend(_of(pb.Stop, told, started_on=told["from"]) for told in case.get("stops", []))
    message.rounds.extend(_of(pb.Round, told) for told in case.get("rounds", []))
    if case.get("extension"):
        message.extension.CopyFrom(_of(pb.Extension, case["extension"]))
    if case.get("rating"):
        message.rating.CopyFrom(_of(pb.Rating, case["rating"]))


def _of(kind: Callable[..., Any], told: Head, **more: Any) -> Any:
    """A message of the facts it has fields for."""
    names = kind.DESCRIPTOR.fields_by_name  # type: ignore[attr-defined]
    return kind(**{name: value for name, value in told.items() if value and name in names}, **more)


def tag(case: Head, who: Caller, as_of: str) -> str:
    """Stands for all that a case's answer depends on: itself, what stands beside it, the reader, the day, the shape."""
    beside = (case.get("salt") == "", sorted(row["place"] for row in case.get("heard") or ()))
    told = (case["_id"], case["revision"], beside, sorted(who.roles), sorted(who.domains), as_of, SHAPE)
    whose = (who.subject, who.uscc, who.station, who.division, who.unit, who.department)
    return hashlib.sha256(repr((told, whose)).encode()).hexdigest()[:16]


def whole_message(case: Head, who: Caller, due: Due | None, as_of: str) -> pb.Case:
    """A case with what stands beside it: form, materials, contact, notices, and the key for who may have it."""
    message = case_message(case, who, due)
    message.findings.extend(pb.CaseFinding(**finding) for finding in enquiry.found(case))
    message.tag = tag(case, who, as_of)
    _add_filing(message, case, who)
    if shows(who, "notices"):
        _add_notices(message, case, who)
    _add_remarks(message, case, who)
    return message


def _add_notices(message: pb.Case, case: Head, who: Caller) -> None:
    """What the applicant was told; the persons in it are for those who handle the case."""
    hidden = () if shows(who, "remarks") else PERSONS
    for notice in _in_order(Notice, case.get("notices", [])):
        frozen = {name: value for name, value in (notice.get("data") or {}).items() if name not in hidden}
        data = json.dumps(frozen, ensure_ascii=False, sort_keys=True) if frozen else ""
        told = {name: notice.get(name) for name in ("kind", "text", "organ")}
        message.notices.add(id=notice["_id"], data=data, at=stamp(notice["at"]), **told)


def _add_filing(message: pb.Case, case: Head, who: Caller) -> None:
    """What the applicant gave, as far as the reader sees it; what came late stands behind the rest."""
    filing = _filing(case["filing"], erased=case.get("salt") == "")
    late = _in_order(Filing, [told["filing"] for told in case.get("late", [])])
    if filing is not None and shows(who, "contact"):
        message.applicant.contact, message.applicant.phone = filing.get("contact") or "", filing.get("phone") or ""
    if filing is not None and shows(who, "key"):
        message.query_key = filing["query_key"]
    if filing is not None and shows(who, "form"):
        message.form = filing["form"]
        given = [material for one in (filing, *late) for material in one.get("materials", [])]
        message.materials.extend(filed_material(material) for material in given)


def _add_remarks(message: pb.Case, case: Head, who: Caller) -> None:
    """What people wrote with a rating, or when they sent a part once more."""
    rating = (case.get("rating") or {}).get("remark")
    if rating and shows(who, "comment"):
        message.rating.comment = _remark(rating)
    for part, told in zip(message.parts, case["parts"], strict=True):
        if told.get("remark") and shows(who, "remarks"):
            part.remark = _remark(told["remark"])


def _remark(key: str) -> str:
    return getattr(Remark.objects(id=key).first(), "text", "")


@lru_cache(128)
def _filing(key: str, *, erased: bool) -> Head | None:  # noqa: ARG001 - a part of the key
    """A filing never changes, until what is personal in it is erased: then its case says so."""
    found: Head | None = Filing._get_collection().find_one({"_id": key})
    return found


def _in_order(kind: Any, ids: list[str]) -> list[Head]:
    """What a case names, the oldest first: few, so they need no index for that."""
    rows = kind._get_collection().find({"_id": {"$in": ids}}) if ids else ()
    return sorted(rows, key=lambda row: row["at"])


def entry_messages(case: Head, who: Caller) -> Iterable[pb.Entry]:
    """A case's history, without what the reader does not see: of cards only their numbers are missing."""
    hidden = () if shows(who, "cards") else lifecycle.OF_CARDS
    for stored in case["history"]:
        entry = entry_of(stored)
        if entry.action in hidden:
            continue
        told = {name: getattr(entry, name) for name in ("n", "actor", "role", "action", "state")}
        yield pb.Entry(hash=stored["hash"], at=stamp(entry.at), **told)


def progress_message(case: Head, due: Due | None) -> pb.Progress:
    """Where a case stands, and nothing personal."""
    step, by = lifecycle.NEXT.get(case["state"], ("", ""))
    told: dict[str, Any] = {name: case[name] for name in ("item", "item_name", "state", "received_on", "station")}
    moments = _moments(case, PROGRESS)
    return pb.Progress(
        no=case["_id"], outcome=case.get("outcome") or "", next_step=step, next_by=by, due=due, **told, **moments
    )


def page(collection: Any, scope: Head, request: pb.ListCasesRequest, now: datetime) -> tuple[list[Head], str]:
    """The cases within a scope that fit what was asked, in the order asked for, and the cursor of the next page."""
    size = page_size(request.page_size)
    if request.sort not in ORDERS:
        raise malformed("sort", "SORT_INVALID", possible=", ".join(filter(None, ORDERS)))
    if request.view and request.view not in queue.VIEWS:
        raise malformed("view", "VIEW_INVALID", possible=", ".join(queue.VIEWS))
    order = ORDERS["due" if request.view else request.sort]
    asked = {name: value for name in ("state", "station", "item", "uscc") if (value := getattr(request, name))}
    if any(name in scope and scope[name] != value for name, value in asked.items()):
        return [], ""
    viewed = queue.wanted(queue.VIEWS[request.view], now, day_of(now)) if request.view else {}
    wanted: Head = {**scope, **asked, **viewed, **search.words(collection, request.q)}
    hint = order.index(wanted)
    place = from_cursor(request.page_token, (str, str))
    if place is not None:
        after = order.after(place)
        wanted |= {**after, order.field: {**viewed.get(order.field, {}), **after[order.field]}}
    cursor = collection.find(wanted, {"history": 0}, hint=hint, max_time_ms=10_000)
    found = list(cursor.sort([(order.field, order.direction), ("_id", order.direction)]).limit(size + 1))
    return found[:size], to_cursor([found[size - 1][order.field], found[size - 1]["_id"]]) if len(found) > size else ""


def _moments(holder: Head, names: Iterable[str]) -> dict[str, Any]:
    return {name: stamp(moment_of(holder[name])) for name in names if holder.get(name)}
