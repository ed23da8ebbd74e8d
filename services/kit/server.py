"""The gRPC server of a process: who may call what, refusals as statuses, health, metrics, and an orderly end."""

import contextvars
import signal
import threading
import time
import uuid
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, make_server

import grpc
import structlog
from google.protobuf.descriptor import ServiceDescriptor
from grpc_health.v1 import health, health_pb2, health_pb2_grpc
from grpc_reflection.v1alpha import reflection
from grpc_status import rpc_status
from prometheus_client import make_wsgi_app

from services.kit import metrics
from services.kit.background import Background
from services.kit.documents import outage
from services.kit.errors import Broken, NotAllowed, NotSignedIn, Refusal
from services.kit.identity import ANONYMOUS, Caller, TokenVerifier
from services.kit.settings import Settings
from services.kit.status import to_status

LOG = structlog.get_logger()
ANYONE: frozenset[str] = frozenset()
WORKERS = 16
DRAIN_SECONDS = 10
KINDS = {
    (False, False): "unary_unary",
    (False, True): "unary_stream",
    (True, False): "stream_unary",
    (True, True): "stream_stream",
}

_caller: contextvars.ContextVar[Caller] = contextvars.ContextVar("caller", default=ANONYMOUS)
_request_id: contextvars.ContextVar[str] = contextvars.ContextVar("request_id", default="")
Rules = Mapping[str, frozenset[str]]  # RPC → roles, ANYONE for a call without sign-in


@dataclass(frozen=True)
class Served:
    """One gRPC service of a process, with the rule of each of its RPCs."""

    descriptor: ServiceDescriptor
    add: Callable[[Any, grpc.Server], None]
    servicer: Any
    rules: Rules


def roles(words: str) -> frozenset[str]:
    """Roles written in words."""
    return frozenset(words.split())


def caller() -> Caller:
    """Who makes the call that is being served."""
    return _caller.get()


def request_id() -> str:
    """The id of the request that is being served, bound to who makes it."""
    return f"{caller().subject}:{_request_id.get() or uuid.uuid4()}"


class Guard(grpc.ServerInterceptor):
    """Lets in whom the rules name; a method without a rule serves nobody."""

    def __init__(self, verifier: TokenVerifier, rules: Rules) -> None:
        self._verifier, self._rules = verifier, rules

    def intercept_service(self, continuation: Any, details: Any) -> Any:
        """Wrap the method, so that verifying happens in a worker thread and not in the serving one."""
        handler = continuation(details)
        if handler is None or details.method not in self._rules:
            return handler if details.method.startswith(("/grpc.health.", "/grpc.reflection.")) else None
        kind = KINDS[handler.request_streaming, handler.response_streaming]
        guarded = self._guarded(details.method, getattr(handler, kind))
        make = getattr(grpc, f"{kind}_rpc_method_handler")
        return make(guarded, handler.request_deserializer, handler.response_serializer)

    def _guarded(self, method: str, behaviour: Any) -> Any:
        def serve(request: Any, context: grpc.ServicerContext) -> Any:
            begun = time.monotonic()
            metadata = {pair[0]: pair[1] for pair in context.invocation_metadata()}
            trace = str(metadata.get("traceparent", ""))[3:35]
            try:
                self._admit(method, metadata)
                return behaviour(request, context)
            except Refusal as refusal:
                metrics.REFUSALS.labels(refusal.reason).inc()
                spent = round((time.monotonic() - begun) * 1000)
                LOG.info("refused", method=method, reason=refusal.reason, ms=spent, trace=trace)
                context.abort_with_status(rpc_status.to_status(to_status(refusal)))
            except Exception as fault:
                away = outage(fault)
                if away is None:
                    LOG.exception("failed", method=method, trace=trace)
                context.abort_with_status(rpc_status.to_status(to_status(away or Broken("INTERNAL"))))

        return serve

    def _admit(self, method: str, metadata: Mapping[str, Any]) -> None:
        allowed = self._rules[method]
        scheme, _, token = str(metadata.get("authorization", "")).partition(" ")
        who = self._verifier.verify(token) if token and scheme.lower() == "bearer" else ANONYMOUS
        if allowed is not ANYONE and not who.subject:
            raise NotSignedIn("SIGNED_OUT")
        if allowed is not ANYONE and not who.has(*allowed):
            raise NotAllowed(
                "FORBIDDEN", params={"rule": f"{method.rpartition('/')[2]}: {' or '.join(sorted(allowed))}"}
            )
        _caller.set(who)
        _request_id.set(str(metadata.get("qi-request-id", "")))


def ruled(served: Sequence[Served]) -> Rules:
    """The rules of all methods; a method without one, or a rule without a method, does not start."""
    rules: dict[str, frozenset[str]] = {}
    for service in served:
        names = {method.name for method in service.descriptor.methods}
        if names != set(service.rules):
            raise ValueError(f"{service.descriptor.full_name}: rules and methods differ: {names ^ set(service.rules)}")
        rules |= {f"/{service.descriptor.full_name}/{name}": allowed for name, allowed in service.rules.items()}
    return rules


def build(settings: Settings, verifier: TokenVerifier, served: Sequence[Served]) -> tuple[grpc.Server, Any, int]:
    """The server, its health and its port; not yet started."""
    server = grpc.server(
        ThreadPoolExecutor(WORKERS), interceptors=[Guard(verifier, ruled(served))], options=[("grpc.so_reuseport", 0)]
    )
    for service in served:
        service.add(service.servicer, server)
    state = health.HealthServicer()
    health_pb2_grpc.add_HealthServicer_to_server(state, server)
    if settings.mode != "production":
        names = [service.descriptor.full_name for service in served]
        reflection.enable_server_reflection([*names, reflection.SERVICE_NAME], server)
    port = server.add_insecure_port(f"{settings.host}:{settings.port}")
    return server, state, port


def run(settings: Settings, verifier: TokenVerifier, served: Sequence[Served], workers: Sequence[Background]) -> None:
    """Serve until SIGTERM or SIGINT; then stop answering health, drain, and end."""
    server, state, port = build(settings, verifier, served)
    ended = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: ended.set())
    server.start()
    http = _serve_http(settings, ended)
    for worker in workers:
        worker.start()
    state.set("", health_pb2.HealthCheckResponse.SERVING)
    LOG.info("serving", port=port, http_port=http.server_port)
    ended.wait()
    state.enter_graceful_shutdown()
    server.stop(DRAIN_SECONDS).wait()
    for worker in reversed(workers):
        worker.stop()
    http.shutdown()


class _Silent(WSGIRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the parent's name
        pass


def _serve_http(settings: Settings, ended: threading.Event) -> Any:
    figures = make_wsgi_app()

    def app(environ: dict[str, Any], start_response: Any) -> Any:
        if environ["PATH_INFO"] != "/healthz":
            return figures(environ, start_response)
        start_response("503 Service Unavailable" if ended.is_set() else "200 OK", [("Content-Type", "text/plain")])
        return [b"ending" if ended.is_set() else b"ok"]

    server = make_server(settings.host, settings.http_port, app, handler_class=_Silent)
    threading.Thread(target=server.serve_forever, name="http", daemon=True).start()
    return server
