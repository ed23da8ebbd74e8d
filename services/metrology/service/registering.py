"""One instrument comes into a ledger, or is put right."""

import base64
import hashlib
from collections.abc import Mapping
from datetime import date
from typing import Any

from google.protobuf.json_format import MessageToDict
from qi.metrology.v1 import ledger_service_pb2 as pb

from services.kit.clock import Clock
from services.kit.errors import WrongState, malformed
from services.kit.lifecycle import Happening, Head
from services.kit.repository import Repository, Request
from services.kit.server import caller, request_id
from services.metrology.documents.editions import in_store
from services.metrology.rules import ledger
from services.metrology.rules.periods import valid_until
from services.metrology.service.sight import sight

DATES = ("verified_on", "valid_until", "certificate")
Asked = pb.RegisterInstrumentRequest | pb.CorrectInstrumentRequest


def id_of(request: str, row: int = 0) -> str:
    """An instrument's id: from the request that made it, so that the same request makes it once."""
    digest = hashlib.sha256(f"{request}#{row}".encode()).digest()
    return base64.b32encode(digest)[:12].decode().lower()


class Registering:
    """Makes instruments, and changes what is said of them."""

    def __init__(self, instruments: Repository, clock: Clock) -> None:
        self._instruments, self._clock = instruments, clock

    def register(self, request: pb.RegisterInstrumentRequest) -> Head:
        """A new one; INSTRUMENT_KNOWN for a model and serial number that the ledger has."""
        who = caller()
        ask = Request.of(request_id(), who.subject, "enterprise", MessageToDict(request))
        earlier = self._instruments.earlier(ask)
        if earlier is not None:
            return earlier
        said = self._said(request, who.uscc)
        document = begun(self._instruments, id_of(ask.id), ask, who.uscc, said, "")
        if self._instruments.create_all([document]):
            return self._instruments.earlier(ask) or self._refused(said["key"])
        return document

    def _refused(self, key: str) -> Head:
        found = self._instruments.collection().find_one({"key": key}, {"_id": 1})
        raise ledger.known(found["_id"] if found else "")

    def correct(self, request: pb.CorrectInstrumentRequest) -> Head:
        """What is written stands beside the head before the entry that names it."""
        who = caller()
        ask = Request.of(request_id(), who.subject, "enterprise", MessageToDict(request))
        now = self._instruments.get(request.id, sight(who))
        said = self._said(request, now["uscc"])
        if now.get("institution") and any(said[name] != (now.get(name) or "") for name in DATES):
            raise WrongState("DATES_FIXED", params={"certificate": now["certificate"]})
        self._expect_own(request.id, said["key"])
        written = ledger.mark_of(said["texts"])
        beside = {"$set": {f"texts.{written}": said["texts"]}}
        self._instruments.collection().update_one({"_id": request.id}, beside)
        data = {**{name: said[name] for name in said if name != "texts"}, "written": written}
        return self._instruments.change(
            request.id, ask, lambda head: ledger.decide(head, "correct", who, data), request.expected_revision
        )

    def _expect_own(self, key: str, wanted: str) -> None:
        found = self._instruments.collection().find_one({"key": wanted}, {"_id": 1})
        if found is not None and found["_id"] != key:
            raise ledger.known(found["_id"])

    def _said(self, request: Asked, uscc: str) -> Head:
        """What is asked for, checked field by field."""
        today = self._clock.today()
        texts = ledger.checked(MessageToDict(request.texts))
        if request.use not in ledger.USES:
            raise malformed("use", "UNKNOWN_USE" if request.use else "REQUIRED")
        row = in_store().find("category", request.category, today.isoformat())
        if row is None:
            raise malformed("category", "UNKNOWN_CATEGORY" if request.category else "REQUIRED")
        on, until = _day(request, "verified_on"), _day(request, "valid_until")
        limit = valid_until(row, date.fromisoformat(on)) if on else ""
        ledger.expect_dates(on, until, limit, today)
        if len(request.certificate) > ledger.WRITTEN["name"]:
            raise malformed("certificate", "TOO_LONG", max=ledger.WRITTEN["name"])
        told = {"verified_on": on, "valid_until": until or limit, "certificate": request.certificate.strip()}
        named = {"category": request.category, "use": request.use, "mode": row.values["mode"], "rule_row": row.id}
        return {**told, **named, "texts": texts, "key": ledger.key_of(uscc, texts["model"], texts["serial"])}


def begun(
    instruments: Repository,
    key: str,
    ask: Request,
    uscc: str,
    said: Mapping[str, Any],
    batch: str,
    texts: Head | None = None,
) -> Head:
    """A new instrument, not yet stored."""
    written = texts or said["texts"]
    mark = ledger.mark_of(written)
    data = {**{name: said[name] for name in said if name != "texts"}, "written": mark, "uscc": uscc, "batch": batch}
    data["units"] = [ledger.district_of(uscc)]
    return instruments.begun(key, ask, [Happening("register", data)], {"texts": {mark: written}})


def _day(request: Asked, name: str) -> str:
    text = getattr(request, name)
    try:
        return date.fromisoformat(text).isoformat() if text else ""
    except ValueError as fault:
        raise malformed(name, "DATE_INVALID") from fault
