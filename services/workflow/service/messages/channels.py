"""The ways to a person beside the portal: e-mail through SMTP, SMS through whoever the operator has a contract with."""

import asyncio
import json
import os
from collections.abc import Mapping
from email.message import EmailMessage
from pathlib import Path
from typing import Protocol

import aiosmtplib

SECONDS = 15.0


class Channel(Protocol):
    """One way; raises OSError or SMTPException when it does not go now."""

    def send(self, key: str, address: str, text: str) -> None:
        """Send a text once; the key is the same when it is tried again."""


class Mail:
    """E-mail through a server given as host:port."""

    def __init__(self, server: str, sender: str) -> None:
        self._host, _, port = server.rpartition(":")
        self._port, self._sender = int(port), sender

    def send(self, key: str, address: str, text: str) -> None:
        """Its Message-ID is made of the key, so that a reader shows a repeated one once."""
        message = EmailMessage()
        message["From"], message["To"], message["Subject"] = self._sender, address, text.partition("。")[0][:70]
        message["Message-ID"] = f"<{key}@qi-station>"
        message.set_content(text)
        asyncio.run(aiosmtplib.send(message, hostname=self._host, port=self._port, timeout=SECONDS))


class SmsFile:
    """A stand-in for an SMS gateway: a file that only its owner may read, a line a message."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def send(self, key: str, address: str, text: str) -> None:
        """Write it down."""
        line = json.dumps({"key": key, "to": address, "text": text}, ensure_ascii=False) + "\n"
        with os.fdopen(os.open(self._file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "a") as file:
            file.write(line)


def channels(smtp: str, sender: str, sms: Path | None) -> Mapping[str, Channel]:
    """Those that are set up."""
    mail: dict[str, Channel] = {"email": Mail(smtp, sender)} if smtp else {}
    return mail | ({"sms": SmsFile(sms)} if sms else {})
