"""Calls of one service to another, under the service's own token."""

import threading
import time
from collections.abc import Callable
from typing import Any, TypeVar

import grpc
import httpx
from google.protobuf.message import Message

from services.kit.errors import Away
from services.kit.settings import Settings
from services.kit.status import from_error

DEADLINE_SECONDS = 5.0
OF_ITS_LIFE = 0.8  # a token is used for this share of its life
OPTIONS = (
    ("grpc.keepalive_time_ms", 30_000),
    ("grpc.initial_reconnect_backoff_ms", 200),
    ("grpc.max_reconnect_backoff_ms", 2000),
)
Answer = TypeVar("Answer", bound=Message)


class OwnToken:
    """The access token of a service's own client, kept while it is good."""

    def __init__(self, issuer: str, client: str, secret: str) -> None:
        self._url = f"{issuer}/protocol/openid-connect/token"
        self._form = {"grant_type": "client_credentials", "client_id": client, "client_secret": secret}
        self._lock = threading.Lock()
        self._token, self._until = "", 0.0

    def __call__(self) -> str:
        with self._lock:
            if time.monotonic() > self._until:
                self._fetch()
            return self._token

    def _fetch(self) -> None:
        try:
            answer = httpx.post(self._url, data=self._form, timeout=5)
            answer.raise_for_status()
        except httpx.HTTPError as fault:
            raise Away("DEPENDENCY_AWAY", type(fault).__name__, params={"service": "issuer"}) from fault
        told = answer.json()
        self._token = told["access_token"]
        self._until = time.monotonic() + OF_ITS_LIFE * told["expires_in"]


class Peers:
    """Channels to the other services."""

    def __init__(self, settings: Settings, name: str) -> None:
        self._settings = settings
        self.token = OwnToken(settings.oidc_issuer, f"qi-{name}", settings.client_secret.get_secret_value())
        self._channels: dict[str, grpc.Channel] = {}
        self._lock = threading.Lock()

    def channel(self, service: str) -> grpc.Channel:
        """The channel to a service, made on first use."""
        with self._lock:
            if service not in self._channels:
                self._channels[service] = grpc.insecure_channel(self._settings.target(service), OPTIONS)
            return self._channels[service]

    def call(self, method: Callable[..., Answer], request: Any, deadline: float = DEADLINE_SECONDS) -> Answer:
        """Call a method of a stub as this service; a failure comes back as the refusal it is."""
        metadata = (("authorization", f"Bearer {self.token()}"),)
        try:
            return method(request, metadata=metadata, timeout=deadline)
        except grpc.RpcError as fault:
            raise from_error(fault) from fault

    def stop(self) -> None:
        """Close the channels."""
        for channel in self._channels.values():
            channel.close()
