"""Calls of the services under the caller's own token."""

import asyncio
from collections.abc import Callable
from typing import Any, TypeVar

import grpc
from google.protobuf.message import Message
from qi.handling.v1.handling_service_pb2_grpc import HandlingServiceStub
from qi.workflow.v1.workflow_service_pb2_grpc import WorkflowServiceStub

from services.kit.errors import Away
from services.kit.settings import Settings
from services.kit.status import from_error

DOMAINS = ("metrology", "standards", "certification", "inspection", "brand")
DEADLINE_SECONDS = 10.0
TRIES = 3
OPTIONS = [
    ("grpc.initial_reconnect_backoff_ms", 200),
    ("grpc.max_reconnect_backoff_ms", 2000),
    ("grpc.service_config", '{"loadBalancingConfig": [{"round_robin": {}}]}'),
    ("grpc.max_receive_message_length", 16 * 1024 * 1024),
]
Answer = TypeVar("Answer", bound=Message)


class Services:
    """One channel to each service, made inside the running loop."""

    def __init__(self, settings: Settings) -> None:
        self._channels = {name: _channel(settings.target(name)) for name in ("workflow", *DOMAINS)}
        self.workflow: Any = WorkflowServiceStub(self._channels["workflow"])
        self.domains: dict[str, Any] = {name: HandlingServiceStub(self._channels[name]) for name in DOMAINS}

    async def call(
        self, method: Callable[..., Any], request: Message, token: str = "", request_id: str = "", trace: str = ""
    ) -> Any:
        """Call a method; UNAVAILABLE is tried again under the same request id, so nothing happens twice."""
        told = {"authorization": f"Bearer {token}" if token else "", "qi-request-id": request_id}
        told["traceparent"] = f"00-{trace}-{trace[:16]}-01" if trace else ""
        metadata = tuple((name, value) for name, value in told.items() if value)
        for attempt in range(TRIES):
            try:
                return await method(request, metadata=metadata, timeout=DEADLINE_SECONDS)
            except grpc.aio.AioRpcError as fault:
                refusal = from_error(fault)
                if not isinstance(refusal, Away) or attempt == TRIES - 1:
                    raise refusal from fault
            await asyncio.sleep(0.2 * (attempt + 1))
        raise Away("DEPENDENCY_AWAY")

    async def close(self) -> None:
        """Close the channels."""
        await asyncio.gather(*(channel.close() for channel in self._channels.values()))


def _channel(target: str) -> grpc.aio.Channel:
    targets = target.split(",")
    return grpc.aio.insecure_channel(f"ipv4:{','.join(targets)}" if len(targets) > 1 else target, options=OPTIONS)
