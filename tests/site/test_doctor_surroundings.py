"""What the doctor says of the place an installation stands in, and what of it matters once others reach it."""

import datetime as dt
import os
import shutil
import time
from collections import namedtuple
from pathlib import Path

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import override_settings

from hulul.audit.models import Event
from hulul.kernel import clock
from hulul.site.doctor import Finding, checks, examine, surroundings
from hulul.site.housekeeping import note_tick
from tests.site.processes import hulul, init

LAPTOP = override_settings(ALLOWED_HOSTS=["localhost", "127.0.0.1"])
PUBLIC = override_settings(ALLOWED_HOSTS=["hulul.example.org"], HULUL_HTTPS=True, HULUL_PROXIES=["127.0.0.1"])


def _address() -> dict[str, Finding]:
    return {finding.check: finding for finding in surroundings.address()}


def _troubles() -> set[str]:
    return {name for name, finding in _address().items() if not finding.healthy}


@LAPTOP
def test_a_laptop_needs_no_https() -> None:
    assert _troubles() == set()


@PUBLIC
def test_a_public_site_behind_a_proxy_with_tls_is_healthy() -> None:
    assert set(_address()) >= {"hosts", "https", "proxies"}
    assert _troubles() == set()


@PUBLIC
def test_a_public_site_without_https_is_in_trouble() -> None:
    with override_settings(HULUL_HTTPS=False):
        assert _troubles() == {"https"}
        assert "HULUL_HTTPS=yes" in _address()["https"].advice


@PUBLIC
@pytest.mark.parametrize("host", ["*", ".example.org"])
def test_answering_to_any_name_is_trouble(host: str) -> None:
    with override_settings(ALLOWED_HOSTS=[host]):
        assert _troubles() == {"hosts"}


@PUBLIC
def test_a_proxy_that_is_not_named_is_trouble() -> None:
    with override_settings(HULUL_PROXIES=[]):
        assert _troubles() == {"proxies"}


@LAPTOP
@override_settings(HULUL_HTTPS=True)
def test_https_without_a_public_name_is_trouble() -> None:
    assert _troubles() == {"hosts"}


def test_letters_that_reach_nobody_are_trouble_where_others_read() -> None:
    with override_settings(EMAIL_BACKEND="django.core.mail.backends.filebased.EmailBackend"):
        with LAPTOP:
            assert surroundings.letters().healthy
        with PUBLIC:
            assert not surroundings.letters().healthy
            assert "HULUL_EMAIL_URL" in surroundings.letters().advice
    with PUBLIC, override_settings(EMAIL_BACKEND="django.core.mail.backends.smtp.EmailBackend"):
        assert surroundings.letters().healthy


@override_settings(DEBUG=True)
def test_developer_mode_is_trouble() -> None:
    found = surroundings.debug()
    assert not found.healthy
    assert "HULUL_DEBUG" in found.advice


@pytest.mark.parametrize(("free", "healthy"), [(surroundings.LEAST_DISK - 1, False), (surroundings.LEAST_DISK, True)])
def test_a_full_disk_is_trouble(monkeypatch: pytest.MonkeyPatch, free: int, healthy: bool) -> None:
    usage = namedtuple("usage", "total used free")(10**12, 0, free)
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: usage)
    assert surroundings.disk().healthy is healthy


@override_settings(HULUL_HOME="/there/is/no/such/folder")
def test_the_disk_of_a_folder_that_is_not_there_yet_is_looked_at() -> None:
    assert "GB free" in surroundings.disk().detail


@pytest.mark.parametrize("key", ["short", "a" * 60])
def test_a_key_that_can_be_guessed_is_trouble(key: str) -> None:
    with override_settings(SECRET_KEY=key, HULUL_INITIALISED=True):
        found = checks.key()
    assert not found.healthy
    assert "openssl rand" in found.advice
    assert key not in found.detail + found.advice


@pytest.mark.django_db
def test_a_clock_that_runs_behind_what_happened_is_trouble(monkeypatch: pytest.MonkeyPatch) -> None:
    Event.objects.create(actor_name="Amal", verb="publish", kind="generation")
    assert surroundings.clocks().healthy
    yesterday = clock.now() - dt.timedelta(days=1)
    monkeypatch.setattr(clock, "now", lambda: yesterday)
    found = surroundings.clocks()
    assert not found.healthy
    assert "Asia/Baghdad" in found.detail


@pytest.mark.django_db
def test_the_version_of_the_database_server_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    found = surroundings.database_version()
    assert found.healthy
    assert ("PostgreSQL" in found.detail) == (connection.vendor == "postgresql")
    if connection.vendor == "postgresql":
        monkeypatch.setattr(surroundings, "OLDEST_POSTGRESQL", 990_000)
        assert not surroundings.database_version().healthy


@pytest.mark.django_db
def test_a_database_of_a_newer_version_is_trouble_that_the_doctor_does_not_mend() -> None:
    MigrationRecorder(connection).record_applied("agencies", "9999_of_the_future")
    found = checks.migrations()
    assert not found.healthy
    assert found.mend is None
    assert "newer version" in found.detail


def test_the_timer_matters_where_others_read(tmp_path: Path) -> None:
    with override_settings(HULUL_HOME=str(tmp_path)):
        with LAPTOP:
            assert surroundings.timer().healthy
        with PUBLIC:
            assert not surroundings.timer().healthy
            note_tick()
            assert surroundings.timer().healthy
            long_ago = time.time() - 2 * surroundings.TICK_SILENT_SECONDS
            os.utime(tmp_path / "last_tick", (long_ago, long_ago))
            assert not surroundings.timer().healthy


def test_every_trouble_has_advice(tmp_path: Path) -> None:
    with PUBLIC, override_settings(HULUL_HOME=str(tmp_path), DEBUG=True, HULUL_HTTPS=False, HULUL_PROXIES=[]):
        found = [surroundings.debug(), surroundings.timer(), *surroundings.address()]
    troubles = [finding for finding in found if not finding.healthy]
    assert len(troubles) == 4
    assert all(finding.advice.endswith(".") for finding in troubles)


def test_tick_leaves_word_for_the_doctor(tmp_path: Path) -> None:
    home = tmp_path / "data"
    init(home)
    assert "ok      timer: `hulul tick` never ran here" in hulul(home, "doctor").stdout
    assert hulul(home, "tick").returncode == 0
    assert "`hulul tick` ran " in hulul(home, "doctor").stdout


@override_settings(HULUL_PACK="atlantis")
def test_nothing_that_needs_the_pack_is_looked_at_without_one() -> None:
    assert "disk" not in [finding.check for finding in examine()]
