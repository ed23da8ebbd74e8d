"""Calls of the services under the caller's own token."""

import asyncio
import time
from collections.abc import Callable, Sequence
from typing import Any

import grpc
from google.protobuf.message import Message
from prometheus_client import Histogram
from qi.authenticity.v1.authenticity_service_pb2_grpc import AuthenticityServiceStub
from qi.handling.v1.handling_service_pb2_grpc import HandlingServiceStub
from qi.inspection.v1.calculator_service_pb2_grpc import CalculatorServiceStub as SamplingServiceStub
from qi.inspection.v1.commission_service_pb2_grpc import CommissionServiceStub
from qi.inspection.v1.duty_service_pb2_grpc import DutyServiceStub
from qi.inspection.v1.laboratory_service_pb2_grpc import LaboratoryServiceStub
from qi.inspection.v1.net_content_service_pb2_grpc import NetContentServiceStub
from qi.inspection.v1.rectification_service_pb2_grpc import RectificationServiceStub
from qi.inspection.v1.report_service_pb2_grpc import ReportServiceStub
from qi.inspection.v1.rule_service_pb2_grpc import RuleServiceStub
from qi.inspection.v1.series_service_pb2_grpc import SeriesServiceStub
from qi.metrology.v1.calculator_service_pb2_grpc import CalculatorServiceStub
from qi.metrology.v1.calibration_service_pb2_grpc import CalibrationServiceStub
from qi.metrology.v1.ledger_service_pb2_grpc import LedgerServiceStub
from qi.metrology.v1.ledger_service_pb2_grpc import RuleServiceStub as MetrologyRuleServiceStub
from qi.workflow.v1.calendar_service_pb2_grpc import CalendarServiceStub
from qi.workflow.v1.clock_service_pb2_grpc import ClockServiceStub
from qi.workflow.v1.desk_service_pb2_grpc import DeskServiceStub
from qi.workflow.v1.draft_service_pb2_grpc import DraftServiceStub
from qi.workflow.v1.lifecycle_service_pb2_grpc import LifecycleServiceStub
from qi.workflow.v1.message_service_pb2_grpc import MessageServiceStub
from qi.workflow.v1.notice_service_pb2_grpc import NoticeServiceStub
from qi.workflow.v1.overview_service_pb2_grpc import OverviewServiceStub
from qi.workflow.v1.verification_service_pb2_grpc import VerificationServiceStub
from qi.workflow.v1.workflow_service_pb2_grpc import WorkflowServiceStub

from services.kit.errors import Away, Broken, Refusal
from services.kit.settings import SERVICES, Settings
from services.kit.status import from_error

DOMAINS = tuple(name for name in SERVICES if name != "workflow")
AUTHORITIES = ("workflow", "metrology", "inspection")  # they issue papers
DEADLINE_SECONDS = 10.0
TRIES = 3
PAUSE_SECONDS = 0.2
AGAIN_SECONDS = 2  # when a caller may try again what could not be asked
READS = ("Get", "List", "Calculate", "Check", "Preview", "Find")
STUBS = {
    "workflow": (
        WorkflowServiceStub,
        LifecycleServiceStub,
        CalendarServiceStub,
        ClockServiceStub,
        DeskServiceStub,
        DraftServiceStub,
        VerificationServiceStub,
        MessageServiceStub,
        NoticeServiceStub,
        OverviewServiceStub,
        AuthenticityServiceStub,
    ),
    **dict.fromkeys(DOMAINS, (HandlingServiceStub,)),
    "metrology": (
        HandlingServiceStub,
        AuthenticityServiceStub,
        CalculatorServiceStub,
        CalibrationServiceStub,
        LedgerServiceStub,
        MetrologyRuleServiceStub,
    ),
    "inspection": (
        HandlingServiceStub,
        AuthenticityServiceStub,
        SamplingServiceStub,
        SeriesServiceStub,
        NetContentServiceStub,
        ReportServiceStub,
        RuleServiceStub,
        CommissionServiceStub,
        LaboratoryServiceStub,
        RectificationServiceStub,
        DutyServiceStub,
    ),
}
CALLS = Histogram("qi_gateway_call_seconds", "Calls of the services", ["service", "rpc", "code"])
NEVER_SENT = ("connections to all backends failing", "failed to connect", "errors resolving", "dns resolution failed")
OPTIONS = [
    ("grpc.initial_reconnect_backoff_ms", 200),
    ("grpc.max_reconnect_backoff_ms", 2000),
    ("grpc.keepalive_time_ms", 20_000),  # a peer that vanished without a word is noticed, if anything waits for it
    ("grpc.keepalive_timeout_ms", 5_000),
    ("grpc.service_config", '{"loadBalancingConfig": [{"round_robin": {}}]}'),
    ("grpc.max_receive_message_length", 16 * 1024 * 1024),
]
Metadata = tuple[tuple[str, str], ...]


class Services:
    """One channel to each service, made inside the running loop."""

    def __init__(self, settings: Settings) -> None:
        self._channels = {name: grpc.aio.insecure_channel(settings.target(name), options=OPTIONS) for name in SERVICES}
        self._methods = {name: _methods(self._channels[name], STUBS[name]) for name in SERVICES}

    async def call(
        self, service: str, rpc: str, request: Message, metadata: Metadata = (), seconds: float = DEADLINE_SECONDS
    ) -> Any:
        """Call a method; UNAVAILABLE is tried again under the same request id, so nothing happens twice."""
        heard = False  # whether the service may have had the request
        for last in [False] * (TRIES - 1) + [True]:
            try:
                return await self._asked(service, rpc, request, metadata, seconds)
            except grpc.aio.AioRpcError as fault:
                heard = heard or not _never_sent(fault)
                if last or fault.code() != grpc.StatusCode.UNAVAILABLE:
                    raise _refusal(fault, service, heard and not rpc.startswith(READS)) from fault
            await asyncio.sleep(PAUSE_SECONDS)
        raise AssertionError("the last try answers or raises")

    async def _asked(self, service: str, rpc: str, request: Message, metadata: Metadata, seconds: float) -> Any:
        begun, code = time.monotonic(), "OK"
        try:
            return await self._methods[service][rpc](request, metadata=metadata, timeout=seconds)
        except grpc.aio.AioRpcError as fault:
            code = fault.code().name
            raise
        finally:
            CALLS.labels(service, rpc, code).observe(time.monotonic() - begun)

    def states(self) -> dict[str, str]:
        """How each service is connected; an idle channel begins to connect."""
        return {name: channel.get_state(True).name.lower() for name, channel in self._channels.items()}

    async def close(self) -> None:
        """Close the channels."""
        await asyncio.gather(*(channel.close() for channel in self._channels.values()))


def _methods(channel: grpc.aio.Channel, stubs: Sequence[Callable[[Any], Any]]) -> dict[str, Callable[..., Any]]:
    """The RPCs of everything one process serves, by name; no two of its services have one of the same name."""
    return {name: method for stub in stubs for name, method in vars(stub(channel)).items()}


def _never_sent(fault: grpc.aio.AioRpcError) -> bool:
    """Whether gRPC found nobody to send the call to, as its own words say; it has no code of its own for that."""
    words = (fault.details() or "").lower()
    return any(known in words for known in NEVER_SENT)


def _refusal(fault: grpc.aio.AioRpcError, service: str, perhaps_done: bool) -> Refusal:
    """The service's own refusal, or that it is away: and if a change may have taken effect, that nobody knows."""
    refusal = from_error(fault)
    if isinstance(refusal, Broken):
        return Broken(refusal.reason, params={"service": service, **refusal.params})
    if not isinstance(refusal, Away) or refusal.reason not in ("DEPENDENCY_AWAY", "OUTCOME_UNKNOWN"):
        return refusal
    reason = "OUTCOME_UNKNOWN" if perhaps_done else "DEPENDENCY_AWAY"
    return Away(reason, refusal.message, params={"service": service, "s": AGAIN_SECONDS, **refusal.params})
