"""The portal's inbox over gRPC."""

from typing import Any

from mongoengine import Q
from qi.workflow.v1 import message_service_pb2 as pb
from qi.workflow.v1 import message_service_pb2_grpc as pb_grpc

from services.kit.errors import malformed
from services.kit.identity import Caller
from services.kit.lifecycle import moment_of, moment_text
from services.kit.paging import from_cursor, page_size, to_cursor
from services.kit.server import Served, caller, roles
from services.workflow.documents.messages import Delivery, Message, Preference
from services.workflow.rules.messages import CHANNELS, LANGUAGES

MEMBER = roles("enterprise")
RULES = {
    **dict.fromkeys(("ListMessages", "ReadMessages", "GetPreferences", "PutPreferences"), MEMBER),
    "ListFailures": roles("clerk supervisor admin"),
}
COUNTED = 100
LISTED = 200


class MessageService(pb_grpc.MessageServiceServicer):
    """What an enterprise was told."""

    def __init__(self, switchable: frozenset[str]) -> None:
        self._switchable = switchable  # events that need not be told beside the portal

    def ListMessages(self, request: pb.ListMessagesRequest, context: object) -> pb.ListMessagesResponse:
        """The newest first."""
        who, size = caller(), page_size(request.page_size)
        wanted = Q(uscc=who.uscc)
        place = from_cursor(request.page_token, (str, str))
        if place is not None:
            at = moment_of(str(place[0]))
            wanted &= Q(at__lt=at) | Q(at=at, id__lt=str(place[1]))
        rows = list(Message.objects(wanted).order_by("-at", "-id").limit(size + 1))
        more = len(rows) > size
        token = to_cursor([moment_text(rows[size - 1].at), rows[size - 1].id]) if more else ""
        return pb.ListMessagesResponse(messages=_told(rows[:size], who), next_page_token=token, unread=_unread(who))

    def ReadMessages(self, request: pb.ReadMessagesRequest, context: object) -> pb.ReadMessagesResponse:
        """Seen by the caller."""
        who = caller()
        Message.objects(id__in=list(request.ids), uscc=who.uscc).update(add_to_set__read_by=who.subject)
        return pb.ReadMessagesResponse(unread=_unread(who))

    def GetPreferences(self, request: pb.GetPreferencesRequest, context: object) -> pb.Preferences:
        """The caller's own; of whoever has said nothing, none."""
        row = Preference.objects(id=caller().subject).first()
        return pb.Preferences(language=LANGUAGES[0]) if row is None else _preferences(row)

    def PutPreferences(self, request: pb.PutPreferencesRequest, context: object) -> pb.Preferences:
        """The caller's own from now on."""
        who, asked = caller(), request.preferences
        for field, possible in (("off", self._switchable), ("channels", CHANNELS)):
            wrong = [name for name in getattr(asked, field) if name not in possible]
            if wrong:
                raise malformed(field, "EVENT_INVALID", possible=", ".join(sorted(possible)))
        row = Preference(id=who.subject, uscc=who.uscc, email=asked.email, phone=asked.phone)
        row.channels, row.off = list(asked.channels), list(asked.off)
        row.language = asked.language or LANGUAGES[0]
        return _preferences(row.save())

    def ListFailures(self, request: pb.ListFailuresRequest, context: object) -> pb.ListFailuresResponse:
        """Whom nobody could reach."""
        who = caller()
        scope = {} if who.has("supervisor", "admin") else {"station": who.station}
        rows = Delivery.objects(state="failed", **scope).order_by("next_at").limit(LISTED)
        return pb.ListFailuresResponse(deliveries=[_delivery(row, of_case=True) for row in rows])


def _told(rows: list[Message], who: Caller) -> list[pb.Message]:
    ways: dict[str, list[Delivery]] = {}
    for delivery in Delivery.objects(message__in=[row.id for row in rows]):
        ways.setdefault(delivery.message, []).append(delivery)
    return [_message(row, ways.get(row.id, []), who) for row in rows]


def _message(row: Message, ways: list[Delivery], who: Caller) -> pb.Message:
    plain: dict[str, Any] = {name: getattr(row, name) for name in ("id", "case_no", "event", "zh", "en")}
    told = pb.Message(read=who.subject in row.read_by, deliveries=[_delivery(way) for way in ways], **plain)
    told.at.FromDatetime(row.at)
    return told


def _delivery(row: Delivery, *, of_case: bool = False) -> pb.MessageDelivery:
    case_no = row.message.rpartition(".")[0] if of_case else ""
    told = pb.MessageDelivery(channel=row.channel, state=row.state, tries=row.tries, case_no=case_no)
    told.fault = row.fault or ""
    return told


def _unread(who: Caller) -> int:
    newest = Message.objects(uscc=who.uscc).order_by("-at", "-id").limit(COUNTED).only("read_by")
    return sum(who.subject not in row.read_by for row in newest)


def _preferences(row: Preference) -> pb.Preferences:
    plain = {"email": row.email or "", "phone": row.phone or "", "language": row.language}
    return pb.Preferences(channels=row.channels, off=row.off, **plain)


def served(service: MessageService) -> Served:
    """The service with its rules."""
    descriptor = pb.DESCRIPTOR.services_by_name["MessageService"]
    return Served(descriptor, pb_grpc.add_MessageServiceServicer_to_server, service, RULES)
