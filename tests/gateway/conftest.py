"""A gateway on a port of its own, over HTTP, before services that live in memory."""

import socket
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import grpc
import httpx
import pytest
from anyio.from_thread import BlockingPortal, start_blocking_portal
from granian.constants import Interfaces
from granian.server.embed import Server
from qi.authenticity.v1.authenticity_service_pb2_grpc import add_AuthenticityServiceServicer_to_server
from qi.handling.v1.handling_service_pb2_grpc import add_HandlingServiceServicer_to_server
from qi.inspection.v1.calculator_service_pb2_grpc import (
    add_CalculatorServiceServicer_to_server as add_SamplingServiceServicer_to_server,
)
from qi.metrology.v1.calculator_service_pb2_grpc import add_CalculatorServiceServicer_to_server
from qi.metrology.v1.calibration_service_pb2_grpc import add_CalibrationServiceServicer_to_server
from qi.metrology.v1.ledger_service_pb2_grpc import (
    add_LedgerServiceServicer_to_server,
    add_RuleServiceServicer_to_server,
)
from qi.workflow.v1.calendar_service_pb2_grpc import add_CalendarServiceServicer_to_server
from qi.workflow.v1.clock_service_pb2_grpc import add_ClockServiceServicer_to_server
from qi.workflow.v1.desk_service_pb2_grpc import add_DeskServiceServicer_to_server
from qi.workflow.v1.draft_service_pb2_grpc import add_DraftServiceServicer_to_server
from qi.workflow.v1.lifecycle_service_pb2_grpc import add_LifecycleServiceServicer_to_server
from qi.workflow.v1.message_service_pb2_grpc import add_MessageServiceServicer_to_server
from qi.workflow.v1.notice_service_pb2_grpc import add_NoticeServiceServicer_to_server
from qi.workflow.v1.overview_service_pb2_grpc import add_OverviewServiceServicer_to_server
from qi.workflow.v1.verification_service_pb2_grpc import add_VerificationServiceServicer_to_server
from qi.workflow.v1.workflow_service_pb2_grpc import add_WorkflowServiceServicer_to_server

from deploy.demo.paper import PDF
from gateway.app import create_app
from gateway.identity import Door
from gateway.limits import Limits
from gateway.live.desk import Live
from gateway.live.events import Events
from gateway.live.hub import Hub
from gateway.services import AUTHORITIES, DOMAINS, Services
from gateway.settings import GatewaySettings
from gateway.signin.desk import SignIn
from gateway.signin.sealing import Seal
from gateway.uploads import Uploads
from services.kit.blobs import Blobs
from services.kit.clock import Clock
from tests import tokens
from tests.gateway.fake_authenticity import FakeAuthenticity
from tests.gateway.fake_calculators import FakeCalculators, FakeSampling
from tests.gateway.fake_calibrations import FakeCalibrations
from tests.gateway.fake_clocks import FakeCalendar, FakeClocks
from tests.gateway.fake_desk import FakeDesk
from tests.gateway.fake_domain import FakeDomain
from tests.gateway.fake_drafts import FakeDrafts
from tests.gateway.fake_ledger import FakeLedger, FakeRules
from tests.gateway.fake_messages import FakeMessages
from tests.gateway.fake_notices import FakeNotices
from tests.gateway.fake_overview import FakeOverview
from tests.gateway.fake_verification import FakeVerification
from tests.gateway.fake_workflow import FakeWorkflow
from tests.gateway.issuer import FakeIssuer
from tests.gateway.life import FakeLife
from tests.gateway.store import FakeStore

STATION = "330203001"


@dataclass
class Behind:
    """What stands behind the gateway."""

    workflow: FakeWorkflow = field(default_factory=FakeWorkflow)
    calendar: FakeCalendar = field(default_factory=FakeCalendar)
    drafts: FakeDrafts = field(default_factory=FakeDrafts)
    verification: FakeVerification = field(default_factory=FakeVerification)
    clocks: FakeClocks = field(default_factory=FakeClocks)
    notices: FakeNotices = field(init=False)
    authorities: dict[str, FakeAuthenticity] = field(
        default_factory=lambda: {name: FakeAuthenticity(name=name) for name in AUTHORITIES}
    )
    calibrations: FakeCalibrations = field(default_factory=FakeCalibrations)
    messages: FakeMessages = field(default_factory=FakeMessages)
    domains: dict[str, FakeDomain] = field(default_factory=lambda: {name: FakeDomain(name=name) for name in DOMAINS})
    store: FakeStore = field(default_factory=FakeStore)
    issuer: FakeIssuer = field(default_factory=FakeIssuer)
    servers: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.notices = FakeNotices(window=self.workflow)

    async def start(self) -> dict[str, str]:
        """Serve every service; answers where."""
        served: dict[str, list[tuple[Any, Any]]] = {
            "workflow": [
                (add_WorkflowServiceServicer_to_server, self.workflow),
                (add_LifecycleServiceServicer_to_server, FakeLife(workflow=self.workflow)),  # type: ignore[abstract]
                (add_DeskServiceServicer_to_server, FakeDesk(workflow=self.workflow)),
                (add_OverviewServiceServicer_to_server, FakeOverview()),
                (add_CalendarServiceServicer_to_server, self.calendar),
                (add_DraftServiceServicer_to_server, self.drafts),
                (add_VerificationServiceServicer_to_server, self.verification),
                (add_ClockServiceServicer_to_server, self.clocks),
                (add_NoticeServiceServicer_to_server, self.notices),
                (add_MessageServiceServicer_to_server, self.messages),
            ],
            **{name: [(add_HandlingServiceServicer_to_server, fake)] for name, fake in self.domains.items()},
        }
        served["metrology"] += [
            (add_CalculatorServiceServicer_to_server, FakeCalculators()),
            (add_CalibrationServiceServicer_to_server, self.calibrations),
            (add_LedgerServiceServicer_to_server, FakeLedger()),
            (add_RuleServiceServicer_to_server, FakeRules()),
        ]
        served["inspection"].append((add_SamplingServiceServicer_to_server, FakeSampling()))
        for name, fake in self.authorities.items():
            served[name].append((add_AuthenticityServiceServicer_to_server, fake))
        targets = {}
        for name, fakes in served.items():
            server = grpc.aio.server()
            for add, fake in fakes:
                add(fake, server)
            targets[f"{name}_target"] = f"127.0.0.1:{server.add_insecure_port('127.0.0.1:0')}"
            await server.start()
            self.servers[name] = server
        return targets

    async def stop(self, *names: str) -> None:
        """Stop services at once."""
        for name in names or tuple(self.servers):
            await self.servers[name].stop(None)


class Gateway:
    """The gateway as its callers see it."""

    def __init__(self, address: str, behind: Behind, portal: BlockingPortal, door: Door) -> None:
        self.address, self.behind, self.portal, self.door = address, behind, portal, door
        self.http = httpx.Client(base_url=address, timeout=20)

    def ask(self, who: dict[str, Any] | None, method: str, path: str, **given: Any) -> httpx.Response:
        """A request of somebody (claims), or of nobody (None)."""
        headers = {**(tokens.bearer(**who) if who else {}), **given.pop("headers", {})}
        return self.http.request(method, path, headers=headers, **given)

    def filing(self, **more: Any) -> dict[str, Any]:
        """The body of a filing by `business`."""
        applicant = {"uscc": tokens.BUSINESS["uscc"], "name": "某公司", "contact": "林某", "phone": "0000-1"}
        told = {"item": "M-03", "station": STATION, "channel": "portal", "form": {"subject": "校准"}}
        return {"applicant": applicant, **told, **more}

    def file(self, key: str = "k-1", **more: Any) -> httpx.Response:
        """File as `business`."""
        headers = {"Idempotency-Key": key}
        return self.ask(tokens.BUSINESS, "POST", "/api/cases", json=self.filing(**more), headers=headers)

    def give(self, who: dict[str, Any], content: bytes = PDF, name: str = "委托单.pdf", **more: Any) -> httpx.Response:
        """Give a file."""
        data = {"item": "M-03", "material": "order", **more}
        return self.ask(who, "POST", "/api/materials", files={"file": (name, content)}, data=data)

    def act(self, who: dict[str, Any] | None, path: str, action: str, tag: str = '"1"', **words: Any) -> httpx.Response:
        """Act on a case or a part."""
        return self.ask(who, "POST", f"{path}/actions/{action}", json=words, headers={"If-Match": tag})

    def stop(self, *names: str) -> None:
        """Let services be away."""
        self.portal.call(self.behind.stop, *names)


@pytest.fixture
def settings(tmp_path: Path) -> dict[str, Any]:
    """What a test's gateway is set to; a test module may say otherwise."""
    return {"blobs": str(tmp_path / "blobs"), "state_dir": tmp_path, "anonymous_per_second": 10_000}


@pytest.fixture
def gateway(settings: dict[str, Any]) -> Iterator[Gateway]:
    """A gateway, serving."""
    with start_blocking_portal() as portal:
        behind = Behind()
        told: dict[str, Any] = {**settings, **portal.call(behind.start), "gateway_port": _free_port()}
        known = GatewaySettings(mode="test", **told)
        doors: list[Door] = []
        app = create_app(known, lambda settings: doors.append(_door(settings, behind)) or doors[0])  # type: ignore[func-returns-value]
        server = portal.call(_server, app, known.gateway_port)
        serving = portal.start_task_soon(server.serve)
        address = f"http://127.0.0.1:{known.gateway_port}"
        _wait(address)
        running = Gateway(address, behind, portal, doors[0])
        yield running
        running.http.close()
        portal.call(server.stop)
        serving.result(20)
        portal.call(behind.stop)


def _door(settings: GatewaySettings, behind: Behind) -> Door:
    verifier = tokens.verifier()
    issuer = behind.issuer.client(settings.origin(), tokens.keys())
    services, signin = Services(settings), SignIn(behind.store, issuer, verifier, Seal("test"))
    return Door(
        settings,
        services,
        verifier,
        Uploads(behind.store, Clock()),
        Blobs(settings.blobs),
        Limits(settings.anonymous_per_second, settings.wrong_keys_per_minute, settings.files_per_minute),
        signin,
        Live("", services, signin.sessions, verifier, Hub(beat=0.5)),
        Events(behind.store),
    )


async def _server(app: Any, port: int) -> Server:
    return Server(app, address="127.0.0.1", port=port, interface=Interfaces.ASGI, log_enabled=False)


def _wait(address: str) -> None:
    transport = httpx.HTTPTransport(retries=8)  # a refused connection is tried again, a little later each time
    with httpx.Client(transport=transport) as http:
        http.get(f"{address}/healthz").raise_for_status()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
