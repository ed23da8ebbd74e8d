# ruff: noqa: N802, ARG002 - RPC names are PascalCase, and every RPC takes the caller
"""What enterprises are told, as the gateway's tests need it: one message, and preferences that are kept."""

from dataclasses import dataclass, field

from qi.workflow.v1 import message_service_pb2 as pb
from qi.workflow.v1.message_service_pb2_grpc import MessageServiceServicer

from services.kit.identity import Caller
from services.kit.paging import from_cursor, page_size
from tests.gateway.fakes import Fake, rpc


@dataclass
class FakeMessages(Fake, MessageServiceServicer):
    """An inbox of one."""

    read: bool = False
    preferences: pb.Preferences = field(default_factory=lambda: pb.Preferences(language="zh"))

    @rpc
    def ListMessages(self, request: pb.ListMessagesRequest, who: Caller) -> pb.ListMessagesResponse:
        page_size(request.page_size)
        from_cursor(request.page_token, (int, str))
        message = pb.Message(id="m-1", case_no="NB-1", event="filed", zh="已收到", en="Received", read=self.read)
        return pb.ListMessagesResponse(messages=[message], unread=int(not self.read))

    @rpc
    def ReadMessages(self, request: pb.ReadMessagesRequest, who: Caller) -> pb.ReadMessagesResponse:
        self.read = self.read or "m-1" in request.ids
        return pb.ReadMessagesResponse(unread=int(not self.read))

    @rpc
    def GetPreferences(self, request: pb.GetPreferencesRequest, who: Caller) -> pb.Preferences:
        return self.preferences

    @rpc
    def PutPreferences(self, request: pb.PutPreferencesRequest, who: Caller) -> pb.Preferences:
        self.preferences = request.preferences
        return self.preferences

    @rpc
    def ListFailures(self, request: pb.ListFailuresRequest, who: Caller) -> pb.ListFailuresResponse:
        return pb.ListFailuresResponse(deliveries=[pb.MessageDelivery(channel="email", state="failed", tries=9)])
