"""Five failures with one account from one address, and both rest for a quarter of an hour."""

import datetime as dt
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from axes.models import AccessAttempt
from django.test import Client

from hulul.agencies import actions
from hulul.agencies.models import User
from hulul.audit.models import Event
from hulul.kernel import clock
from hulul.kernel.actors import SYSTEM
from tests.agencies.letters import PASSWORD, actor_of
from tests.site.processes import environment

ADDRESS = "/en/account/sign-in/"
DEMO_OFFICER = "field.officer@demo.example"


def attempt(email: str, password: str, **where: str) -> int:
    return Client().post(ADDRESS, {"login": email, "password": password}, **where).status_code  # type: ignore[arg-type]


@pytest.mark.django_db
@pytest.mark.usefixtures("specimen")
class TestHere:
    def test_the_fifth_failure_locks_and_then_the_right_password_does_not_help(self, sara: User) -> None:
        assert [attempt(sara.email, "wrong") for _ in range(5)] == [200] * 4 + [429]
        answer = Client().post(ADDRESS, {"login": sara.email.upper(), "password": PASSWORD})
        assert answer.status_code == 429
        assert answer.headers["Retry-After"] == "900"
        assert b"quarter of an hour" in answer.content
        assert b"/en/account/password/forgotten/" in answer.content

    def test_an_account_that_does_not_exist_is_locked_with_the_same_page(self, sara: User) -> None:
        pages = []
        for email in (sara.email, "nobody@example.org"):
            for _ in range(5):
                answer = Client().post(ADDRESS, {"login": email, "password": "wrong"})
            pages.append(answer.content)
        assert pages[0] == pages[1]

    def test_the_owner_still_signs_in_from_another_address(self, sara: User) -> None:
        for _ in range(5):
            attempt(sara.email, "wrong")
        assert attempt(sara.email, PASSWORD, REMOTE_ADDR="192.0.2.7") == 302

    def test_it_ends_after_a_quarter_of_an_hour_and_by_an_administrator(self, sara: User) -> None:
        for _ in range(5):
            attempt(sara.email, "wrong")
        AccessAttempt.objects.update(attempt_time=clock.now() - dt.timedelta(minutes=16))
        assert attempt(sara.email, PASSWORD) == 302
        for _ in range(5):
            attempt(sara.email, "wrong")
        actions.unlock(actor_of(sara), sara)
        assert attempt(sara.email, PASSWORD) == 302

    def test_failures_are_on_record_without_the_address_that_was_typed(self, sara: User) -> None:
        for email in (sara.email, "nobody@example.org"):
            attempt(email, "wrong")
        events = Event.objects.filter(verb="sign_in_failed").order_by("id")
        assert [event.object_id for event in events] == [str(sara.pk), ""]
        assert "example.org" not in str([(event.detail, event.actor_name) for event in events])

    def test_neither_password_nor_code_is_kept_and_old_failures_are_forgotten(self, sara: User) -> None:
        attempt(sara.email, "a-secret-that-is-wrong")
        kept = AccessAttempt.objects.get()
        assert "a-secret-that-is-wrong" not in kept.post_data
        assert sara.email not in kept.post_data
        assert actions.forget_failures(SYSTEM) == 0
        AccessAttempt.objects.update(attempt_time=clock.now() - dt.timedelta(days=2))
        assert actions.forget_failures(SYSTEM) == 1


PROGRAM = f"""
import sys
import django
from django.conf import settings
settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # many attempts in little time
django.setup()
from django.test import Client
for line in sys.stdin:
    answer = Client().post({ADDRESS!r}, {{"login": line.strip(), "password": "wrong"}}, HTTP_HOST="localhost")
    print(answer.status_code, flush=True)
"""


@pytest.mark.slow
def test_processes_count_together(demo_folder: Path, tmp_path: Path) -> None:
    """Two processes fail in turn; the count is in the database, so together they reach five."""
    home = tmp_path / "home"
    shutil.copytree(demo_folder, home, ignore=shutil.ignore_patterns("files", "demo-files"))
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", PROGRAM],
            env=environment(home, DJANGO_SETTINGS_MODULE="hulul.site.settings"),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _number in range(2)
    ]

    def fail(process: "subprocess.Popen[str]") -> str:
        assert process.stdin
        assert process.stdout
        process.stdin.write(f"{DEMO_OFFICER}\n")
        process.stdin.flush()
        return process.stdout.readline().strip()

    try:
        one, other = processes
        assert [fail(process) for process in (one, other, one, other, one)] == ["200"] * 4 + ["429"]
        assert [fail(other), fail(one)] == ["429"] * 2
    finally:
        for process in processes:
            process.communicate()
