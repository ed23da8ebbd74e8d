"""A proxy before the gateway that hears an answer out and then, when told to, hangs up without passing it on."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit


class Proxy:
    """One request to a connection; the client says `Connection: close`."""

    def __init__(self, address: str) -> None:
        parts = urlsplit(address)
        self._target = (parts.hostname or "", parts.port or 0)
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self._listening.getsockname()[1]}"
        self.dropping = False
        self.dropped = 0

    def serve(self) -> None:
        """Until the listening socket is shut."""
        while True:
            try:
                client, _peer = self._listening.accept()
            except OSError:
                return
            with client, socket.create_connection(self._target, 30) as gateway:
                gateway.sendall(_request(client))
                answer = _rest(gateway)
                if self.dropping:
                    self.dropped += answer.startswith(b"HTTP/1.1 200") or answer.startswith(b"HTTP/1.1 201")
                else:
                    client.sendall(answer)

    def stop(self) -> None:
        """Take no more connections."""
        self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()


def _request(client: socket.socket) -> bytes:
    told = b""
    while b"\r\n\r\n" not in told:
        told += client.recv(65536)
    head, _, body = told.partition(b"\r\n\r\n")
    lengths = [line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")]
    length = int(lengths[0].partition(b":")[2]) if lengths else 0
    while len(body) < length:
        body += client.recv(65536)
    return head + b"\r\n\r\n" + body


def _rest(gateway: socket.socket) -> bytes:
    parts = []
    while part := gateway.recv(65536):
        parts.append(part)
    return b"".join(parts)


@contextmanager
def before(address: str) -> Iterator[Proxy]:
    """A proxy that runs until the block ends."""
    proxy = Proxy(address)
    thread = threading.Thread(target=proxy.serve, daemon=True)
    thread.start()
    try:
        yield proxy
    finally:
        proxy.stop()
        thread.join(10)
