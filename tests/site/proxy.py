"""nginx with the configuration of the production guide, on ports of this test, in front of a real `hulul serve`."""

import datetime as dt
import http.client
import os
import socket
import ssl
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.site.processes import free_port, wait_until

GUIDE = Path(__file__).resolve().parents[2] / "docs" / "how-to" / "production"
NAME = "hulul.example.org"

# The rest of nginx's configuration, as Debian has it, for a process that needs no rights.
MAIN = """
daemon off;
{user}
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ worker_connections 256; }}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/hulul.conf;
}}
"""


@dataclass(frozen=True)
class Proxy:
    """Where it listens, and the certificate that it is known by."""

    https: int
    http: int
    certificate: Path

    def connection(self, *, source: str = "127.0.0.1", name: str = NAME) -> "Connection":
        """A connection by TLS from an address of this machine, asking for a server of this name."""
        return Connection(self, source, name)


class Connection(http.client.HTTPSConnection):
    """Goes to this machine, whatever name it asks for."""

    def __init__(self, proxy: Proxy, source: str, name: str) -> None:
        self._trust = ssl.create_default_context(cafile=str(proxy.certificate))
        super().__init__(name, proxy.https, timeout=30, context=self._trust)
        self._source = source

    def connect(self) -> None:
        plain = socket.create_connection(("127.0.0.1", self.port), 30, (self._source, 0))
        self.sock = self._trust.wrap_socket(plain, server_hostname=self.host)


def configuration(folder: Path, web: int, https: int, http: int, certificate: Path, key: Path) -> Path:
    """The guide's configuration with this test's ports and files, inside a main file; the path of the latter."""
    text = (GUIDE / "nginx.conf").read_text("utf-8")
    for old, new in (
        ("127.0.0.1:8000", f"127.0.0.1:{web}"),
        ("listen 80", f"listen 127.0.0.1:{http}"),
        ("listen 443", f"listen 127.0.0.1:{https}"),
        ("/etc/letsencrypt/live/hulul.example.org/fullchain.pem", str(certificate)),
        ("/etc/letsencrypt/live/hulul.example.org/privkey.pem", str(key)),
        ("/var/cache/nginx/hulul", str(folder / "cache")),
        ("root /etc/hulul;", f"root {GUIDE};"),
    ):
        assert old in text, old
        text = text.replace(old, new)
    (folder / "hulul.conf").write_text(text, "utf-8")
    user = "user root;" if os.geteuid() == 0 else ""
    (folder / "nginx.conf").write_text(MAIN.format(folder=folder, user=user), "utf-8")
    return folder / "nginx.conf"


@contextmanager
def proxying(nginx: str, folder: Path, web: int) -> Iterator[Proxy]:
    """nginx before the web server on the port `web`, stopped in the end."""
    certificate, key = self_signed(folder)
    https, http = free_port(), free_port()
    path = configuration(folder, web, https, http, certificate, key)
    process = subprocess.Popen([nginx, "-p", str(folder), "-e", str(folder / "error.log"), "-c", str(path)])
    try:
        wait_until(lambda: process.poll() is not None or _listens(https))
        assert process.poll() is None, (folder / "error.log").read_text("utf-8")
        yield Proxy(https, http, certificate)
    finally:
        process.terminate()
        process.wait(20)


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def self_signed(folder: Path) -> tuple[Path, Path]:
    """A certificate for NAME and its key, as files."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, NAME)])
    begin = dt.datetime.now(dt.UTC) - dt.timedelta(hours=1)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begin)
        .not_valid_after(begin + dt.timedelta(days=2))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(NAME), x509.DNSName("other.example.org")]), False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    plain = serialization.NoEncryption()
    (folder / "certificate.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    (folder / "key.pem").write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    )
    return folder / "certificate.pem", folder / "key.pem"
