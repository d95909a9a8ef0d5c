"""A second factor: set up, asked for at sign-in, guarded against guessing, demanded by setting, sealed, on record."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from html.parser import HTMLParser

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core import mail
from django.test import Client
from pytest_django import Settings

from hulul.agencies import actions
from hulul.agencies.models import User
from hulul.audit.models import Event
from tests.agencies.letters import PASSWORD, actor_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("specimen")]
Post = Callable[[], AbstractContextManager[object]]
APP, CHECK = "/en/account/second-factor/app/", "/en/account/sign-in/second-factor/"


class _Codes(HTMLParser):
    """The texts of all <code> elements."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.inside = False

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.inside = tag == "code"

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.found.append(data)
            self.inside = False


def codes_on(client: Client, path: str) -> list[str]:
    parser = _Codes()
    parser.feed(client.get(path).content.decode())
    return parser.found


def code_of(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def signing_in(user: User) -> Client:
    client = Client()
    client.post("/en/account/sign-in/", {"login": user.email, "password": PASSWORD})
    return client


@pytest.fixture
def secret(sara: User, post: Post) -> str:
    """Sara set up an authenticator app with this secret."""
    client = signing_in(sara)
    answer = client.get(APP)
    assert answer.headers["Location"].startswith("/en/account/confirm/password/")
    client.post(answer.headers["Location"], {"password": PASSWORD})
    (found,) = codes_on(client, APP)
    with post():
        done = client.post(APP, {"code": code_of(found)})
    assert done.headers["Location"] == "/en/account/second-factor/codes/"
    assert len(codes_on(client, "/en/account/second-factor/codes/")) == 10
    return found


def test_the_password_alone_does_not_open_the_account_any_more(sara: User, secret: str) -> None:
    client = signing_in(sara)
    assert "_auth_user_id" not in client.session
    assert client.get("/en/account/").status_code == 302
    assert client.get(CHECK).status_code == 200
    arabic = code_of(secret).translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    assert client.post(CHECK, {"code": arabic}).status_code == 302
    assert client.session["_auth_user_id"] == str(sara.pk)
    assert Event.objects.filter(verb="sign_in").first().detail == {"method": "password"}  # type: ignore[union-attr]


def test_guessing_codes_locks_the_account_like_guessing_passwords(sara: User, secret: str) -> None:
    client = signing_in(sara)
    for _ in range(4):
        assert b"This code is not right" in client.post(CHECK, {"code": "000000"}).content
    assert client.post(CHECK, {"code": "000000"}).status_code == 429
    assert client.post(CHECK, {"code": code_of(secret)}).status_code == 429
    assert "_auth_user_id" not in client.session


def test_a_recovery_code_opens_the_account_once(sara: User, secret: str) -> None:
    codes = Authenticator.objects.get(user=sara, type=Authenticator.Type.RECOVERY_CODES).wrap().get_unused_codes()
    client = signing_in(sara)
    assert client.post(CHECK, {"code": codes[0]}).status_code == 302
    assert client.session["_auth_user_id"] == str(sara.pk)
    again = signing_in(sara)
    assert again.post(CHECK, {"code": codes[0]}).status_code == 200
    assert "_auth_user_id" not in again.session


def test_the_secret_is_sealed_in_the_database_and_its_owner_hears_of_the_change(sara: User, secret: str) -> None:
    stored = str(list(Authenticator.objects.values_list("data", flat=True)))
    assert secret not in stored
    assert all(code not in stored for code in Authenticator.objects.last().wrap().get_unused_codes())
    assert {letter.to[0] for letter in mail.outbox} == {sara.email}
    kinds = {event.detail["factor"] for event in Event.objects.filter(verb="add_second_factor")}
    assert kinds == {"totp", "recovery_codes"}


def test_an_administrator_removes_the_factors_of_somebody_who_lost_them(sara: User, secret: str) -> None:
    assert actions.remove_second_factors(actor_of(sara), sara.pk) == 2
    assert signing_in(sara).session["_auth_user_id"] == str(sara.pk)
    assert Event.objects.filter(verb="remove_second_factors", object_id=str(sara.pk)).exists()


def test_a_role_that_demands_a_second_factor_is_led_to_it_before_anything_else(sara: User, settings: Settings) -> None:
    settings.HULUL_REQUIRE_MFA = ["administrator"]
    client = signing_in(sara)
    assert client.get("/en/").headers["Location"] == "/en/account/second-factor/due/"
    page = client.get("/en/account/second-factor/due/").content.decode()
    assert APP in page
    assert "/en/account/passkeys/add/" in page
    settings.HULUL_REQUIRE_MFA = ["information_manager"]
    assert client.get("/en/").status_code == 200


def test_what_protects_the_account_is_changed_only_after_confirming(sara: User) -> None:
    client = signing_in(sara)
    for path in (APP, "/en/account/second-factor/codes/new/", "/en/account/passkeys/add/"):
        assert client.get(path).headers["Location"].startswith("/en/account/confirm/password/"), path
    wrong = client.post("/en/account/confirm/password/", {"password": "wrong"})
    assert b"This is not your password" in wrong.content
