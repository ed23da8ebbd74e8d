"""The gateway's process."""

import sys

import structlog
from fastapi import FastAPI
from granian import Granian
from granian.constants import Interfaces

from gateway.app import create_app
from gateway.settings import GatewaySettings


def app() -> FastAPI:
    """The application of a worker."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.dict_tracebacks,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        logger_factory=structlog.PrintLoggerFactory(sys.stdout),
    )
    return create_app(GatewaySettings())


if __name__ == "__main__":
    settings = GatewaySettings()
    Granian(
        "gateway.__main__:app",
        factory=True,
        address=settings.host,
        port=settings.gateway_port,
        interface=Interfaces.ASGI,
        workers=1,
        log_access=False,
        workers_kill_timeout=15,
    ).serve()
