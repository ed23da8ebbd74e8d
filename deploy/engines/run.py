"""The order in which a stack comes up: engines side by side, then services, the loader, and the gateway last."""

import asyncio
import fcntl
import json
import os
import shlex
import signal
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

from deploy.engines import choices as chosen
from deploy.engines import control, ferretdb, kafka, keycloak, mongod, postgres, probes, seed
from deploy.engines.cache import Cache
from deploy.engines.commands import Failed, run
from deploy.engines.folder import SERVICES, Folder, write_privately
from deploy.engines.settings import EngineSettings
from deploy.engines.stages import CONSOLE
from deploy.engines.supervisor import Spec, Supervisor
from deploy.engines.surroundings import ROOT, Addresses, Surroundings, port_names
from deploy.engines.sweeper import sweep
from deploy.kafka import topics
from deploy.keycloak import realm

ENGINE_PORTS = ("postgres", "store", "kafka", "kafka-control", "keycloak", "keycloak-management")

SWEPT = 20.0  # seconds
WELCOME = """
  {address}
  accounts, password demo-only: business, business2, e03 … e12 (enterprises) · clerk, clerk2, clerk3, clerk-<station>
    metrology, metrology2, standards, certification, inspection, inspection2, brand (specialists)
    approver, supervisor, admin, admin2, official
  Ctrl-C or `make stop` ends it"""


@dataclass(frozen=True)
class Order:
    """What to run, and where."""

    folder: Path
    mode: str = "demo"
    free_ports: bool = False
    engines_only: bool = False
    replicas: Mapping[str, int] | None = None


def say(line: str) -> None:
    """One line for the person who started the stack."""
    CONSOLE.print(f"  · {line}", markup=False)


class Run:
    """One run of a stack, from the choice of engines to the last process stopped."""

    def __init__(self, order: Order, settings: EngineSettings) -> None:
        self._order, self._settings = order, settings
        self._folder = Folder(order.folder)
        self._choices = chosen.choose(settings)
        self._cache = Cache(settings.cache)
        self._supervisor = Supervisor(self._folder, ROOT)
        replicas = order.replicas or {}
        names = [*port_names(replicas), *ENGINE_PORTS]
        fixed = {} if order.free_ports or order.engines_only else {"gateway": settings.gateway_port}
        self._ports = self._folder.take_ports(names, fixed=fixed, free=order.free_ports)
        self._around = Surroundings(self._folder, self._ports, self._addresses(), order.mode, replicas)

    def _addresses(self) -> Addresses:
        secret = self._folder.secrets["store"]
        reach = {"embedded": seed.store_uri, "mongod": mongod.uri}
        given = self._settings.mongodb_uri
        return Addresses(
            given.get_secret_value() if given else reach[self._choices.store](secret, self._ports["store"]),
            self._settings.kafka_bootstrap or f"127.0.0.1:{self._ports['kafka']}",
            self._settings.oidc_issuer or f"http://127.0.0.1:{self._ports['keycloak']}/realms/qi",
        )

    def provision(self) -> None:
        """Fill the cache with what is missing."""
        for line in self._choices.explain():
            say(line)
        self._cache.provide(self._choices.recipes())

    async def serve(self, lock: int) -> None:
        """Start everything, then wait for a signal; stop everything, whatever happened."""
        leave = asyncio.Event()
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            asyncio.get_running_loop().add_signal_handler(number, leave.set)
        starting = asyncio.create_task(self._start())
        leaving = asyncio.create_task(leave.wait())
        try:
            await self._supervisor.guard(lock)
            await asyncio.wait({starting, leaving}, return_when=asyncio.FIRST_COMPLETED)
            if starting.done():
                starting.result()
            await leave.wait()
        finally:
            starting.cancel()
            await asyncio.gather(starting, return_exceptions=True)
            say("stopping")
            await self._supervisor.stop()

    async def _start(self) -> None:
        await asyncio.gather(self._store_and_issuer(), self._broker())
        self._write_environments()
        if not self._order.engines_only:
            await self._services()
        self._supervisor.announce(
            gateway=self._around.of("gateway")["QI_PUBLIC_URL"],
            issuer=self._around.addresses.oidc_issuer,
            broker=self._around.addresses.kafka_bootstrap,
        )
        CONSOLE.print(f"\n  healthy; status in {self._folder.status}", markup=False)
        if self._order.mode == "demo" and not self._order.engines_only:
            CONSOLE.print(WELCOME.format(address=self._around.of("gateway")["QI_PUBLIC_URL"]), markup=False)

    async def _store_and_issuer(self) -> None:
        if self._choices.store == "mongod":
            await self._mongod()
        cluster = None
        if self._choices.starts_database:
            cluster = await self._database()
        await asyncio.gather(
            *([self._store(cluster)] if self._choices.store == "embedded" and cluster else []), self._issuer()
        )

    async def _database(self) -> postgres.Cluster:
        port = self._ports["postgres"]
        cluster = postgres.cluster(self._cache.path(postgres.RECIPE), self._folder)
        data = cluster.data
        if fresh := not data.exists():
            await asyncio.to_thread(seed.copy, self._cache.path(seed.RECIPE), data)
        cluster.adopt()
        cluster.configure(port, **(postgres.THROW_AWAY if self._order.mode == "test" else {}))
        await self._supervisor.bring_up(seed.database_spec(cluster, port))
        await asyncio.to_thread(seed.own, cluster, port, self._folder.secrets, claim=True)
        say(f"PostgreSQL is {'new' if fresh else 'as it was'}, on a socket in {cluster.run}")
        return cluster

    async def _store(self, cluster: postgres.Cluster) -> None:
        engine = self._cache.path(ferretdb.RECIPE)
        uri, port = self._around.addresses.mongodb_uri, self._ports["store"]
        spec = seed.store_spec(engine, port, cluster, self._ports["postgres"], self._folder.root, uri)
        await self._supervisor.bring_up(spec)

    async def _mongod(self) -> None:
        folder, port, secret = self._folder.data / "mongod", self._ports["store"], self._folder.secrets["store"]
        mongod.prepare(folder, secret)
        probe = probes.mongo(f"mongodb://127.0.0.1:{port}/?directConnection=true")
        await self._supervisor.bring_up(Spec("mongod", mongod.command(folder, port), probe, 1, port, grace=30))
        await asyncio.to_thread(mongod.initiate, secret, port)

    async def _issuer(self) -> None:
        if self._choices.starts_issuer:
            port, management, database = (self._ports[n] for n in ("keycloak", "keycloak-management", "postgres"))
            home = keycloak.prepare(self._cache.path(keycloak.RECIPE), self._folder.data / "keycloak")
            spec = seed.identity_spec(home, port, management, database, self._folder.secrets)
            await self._supervisor.bring_up(spec)
        if self._choices.starts_issuer or self._settings.oidc_admin_secret:
            say(await asyncio.to_thread(realm.provision_for, self._folder.root, self._around.of("gateway")))

    async def _broker(self) -> None:
        if self._choices.starts_broker:
            engine, folder = self._cache.path(kafka.RECIPE), self._folder.data / "kafka"
            port, control = self._ports["kafka"], self._ports["kafka-control"]
            await asyncio.to_thread(kafka.prepare, engine, folder, port, control)
            await self._supervisor.bring_up(Spec("kafka", kafka.command(engine, folder), probes.kafka(port), 1, port))
        say(await asyncio.to_thread(topics.ensure, self._around.addresses.kafka_bootstrap))

    def _write_environments(self) -> None:
        names = [name for service in SERVICES for name in self._around.names(service)]
        for name in (*names, "gateway", "loader"):
            lines = [f"export {key}={shlex.quote(value)}\n" for key, value in sorted(self._around.of(name).items())]
            write_privately(self._folder.root / "env" / f"{name}.env", "".join(lines))

    async def _services(self) -> None:
        present = [name for name in SERVICES if (ROOT / "services" / name / "__main__.py").is_file()]
        names = [name for service in present for name in self._around.names(service)]
        await self._supervisor.bring_up(*(self._service(name) for name in names))
        if self._order.mode == "demo" and (ROOT / "deploy" / "demo" / "__main__.py").is_file():
            say("loading the demonstration")
            command = [sys.executable, "-m", "deploy.demo"]
            await asyncio.to_thread(run, command, folder=ROOT, environment=self._around.of("loader"))
        if (ROOT / "gateway" / "__main__.py").is_file():
            port = self._ports["gateway"]
            await self._supervisor.bring_up(self._spec("gateway", "gateway", port, port, tier=3))

    def _service(self, name: str) -> Spec:
        module = f"services.{name.partition('-')[0]}"
        return self._spec(name, module, self._ports[name], self._ports[f"{name}-http"], tier=2)

    def _spec(self, name: str, module: str, port: int, http: int, tier: int) -> Spec:
        ready = probes.http(f"http://127.0.0.1:{http}/healthz")
        return Spec(name, [sys.executable, "-m", module], ready, tier, port, self._around.of(name))


@contextmanager
def supervising(folder: Folder) -> Iterator[int]:
    """Be the only supervisor of a folder, and end what a killed one may have left."""
    folder.create()
    with (folder.root / "supervisor.lock").open("w") as lock:
        hold(lock.fileno(), folder)
        sweep(folder.root)
        folder.status.unlink(missing_ok=True)
        me = psutil.Process(os.getpid())
        write_privately(folder.supervisor, json.dumps({"pid": me.pid, "created": me.create_time()}))
        try:
            yield lock.fileno()
        finally:
            folder.supervisor.unlink(missing_ok=True)


def hold(lock: int, folder: Folder) -> None:
    """Take the folder's lock; what is left of a killed supervisor is given time to go."""
    end = time.monotonic() + SWEPT
    while True:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if (found := control.supervisor(folder)) or time.monotonic() > end:
                who = f"pid {found.pid}" if found else "its supervisor is gone, its processes are not"
                raise Failed("stack", f"it already runs here ({who})", "Stop it first: `make stop`.") from None
            time.sleep(0.2)
        else:
            return


def run_stack(order: Order) -> None:
    """Run a stack until it is told to stop."""
    folder = Folder(order.folder)
    with supervising(folder) as lock:
        launched = Run(order, EngineSettings())
        launched.provision()
        asyncio.run(launched.serve(lock))
