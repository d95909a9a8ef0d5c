"""Five failures with one account from one address, and both rest for a quarter of an hour."""

import datetime as dt
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
from tests.site.processes import EMAIL, environment, init

ADDRESS = "/en/account/sign-in/"


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


@pytest.mark.slow
def test_processes_count_together(tmp_path: Path) -> None:
    """Two processes fail in turn; the count is in the database, so together they reach five."""
    home = tmp_path / "home"
    init(home)
    program = (
        "import django; django.setup();"
        "from django.test import Client;"
        f"answer = Client().post({ADDRESS!r}, {{'login': {EMAIL!r}, 'password': 'wrong'}}, HTTP_HOST='localhost');"
        "print(answer.status_code)"
    )
    codes = []
    for _ in range(5):
        done = subprocess.run(
            [sys.executable, "-c", program],
            env=environment(home, DJANGO_SETTINGS_MODULE="hulul.site.settings"),
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        codes.append(done.stdout.strip())
    assert codes == ["200"] * 4 + ["429"]
