"""The keys that a process's consumers have set aside, and how one is let go on: from its owner's history."""

from collections.abc import Callable, Mapping

from qi.history.v1 import history_service_pb2 as history_pb
from qi.history.v1 import history_service_pb2_grpc as history_grpc
from qi.parking.v1 import parking_service_pb2 as pb
from qi.parking.v1 import parking_service_pb2_grpc as pb_grpc

from services.kit import metrics
from services.kit.client import Peers
from services.kit.consumer import PERMANENT, TRANSIENT, Parked, Reactions, count_parked, park
from services.kit.errors import NotFound, malformed
from services.kit.history import of_message
from services.kit.paging import from_cursor, page_size, to_cursor
from services.kit.server import Served, roles

RULES = {"ListParked": roles("admin service"), "ReleaseParked": roles("admin service")}
Fetch = Callable[[str], None]  # brings from the owner what was skipped of a key, and applies it


def refetch(peers: Peers, owner: str, topic: str, reactions: Reactions) -> Fetch:
    """For consumers whose reactions may all be repeated: the key's whole history once more."""

    def fetch(key: str) -> None:
        stub = history_grpc.HistoryServiceStub(peers.channel(owner))
        request = history_pb.ReadEntriesRequest(topic=topic, key=key)
        while events := peers.call(stub.ReadEntries, request).events:
            for event in map(of_message, events):
                if event.type in reactions:
                    reactions[event.type](event)
            request.after = events[-1].sequence

    return fetch


class ParkingService(pb_grpc.ParkingServiceServicer):
    """The parked keys of the topics a process consumes."""

    def __init__(self, fetches: Mapping[str, Fetch]) -> None:
        self._fetches = fetches

    def ListParked(self, request: pb.ListParkedRequest, context: object) -> pb.ListParkedResponse:
        """By topic and key."""
        size, place = page_size(request.page_size), from_cursor(request.page_token, (str,))
        after = place[0] if place else ""
        rows = [row for row in Parked.objects(id__exists=True) if row.id > after]  # few, or somebody is in trouble
        found = sorted(rows, key=lambda row: row.id)[: size + 1]
        token = to_cursor([found[size - 1].id]) if len(found) > size else ""
        return pb.ListParkedResponse(parked=map(_message, found[:size]), next_page_token=token)

    def ReleaseParked(self, request: pb.ReleaseParkedRequest, context: object) -> pb.Parked:
        """parked → gone, and what was skipped is applied."""
        if request.topic not in self._fetches:
            raise malformed("topic", "UNKNOWN_TOPIC")
        row = Parked.objects(id=f"{request.topic}/{request.key}").first()
        if row is None:
            raise NotFound("NOT_FOUND", f"{request.key} is not parked")
        self._release(row, request)
        metrics.PARKED_KEYS.set(count_parked())
        return _message(row)

    def _release(self, row: Parked, request: pb.ReleaseParkedRequest) -> None:
        """Let go first: the consumer applies what arrives meanwhile, and applying a thing twice changes nothing."""
        row.delete()
        try:
            self._fetches[request.topic](request.key)
        except TRANSIENT:
            Parked(id=row.id, reason=row.reason, event=row.event).save()
            raise
        except PERMANENT as fault:
            park(row.id, row.event, fault)
            raise


def _message(row: Parked) -> pb.Parked:
    topic, _, key = row.id.partition("/")
    return pb.Parked(topic=topic, key=key, reason=row.reason, event=row.event)


def served(fetches: Mapping[str, Fetch]) -> Served:
    """The service with its rules."""
    descriptor = pb.DESCRIPTOR.services_by_name["ParkingService"]
    return Served(descriptor, pb_grpc.add_ParkingServiceServicer_to_server, ParkingService(fetches), RULES)
