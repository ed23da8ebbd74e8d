"""The application: one list of what it is made of."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from fastapi import FastAPI

from gateway import problems
from gateway.edge import Edge
from gateway.identity import Door, Limits
from gateway.routes import cases, catalogue, parts, system
from gateway.services import Services
from gateway.settings import GatewaySettings
from gateway.uploads import Uploads
from services.kit.blobs import Blobs
from services.kit.clock import Clock
from services.kit.identity import TokenVerifier
from services.kit.keys import IssuerKeys, fetch_from

DESCRIPTION = "Moments are RFC 3339 in Ningbo's offset, days ISO dates, decimals strings; what is absent is null."


def door_of(settings: GatewaySettings) -> Door:
    """The real things behind the routes."""
    keys = IssuerKeys(fetch_from(settings.oidc_issuer), settings.state_dir / "issuer.json")
    clock = Clock(settings.clock_file)
    return Door(
        settings,
        Services(settings),
        TokenVerifier(settings.oidc_issuer, keys, settings.accepted_clients()),
        Uploads(settings.mongodb_uri.get_secret_value(), clock),
        Blobs(settings.blobs),
        clock,
        Limits(settings),
    )


def create_app(settings: GatewaySettings, make: Callable[[GatewaySettings], Door] = door_of) -> FastAPI:
    """The gateway; what it needs is made inside the running loop."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        door = make(settings)
        app.state.door = door
        await door.uploads.prepare()
        yield
        await door.services.close()
        await door.uploads.close()

    app = FastAPI(
        title="质基站 QI Station",
        version="1",
        description=DESCRIPTION,
        lifespan=lifespan,
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
    )
    problems.install(app)
    for module in (system, catalogue, cases, parts):
        app.include_router(module.router)
    app.add_middleware(Edge, longest=settings.json_bytes)
    return app
