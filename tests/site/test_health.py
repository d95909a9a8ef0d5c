"""What monitors hear, and what readers see during an upgrade: never a fault of ours, never a detail of the inside."""

import json
import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import OperationalError, connection, transaction
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client

from hulul.site import health, worker

pytestmark = pytest.mark.django_db

KEYS = {"status", "database", "migrations", "worker", "worker_seconds", "published_at"}


@pytest.fixture
def heartbeat() -> Iterator[Path]:
    path = worker.heartbeat_file()
    path.parent.mkdir(exist_ok=True)
    path.touch()
    yield path
    path.unlink(missing_ok=True)


def _ready(client: Client) -> tuple[int, dict[str, object]]:
    answer = client.get("/health/ready")
    assert "no-store" in answer["Cache-Control"]
    return answer.status_code, answer.json()


def _break(monkeypatch: pytest.MonkeyPatch) -> None:
    """The page about the API asks for a column that the database does not have."""

    def ask(schema: object) -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT there_is_no_such_column FROM django_migrations")

    monkeypatch.setattr("hulul.site.web.views.operations", ask)


def test_it_is_ready_with_a_living_worker(client: Client, heartbeat: Path) -> None:
    status, told = _ready(client)
    assert status == 200
    assert set(told) == KEYS
    assert {name: told[name] for name in ("status", "database", "migrations", "worker")} == {
        "status": "ok",
        "database": "ok",
        "migrations": "ok",
        "worker": "ok",
    }


def test_a_silent_worker_degrades_it_but_pages_go_on(client: Client, heartbeat: Path) -> None:
    long_ago = time.time() - 3 * health.WORKER_SILENT_SECONDS
    os.utime(heartbeat, (long_ago, long_ago))
    status, told = _ready(client)
    assert (status, told["status"], told["worker"]) == (200, "degraded", "silent")
    assert isinstance(told["worker_seconds"], int)
    assert told["worker_seconds"] >= 3 * health.WORKER_SILENT_SECONDS


@pytest.mark.usefixtures("demo")
def test_it_says_when_it_last_published(client: Client) -> None:
    assert str(_ready(client)[1]["published_at"]).startswith("20")


def test_migrations_that_wait_make_it_unavailable(client: Client) -> None:
    MigrationRecorder(connection).record_unapplied("agencies", "0001_initial")
    status, told = _ready(client)
    assert (status, told["status"], told["migrations"]) == (503, "unavailable", "older")


def test_a_database_of_a_newer_version_makes_it_unavailable(client: Client) -> None:
    MigrationRecorder(connection).record_applied("agencies", "9999_of_the_future")
    status, told = _ready(client)
    assert (status, told["status"], told["migrations"]) == (503, "unavailable", "newer")


def test_a_database_that_is_away_is_told_without_its_address(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def away() -> None:
        raise OperationalError("connection to server at 10.0.0.7 failed for user hulul")

    monkeypatch.setattr(health, "schema", away)
    status, told = _ready(client)
    assert (status, told["status"], told["database"]) == (503, "unavailable", "unreachable")
    assert "10.0.0.7" not in json.dumps(told)


def test_nothing_of_the_inside_is_told(client: Client, heartbeat: Path) -> None:
    text = client.get("/health/ready").content.decode()
    for inside in (str(settings.HULUL_HOME), settings.DATABASES["default"]["ENGINE"], "sqlite", "postgres", "0001"):
        assert inside not in text


@pytest.mark.parametrize(("language", "title"), [("en", "Back in a moment"), ("ar", "<h1"), ("ckb", "<h1")])
def test_a_query_that_fails_during_an_upgrade_is_told_as_one(
    monkeypatch: pytest.MonkeyPatch, language: str, title: str
) -> None:
    MigrationRecorder(connection).record_applied("agencies", "9999_of_the_future")
    _break(monkeypatch)
    answer = Client(raise_request_exception=False).get(f"/{language}/site/api/")
    assert answer.status_code == 503
    assert int(answer["Retry-After"]) > 0
    assert answer["Cache-Control"] == "no-store"
    page = answer.content.decode()
    assert title in page
    assert f'lang="{language}"' in page
    assert "there_is_no_such_column" not in page


def test_the_same_query_without_an_upgrade_is_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    _break(monkeypatch)
    answer = Client(raise_request_exception=False).get("/en/site/api/")
    assert answer.status_code == 500
    assert "Retry-After" not in answer
