"""One request to receivers of every kind: good, slow, rude, huge, and those that are not what their name said."""

import datetime as dt
import ipaddress
import socket
import ssl
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from hulul.publishing import sending
from hulul.publishing.rules import IpAddress
from hulul.publishing.sending import Outcome, post
from tests.publishing.conftest import Receiver, receiving

LOOPBACK = ipaddress.ip_address("127.0.0.1")


def _post(url: str, *, private: bool = True, resolver: sending.Resolve | None = None) -> Outcome:
    return post(url, b'{"a": 1}', {"Hulul-Event": "ping"}, private=private, resolver=resolver)


def test_a_good_answer_is_a_delivery(receiver: Receiver) -> None:
    outcome = _post(f"{receiver.url}?from=hulul")
    (request,) = receiver.requests
    assert outcome.delivered
    assert (outcome.status, outcome.error) == (200, "")
    assert request.line == "POST /hook?from=hulul HTTP/1.1"
    assert request.headers["host"] == f"127.0.0.1:{receiver.port}"
    assert request.headers["hulul-event"] == "ping"
    assert request.body == b'{"a": 1}'


@pytest.mark.parametrize("status", ["400 Bad Request", "404 Not Found", "429 Too Many", "500 Oops", "503 Later"])
def test_a_bad_answer_is_kept_in_a_few_words(receiver: Receiver, status: str) -> None:
    receiver.answer = f"HTTP/1.1 {status}\r\nConnection: close\r\n\r\n<p>down\x00\x1b[31m\r\n for repair</p>".encode()
    outcome = _post(receiver.url)
    assert not outcome.delivered
    assert (outcome.status, outcome.error) == (int(status[:3]), "<p>down [31m for repair</p>")


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_a_redirect_is_a_failure_and_not_followed(receiver: Receiver, status: int) -> None:
    with receiving() as elsewhere:
        receiver.answer = f"HTTP/1.1 {status} Moved\r\nLocation: {elsewhere.url}\r\nContent-Length: 0\r\n\r\n".encode()
        outcome = _post(receiver.url)
        assert (outcome.delivered, outcome.status) == (False, status)
        assert elsewhere.requests == []


def test_a_huge_answer_is_read_only_at_its_beginning(receiver: Receiver) -> None:
    sent: list[int] = []

    def flood(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 500 Oops\r\n\r\n")
        for _ in range(100_000):
            sent.append(connection.send(b"x" * 10_000))

    receiver.answer = flood
    outcome = _post(receiver.url)
    assert outcome.seconds < 5
    assert outcome.error == "x" * sending.KEPT_TEXT
    assert sum(sent) < 50_000_000


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"hello",
        b"\x00\xff\x16\x03" * 100,
        b"HTTP/1.1 two hundred\r\n\r\n",
        b"HTTP/9.9 200 OK\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 500,
        b"HTTP/1.1 200 OK\r\nX: " + b"y" * 100_000,
        b"HTTP/1.1 99999999999999999999 OK\r\n\r\n",
        b"HTTP/1.1 500 Oops\r\nTransfer-Encoding: chunked\r\n\r\nzzz\r\n",
        b"HTTP/1.1 500 Oops\r\nContent-Length: -5\r\n\r\nzzz",
    ],
)
def test_garbage_is_a_failure_like_any_other(receiver: Receiver, answer: bytes) -> None:
    receiver.answer = answer
    outcome = _post(receiver.url)
    assert not outcome.delivered
    assert outcome.seconds < 5
    assert len(outcome.error) <= sending.KEPT_TEXT


def test_nobody_at_the_address_is_a_failure(receiver: Receiver) -> None:
    with socket.create_server(("127.0.0.1", 0)) as gone:
        port = gone.getsockname()[1]
    outcome = _post(f"http://127.0.0.1:{port}/")
    assert (outcome.status, outcome.error.partition(":")[0]) == (None, "ConnectionRefusedError")


def _drip(connection: socket.socket) -> None:
    for byte in b"HTTP/1.1 200 OK\r\nX-Slow: " + b"x" * 1000:
        connection.send(bytes([byte]))
        time.sleep(0.1)


def _silence(connection: socket.socket) -> None:
    time.sleep(20)


@pytest.mark.parametrize("answer", [_drip, _silence])
def test_a_receiver_that_takes_forever_is_left_after_the_time_of_an_attempt(
    receiver: Receiver, answer: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "TIMEOUT_SECONDS", 1.0)
    receiver.answer = answer  # type: ignore[assignment]
    outcome = _post(receiver.url)
    assert (outcome.status, outcome.error) == (None, "no answer within ten seconds")
    assert 0.9 < outcome.seconds < 3


def test_a_name_that_leads_inside_is_not_called(receiver: Receiver) -> None:
    outcome = _post(
        f"https://rebound.example:{receiver.port}/hook", private=False, resolver=lambda host, port: [LOOPBACK]
    )
    assert (outcome.status, outcome.error) == (None, "refused: private")
    assert receiver.requests == []


def test_one_address_inside_among_several_is_enough_to_refuse(receiver: Receiver) -> None:
    outcome = _post(
        f"https://mixed.example:{receiver.port}/hook",
        private=False,
        resolver=lambda host, port: [ipaddress.ip_address("1.1.1.1"), LOOPBACK],
    )
    assert outcome.error == "refused: private"
    assert receiver.requests == []


def test_a_name_is_looked_up_once_and_the_connection_goes_to_what_was_checked(
    receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def rebinding(host: str, port: int) -> list[IpAddress]:
        asked.append(host)
        return [LOOPBACK] if len(asked) == 1 else [ipaddress.ip_address("169.254.169.254")]

    real = socket.getaddrinfo

    def only_numbers(host: str, *rest: object, **more: object) -> object:
        ipaddress.ip_address(host)  # a name here would be a second look-up
        return real(host, *rest, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(socket, "getaddrinfo", only_numbers)
    outcome = _post(f"http://rebound.example:{receiver.port}/hook", resolver=rebinding)
    assert outcome.delivered
    assert asked == ["rebound.example"]
    assert receiver.requests[0].headers["host"] == f"rebound.example:{receiver.port}"


def test_a_name_without_an_address_is_a_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody(*_: object, **__: object) -> list[object]:
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", nobody)
    outcome = _post("https://nowhere.invalid/", private=False)
    assert outcome.error.startswith("gaierror")


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Key and certificate of hooks.example, signed by itself, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "hooks.example")])
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("hooks.example")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("tls") / "hooks.pem"
    text = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(text + made.public_bytes(serialization.Encoding.PEM))
    return path


@pytest.fixture
def secure(certificate: Path) -> Iterator[tuple[Receiver, list[str | None]]]:
    """A receiver that speaks TLS, and the names it was asked for in the handshake."""
    names: list[str | None] = []
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    context.sni_callback = lambda _socket, name, _context: names.append(name)
    with receiving(lambda plain: context.wrap_socket(plain, server_side=True)) as found:
        yield found, names


def test_tls_is_checked_against_the_name_and_the_name_is_told(
    secure: tuple[Receiver, list[str | None]], certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    receiver, names = secure
    outcome = _post(f"https://hooks.example:{receiver.port}/hook", resolver=lambda host, port: [LOOPBACK])
    assert outcome.delivered, outcome
    assert names == ["hooks.example"]
    assert receiver.requests[0].headers["host"] == f"hooks.example:{receiver.port}"


def test_a_certificate_of_another_name_is_refused(
    secure: tuple[Receiver, list[str | None]], certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    receiver, _ = secure
    outcome = _post(f"https://other.example:{receiver.port}/hook", resolver=lambda host, port: [LOOPBACK])
    assert outcome.error.startswith("certificate: Hostname mismatch")
    assert receiver.requests == []


def test_a_certificate_nobody_vouches_for_is_refused(secure: tuple[Receiver, list[str | None]]) -> None:
    receiver, _ = secure
    outcome = _post(f"https://hooks.example:{receiver.port}/hook", resolver=lambda host, port: [LOOPBACK])
    assert outcome.error.startswith("certificate: self")
    assert receiver.requests == []


def test_a_handshake_that_never_ends_is_left_after_the_time_of_an_attempt(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sending, "TIMEOUT_SECONDS", 1.0)
    with socket.create_server(("127.0.0.1", 0)) as mute:
        port = mute.getsockname()[1]
        outcome = _post(f"https://mute.example:{port}/", resolver=lambda host, port: [LOOPBACK])
    assert outcome.error == "no answer within ten seconds"
    assert outcome.seconds < 3
