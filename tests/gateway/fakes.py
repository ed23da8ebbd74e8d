# ruff: noqa: N802, ARG002 - RPC names are PascalCase, and every RPC takes the caller
"""The services as the gateway's tests need them: whole, on real gRPC, in memory."""

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import wraps
from typing import Any

import grpc
from grpc_status import rpc_status
from qi.workflow.v1 import calendar_service_pb2 as calendar
from qi.workflow.v1 import workflow_service_pb2 as pb

from services.kit.errors import Refusal
from services.kit.identity import ANONYMOUS, Caller
from services.kit.status import to_status
from tests import tokens

SCHEMA = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "additionalProperties": False,
    "required": ["subject"],
    "properties": {"subject": {"type": "string", "minLength": 2}},
}
FILED_AT = 1_795_500_000  # 2026-11-24
STOPPED = calendar.Day(date="2026-11-26", why="stopped")
CITY = ("approver", "supervisor")
VERIFIER = tokens.verifier()


@dataclass(frozen=True)
class Heard:
    """A call as the service heard it."""

    rpc: str
    request: Any
    metadata: dict[str, Any]


@dataclass
class Fake:
    """What all fakes do: listen, fail when told to, and turn refusals into statuses as the real ones do."""

    heard: list[Heard] = field(default_factory=list)
    failing: list[grpc.StatusCode | Refusal] = field(default_factory=list)  # the next calls, in their order
    slow_seconds: float = 0

    def calls(self, rpc: str) -> list[Heard]:
        """The calls of one RPC."""
        return [call for call in self.heard if call.rpc == rpc]


def rpc(method: Callable[[Any, Any, Caller], Any]) -> Callable[..., Any]:
    """An RPC of a fake, which is given the caller in place of the context."""

    @wraps(method)
    async def serve(self: Any, request: Any, context: Any) -> Any:
        metadata = {key: value for key, value in context.invocation_metadata()}
        self.heard.append(Heard(method.__name__, request, metadata))
        await asyncio.sleep(self.slow_seconds)
        try:
            await _fail(self, context)
            _, _, token = str(metadata.get("authorization", "")).partition(" ")
            return method(self, request, VERIFIER.verify(token) if token else ANONYMOUS)
        except Refusal as refusal:
            await context.abort_with_status(rpc_status.to_status(to_status(refusal)))

    return serve


async def _fail(fake: Fake, context: Any) -> None:
    if not fake.failing:
        return
    failure = fake.failing.pop(0)
    if isinstance(failure, Refusal):
        raise failure
    await context.abort(failure, "told to")


def item(code: str, domain: str, **more: Any) -> pb.Item:
    """An item of the fake catalogue."""
    texts = {"form_schema": json.dumps(SCHEMA), "ui_schema": "{}", "example": '{"subject": "校准"}'}
    material = pb.Material(code="order", name="委托单", source="applicant", necessity="required")
    told: dict[str, Any] = {"kind": "FW", "version": 1, "name": code, "applicant": "企业", "outcome": "证书", **texts}
    return pb.Item(code=code, domain=domain, promised_days=10, **{**told, "materials": [material], **more})
