"""The keys that consumers of a running stack have set aside: `python -m deploy.parked [<service> <topic> <key>]`.

Without arguments it lists them; with a service, a topic and a key that one is released.
"""

import sys
from collections.abc import Mapping
from pathlib import Path

from qi.parking.v1 import parking_service_pb2 as pb
from qi.parking.v1.parking_service_pb2_grpc import ParkingServiceStub

from deploy.engines.stack import Stack
from services.kit.client import Peers
from services.kit.errors import Refusal
from services.kit.settings import SERVICES, Settings

FOLDER = Path(".stack")


def reached(service: str, told: Mapping[str, str]) -> tuple[Peers, ParkingServiceStub]:
    """A service as it is reached with its own rights."""
    settings = Settings.model_validate({name.removeprefix("QI_").lower(): value for name, value in told.items()})
    peers = Peers(settings, service)
    return peers, ParkingServiceStub(peers.channel(service))


def listed(stack: Stack) -> list[tuple[str, pb.Parked]]:
    """Every parked key, with the service that has set it aside."""
    found = []
    for service in SERVICES:
        peers, stub = reached(service, stack.env_for(service))
        found += [
            (service, parked) for parked in peers.call(stub.ListParked, pb.ListParkedRequest(page_size=200)).parked
        ]
    return found


def release(stack: Stack, service: str, topic: str, key: str) -> None:
    """Let one go on."""
    peers, stub = reached(service, stack.env_for(service))
    peers.call(stub.ReleaseParked, pb.ReleaseParkedRequest(topic=topic, key=key), 60)


def main(words: list[str]) -> None:
    """List, or release."""
    stack = Stack(FOLDER)
    if words:
        release(stack, *words)
        print(f"released: {' '.join(words)}")
        return
    found = listed(stack)
    for service, parked in found:
        print(f"{service} {parked.topic} {parked.key}\n    {parked.event}: {parked.reason}")
    print(f"{len(found)} parked")


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except Refusal as refusal:
        sys.exit(str(refusal))
