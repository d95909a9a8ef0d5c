"""Hulul behind nginx with TLS, as the production guide puts it there: who asks, by what name, how safely, how much."""

import http.client
import re
import sqlite3
import ssl
import urllib.parse
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.site.processes import EMAIL, PASSWORD, free_port, init, serving
from tests.site.proxy import NAME, Connection, Proxy, proxying

SIGN_IN = "/en/account/sign-in/"
UPLOAD = "/en/rounds/imports/new/"
CLAIMED = "203.0.113.9"

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("behind") / "data"
    init(folder)
    return folder


@pytest.fixture(scope="module")
def web(home: Path) -> Iterator[int]:
    """The port of a web server with the options of the guide."""
    port = free_port()
    options = {"HULUL_HOSTS": f"{NAME},127.0.0.1", "HULUL_HTTPS": "yes", "HULUL_PROXIES": "127.0.0.1"}
    with serving(home, port, "--no-worker", **options):
        yield port


@pytest.fixture(scope="module")
def proxy(nginx: str, web: int, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proxy]:
    with proxying(nginx, tmp_path_factory.mktemp("nginx"), web) as running:
        yield running


@pytest.fixture
def connection(proxy: Proxy) -> Iterator[Connection]:
    with closing(proxy.connection()) as opened:
        yield opened


def _ask(
    connection: http.client.HTTPConnection, method: str, path: str, body: bytes | None = None, **headers: str
) -> tuple[http.client.HTTPResponse, bytes]:
    connection.request(method, path, body, {name.replace("_", "-"): value for name, value in headers.items()})
    answer = connection.getresponse()
    return answer, answer.read()


def _cookies(answer: http.client.HTTPResponse) -> dict[str, str]:
    """Name to the whole header."""
    return {line.partition("=")[0]: line for line in answer.headers.get_all("Set-Cookie") or []}


def _jar(*answers: http.client.HTTPResponse) -> str:
    kept = {name: line for answer in answers for name, line in _cookies(answer).items()}
    return "; ".join(line.partition(";")[0] for line in kept.values())


def _sign_in(connection: http.client.HTTPConnection, password: str, **headers: str) -> http.client.HTTPResponse:
    """Fill the form in as a browser does; the answer has the cookies."""
    page, html = _ask(connection, "GET", SIGN_IN, **headers)
    assert page.status == 200
    names = re.findall(r'<input[^>]*type="(?:email|password)"[^>]*>', html.decode())
    fields = [found[1] for found in (re.search(r'name="([^"]+)"', name) for name in names) if found]
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', html.decode())
    assert token
    form = {"csrfmiddlewaretoken": token[1], fields[0]: EMAIL, fields[1]: password}
    headers |= {"Cookie": _jar(page), "Origin": f"https://{NAME}", "Referer": f"https://{NAME}{SIGN_IN}"}
    headers["Content_Type"] = "application/x-www-form-urlencoded"
    return _ask(connection, "POST", SIGN_IN, urllib.parse.urlencode(form).encode(), **headers)[0]


def _multipart(token: str, size: int) -> tuple[bytes, str]:
    """A form with one CSV file of so many bytes, and its content type."""
    parts = [
        b'--limit\r\nContent-Disposition: form-data; name="csrfmiddlewaretoken"\r\n\r\n' + token.encode() + b"\r\n",
        b'--limit\r\nContent-Disposition: form-data; name="source"\r\n\r\ndtm\r\n',
        b'--limit\r\nContent-Disposition: form-data; name="lists"; filename="list.csv"\r\n',
        b"Content-Type: text/csv\r\n\r\n" + b"a;b\r\n" * (size // 5) + b"\r\n--limit--\r\n",
    ]
    return b"".join(parts), "multipart/form-data; boundary=limit"


def test_a_page_is_read_by_https_and_has_the_browser_stay_with_https(connection: Connection) -> None:
    answer, body = _ask(connection, "GET", "/en/site/api/")
    assert answer.status == 200
    assert b"<h1" in body
    assert "max-age=31536000" in answer.headers["Strict-Transport-Security"]
    assert len(answer.headers.get_all("Strict-Transport-Security") or []) == 1


def test_plain_http_leads_to_https(proxy: Proxy) -> None:
    with closing(http.client.HTTPConnection("127.0.0.1", proxy.http, timeout=10)) as plain:
        answer, _body = _ask(plain, "GET", "/en/?show=idp", Host=NAME)
    assert answer.status == 301
    assert answer.headers["Location"] == f"https://{NAME}/en/?show=idp"


def test_another_name_is_not_answered(proxy: Proxy, web: int) -> None:
    with closing(proxy.connection(name="other.example.org")) as other, pytest.raises(ssl.SSLError):
        _ask(other, "GET", "/en/")
    with closing(proxy.connection()) as forged, pytest.raises((http.client.RemoteDisconnected, ConnectionError)):
        _ask(forged, "GET", "/en/", Host="other.example.org")
    with closing(http.client.HTTPConnection("127.0.0.1", web, timeout=10)) as direct:
        assert _ask(direct, "GET", "/en/", Host="other.example.org")[0].status == 400


def test_signing_in_sets_cookies_that_only_https_carries(connection: Connection) -> None:
    answer = _sign_in(connection, PASSWORD)
    assert answer.status == 302
    cookies = _cookies(answer)
    assert {"__Host-session", "__Host-csrf"} <= set(cookies)
    for line in cookies.values():
        assert "; Secure" in line
        assert "; HttpOnly" in line
    assert _ask(connection, "GET", UPLOAD, Cookie=_jar(answer))[0].status == 200


def test_the_reader_s_own_address_is_known_and_none_that_is_only_claimed(proxy: Proxy, home: Path, web: int) -> None:
    with closing(proxy.connection(source="127.0.0.2")) as far:
        assert _sign_in(far, "not the password", X_Forwarded_For=CLAIMED).status == 200
    with closing(http.client.HTTPConnection("127.0.0.1", web, timeout=10, source_address=("127.0.0.3", 0))) as direct:
        forged = {"X_Forwarded_For": CLAIMED, "X_Forwarded_Proto": "https", "Host": NAME}
        assert _sign_in(direct, "not the password", **forged).status == 200
    with closing(sqlite3.connect(home / "hulul.sqlite3")) as database:
        seen = {address for (address,) in database.execute("SELECT ip_address FROM axes_accessattempt")}
    assert {"127.0.0.2", "127.0.0.3"} <= seen
    assert CLAIMED not in seen


def test_a_large_file_passes_and_one_above_the_limit_is_refused_before_it_is_sent(connection: Connection) -> None:
    signed_in = _sign_in(connection, PASSWORD)
    page, html = _ask(connection, "GET", UPLOAD, Cookie=_jar(signed_in))
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', html.decode())
    assert token
    headers = {"Cookie": _jar(signed_in, page), "Origin": f"https://{NAME}", "Referer": f"https://{NAME}{UPLOAD}"}
    body, kind = _multipart(token[1], 20_000_000)
    passed, _page = _ask(connection, "POST", UPLOAD, body, Content_Type=kind, **headers)
    assert passed.status == 302, "the page of the batch"

    connection.putrequest("POST", UPLOAD)
    for name, value in (headers | {"Content-Type": kind, "Content-Length": "230000000"}).items():
        connection.putheader(name, value)
    connection.endheaders()
    assert connection.getresponse().status == 413


def test_static_files_are_compressed_and_may_be_kept_for_ever(connection: Connection) -> None:
    _page, html = _ask(connection, "GET", "/en/site/api/")
    style = re.search(r'href="(/static/[^"]+\.css)"', html.decode())
    assert style
    answer, _body = _ask(connection, "GET", style[1], Accept_Encoding="gzip")
    assert answer.status == 200
    assert "immutable" in answer.headers["Cache-Control"]
    assert answer.headers["Content-Encoding"] == "gzip"


def test_while_the_web_server_is_away_readers_are_told_to_come_back(nginx: str, tmp_path: Path) -> None:
    with proxying(nginx, tmp_path, free_port()) as lonely, closing(lonely.connection()) as connection:
        answer, body = _ask(connection, "GET", "/en/")
    assert answer.status == 503
    assert int(answer.headers["Retry-After"]) > 0
    assert b"Back in a moment" in body
    assert 'dir="rtl"' in body.decode()
