"""MongoDB of the machine's own PATH: a replica set of one node, on loopback, with a password."""

from base64 import b64encode
from pathlib import Path
from typing import Any

from pymongo import MongoClient
from pymongo.errors import OperationFailure

from deploy.engines.folder import write_privately

SET, USER = "qi", "qi_store"


def prepare(folder: Path, password: str) -> None:
    """The data folder and the file by which members of the set know each other."""
    (folder / "data").mkdir(parents=True, exist_ok=True, mode=0o700)
    write_privately(folder / "key", b64encode(password.encode()).decode())


def command(folder: Path, port: int) -> list[str]:
    """What starts the node in the foreground."""
    files = ["--dbpath", str(folder / "data"), "--keyFile", str(folder / "key")]
    return ["mongod", "--replSet", SET, "--bind_ip", "127.0.0.1", "--port", str(port), "--auth", *files]


def uri(password: str, port: int) -> str:
    """How clients reach it."""
    return f"mongodb://{USER}:{password}@127.0.0.1:{port}/?replicaSet={SET}"


def initiate(password: str, port: int) -> None:
    """Make the set and its user on the first start; the node lets one be made from this machine."""
    client: MongoClient[dict[str, Any]] = MongoClient("127.0.0.1", port, directConnection=True)
    with client:
        member = {"_id": 0, "host": f"127.0.0.1:{port}"}
        try:
            client.admin.command("replSetInitiate", {"_id": SET, "members": [member]})
        except OperationFailure:
            return  # only the very first start may do this
        while not client.admin.command("hello")["isWritablePrimary"]:
            continue
        client.admin.command("createUser", USER, pwd=password, roles=["root"])
