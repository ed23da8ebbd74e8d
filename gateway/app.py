"""The application: one list of what it is made of."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import cache, partial

from fastapi import FastAPI
from pymongo import AsyncMongoClient

from gateway import document, problems
from gateway.edge import Edge
from gateway.identity import Door
from gateway.limits import Limits
from gateway.live.desk import Live
from gateway.live.events import Events, Recorder
from gateway.routes import (
    authenticity,
    calculators,
    calendar,
    cases,
    clocks,
    desk,
    drafts,
    events,
    items,
    live,
    materials,
    messages,
    notices,
    overview,
    parts,
    portal,
    progress,
    signin,
    stations,
    system,
    verification,
)
from gateway.routes.inspection import commissions, duty, laboratory, rectification, reports, series
from gateway.routes.metrology import calibrations, instruments
from gateway.routes.metrology import rules as metrology_rules
from gateway.services import Services
from gateway.settings import GatewaySettings
from gateway.signin.desk import SignIn
from gateway.signin.issuer import Issuer
from gateway.signin.sealing import Seal
from gateway.uploads import Uploads
from services.kit.blobs import Blobs
from services.kit.clock import Clock
from services.kit.identity import TokenVerifier
from services.kit.keys import IssuerKeys, fetch_from
from services.kit.queries import SlowQueries

ROUTES = (
    system,
    items,
    stations,
    materials,
    drafts,
    desk,
    overview,
    cases,
    notices,
    authenticity,
    messages,
    parts,
    progress,
    calculators,
    series,
    commissions,
    laboratory,
    duty,
    rectification,
    reports,
    instruments,
    calibrations,
    metrology_rules,
    verification,
    clocks,
    calendar,
    signin,
    live,
    events,
    portal,
)
DESCRIPTION = (
    "Moments are RFC 3339 in Ningbo's offset (+08:00), days ISO dates, decimals strings; what is absent is null. "
    "Every answer that carries one resource has an ETag; every change of one takes it back as If-Match. "
    "Refusals are RFC 9457 problems, told apart by `reason`. A browser's session stands in for a bearer token; "
    "a change that comes by it needs `X-QI: 1` and the portal's own origin (FOREIGN_ORIGIN)."
)
TAGS = [
    {"name": "catalogue", "description": "Items, stations, and files given for items"},
    {"name": "before filing", "description": "Drafts, and the check that says what a filing would meet"},
    {"name": "messages", "description": "What an enterprise was told of its cases"},
    {"name": "notices", "description": "Whether a paper is genuine, without an account"},
    {"name": "cases", "description": "One filing, followed from the window to delivery"},
    {"name": "calculators", "description": "What the rules give, without an account"},
    {"name": "inspection", "description": "Series of lots, reports, and the rules they are judged by"},
    {"name": "calibration", "description": "From the contract to the certificate, and the laboratory behind it"},
    {"name": "clocks", "description": "Until when: each limit of a case, day by day, and the cards they raise"},
    {"name": "calendar", "description": "Working days, year by year"},
    {"name": "proof", "description": "Whether histories are what was written: verification, signed roots, erasing"},
    {"name": "events", "description": "What happened, for departments"},
    {"name": "me", "description": "Who asks"},
    {"name": "desk", "description": "The clerk's desk beside a case, and one action on many cases"},
    {"name": "instruments", "description": "Ledgers of measuring instruments, and the rules they apply"},
    {"name": "parts", "description": "The domains' shares of cases"},
]
STORE_MILLISECONDS = 5000


def door_of(settings: GatewaySettings) -> Door:
    """The real things behind the routes."""
    keys = IssuerKeys(fetch_from(settings.oidc_issuer), settings.state_dir / "issuer.json")
    store: AsyncMongoClient[dict[str, object]] = AsyncMongoClient(
        settings.mongodb_uri.get_secret_value(),
        tz_aware=True,
        serverSelectionTimeoutMS=STORE_MILLISECONDS,
        event_listeners=[SlowQueries(settings.slow_query_ms)],
    )
    verifier = TokenVerifier(settings.oidc_issuer, keys, settings.accepted_clients())
    issuer = Issuer(settings.oidc_issuer, settings.origin(), settings.client_secret.get_secret_value(), keys)
    services = Services(settings)
    desk = SignIn(store, issuer, verifier, Seal(*settings.seals()))
    return Door(
        settings,
        services,
        verifier,
        Uploads(store, Clock(settings.clock_file)),
        Blobs(settings.blobs),
        Limits(settings.anonymous_per_second, settings.wrong_keys_per_minute, settings.files_per_minute),
        desk,
        Live(settings.kafka_bootstrap, services, desk.sessions, verifier),
        Events(store, Recorder(settings.kafka_bootstrap, settings.mongodb_uri.get_secret_value(), Clock())),
    )


def create_app(settings: GatewaySettings, make: Callable[[GatewaySettings], Door] = door_of) -> FastAPI:
    """The gateway; what it needs is made inside the running loop."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        door = make(settings)
        app.state.door = door
        await door.uploads.prepare()
        await door.signin.prepare()
        await door.events.start()
        door.live.start()
        yield
        await door.live.stop()
        await door.events.stop()
        await door.signin.issuer.close()
        await door.services.close()
        await door.uploads.close()

    app = FastAPI(
        title="质基站 QI Station",
        version="1",
        description=DESCRIPTION,
        openapi_tags=TAGS,
        lifespan=lifespan,
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
    )
    problems.install(app)
    for module in ROUTES:
        app.include_router(module.router)
    app.add_middleware(Edge)
    app.openapi = cache(partial(document.document, app))  # type: ignore[method-assign]
    document.rules(app)  # a route without a rule does not start
    return app
