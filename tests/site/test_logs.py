"""The log has what is needed to find a fault, and nothing that says who somebody is."""

import io
import json
import logging
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client, RequestFactory

from hulul.agencies.models import User
from hulul.site.logs import JsonFormatter, PlainFormatter, configuration, redacted, request_id
from hulul.site.web.requests import RequestLogMiddleware
from tests.site.processes import environment, hulul

CANARIES = (
    "zahra.canary@example.org", "zahra+word@mail.example.co.uk", "+964 770 123 4567", "+9647701234567",
    "00964 (770) 123-4567", "0770 123 4567", "07701234567", "٠٧٧٠١٢٣٤٥٦٧", "whsec_Zm9vYmFyYmF6cXV4Zm9vYmFy",
    "hulul_Zm9vYmFyYmF6cXV4Zm9v", "Bearer Zm9vYmFyYmF6", "Basic em9vOmJhcg==", "eyJhbGciOiJI.eyJzdWIiOiIx.c2lnbmF0dXJl",
    "password=open-sesame", '{"password": "open sesame"}', "api_key: 12345abc", "sessionid=abcdef0123",
    "postgresql://hulul:open-sesame@db/hulul",
)  # fmt: skip
HARMLESS = (
    "dtm-idp-2018-03-30 has 372419 households", "generation 12 of 2026-11-21 08:00:00.123456",
    "task 5f0c7a52-7c0e-4b43-9b1c-0a4f3a1c2d3e took 1234567 ms", "IQG01Q02N03 33.312805, 44.361488",
    "127.0.0.1:8000", "https://example.org/api/v1/rounds", "1700000000.123",
)  # fmt: skip


@pytest.fixture(params=[JsonFormatter, PlainFormatter])
def written(request: pytest.FixtureRequest) -> Iterator[io.StringIO]:
    """What the installation writes meanwhile, in each form."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(request.param())
    root, own = logging.getLogger(), logging.getLogger("hulul")
    level = own.level
    own.setLevel(logging.INFO)
    root.addHandler(handler)
    yield stream
    root.removeHandler(handler)
    own.setLevel(level)


def _personal(canary: str) -> str:
    """The part that must not be read."""
    return canary.replace("Bearer ", "").replace("Basic ", "").rpartition("=" if "sesame" in canary else "\0")[2]


@pytest.mark.parametrize("canary", CANARIES)
def test_what_is_personal_or_secret_is_taken_out_of_any_text(canary: str) -> None:
    text = redacted(f"before {canary}, after")
    for part in (_personal(canary), "sesame", "4567", "12345abc", "abcdef0123"):
        assert part not in text
    assert text.startswith("before ")
    assert text.endswith("after")


@pytest.mark.parametrize("text", HARMLESS)
def test_what_is_neither_stays(text: str) -> None:
    assert redacted(text) == text


@pytest.mark.parametrize("canary", CANARIES)
def test_it_is_taken_out_of_messages_arguments_and_extras(written: io.StringIO, canary: str) -> None:
    log = logging.getLogger("hulul.test")
    log.warning("first %s", canary, extra={"note": canary, "things": [canary]})
    log.warning(f"second {canary}")
    logging.getLogger("some.library").error({"found": canary})
    text = written.getvalue()
    assert text.count("\n") == 3
    assert _personal(canary) not in text
    assert "sesame" not in text


def test_the_text_of_an_exception_is_left_out_with_those_that_caused_it(written: io.StringIO) -> None:
    def fail() -> None:
        try:
            raise KeyError("Zahra Canary")
        except KeyError as error:
            raise ValueError("Key (name)=(Zahra Canary) already exists") from error

    try:
        fail()
    except ValueError:
        logging.getLogger("hulul.test").exception("it failed")
    text = written.getvalue()
    assert "Canary" not in text
    for expected in ("it failed", "builtins.ValueError", "caused by", "builtins.KeyError", "test_logs.py", "fail"):
        assert expected in text


def test_at_the_level_debug_the_text_of_an_exception_is_written_redacted(written: io.StringIO) -> None:
    logging.getLogger("hulul").setLevel(logging.DEBUG)
    try:
        raise ValueError("no such round, asked zahra.canary@example.org")
    except ValueError:
        logging.getLogger("hulul.test").exception("it failed")
    assert "no such round" in written.getvalue()
    assert "zahra" not in written.getvalue()


def test_a_line_cannot_be_forged(written: io.StringIO) -> None:
    logging.getLogger("hulul.test").warning("one\r\n2026-11-21 CRITICAL two\x1b[31m\u2028three")
    assert written.getvalue().count("\n") == 1
    assert "\x1b" not in written.getvalue()


@pytest.mark.django_db
def test_a_request_is_a_line_with_its_route_and_without_its_address(written: io.StringIO) -> None:
    user = User.objects.create(email="zahra.canary@example.org", name="Zahra Canary")
    client = Client()
    client.force_login(user)
    answer = client.get("/en/places/search/?q=Zahra+Canary", headers={"X-Request-ID": "from-a-proxy-1"})
    assert answer["X-Request-ID"] == "from-a-proxy-1"
    text = written.getvalue()
    (line,) = [line for line in text.splitlines() if "hulul.request" in line]
    assert "Canary" not in text
    assert "zahra" not in text
    assert "q=" not in line
    for expected in ("GET", "places:search", "200", "from-a-proxy-1", str(user.pk)):
        assert expected in line
    assert not request_id.get()


def test_files_that_never_change_make_no_lines(written: io.StringIO) -> None:
    Client().get("/static/vendor/hulul.css")
    assert written.getvalue() == ""


@pytest.mark.parametrize("given", ["", "short", "a" * 65, "with space 1", "new\nline-12345", "<script>12345"])
def test_a_number_that_is_not_sane_is_replaced(given: str) -> None:
    from django.http import HttpResponse

    request = RequestFactory().get("/health", headers={"X-Request-ID": given})
    answer = RequestLogMiddleware(lambda _request: HttpResponse())(request)
    assert answer["X-Request-ID"] != given
    assert len(answer["X-Request-ID"]) == 32


@pytest.mark.django_db
def test_a_fault_is_logged_with_its_route_and_the_reader_gets_its_number(
    written: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    from hulul.places import queries

    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("Zahra Canary, 0770 123 4567")

    for name in ("search", "by_code"):
        monkeypatch.setattr(queries, name, fail)
    client = Client(raise_request_exception=False)
    answer = client.get("/en/places/search/?q=Zahra", headers={"X-Request-ID": "number-of-a-fault"})
    assert answer.status_code == 500
    assert "number-of-a-fault" in answer.content.decode()
    text = written.getvalue()
    assert "RuntimeError" in text
    assert "places:search" in text
    for personal in ("Canary", "0770", "q=", "/en/places"):
        assert personal not in text


@pytest.mark.slow
def test_the_worker_and_the_command_line_write_the_same_lines(tmp_path: Path) -> None:
    assert hulul(tmp_path, "manage", "migrate", "--skip-checks", HULUL_SECRET_KEY="only-for-tests").returncode == 0
    script = (
        "import django; django.setup()\n"
        "from hulul.publishing.tasks import deliver\n"
        "deliver.enqueue()\n"
        "from hulul.site.worker import run\n"
        "run(once=True)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        env=environment(
            tmp_path,
            HULUL_SECRET_KEY="only-for-tests",
            HULUL_LOG_FORMAT="json",
            DJANGO_SETTINGS_MODULE="hulul.site.settings",
        ),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    lines = [json.loads(line) for line in done.stderr.splitlines()]
    about = [line["message"] for line in lines if line["logger"] == "django_tasks"]
    assert any("hulul.publishing.tasks.deliver" in message and "SUCCESSFUL" in message for message in about)
    assert all({"time", "level", "logger", "message"} <= set(line) for line in lines)


def test_less_is_written_when_less_is_asked_for() -> None:
    assert configuration("json", "ERROR")["loggers"]["hulul"]["level"] == "ERROR"
    assert configuration("json", "ERROR")["loggers"]["django_tasks"]["level"] == "WARNING"
    assert configuration("plain", "INFO")["formatters"]["line"]["()"] is PlainFormatter
