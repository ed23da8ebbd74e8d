"""Serves the history of a process's aggregates: how a consumer closes a gap."""

from collections.abc import Mapping

from qi.history.v1 import history_service_pb2 as pb
from qi.history.v1 import history_service_pb2_grpc as pb_grpc

from services.kit.documents import entry_of
from services.kit.errors import malformed
from services.kit.events import Event, Publication
from services.kit.paging import page_size
from services.kit.repository import Repository
from services.kit.server import Served, roles

RULES = {"ReadEntries": roles("service")}


class HistoryService(pb_grpc.HistoryServiceServicer):
    """ReadEntries over the topics a process writes."""

    def __init__(self, topics: Mapping[str, tuple[Repository, Publication]]) -> None:
        self._topics = topics

    def ReadEntries(self, request: pb.ReadEntriesRequest, context: object) -> pb.ReadEntriesResponse:
        """The entries after a sequence number, in order."""
        if request.topic not in self._topics:
            raise malformed("topic", "UNKNOWN_TOPIC")
        repository, publication = self._topics[request.topic]
        document = repository.get(request.key)
        after = max(request.after, 0)
        stored = document["history"][after : after + page_size(request.page_size, 100)]
        events = [publication.event(document, entry_of(element), element["hash"]) for element in stored]
        return pb.ReadEntriesResponse(events=[to_message(event) for event in events])


def to_message(event: Event) -> pb.Event:
    """An event as ReadEntries answers it."""
    return pb.Event(
        id=event.id,
        type=event.type,
        key=event.key,
        sequence=event.sequence,
        epoch=event.epoch,
        time=event.time,
        entry_hash=event.entry_hash,
        data=event.data,
    )


def of_message(message: pb.Event) -> Event:
    """The event that ReadEntries answered."""
    return Event(
        message.id,
        message.type,
        "",
        message.key,
        message.sequence,
        message.epoch,
        message.time,
        message.entry_hash,
        message.data,
    )


def served(topics: Mapping[str, tuple[Repository, Publication]]) -> Served:
    """The service with its rules."""
    descriptor = pb.DESCRIPTOR.services_by_name["HistoryService"]
    return Served(descriptor, pb_grpc.add_HistoryServiceServicer_to_server, HistoryService(topics), RULES)
