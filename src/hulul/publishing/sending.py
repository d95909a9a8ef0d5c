"""One HTTP request to one webhook: to an address that was checked, within ten seconds, believing nothing it answers."""

import http.client
import ipaddress
import re
import socket
import ssl
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass

from hulul.publishing.rules import TIMEOUT_SECONDS, IpAddress, Refused, Target, check_address, target

READ_BYTES = 1024
KEPT_TEXT = 200
_UNPRINTABLE = re.compile(r"[^\x20-\x7e\u00a0-\ud7ff\ue000-\ufffd]+")

Resolve = Callable[[str, int], list[IpAddress]]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one attempt. `status` is None when there was no answer; `error` is short and for people."""

    status: int | None
    error: str
    seconds: float

    @property
    def delivered(self) -> bool:
        return self.status is not None and 200 <= self.status < 300


def resolve(host: str, port: int) -> list[IpAddress]:
    """All addresses of a host. OSError when it has none."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    texts = dict.fromkeys(str(entry[4][0]).partition("%")[0] for entry in found)
    return [ipaddress.ip_address(text) for text in texts]


def post(
    url: str, body: bytes, headers: Mapping[str, str], *, private: bool, resolver: Resolve | None = None
) -> Outcome:
    """Send it and say what came of it; never raises for anything the other side does.

    The name is looked up once, every address it has is checked, and the connection goes to a checked address, so that
    a name that means something else a moment later changes nothing. Redirects are not followed.
    """
    started = time.monotonic()

    def outcome(status: int | None, error: str) -> Outcome:
        return Outcome(status, error[:KEPT_TEXT], time.monotonic() - started)

    try:
        where = target(url, private=private)
        addresses = (resolver or resolve)(where.host, where.port)
        for address in addresses:
            check_address(address, secure=where.secure, private=private)
        status, text = _exchange(where, addresses, body, headers)
    except Refused as error:
        return outcome(None, f"refused: {error.code}")
    except TimeoutError:
        return outcome(None, "no answer within ten seconds")
    except ssl.SSLCertVerificationError as error:
        return outcome(None, f"certificate: {error.verify_message}")
    except (OSError, http.client.HTTPException, ValueError) as error:
        if time.monotonic() - started >= TIMEOUT_SECONDS:
            return outcome(None, "no answer within ten seconds")
        return outcome(None, f"{type(error).__name__}: {_printable(str(error))}")
    return outcome(status, text)


def _exchange(where: Target, addresses: list[IpAddress], body: bytes, headers: Mapping[str, str]) -> tuple[int, str]:
    """Status, and the beginning of the answer unless it is good."""
    deadline = time.monotonic() + TIMEOUT_SECONDS
    line = _Line(_connected(addresses, where.port, deadline))
    # A timeout counts from the last byte; a receiver that sends one now and then is stopped by this clock.
    watch = threading.Timer(max(0.0, deadline - time.monotonic()), line.cut)
    watch.daemon = True
    watch.start()
    try:
        if where.secure:
            line.secure(where.host)
        connection = http.client.HTTPConnection(where.host, where.port)
        connection.sock = line.socket
        connection.request("POST", where.path, body, {"Host": where.authority, "Connection": "close", **headers})
        answer = connection.getresponse()
        return answer.status, "" if 200 <= answer.status < 300 else _beginning(answer)
    finally:
        watch.cancel()
        line.socket.close()


class _Line:
    """The socket in use, which another thread may cut: the plain one, then the one that speaks TLS over it."""

    def __init__(self, plain: socket.socket) -> None:
        self.socket = plain

    def secure(self, host: str) -> None:
        context = ssl.create_default_context()
        wrapped = context.wrap_socket(self.socket, server_hostname=host, do_handshake_on_connect=False)
        self.socket = wrapped
        wrapped.do_handshake()

    def cut(self) -> None:
        with suppress(OSError):  # the plain socket's own way, under a TLS one too: whoever reads it finds its end
            socket.socket.shutdown(self.socket, socket.SHUT_RDWR)


def _beginning(answer: http.client.HTTPResponse) -> str:
    """The first words of an answer's body, whatever becomes of the rest."""
    with suppress(OSError, http.client.HTTPException, ValueError):
        return _printable(answer.read(READ_BYTES).decode("utf-8", "replace"))
    return ""


def _connected(addresses: list[IpAddress], port: int, deadline: float) -> socket.socket:
    last: OSError = OSError("the name has no address")
    for address in addresses:
        left = deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError
        try:
            return socket.create_connection((str(address), port), timeout=left)
        except OSError as error:
            last = error
    raise last


def _printable(text: str) -> str:
    return " ".join(_UNPRINTABLE.sub(" ", text).split())[:KEPT_TEXT]
