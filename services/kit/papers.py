"""Papers that a domain issues (certificates, reports): each numbered, set, signed and kept once, and never changed."""

import json
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, ClassVar

import mongoengine as me
from qi.authenticity.v1 import authenticity_service_pb2 as pb

from services.kit.authenticity import MOST_TOKENS, Authority
from services.kit.blobs import Blobs
from services.kit.counters import Counter
from services.kit.documents import Stored
from services.kit.errors import NotFound
from services.kit.press import Press
from services.kit.seal import Seal

TOKEN_BYTES = 16
VALID, REPLACED, REVOKED = "valid", "replaced", "revoked"
VERDICTS = {VALID: "genuine", REPLACED: "replaced", REVOKED: "revoked"}


class Paper(Stored):
    """A paper as it was issued; only what became of it since is written to it."""

    meta: ClassVar[dict[str, Any]] = {
        "collection": "papers",
        "indexes": [
            {"fields": ["number"], "name": "number_once", "unique": True},
            {"fields": ["token"], "name": "token_once", "unique": True},
            {"fields": ["sha256"], "name": "sha256"},
            {"fields": ["uscc", "-at", "-_id"], "name": "uscc_newest"},
        ],
    }
    id = me.StringField(primary_key=True)  # what it is of, in its issuer's words: the same is issued once
    kind = me.StringField(required=True)
    number = me.StringField(required=True)
    token = me.StringField(required=True)  # random, in the QR code
    title = me.StringField(required=True)
    organ = me.StringField(required=True)
    item_name = me.StringField()
    holder = me.StringField()
    uscc = me.StringField()
    content = me.StringField(required=True)  # JSON, as text: its keys never reach a query
    at = me.DateTimeField(required=True)
    valid_until = me.StringField()  # ISO date
    sha256 = me.StringField(required=True)
    size = me.IntField(required=True)
    key = me.StringField(required=True)  # whose certificate says who signed
    state = me.StringField(required=True, choices=sorted(VERDICTS))
    replaced_by = me.StringField()  # a number
    revoked_on = me.StringField()  # ISO date
    reason = me.StringField()


@dataclass(frozen=True)
class Ticket:
    """What a paper is known by before it is set."""

    number: str
    token: str
    verify_url: str


@dataclass(frozen=True)
class Draft:
    """What a paper says: the data its template sets, and the texts that are attached to it by name."""

    content: Mapping[str, Any]
    attached: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class About:
    """What a paper is: `key` names the one thing it is of, `series` and `form` (with {n}) give its number."""

    key: str
    kind: str
    series: str
    form: str
    title: str
    organ: str
    at: datetime
    item_name: str = ""
    holder: str = ""
    uscc: str = ""
    valid_until: str = ""


class Papers:
    """Issues papers of one template with one key."""

    def __init__(self, press: Press, seal: Seal, blobs: Blobs, site: str) -> None:
        self._press, self._seal, self._blobs, self._site = press, seal, blobs, site

    def issue(self, about: About, draft: Callable[[Ticket], Draft]) -> Paper:
        """The paper of a thing: made now, or as it was made before; of two that make it at once one is kept."""
        found: Paper | None = Paper.objects(id=about.key).first()
        if found:
            return found
        made = self._made(about, draft)
        return made if made.once() else Paper.objects(id=about.key).get()

    def _made(self, about: About, draft: Callable[[Ticket], Draft]) -> Paper:
        token = secrets.token_urlsafe(TOKEN_BYTES)
        ticket = Ticket(about.form.format(n=Counter.next(about.series)), token, f"{self._site}/verify/{token}")
        said = draft(ticket)
        content = {
            "title": about.title,
            "organ": about.organ,
            **said.content,
            "number": ticket.number,
            "verify_url": ticket.verify_url,
            "mark": token,
        }
        file = self._seal.sign(self._press.pdf(content, about.at, **said.attached), token, about.organ)
        return Paper(
            id=about.key,
            kind=about.kind,
            number=ticket.number,
            token=token,
            title=about.title,
            organ=about.organ,
            item_name=about.item_name,
            holder=about.holder,
            uscc=about.uscc,
            content=json.dumps(content, ensure_ascii=False),
            at=about.at,
            valid_until=about.valid_until,
            sha256=self._blobs.keep(file),
            size=len(file),
            key=self._seal.id,
            state=VALID,
        )


def replace(key: str, by: Paper) -> None:
    """valid → replaced: what was issued stays, and says which paper took its place."""
    Paper.objects(id=key, state=VALID).update(set__state=REPLACED, set__replaced_by=by.number)


def revoke(key: str, on: date, reason: str) -> None:
    """valid or replaced → revoked."""
    told = {"set__state": REVOKED, "set__revoked_on": on.isoformat(), "set__reason": reason}
    Paper.objects(id=key, state__ne=REVOKED).update(**told)


class PaperAuthority(Authority):
    """Papers, as whoever holds one may check them."""

    def GetAuthenticity(self, request: pb.GetAuthenticityRequest, context: object) -> pb.Authenticity:
        """By token or by number."""
        asked = {"token": request.token} if request.token else {"number": request.number.replace(" ", "")}
        row = Paper.objects(**asked).first()
        if row is None:
            raise NotFound("NOT_FOUND")
        return _told(row, VERDICTS[row.state], holder=bool(request.token))

    def CheckFile(self, request: pb.CheckFileRequest, context: object) -> pb.Authenticity:
        """By what is in the file."""
        row = Paper.objects(sha256=request.sha256).first()
        if row is not None:
            return _told(row, VERDICTS[row.state], holder=True)
        named = Paper.objects(token__in=list(request.tokens)[:MOST_TOKENS]).first() if request.tokens else None
        return pb.Authenticity(verdict="unknown") if named is None else _told(named, "changed", holder=False)


def _told(row: Paper, verdict: str, *, holder: bool) -> pb.Authenticity:
    told = pb.Authenticity(
        verdict=verdict,
        title=row.title,
        number=row.number,
        organ=row.organ,
        item_name=row.item_name or "",
        holder=row.holder if holder else "",
        revoked_on=row.revoked_on or "",
        revoked_by=row.reason or "",
        replaced_by=row.replaced_by or "",
        valid_until=row.valid_until or "",
    )
    if verdict != "changed":
        told.sha256, told.certificate = row.sha256, row.key
    told.issued_at.FromDatetime(row.at)
    return told
