"""What the composition root of every service begins with, and the whole root of a domain."""

import json
import os
import signal
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import mongoengine
import structlog
from pymongo.errors import PyMongoError
from qi.workflow.v1 import workflow_service_pb2 as workflow_pb
from qi.workflow.v1 import workflow_service_pb2_grpc as workflow_grpc

from services.kit import history, parking
from services.kit.background import Background
from services.kit.catalogue import read_items
from services.kit.client import Peers
from services.kit.clock import Clock
from services.kit.consumer import Consumer, Parked
from services.kit.documents import Aggregate, check_schema, connect, mark
from services.kit.errors import Away, Broken, NotAllowed, NotSignedIn, Refusal
from services.kit.events import Publication
from services.kit.handling import rules
from services.kit.handling.documents import Outcome, Part
from services.kit.handling.events import Intake, publication
from services.kit.handling.service import Find, HandlingService
from services.kit.handling.service import served as handling_served
from services.kit.identity import TokenVerifier
from services.kit.keys import IssuerKeys, fetch_from
from services.kit.lifecycle import Evolve
from services.kit.logs import log_as_json
from services.kit.relay import Relay
from services.kit.repository import Repository
from services.kit.server import Served, run
from services.kit.settings import Settings

LOG = structlog.get_logger()
WAITABLE = (Away, Broken, NotSignedIn, NotAllowed)  # at a first start the realm may still be under way


@dataclass(frozen=True)
class Foundation:
    """What every service stands on."""

    name: str
    settings: Settings
    clock: Clock
    verifier: TokenVerifier
    peers: Peers
    epoch: int


def begin(name: str, kinds: Sequence[type[mongoengine.Document]], settings: Settings | None = None) -> Foundation:
    """Read the settings, log as JSON, connect to the service's own database and see to its indexes."""
    settings = settings or Settings()
    log_as_json(name)
    connect(settings.mongodb_uri.get_secret_value(), f"qi_{name}", settings.slow_query_ms)
    ensure_indexes(kinds)
    check_schema()
    keys = IssuerKeys(fetch_from(settings.oidc_issuer), settings.state_dir / "issuer.json")
    verifier = TokenVerifier(settings.oidc_issuer, keys, settings.accepted_clients())
    return Foundation(name, settings, Clock(settings.clock_file), verifier, Peers(settings, name), mark("epoch"))


def ensure_indexes(kinds: Sequence[type[mongoengine.Document]], tries: int = 30) -> None:
    """Make the indexes, waiting for a store that is just starting."""
    for attempt in range(tries):
        try:
            for kind in kinds:
                kind.ensure_indexes()
            return
        except PyMongoError as fault:
            if attempt == tries - 1:
                raise
            LOG.warning("store_not_ready", fault=type(fault).__name__)
            time.sleep(1)


class Publisher(Background):
    """Publishes a service's items at the window, again and again until workflow has them."""

    def __init__(self, peers: Peers, items: Sequence[dict[str, Any]]) -> None:
        super().__init__("publisher", patience=0)
        self._peers, self._request = peers, workflow_pb.PublishItemsRequest(items=[to_item(item) for item in items])

    def work(self) -> None:
        """Publish, waiting for workflow and the realm; a refusal ends the process."""
        while not self.stopping.is_set():
            try:
                stub = workflow_grpc.WorkflowServiceStub(self._peers.channel("workflow"))
                answer = self._peers.call(stub.PublishItems, self._request)
                LOG.info("items_published", stored=answer.stored, offered=len(self._request.items))
                return
            except WAITABLE as fault:
                LOG.info("items_wait", reason=fault.reason)
                self.stopping.wait(1)
            except Refusal as fault:
                LOG.error("items_refused", reason=fault.reason, params=fault.params)
                _end()


def to_item(item: dict[str, Any]) -> workflow_pb.Item:
    """A catalogue item as it is published."""
    texts = {name: json.dumps(item[name], ensure_ascii=False) for name in ("form_schema", "ui_schema", "example")}
    names = {field.name for field in workflow_pb.Item.DESCRIPTOR.fields}
    plain = {name: value for name, value in item.items() if name in names and name not in texts and value is not None}
    domain = "" if item["kind"] == "bundle" else item["domain"]
    return workflow_pb.Item(**{**plain, **texts, "domain": domain, "join": str(item["join"])})


@dataclass(frozen=True)
class Kept:
    """Aggregates of one kind, and what makes their histories known."""

    aggregates: Repository
    published: Publication
    relay: Relay

    @classmethod
    def of(cls, base: Foundation, kind: type[Aggregate], evolve: Evolve, publication: Publication) -> "Kept":
        """In the process's own database, published under its epoch."""
        published = publication.at(base.epoch)
        relay = Relay(kind._get_collection(), published, base.settings.kafka_bootstrap, base.clock)
        return cls(Repository(kind, evolve, base.clock, relay.written), published, relay)


@dataclass(frozen=True)
class Own:
    """What a domain has beside what all domains have."""

    services: Sequence[Served] = ()
    workers: Sequence[Background] = ()
    kept: Sequence[Kept] = ()


def nothing(_base: Foundation, _parts: Repository) -> Own:
    """Of a domain that only does its parts."""
    return Own()


def run_domain(
    name: str,
    folder: Path,
    find: Find = lambda *_: [],
    kinds: Sequence[type[mongoengine.Document]] = (),
    build: Callable[[Foundation, Repository], Own] = nothing,
) -> None:
    """A domain's process: its parts, its items, and what it builds of its own (`kinds` are its documents)."""
    base = begin(name, [Part, Outcome, Parked, *kinds])
    own_parts = Kept.of(base, Part, rules.evolve, publication(name))
    parts = own_parts.aggregates
    intake = Intake(name, parts)
    handling = HandlingService(name, parts, intake, base.clock, find)
    own = build(base, parts)
    workers: list[Background] = [
        *(kept.relay for kept in (own_parts, *own.kept)),
        Consumer("qi.case", f"qi-{name}", base.settings.kafka_bootstrap, intake.reactions, base.epoch),
        Publisher(base.peers, read_items(folder / "items.yaml", name)),
        *own.workers,
    ]
    histories = {kept.published.topic: (kept.aggregates, kept.published) for kept in (own_parts, *own.kept)}
    services = [
        handling_served(handling),
        history.served(histories),
        parking.served({"qi.case": parking.refetch(base.peers, "workflow", "qi.case", intake.reactions)}),
        *own.services,
    ]
    run(base.settings, base.verifier, services, workers)


def _end() -> None:
    os.kill(os.getpid(), signal.SIGTERM)
