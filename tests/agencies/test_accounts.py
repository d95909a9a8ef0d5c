"""Passwords forgotten and changed, accounts closed and opened, sessions listed and ended."""

import datetime as dt
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from allauth.usersessions.models import UserSession
from django.core import mail
from django.test import Client
from pytest_django import Settings

from hulul.agencies import actions
from hulul.agencies.models import ApiToken, User
from hulul.agencies.queries.accounts import sessions
from hulul.audit.models import Event
from hulul.kernel import clock
from hulul.kernel.actors import SYSTEM
from hulul.kernel.errors import Conflict, Denied, Invalid, NotFound
from tests.agencies.letters import PASSWORD, actor_of, link_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("specimen")]
Post = Callable[[], AbstractContextManager[object]]
NEW = "another-good-password"


@pytest.fixture
def omar(sara: User) -> User:
    return actions.create_user(SYSTEM, email="omar@example.org", name="Omar", password=PASSWORD, roles=("partner",))


def signed_in(user: User, password: str = PASSWORD) -> Client:
    client = Client()
    answer = client.post("/en/account/sign-in/", {"login": user.email, "password": password})
    assert answer.status_code == 302
    assert client.session["_auth_user_id"] == str(user.pk)
    return client


def is_signed_in(client: Client) -> bool:
    return client.get("/en/account/").status_code == 200


def test_a_forgotten_password_is_chosen_anew_by_letter_and_ends_all_sessions(omar: User, post: Post) -> None:
    elsewhere, client = signed_in(omar), Client()
    with post():
        client.post("/en/account/password/forgotten/", {"email": "OMAR@example.org"})
    (letter,) = mail.outbox
    page = client.get(link_in(letter)).headers["Location"]
    with post():
        answer = client.post(page, {"password": NEW, "again": NEW})
    assert answer.headers["Location"] == "/en/account/sign-in/"
    assert not is_signed_in(elsewhere)
    assert not is_signed_in(client)
    assert is_signed_in(signed_in(omar, NEW))
    assert "password was changed" in mail.outbox[-1].subject
    again = client.get(client.get(link_in(letter)).headers["Location"])
    assert again.status_code == 410
    assert b"used already" in again.content


def test_nobody_learns_from_asking_whether_there_is_an_account(omar: User, post: Post) -> None:
    pages = []
    for email in ("omar@example.org", "nobody@example.org"):
        client = Client()
        with post():
            pages.append(client.post("/en/account/password/forgotten/", {"email": email}).content)
    assert pages[0] == pages[1]
    assert [letter.to for letter in mail.outbox] == [["omar@example.org"]]


def test_a_letter_box_is_not_filled_and_closed_accounts_get_none(omar: User, post: Post) -> None:
    with post():
        assert actions.send_password_reset("omar@example.org")
        assert not actions.send_password_reset("omar@example.org")
    assert len(mail.outbox) == 1
    Event.objects.filter(verb="send_password_reset")._raw_delete("default")
    User.objects.filter(pk=omar.pk).update(is_active=False)
    assert not actions.send_password_reset("omar@example.org")


def test_a_link_to_choose_a_password_is_void_after_an_hour_and_when_made_up(
    omar: User, post: Post, settings: Settings
) -> None:
    with post():
        actions.send_password_reset(omar.email)
    uid, token = link_in(mail.outbox[0]).strip("/").split("/")[-2:]
    assert actions.account_to_reset(uid, token).pk == omar.pk
    settings.PASSWORD_RESET_TIMEOUT = -1
    with pytest.raises(NotFound):
        actions.account_to_reset(uid, token)
    for invented in (("x", "y"), ("MQ", "abc-def"), ("", "")):
        with pytest.raises(NotFound):
            actions.account_to_reset(*invented)


def test_changing_the_password_asks_for_the_present_one_and_keeps_only_this_session(omar: User, post: Post) -> None:
    here, elsewhere = signed_in(omar), signed_in(omar)
    wrong = here.post("/en/account/password/", {"present": "wrong", "password": NEW, "again": NEW})
    assert b"not your password" in wrong.content
    with post():
        done = here.post("/en/account/password/", {"present": PASSWORD, "password": NEW, "again": NEW})
    assert done.status_code == 302
    assert is_signed_in(here)
    assert not is_signed_in(elsewhere)
    assert len(mail.outbox) == 1
    listed = sessions(actor_of(omar), omar)
    assert [session.session_key for session in listed] == [here.session.session_key]


def test_the_session_is_renewed_at_sign_in(omar: User) -> None:
    client = Client()
    client.get("/en/account/invitation/abc/")  # a session before signing in
    before = client.cookies["sessionid"].value
    client.post("/en/account/sign-in/", {"login": omar.email, "password": PASSWORD})
    assert client.cookies["sessionid"].value != before


@pytest.mark.parametrize(("key", "seconds"), [("seen", 12 * 3600 + 5), ("started", 7 * 24 * 3600 + 5)])
def test_a_session_ends_after_twelve_hours_of_rest_and_after_a_week(omar: User, key: str, seconds: int) -> None:
    client = signed_in(omar)
    assert is_signed_in(client)
    session = client.session
    session[key] -= seconds
    session.save()
    assert not is_signed_in(client)


def test_people_see_and_end_their_own_sessions_only(sara: User, omar: User) -> None:
    here, elsewhere = signed_in(omar), signed_in(omar)
    other = signed_in(sara)
    assert "Where I am signed in" in here.get("/en/account/").content.decode()
    strange = UserSession.objects.get(user=sara)
    assert here.post(f"/en/account/sessions/{strange.pk}/end/").status_code in (404, 500)
    assert is_signed_in(other)
    mine = UserSession.objects.get(session_key=elsewhere.session.session_key)
    here.post(f"/en/account/sessions/{mine.pk}/end/")
    assert not is_signed_in(elsewhere)
    third = signed_in(omar)
    here.post("/en/account/sessions/end-others/")
    assert not is_signed_in(third)
    assert is_signed_in(here)
    with pytest.raises(Denied):
        sessions(actor_of(omar), sara)
    assert actions.end_all_sessions(actor_of(sara), omar) == 1
    assert not is_signed_in(here)


def test_a_closed_account_loses_sessions_and_tokens_at_once_and_can_be_opened(sara: User, omar: User) -> None:
    client = signed_in(omar)
    token, _secret = actions.create_token(
        actor_of(omar), name="R", scopes=["read"], expires_at=clock.now() + dt.timedelta(days=30)
    )
    with pytest.raises(Invalid):
        actions.deactivate_user(actor_of(sara), omar.pk, reason=" ")
    actions.deactivate_user(actor_of(sara), omar.pk, reason="Left the organisation.")
    assert not is_signed_in(client)
    assert ApiToken.objects.get(pk=token.pk).revoked_at is not None
    assert actor_of(omar).is_anonymous
    with pytest.raises(Conflict):
        actions.deactivate_user(actor_of(sara), omar.pk, reason="Twice.")
    actions.reactivate_user(actor_of(sara), omar.pk)
    assert is_signed_in(signed_in(omar))
    verbs = list(Event.objects.filter(object_id=str(omar.pk), kind="user").values_list("verb", flat=True))
    assert {"deactivate_user", "reactivate_user", "sign_in"} <= set(verbs)


def test_the_last_administrator_stays(sara: User) -> None:
    with pytest.raises(Conflict):
        actions.deactivate_user(SYSTEM, sara.pk, reason="Everybody leaves.")
    assert User.objects.get(pk=sara.pk).is_active


def test_people_change_their_name_and_language_and_nothing_else(omar: User) -> None:
    client = signed_in(omar)
    client.post("/en/account/", {"name": "Omar Ali", "language": "ckb", "email": "boss@example.org"})
    omar.refresh_from_db()
    assert (omar.name, omar.language, omar.email) == ("Omar Ali", "ckb", "omar@example.org")


def test_accounts_nobody_uses_are_warned_then_closed_but_never_the_last_administrator(
    sara: User, omar: User, post: Post, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.HULUL_INACTIVE_DAYS = 180
    start = clock.now()
    with post():
        assert actions.warn_inactive_users(SYSTEM) == 0

    def later(days: int) -> None:
        monkeypatch.setattr(clock, "now", lambda: start + dt.timedelta(days=days))

    later(167)
    with post():
        assert actions.deactivate_inactive_users(SYSTEM) == 0
        assert actions.warn_inactive_users(SYSTEM) == 1
        assert actions.warn_inactive_users(SYSTEM) == 0
    assert [letter.to for letter in mail.outbox] == [["omar@example.org"]]
    event = Event.objects.get(verb="warn_inactive_user")
    type(event).objects.filter(pk=event.pk)._update([(Event._meta.get_field("at"), None, clock.now())])
    later(180)
    assert actions.deactivate_inactive_users(SYSTEM) == 0  # the letter is not two weeks old
    later(182)
    assert actions.deactivate_inactive_users(SYSTEM) == 1
    assert not User.objects.get(pk=omar.pk).is_active
    assert User.objects.get(pk=sara.pk).is_active


def test_with_nought_days_accounts_are_never_closed(omar: User, settings: Settings) -> None:
    settings.HULUL_INACTIVE_DAYS = 0
    User.objects.update(created_at=clock.now() - dt.timedelta(days=4000))
    assert actions.warn_inactive_users(SYSTEM) == actions.deactivate_inactive_users(SYSTEM) == 0
