"""Messages at the gateway: whose they are, and what a member may set."""

from typing import Any

import pytest

from tests import tokens
from tests.gateway.conftest import Gateway

PREFERENCES = {"email": "a@example.test", "phone": "", "channels": ["email"], "off": [], "language": "zh"}


def test_a_member_reads_the_inbox(gateway: Gateway) -> None:
    inbox = gateway.ask(tokens.BUSINESS, "GET", "/api/messages").json()
    assert (inbox["unread"], [one["id"] for one in inbox["messages"]]) == (1, ["m-1"])
    read = gateway.ask(tokens.BUSINESS, "POST", "/api/messages/read", json={"ids": ["m-1"]})
    assert read.json() == {"unread": 0}


@pytest.mark.parametrize(
    ("method", "path", "who"),
    [
        ("GET", "/api/messages", tokens.CLERK),
        ("POST", "/api/messages/read", tokens.CLERK),
        ("GET", "/api/messages/preferences", tokens.APPROVER),
        ("PUT", "/api/messages/preferences", tokens.CLERK),
        ("GET", "/api/messages/failures", tokens.BUSINESS),
    ],
)
def test_messages_are_their_members_own(gateway: Gateway, method: str, path: str, who: dict[str, Any]) -> None:
    body = {"json": PREFERENCES} if method != "GET" else {}
    assert gateway.ask(who, method, path, headers={"If-Match": '"1"'}, **body).status_code == 403
