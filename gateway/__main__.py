"""The gateway's process."""

from fastapi import FastAPI
from granian import Granian
from granian.constants import Interfaces

from gateway.app import create_app
from gateway.settings import GatewaySettings
from services.kit.logs import dict_config, log_as_json

DRAIN_SECONDS = 15


def app() -> FastAPI:
    """The application of a worker."""
    log_as_json("gateway")
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
        log_dictconfig=dict_config("_granian"),
        workers_kill_timeout=DRAIN_SECONDS,
    ).serve()
