"""A data folder to copy: the extension and Keycloak's tables already made, which saves each new stack half a minute.

Making it is also the smoke check of PostgreSQL, FerretDB and Keycloak together. Its passwords are drawn and forgotten;
a copy gets its own before anything else may connect.
"""

import asyncio
import hashlib
import secrets
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from pymongo import MongoClient
from pymongo.errors import DuplicateKeyError

from deploy.engines import ferretdb, keycloak, postgres
from deploy.engines.cache import Cache, Recipe
from deploy.engines.commands import Failed
from deploy.engines.folder import Folder, free_port
from deploy.engines.postgres import Cluster
from deploy.engines.probes import http, mongo
from deploy.engines.probes import postgres as server
from deploy.engines.stages import Stage
from deploy.engines.supervisor import Spec, Supervisor

STORE_USER = "qi_store"
EMPTY = f"""
CREATE EXTENSION documentdb CASCADE;
CREATE EXTENSION documentdb_extended_rum;
CREATE ROLE {STORE_USER} LOGIN IN ROLE documentdb_admin_role;
CREATE ROLE keycloak LOGIN;
CREATE DATABASE keycloak OWNER keycloak;
"""


def build(cache: Cache, folder: Path, stage: Stage) -> None:
    """Make the folder by starting the engines once."""
    engines = [cache.obtain(recipe) for recipe in (postgres.RECIPE, keycloak.RECIPE, ferretdb.RECIPE)]
    folder.chmod(0o711)  # the server's user may have to enter it
    with tempfile.TemporaryDirectory(prefix="qi-seed-") as scratch:
        stage.say("starting the engines once on an empty folder")
        asyncio.run(first_start(Folder(Path(scratch)), folder, engines, stage))
    shutil.rmtree(folder / "run", ignore_errors=True)


async def first_start(folder: Folder, made: Path, engines: list[Path], stage: Stage) -> None:
    """Start, let each engine make what it needs, check, stop."""
    database, identity, store = engines
    folder.create()
    ports: list[int] = []
    for _ in range(4):
        ports.append(free_port(None, set(ports)))
    sockets = made / "run" if postgres.gives_away_files() else folder.run
    cluster = Cluster(database, made / "data", sockets)
    cluster.initialise()
    cluster.configure(ports[0], fsync="off")
    supervisor = Supervisor(folder, Path(__file__).parents[2])
    try:
        await supervisor.bring_up(database_spec(cluster, ports[0]))
        cluster.sql(EMPTY, ports[0])
        passwords = {name: secrets.token_hex(16) for name in ("store", "keycloak-database", "keycloak-admin")}
        own(cluster, ports[0], passwords)
        uri = store_uri(passwords["store"], ports[1])
        stage.say("Keycloak makes its tables; checking the document store")
        await supervisor.bring_up(
            store_spec(store, ports[1], cluster, ports[0], folder.root, uri),
            identity_spec(
                keycloak.prepare(identity, folder.data / "keycloak"),
                ports[2],
                ports[3],
                ports[0],
                passwords,
                first=True,
            ),
        )
        check(uri)
        own(cluster, ports[0], passwords, claim=True)
        cluster.sql("VACUUM ANALYZE", ports[0], "keycloak")
    finally:
        await supervisor.stop()


def own(cluster: Cluster, port: int, passwords: dict[str, str], *, claim: bool = False) -> None:
    """Give the accounts of a data folder their passwords; with `claim`, Keycloak's administrator too."""
    roles = {STORE_USER: passwords["store"], "keycloak": passwords["keycloak-database"]}
    cluster.sql("".join(f"ALTER ROLE {role} PASSWORD '{password}';" for role, password in roles.items()), port)
    if claim:
        where = f"WHERE client_id = '{keycloak.BOOTSTRAP_CLIENT}' RETURNING client_id"
        statement = f"UPDATE client SET secret = '{passwords['keycloak-admin']}' {where}"
        if cluster.sql(statement, port, "keycloak").strip() != keycloak.BOOTSTRAP_CLIENT:
            raise Failed("Keycloak", "the bootstrap account is not in its database")


def check(uri: str) -> None:
    """The smoke check of the document store: what the services lean on."""
    client: MongoClient[dict[str, Any]] = MongoClient(uri)
    with client:
        things = client.smoke.things
        things.create_index([("station", 1), ("due", 1)], name="station_due")
        things.create_index("no", unique=True, name="no")
        things.create_index([("words", "text")], name="words")
        things.insert_many({"no": n, "station": n % 3, "due": n, "words": "质 检"} for n in range(30))
        duplicated = False
        try:
            things.insert_one({"no": 1})
        except DuplicateKeyError:
            duplicated = True
        ordered = [found["due"] for found in things.find({"station": 1}).sort("due", -1).limit(2)]
        if (duplicated, ordered, len(list(things.find({"$text": {"$search": "检"}})))) != (True, [28, 25], 30):
            raise Failed("document store", "it does not behave as the services need it")
        client.drop_database("smoke")


def copy(seed: Path, data: Path) -> None:
    """A new data folder; shares its blocks with the seed where the file system can."""
    partial = data.with_name(f"{data.name}.tmp")
    shutil.rmtree(partial, ignore_errors=True)
    subprocess.run(["cp", "-a", "--reflink=auto", seed / "data", partial], check=True)
    partial.rename(data)


RECIPE = Recipe(
    f"seed-{hashlib.sha256(f'1 {postgres.RECIPE.name} {keycloak.RECIPE.name}'.encode()).hexdigest()[:12]}",
    "First data folder",
    build,
    "The engines were unpacked but do not start together; the reason above is from their logs.",
    postgres.place,
)


def store_uri(password: str, port: int) -> str:
    """How clients reach the embedded document store."""
    return f"mongodb://{STORE_USER}:{password}@127.0.0.1:{port}/?authMechanism=SCRAM-SHA-256"


def database_spec(cluster: Cluster, port: int) -> Spec:
    """PostgreSQL: a direct child, stopped by the signal that ends sessions at once."""
    return Spec(
        "postgres", cluster.command(), server(cluster.run, port), 0, port, stop=signal.SIGINT, bound=False, grace=30
    )


def store_spec(engine: Path, port: int, cluster: Cluster, database: int, folder: Path, uri: str) -> Spec:
    """FerretDB, which reaches PostgreSQL by its socket."""
    state = folder / "state" / "ferretdb"
    state.mkdir(parents=True, exist_ok=True, mode=0o700)
    address = f"postgres:///postgres?host={cluster.run}&port={database}&user=qi"
    return Spec("ferretdb", ferretdb.command(engine, port, address, state), mongo(uri), 1, port)


def identity_spec(
    home: Path, port: int, management: int, database: int, passwords: dict[str, str], *, first: bool = False
) -> Spec:
    """Keycloak; only the very first start makes the bootstrap account."""
    bootstrap = {
        "KC_BOOTSTRAP_ADMIN_CLIENT_ID": keycloak.BOOTSTRAP_CLIENT,
        "KC_BOOTSTRAP_ADMIN_CLIENT_SECRET": passwords["keycloak-admin"],
    }
    given = keycloak.environment(passwords["keycloak-database"], **(bootstrap if first else {}))
    command = keycloak.command(home, port, management, database)
    ready = http(f"http://127.0.0.1:{management}/health/ready")
    return Spec("keycloak", command, ready, 1, port, given, patience=240)
