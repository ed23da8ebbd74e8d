"""Messages: of which entries people are told, in which words, on which channels, and how often it is tried."""

import json
import socket
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from aiosmtpd.controller import Controller

from services.workflow.rules import lifecycle, messages
from services.workflow.service.messages.channels import Mail, SmsFile, channels
from services.workflow.service.messages.telling import TEXTS, brief
from services.workflow.service.notices.issuing import read_texts
from tests.workflow.holdings import ACTIONS, HEAD, facts, holding

SAID: dict[str, Any] = yaml.safe_load(TEXTS.read_text())
TOLD = {action: event for action, event in messages.EVENTS.items() if event}
KIND = {action: kind for kind, action in ACTIONS.items()}


def said(action: str, **more: Any) -> dict[str, str]:
    kind = KIND.get(action, "receipt")
    fields = facts(kind, read_texts(), **more)
    return messages.said(SAID, TOLD[action], action, {**fields, **brief(holding(kind), fields)})


def test_every_action_says_whether_people_are_told() -> None:
    """An action that law or practice adds gets a row in EVENTS, or this fails."""
    assert set(lifecycle.ACTIONS) <= set(messages.EVENTS)


def test_every_event_has_its_texts_and_every_text_its_event() -> None:
    assert set(SAID["events"]) == set(TOLD.values())


@pytest.mark.parametrize("action", sorted(TOLD))
def test_a_message_is_whole_in_both_languages(action: str) -> None:
    texts = said(action)
    assert set(texts) == set(messages.LANGUAGES)
    for text in texts.values():
        assert "{" not in text
        assert "None" not in text


@pytest.mark.parametrize("action", sorted(TOLD))
def test_a_message_names_nobody(action: str) -> None:
    for text in said(action).values():
        assert "林" not in text
        assert "宁波望春" not in text
        assert "K7Q2MXW4T" not in text


@pytest.mark.parametrize(("state", "day"), [("filed", "accept_due"), ("correction", "resubmit_due")])
def test_a_case_that_is_not_accepted_is_told_the_day_that_moved(state: str, day: str) -> None:
    held = holding("receipt", head={**HEAD, "state": state})
    unknown = dict.fromkeys(("promised_due", "decision_due"), "")
    fields = {**facts("receipt", read_texts()), **unknown, "accept_due": "accept_due", "resubmit_due": "resubmit_due"}
    assert day in messages.said(SAID, "rescheduled", "reschedule", {**fields, **brief(held, fields)})["zh"]


def test_only_a_correction_and_the_end_must_be_told() -> None:
    assert {event for event, told in SAID["events"].items() if told.get("must")} == {"correction", "closed"}


@pytest.mark.parametrize(
    ("must", "channels", "off", "expected"),
    [
        (False, ["email", "sms"], [], ["email", "sms"]),
        (False, ["sms"], ["accepted"], []),
        (True, ["sms"], ["accepted"], ["sms"]),
        (True, [], [], []),
    ],
)
def test_preferences_are_heard_except_where_it_must_be_told(
    must: bool, channels: list[str], off: list[str], expected: list[str]
) -> None:
    assert messages.wanted("accepted", must, channels, off) == expected


def test_what_fails_is_tried_again_later_and_later_and_has_an_end() -> None:
    waits = [messages.pause(tries) for tries in range(1, 8)]
    assert waits[-1] is None
    told = [wait for wait in waits if wait is not None]
    assert told == sorted(told)
    assert sum(told, timedelta()) > timedelta(hours=4)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Sink:
    """What arrived at a mail server."""

    def __init__(self) -> None:
        self.letters: list[Any] = []

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 - the library's name
        self.letters.append(envelope)
        return "250 OK"


def test_an_e_mail_arrives_with_an_id_that_is_the_same_when_it_is_repeated() -> None:
    sink = Sink()
    port = free_port()
    server = Controller(sink, hostname="127.0.0.1", port=port)
    server.start()
    try:
        Mail(f"127.0.0.1:{port}", "qi@localhost").send("NB.2.email.u", "a@example.test", said("file")["zh"])
    finally:
        server.stop()
    (letter,) = sink.letters
    assert letter.rcpt_tos == ["a@example.test"]
    assert b"<NB.2.email.u@qi-station>" in letter.content


def test_a_server_that_is_away_is_a_fault_to_be_tried_again() -> None:
    port = free_port()
    with pytest.raises(OSError, match="."):
        Mail(f"127.0.0.1:{port}", "qi@localhost").send("k", "a@example.test", "x")


def test_the_stand_in_for_sms_is_a_private_file(tmp_path: Path) -> None:
    file = tmp_path / "sms.jsonl"
    for n in range(2):
        SmsFile(file).send(f"k{n}", "0000-1", "【质基站】测试")
    assert [json.loads(line)["key"] for line in file.read_text().splitlines()] == ["k0", "k1"]
    assert oct(file.stat().st_mode & 0o777) == "0o600"


def test_a_channel_that_is_not_set_up_is_not_there(tmp_path: Path) -> None:
    assert set(channels("", "", None)) == set()
    assert set(channels("127.0.0.1:25", "a@b", tmp_path / "s")) == {"email", "sms"}
