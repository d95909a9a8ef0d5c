"""Receivers that answer as told, on this machine; webhooks that point to them; a clock that can be set."""

from __future__ import annotations

import datetime as dt
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest

from tests.tracking.conftest import bring, country  # noqa: F401 - fixtures

if TYPE_CHECKING:
    from pytest_django.fixtures import Settings

    from hulul.publishing.models import Webhook

GOOD = b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"
Answer = Callable[[socket.socket], None]


@dataclass
class Request:
    """One request as it arrived: first line, headers by lower-case name, body."""

    line: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Receiver:
    """A server that keeps what it is sent and answers with bytes, or does to the connection whatever it is told."""

    port: int
    answer: bytes | Answer = GOOD
    requests: list[Request] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/hook"


def read_request(connection: socket.socket) -> Request:
    data = b""
    while b"\r\n\r\n" not in data:
        piece = connection.recv(65536)
        if not piece:
            raise ConnectionError
        data += piece
    head, _, body = data.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    while len(body) < int(headers.get("content-length", "0")):
        body += connection.recv(65536)
    return Request(first, headers, body)


@contextmanager
def receiving(wrap: Callable[[socket.socket], socket.socket] = lambda plain: plain) -> Iterator[Receiver]:
    """A receiver in threads of its own; `wrap` puts TLS round a connection."""
    listener = socket.create_server(("127.0.0.1", 0))
    receiver = Receiver(listener.getsockname()[1])

    def serve(plain: socket.socket) -> None:
        try:
            with wrap(plain) as connection:
                receiver.requests.append(read_request(connection))
                if callable(receiver.answer):
                    receiver.answer(connection)
                else:
                    connection.sendall(receiver.answer)
        except OSError:
            plain.close()

    def accept() -> None:
        while True:
            try:
                plain, _ = listener.accept()
            except OSError:
                return
            threading.Thread(target=serve, args=(plain,), daemon=True).start()

    thread = threading.Thread(target=accept, daemon=True)
    thread.start()
    try:
        yield receiver
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join(5)


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as found:
        yield found


@pytest.fixture
def private(settings: Settings) -> None:
    """An installation whose receivers may be on this machine."""
    settings.HULUL_WEBHOOK_PRIVATE = True


Make = Callable[..., "tuple[Webhook, str]"]


@pytest.fixture
def make(db: None, private: None, receiver: Receiver) -> Make:
    """A webhook to the receiver, and its secret."""
    from hulul.kernel.actors import SYSTEM
    from hulul.publishing import actions
    from hulul.publishing.labels import EVENTS

    def made(name: str = "Cluster dashboard", url: str = "", events: tuple[str, ...] = ()) -> tuple[Webhook, str]:
        return actions.add(SYSTEM, name=name, url=url or receiver.url, events=events or tuple(EVENTS))

    return made


@dataclass
class Clock:
    moment: dt.datetime

    def pass_by(self, **time: float) -> None:
        self.moment += dt.timedelta(**time)


@pytest.fixture
def time(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """What time it is; it passes only when told."""
    from hulul.kernel import clock

    found = Clock(dt.datetime(2026, 11, 21, 8, 0, tzinfo=dt.UTC))
    monkeypatch.setattr(clock, "now", lambda: found.moment)
    return found
