"""What every answer tells the browser, and what no request can talk the site into, page by page of roles.toml."""

import logging
import runpy

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest
from django.test import Client
from django.urls import get_resolver

from hulul.site import settings as settings_module
from tests.matrix.addresses import Row, address, rows
from tests.security.conftest import AsRole

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]

POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data: blob:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "worker-src": "'self'",
    "manifest-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
    "object-src": "'none'",
}
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}
# Pages that anybody may post to without the token, each with the reason written where it is made.
WITHOUT_TOKEN = {"agencies:theme"}
# Pages that answer any method by sending the reader on, and do nothing else.
SENDING_ON = {"front_door", "set_language"}
EVIL = "https://evil.example/trap"
GET = [row for row in rows() if row.method == "GET"]
PAGES = [row for row in GET if not row.target.startswith("/")]
POSTED = [row for row in rows() if row.method == "POST" and not row.target.startswith("/")]
CHANGED_BY_PROGRAMS = [row for row in rows() if row.method != "GET" and row.target.startswith("/")]


def _name(row: Row) -> str:
    return row.key


@pytest.mark.parametrize("row", GET, ids=_name)
def test_every_answer_carries_every_protection(row: Row, as_role: AsRole, values: dict[str, str]) -> None:
    """And what a signed-in person sees is kept nowhere."""
    for role in ("anonymous", "administrator"):
        answer = as_role(role).get(address(row.target, values | row.values), row.query)
        assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS
        policy = dict(part.strip().split(" ", 1) for part in answer.headers["Content-Security-Policy"].split(";"))
        assert policy == POLICY
        assert "geolocation=()" in answer.headers["Permissions-Policy"]
        assert "camera=()" in answer.headers["Permissions-Policy"]
        assert "Server" not in answer.headers
        assert "X-Powered-By" not in answer.headers
        if answer.headers["Content-Type"].startswith("text/"):
            assert "charset=utf-8" in answer.headers["Content-Type"]
        if role != "anonymous":
            assert "no-store" in answer.headers["Cache-Control"]
            assert "public" not in answer.headers["Cache-Control"]


@pytest.mark.parametrize("row", [row for row in PAGES if row.expected["anonymous"] == 200], ids=_name)
def test_visitors_get_no_session(row: Row, values: dict[str, str], as_role: AsRole) -> None:
    answer = as_role("anonymous").get(address(row.target, values | row.values), row.query)
    assert settings.SESSION_COOKIE_NAME not in answer.cookies


@pytest.mark.parametrize("row", [row for row in POSTED if row.target not in WITHOUT_TOKEN], ids=_name)
def test_no_other_site_can_make_somebodys_browser_post(row: Row, as_role: AsRole, values: dict[str, str]) -> None:
    for role in ("anonymous", "administrator"):
        client = as_role(role, enforce_csrf_checks=True)
        answer = client.post(address(row.target, values | row.values), row.data)
        assert answer.status_code == 403, role


@pytest.mark.parametrize("row", CHANGED_BY_PROGRAMS, ids=_name)
def test_the_api_changes_nothing_for_a_session(row: Row, as_role: AsRole, values: dict[str, str]) -> None:
    path = address(row.target, values | row.values)
    answer = as_role("administrator").generic(row.method, path, b"{}", content_type="application/json")
    assert answer.status_code in (401, 403, 404)


def test_only_the_documented_pages_are_exempt_from_the_token() -> None:
    def exempt(patterns: list[object], namespace: str = "") -> set[str]:
        found: set[str] = set()
        for pattern in patterns:
            inner = ":".join(filter(None, (namespace, getattr(pattern, "namespace", None) or "")))
            if nested := getattr(pattern, "url_patterns", None):
                found |= set() if inner == "api" else exempt(nested, inner)
            elif getattr(pattern.callback, "csrf_exempt", False):  # type: ignore[attr-defined]
                found.add(f"{inner}:{pattern.name}")  # type: ignore[attr-defined]
        return found

    assert exempt(get_resolver().url_patterns) == WITHOUT_TOKEN


@pytest.mark.parametrize("row", rows(), ids=_name)
def test_no_page_sends_anybody_to_another_site(row: Row, as_role: AsRole, values: dict[str, str]) -> None:
    if row.target.startswith("/"):
        return
    path = address(row.target, values | row.values)
    for role in ("anonymous", "administrator"):
        for trap in (EVIL, "//evil.example/trap", "/\\evil.example", "https:evil.example", "javascript:alert(1)"):
            asked = {"next": trap, "back": trap, "url": trap, "redirect_to": trap}
            client = as_role(role)
            answer = client.get(path, row.query | asked) if row.method == "GET" else client.post(path, row.data | asked)
            location = answer.headers.get("Location", "")
            assert not location.startswith(("//", "/\\", "http", "javascript")), f"{role} {trap}"
            assert not answer.headers.get("HX-Redirect", "").startswith(("//", "http"))
            if row.method == "GET" and not location:
                break  # a page that sends nobody anywhere need not be drawn for every trap


@pytest.mark.parametrize("row", PAGES, ids=_name)
def test_pages_know_no_other_methods(row: Row, as_role: AsRole, values: dict[str, str]) -> None:
    client, path = as_role("administrator"), address(row.target, values | row.values)
    for method in ("PUT", "PATCH", "DELETE", "TRACE", "MOVE"):
        answer = client.generic(method, path)
        assert answer.status_code == 405 or (answer.status_code == 302 and row.target in SENDING_ON), method


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "evil.example:80"])
def test_only_the_hosts_of_the_installation_are_answered(host: str, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.CRITICAL)
    settings.ALLOWED_HOSTS, kept = ["localhost", "127.0.0.1"], settings.ALLOWED_HOSTS
    try:
        answer = Client(raise_request_exception=False).get("/en/", headers={"host": host})
    finally:
        settings.ALLOWED_HOSTS = kept
    assert answer.status_code == 400
    assert "evil" not in answer.content.decode()


def test_a_forwarded_host_is_not_believed(client: Client) -> None:
    answer = client.get("/", headers={"x-forwarded-host": "evil.example"})
    assert answer.headers["Location"].startswith("/")


@pytest.mark.parametrize("path", ["/en/nothing/", "/api/v1/nothing", "/nothing", "/static/nothing.js", "/.git/config"])
def test_an_address_that_does_not_exist_gives_nothing_away(path: str, client: Client) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    text = answer.content.decode()
    for detail in ("Traceback", "urlpatterns", "hulul.site", "DEBUG", "Django"):
        assert detail not in text


@pytest.mark.parametrize("path", ["/en/", "/api/v1/rounds"])
def test_a_fault_of_ours_says_nothing_about_itself(
    path: str, monkeypatch: pytest.MonkeyPatch, as_role: AsRole, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(_request: HttpRequest) -> None:
        raise RuntimeError("canary-of-a-fault")

    monkeypatch.setattr("hulul.kernel.files.local_path", broken)
    monkeypatch.setattr("hulul.tracking.queries.rounds", broken)
    monkeypatch.setattr("hulul.warehouse.queries.current_generation", broken)
    monkeypatch.setattr("hulul.warehouse.queries._newest", broken)
    with caplog.at_level(logging.CRITICAL):
        answer = as_role("information_manager").get(path)
    assert answer.status_code == 500
    text = answer.content.decode()
    assert "canary" not in text
    assert "RuntimeError" not in text
    assert "Traceback" not in text


def test_what_is_uploaded_is_never_served(as_role: AsRole, values: dict[str, str]) -> None:
    page = SimpleUploadedFile("list.html", b"<script>alert(1)</script>", content_type="text/html")
    client = as_role("information_manager")
    assert client.post(address("tracking:upload", values), {"lists": page, "source": "dtm"}).status_code == 302
    for prefix in (settings.MEDIA_URL, "/files/", "/media/"):
        assert client.get(f"{prefix}list.html").status_code == 404


@pytest.fixture
def by_https(monkeypatch: pytest.MonkeyPatch) -> dict[str, object]:
    """The settings as they are with HULUL_HTTPS=yes."""
    monkeypatch.setenv("HULUL_HTTPS", "yes")
    return runpy.run_path(settings_module.__file__)


def test_by_https_cookies_and_addresses_never_leave_it(by_https: dict[str, object]) -> None:
    assert by_https["SECURE_HSTS_SECONDS"] == 31_536_000
    assert by_https["SECURE_HSTS_INCLUDE_SUBDOMAINS"] is True
    for cookie in ("SESSION", "CSRF", "LANGUAGE"):
        assert by_https[f"{cookie}_COOKIE_SECURE"] is True
        assert by_https[f"{cookie}_COOKIE_HTTPONLY"] is True
        assert str(by_https[f"{cookie}_COOKIE_NAME"]).startswith("__Host-")
        assert by_https.get(f"{cookie}_COOKIE_SAMESITE", "Lax") == "Lax"
        assert by_https.get(f"{cookie}_COOKIE_DOMAIN") is None


def test_hsts_is_told_on_every_answer_by_https(client: Client, settings: object) -> None:
    settings.SECURE_HSTS_SECONDS = 31_536_000  # type: ignore[attr-defined]
    settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = True  # type: ignore[attr-defined]
    answer = client.get("/robots.txt", secure=True)
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"


def test_developer_mode_is_off_unless_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("HULUL_DEBUG", raising=False)
    assert runpy.run_path(settings_module.__file__)["DEBUG"] is False
