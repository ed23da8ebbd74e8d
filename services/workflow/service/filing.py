"""Takes a filing in: checks it whole, writes what is private beside the case, and makes the case once."""

import unicodedata
from collections.abc import Iterable, Sequence, Set
from typing import Any

from google.protobuf.json_format import MessageToDict
from qi.workflow.v1 import workflow_service_pb2 as pb

from services.kit.clock import Clock
from services.kit.counters import Counter
from services.kit.errors import FieldFault, Malformed, NotAllowed, malformed
from services.kit.identity import Caller
from services.kit.lifecycle import Happening, Head
from services.kit.repository import Repository, Request
from services.kit.units import units_of
from services.workflow.documents.cases import Filing
from services.workflow.rules import completeness, effects, identifiers, parts
from services.workflow.service.calendar import Calendars
from services.workflow.service.catalogue import Catalogue, check_form, form_value, key_hash, station

CHANNELS = ("portal", "counter", "phone", "post", "referral")
DELIVERIES = ("window", "post", "electronic")
LONGEST = {"name": 100, "contact": 50, "phone": 30}


class Intake:
    """Where filings arrive."""

    def __init__(self, cases: Repository, catalogue: Catalogue, clock: Clock, calendars: Calendars) -> None:
        self._cases, self._catalogue, self._clock, self._calendars = cases, catalogue, clock, calendars

    def file(self, asked: pb.FileCaseRequest, request: Request, who: Caller) -> Head:
        """The case of a filing: made now, or made before by the same request."""
        earlier = self._cases.earlier(request)
        if earlier is not None:
            return earlier
        code = self._checked(asked, who)
        item = self._catalogue.item(asked.item)
        check_form(item, asked.form)
        _check_materials(item, asked.materials)
        self._check_followed(asked.follows, code)
        no = identifiers.case_number(asked.station, self._clock.today(), self._next(asked.station))
        filing, happening, extra = self.drawn_up(no, item, asked, code)
        filing.save(force_insert=True)  # before the case that names it; one that is never named is harmless
        told = {**happening.data, **_referred(who, asked.channel)}
        case = self._cases.create(no, request, [Happening("file", told)], extra)
        if case["_id"] != no:  # the same request made it at the same moment: nothing names this filing
            Filing.objects(id=filing.id).delete()
        return case

    def drawn_up(self, no: str, item: pb.Item, asked: pb.FileCaseRequest, code: str) -> tuple[Filing, Happening, Head]:
        """What a filing becomes: what is private, what happened, and what stands beside the head; nothing is stored."""
        filing = self._filing(no, asked, code)
        told = self._told(no, item, asked, code, filing)
        extra = {"name": asked.applicant.name, "terms": sorted(_terms(no, code, asked.applicant.name))}
        return filing, Happening("file", told), extra

    def _checked(self, asked: pb.FileCaseRequest, who: Caller) -> str:
        if asked.channel not in CHANNELS:
            raise malformed("channel", "CHANNEL_INVALID", possible=", ".join(CHANNELS))
        if asked.delivery and asked.delivery not in DELIVERIES:
            raise malformed("delivery", "DELIVERY_INVALID", possible=", ".join(DELIVERIES))
        for field, longest in LONGEST.items():
            value = getattr(asked.applicant, field)
            if not value.strip() or len(value) > longest:
                raise malformed(f"applicant/{field}", "REQUIRED" if not value.strip() else "TOO_LONG", max=longest)
        code = identifiers.normalised_uscc(asked.applicant.uscc)
        station(asked.station)
        _may_file(who, asked.channel, asked.station, code)
        return code

    def _check_followed(self, no: str, code: str) -> None:
        """A renewal or a change names a case of the same applicant."""
        if no and self._cases.collection().find_one({"_id": no, "uscc": code}, {"_id": 1}) is None:
            raise malformed("follows", "UNKNOWN_CASE")

    def _next(self, code: str) -> int:
        return Counter.next(f"{code}-{self._clock.today().isoformat()}")

    def _filing(self, no: str, asked: pb.FileCaseRequest, code: str) -> Filing:
        return Filing(
            id=f"{no}.1",
            uscc=code,
            item=asked.item,
            name=asked.applicant.name,
            contact=asked.applicant.contact,
            phone=asked.applicant.phone,
            query_key=identifiers.query_key(),
            form=asked.form,
            materials=[_plain(file) for file in asked.materials],
            at=self._clock.now(),
        )

    def carry_on(
        self, case: Head, key: str, files: Sequence[pb.FiledMaterial], form: str, *, apart: bool = False
    ) -> Head:
        """A further filing of a case: new files take the place of those given for the same material before.

        One that stands `apart` holds the new files alone. Answers its id, what is new in it, and what is still missing.
        """
        item = self._catalogue.item(case["item"], case["item_version"])
        _check_materials(item, files)
        if form:
            check_form(item, form)
        before = Filing.objects(id=case["filing"]).first()
        new = {file.material for file in files}
        stay = [] if apart else [file for file in before.materials if file["material"] not in new]
        materials = [*stay, *map(_plain, files)]
        same = {name: getattr(before, name) for name in ("uscc", "item", "name", "contact", "phone", "query_key")}
        Filing(id=key, form=form or before.form, materials=materials, at=self._clock.now(), **same).once()
        given = [*sorted(new), *(["form"] if form and form != before.form else [])]
        days = {part.item: day for part in item.parts if (day := _opens_on(part, form))}
        told = {"filing": key, "given": given, **judged(item, {file["material"] for file in materials})}
        return {**told, **({"opens_on": days} if days else {})}

    def _told(self, no: str, item: pb.Item, asked: pb.FileCaseRequest, code: str, filing: Filing) -> Head:
        opened = parts.opened(no, list(self._parts(item, asked.form)))
        kinds = {self._catalogue.item(part["item"]).kind for part in opened}
        days = {name: getattr(item, name) for name in ("statutory_days", "promised_days") if item.HasField(name)}
        return {
            "item": item.code,
            "item_version": item.version,
            "item_name": item.name,
            "kind": item.kind,
            "effects": effects.pinned(item.kind, _own_effects(item), kinds),
            "instant": item.instant,
            **days,
            "station": asked.station,
            "channel": asked.channel,
            "delivery": asked.delivery or "electronic",
            "uscc": code,
            "filing": filing.id,
            "key_hash": key_hash(filing.query_key),
            "received_on": self._calendars.current().received_on(self._clock.now()).isoformat(),
            "received_basis": "portal" if asked.channel == "portal" else "register",
            **({"follows": asked.follows} if asked.follows else {}),
            "material_list": [one.code for one in item.materials if one.source == "applicant"],
            **judged(item, {file.material for file in asked.materials}),
            **({"join": item.join} if item.join else {}),
            "units": units_of(asked.station),
            "parts": opened,
            "domains": sorted({part["domain"] for part in opened}),
        }

    def _parts(self, item: pb.Item, form: str) -> Iterable[dict[str, Any]]:
        if item.kind != "bundle":
            yield _part(item, [], True)
        for part in item.parts:
            day = _opens_on(part, form)
            told = _part(self._catalogue.item(part.item), list(part.needs), part.mandatory)
            yield {**told, **({"opens_on": day} if day else {})}


def judged(item: pb.Item, given: Set[str]) -> Head:
    """What a filing lacks: what it must have, what may be promised, and what the window is told."""
    lacking = completeness.absent(item.materials, given)
    return {
        "missing": completeness.missing(lacking),
        "promisable": completeness.promisable(lacking),
        "findings": completeness.findings(lacking),
    }


def _check_materials(item: pb.Item, files: Iterable[pb.FiledMaterial]) -> None:
    known = {material.code for material in item.materials}
    faults = [
        FieldFault(f"materials/{place}", "UNKNOWN_MATERIAL")
        for place, given in enumerate(files)
        if given.material not in known
    ]
    if faults:
        raise Malformed("UNKNOWN_MATERIAL", fields=faults)


def _plain(file: pb.FiledMaterial) -> dict[str, Any]:
    return dict(MessageToDict(file, preserving_proto_field_name=True))


def filed_material(stored: dict[str, Any]) -> pb.FiledMaterial:
    """A file as it was told of: what is stored as text because JSON has no such numbers is a number again."""
    return pb.FiledMaterial(**{**stored, "size": int(stored.get("size", 0))})


def _own_effects(item: pb.Item) -> Head:
    """What an item says of the law differently from its kind."""
    return {field.name: list(value) if field.is_repeated else value for field, value in item.effects.ListFields()}


def _part(item: pb.Item, needs: list[str], mandatory: bool) -> dict[str, Any]:
    named = {"item": item.code, "version": item.version, "name": item.name, "domain": item.domain}
    return {**named, "needs": needs, "mandatory": mandatory}


def _opens_on(part: pb.BundlePart, form: str) -> str:
    """The day of a form on which a part may be sent, empty without one."""
    return _at(form_value(form), part.opens_on) if part.opens_on and form else ""


def _at(value: Any, path: str) -> str:
    """The text at a place of a form, empty when there is none."""
    for step in path.split("/"):
        value = value.get(step, {}) if isinstance(value, dict) else {}
    return value if isinstance(value, str) else ""


def _may_file(who: Caller, channel: str, station_code: str, code: str) -> None:
    """An enterprise files for itself at the portal, a clerk for anybody at its station, a department refers anybody."""
    if who.has("clerk") and channel != "portal" and who.station == station_code:
        return
    if who.has("enterprise") and channel == "portal" and who.uscc == code:
        return
    if who.has("department") and channel == "referral" and who.department:
        return
    rule = (
        "an enterprise files by portal for its own code, a clerk at its own station by the other channels, "
        "a department by referral"
    )
    raise NotAllowed("FORBIDDEN", params={"rule": rule})


def _referred(who: Caller, channel: str) -> Head:
    """A department that refers somebody follows the case."""
    return {"referrer": who.department} if channel == "referral" and who.department else {}


def _terms(no: str, code: str, name: str) -> set[str]:
    """What a case is found by: its number, its sequence, the code, pairs of characters of the name."""
    folded = folded_name(name)
    pairs = {folded[place : place + 2] for place in range(len(folded) - 1)}
    return {no, no[:-2], no.split("-")[3], code, *pairs}


def folded_name(name: str) -> str:
    """A name for comparing: half-width, lower case, letters and digits only."""
    return "".join(character for character in unicodedata.normalize("NFKC", name).lower() if character.isalnum())
