"""The daily root: signed over the cases that changed, chained to the one before, kept also outside of the store."""

import hashlib
import json
import secrets
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import structlog
from pymongo.errors import PyMongoError
from qi.event.v1 import audit_pb2 as pb

from services.kit import metrics, sealing
from services.kit.background import Background
from services.kit.clock import SHANGHAI, Clock, day_of
from services.kit.documents import SCHEMA
from services.kit.events import Publication
from services.kit.lifecycle import Entry, Evolve, Happening, Head, moment_of, moment_text
from services.kit.repository import Repository, Request
from services.kit.signing import Signer
from services.kit.verification import verify
from services.workflow.documents.proof import Leaf, PublicKey, Root
from services.workflow.rules import roots

LOG = structlog.get_logger()
TOPIC = "qi.audit"
SETTLED = timedelta(minutes=2)  # after midnight, when no write of the day before is under way any more
EVERY_SECONDS = 30.0
CHUNK = 1000
BEGINNING = "2000-01-01T00:00:00.000Z"
SIGNED = ("number", "root", "count", "until")


def evolve(head: Head, entry: Entry) -> Head:
    """A root after its one entry."""
    return {**head, **entry.told(), "state": "signed"}


def _told(document: Head, entry: Entry) -> pb.AuditRootSigned:
    header = pb.AuditHeader(day=document["_id"], number=entry.data["number"])
    told: dict[str, Any] = {name: entry.data[name] for name in ("root", "count", "signature")}
    return pb.AuditRootSigned(audit=header, **told)


PUBLICATION = Publication(TOPIC, "/qi/workflow", {"sign": ("qi.audit.root_signed.v1", _told)})


def link(signature: str) -> str:
    """What a root says of the one before it."""
    return hashlib.sha256(signature.encode()).hexdigest() if signature else ""


def payload(day: str, told: Mapping[str, Any], before: str) -> dict[str, Any]:
    """What is signed of a root."""
    return {"day": day, "previous": link(before), **{name: told[name] for name in SIGNED}}


class Notary(Background):
    """Signs the root of each day that is over; of several replicas the first one's stands."""

    def __init__(self, cases: Repository, signed: Repository, rules: Evolve, clock: Clock, folder: Path) -> None:
        super().__init__("notary", patience=5)
        self._cases, self._signed, self._rules, self._clock, self._folder = cases, signed, rules, clock, folder
        self._signer = Signer(folder / "key.json")

    def work(self) -> None:
        """Look now and then whether a day is over."""
        while not self.stopping.is_set():
            try:
                self.tend()
            except (PyMongoError, OSError) as fault:
                LOG.warning("notary_waits", fault=type(fault).__name__)
            self.stopping.wait(EVERY_SECONDS)

    def tend(self) -> None:
        """Sign yesterday's root if nobody has, and see that each root is also in a file."""
        self._publish_key()
        day = day_of(self._clock.now() - SETTLED) - timedelta(days=1)
        newest = Root.objects.order_by("-id").first()
        if newest is None or newest.id < day.isoformat():
            self._sign(day, newest)
        for root in Root.objects.only("id", "signature").order_by("id"):
            self._keep(f"{root.id}.jws", root.signature)

    def _publish_key(self) -> None:
        text = json.dumps(self._signer.public(), sort_keys=True)
        self._keep(f"{self._signer.kid}.jwk", text)
        if PublicKey.objects(id=self._signer.kid).first() is None:
            PublicKey(id=self._signer.kid, jwk=text, since=self._clock.now()).once()

    def _keep(self, name: str, text: str) -> None:
        """Never over what is there: a file that differs from the store is what tells of a change."""
        file = self._folder / name
        if not file.exists():
            partial = file.with_suffix(".new")
            partial.write_text(text + "\n")
            partial.replace(file)

    def _sign(self, day: date, newest: Root | None) -> None:
        until = datetime.combine(day + timedelta(days=1), time(), SHANGHAI)
        tree, since = secrets.token_hex(8), newest.until if newest else BEGINNING
        hashes = list(self._leaves(tree, moment_of(since), until))
        number, root = (newest.number if newest else 0) + 1, roots.root(hashes)
        told = {"number": number, "root": root, "count": len(hashes), "until": moment_text(until)}
        signature = self._signer.sign(payload(day.isoformat(), told, newest.signature if newest else ""))
        ask = Request(f"root:{day.isoformat()}", "system", "service")
        happening = Happening("sign", {**told, "tree": tree, "signature": signature})
        made = self._signed.create(day.isoformat(), ask, [happening])
        if made["tree"] != tree:
            Leaf.objects(tree=tree).delete()
        LOG.info("root_signed", day=day.isoformat(), cases=len(hashes))

    def _leaves(self, tree: str, since: datetime, until: datetime) -> Iterator[str]:
        """The leaves in the order of the case numbers, stored on the way."""
        rows, broken = [], 0
        for case in self._cases.collection().find({"changed_at": {"$gte": since, "$lt": until}}, hint="changed"):
            finding = verify(sealing.whole(self._cases.collection(), case), self._rules)
            if finding is not None:
                broken += 1
                LOG.error("history_broken", case=case["_id"], n=finding.n, finding=finding.kind)
            last = case["history"][-1]
            row = {"case_no": case["_id"], "revision": last["n"], "hash": last["hash"]}
            rows.append({"_id": f"{tree}/{case['_id']}", "tree": tree, "schema": SCHEMA, **row})
        metrics.BROKEN_HISTORIES.set(broken)
        rows.sort(key=lambda row: row["_id"])
        for begin in range(0, len(rows), CHUNK):
            Leaf._get_collection().insert_many(rows[begin : begin + CHUNK])
        for row in rows:
            yield roots.leaf(row["case_no"], row["revision"], row["hash"])


def anchors(case_no: str) -> list[tuple[str, int, str]]:
    """What the signed roots say of a case: day, revision and hash, oldest first."""
    leaves = {leaf.tree: leaf for leaf in Leaf.objects(case_no=case_no)}
    signed = sorted(Root.objects(tree__in=list(leaves)).only("id", "tree"), key=lambda root: str(root.id))
    return [(root.id, leaves[root.tree].revision, leaves[root.tree].hash) for root in signed]


def leaves_of(root: Root) -> list[tuple[str, str]]:
    """The cases of a root with their leaves' hashes, in the tree's order."""
    rows = Leaf.objects(tree=root.tree).order_by("case_no")
    return [(row.case_no, roots.leaf(row.case_no, row.revision, row.hash)) for row in rows]
