"""The floor: what the same libraries need for the same bytes, with no rights, rules, proof or schema at all."""

import json
import os
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import grpc
from fastapi import FastAPI, Request, Response
from granian import Granian
from granian.constants import Interfaces
from pymongo import MongoClient

SERVICE = "qi.bench.Floor"
DATABASE, COLLECTION = "qi_bench", "cases"
METHODS = ("read", "queue", "change", "nothing")


class Floor:
    """The store's side."""

    def __init__(self, uri: str) -> None:
        client: MongoClient[dict[str, Any]] = MongoClient(uri, tz_aware=True, maxPoolSize=32, w="majority")
        self._cases = client[DATABASE][COLLECTION]

    def read(self, asked: bytes, _context: object) -> bytes:
        """One document by its key."""
        return _text(self._cases.find_one({"_id": asked.decode()}, {"history": 0}))

    def queue(self, asked: bytes, _context: object) -> bytes:
        """A page in the order of an index."""
        found = self._cases.find({"station": asked.decode()}, {"history": 0}, hint="station_newest")
        return _text(list(found.sort([("filed_at", -1), ("_id", -1)]).limit(51)))

    def change(self, asked: bytes, _context: object) -> bytes:
        """One guarded update that appends an entry."""
        no, _, revision = asked.decode().partition("@")
        update = {
            "$set": {"revision": int(revision) + 1},
            "$push": {"history": {"n": int(revision), "body": "x" * 400}},
        }
        done = self._cases.update_one({"_id": no, "revision": int(revision)}, update)
        return _text({"changed": done.modified_count})

    def nothing(self, asked: bytes, _context: object) -> bytes:
        """No more than the way there and back."""
        return _text({"asked": asked.decode()})


def _text(found: Any) -> bytes:
    return json.dumps(found, ensure_ascii=False, default=str).encode()


def serve(port: str) -> None:
    """The service's process."""
    floor = Floor(os.environ["QI_MONGODB_URI"])
    handlers: dict[str, Any] = {name: grpc.unary_unary_rpc_method_handler(getattr(floor, name)) for name in METHODS}
    server = grpc.server(ThreadPoolExecutor(16))
    server.add_generic_rpc_handlers((grpc.method_handlers_generic_handler(SERVICE, handlers),))
    server.add_insecure_port(f"127.0.0.1:{port}")
    server.start()
    server.wait_for_termination()


def app() -> FastAPI:
    """The gateway's side."""
    made = FastAPI(openapi_url=None)
    state: dict[str, Any] = {}

    async def call(name: str, asked: str) -> Response:
        if "channel" not in state:
            state["channel"] = grpc.aio.insecure_channel(f"127.0.0.1:{os.environ['FLOOR_SERVICE']}")
        answer = await state["channel"].unary_unary(f"/{SERVICE}/{name}")(asked.encode(), timeout=10)
        return Response(answer, media_type="application/json")

    @made.get("/{name}/{key}")
    async def read(name: str, key: str) -> Response:
        return await call(name, key)

    @made.post("/{name}/{key}")
    async def change(name: str, key: str, request: Request) -> Response:
        await request.body()
        return await call(name, key)

    return made


if __name__ == "__main__":
    if sys.argv[1] == "service":
        serve(sys.argv[2])
    else:
        Granian(
            "deploy.bench.floor:app",
            factory=True,
            address="127.0.0.1",
            port=int(sys.argv[2]),
            interface=Interfaces.ASGI,
            workers=1,
            log_enabled=False,
        ).serve()
