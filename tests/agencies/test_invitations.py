"""Accounts are made by invitation: a letter with a link that works once."""

import datetime as dt
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.core import mail
from django.db import connection
from django.test import Client

from hulul.agencies import actions
from hulul.agencies.models import Invitation, User
from hulul.audit.models import Event
from hulul.kernel import clock
from hulul.kernel.errors import Conflict, Denied, Invalid, NotFound
from tests.agencies.letters import PASSWORD, actor_of, link_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("specimen")]
Post = Callable[[], AbstractContextManager[object]]
OMAR = {"email": "omar@example.org", "name": "Omar", "role": "partner"}


@pytest.fixture
def invited(sara: User, post: Post) -> tuple[Invitation, str]:
    with post():
        return actions.invite(actor_of(sara), **OMAR, language="ar")


def follow(client: Client, path: str) -> str:
    """Where the link leads once the secret is out of the address."""
    answer = client.get(path)
    assert answer.status_code == 302
    return str(answer.headers["Location"])


def test_the_letter_leads_to_an_open_account_with_its_role(
    client: Client, invited: tuple[Invitation, str], post: Post
) -> None:
    (letter,) = mail.outbox
    assert letter.to == ["omar@example.org"]
    page = follow(client, link_in(letter))
    assert invited[1] not in page
    assert "omar@example.org" in client.get(page).content.decode()
    form = {"name": "عمر", "password": PASSWORD, "again": PASSWORD}
    answer = client.post(page, form)
    assert answer.status_code == 302
    omar = User.objects.get(email="omar@example.org")
    assert client.session["_auth_user_id"] == str(omar.pk)
    assert (omar.name, omar.language, omar.grants.get().role) == ("عمر", "ar", "partner")
    assert omar.check_password(PASSWORD)
    assert actor_of(omar).roles == {"partner"}


def test_the_letter_is_in_the_language_and_direction_of_the_invited(invited: tuple[Invitation, str]) -> None:
    (letter,) = mail.outbox
    html = letter.alternatives[0][0]
    assert 'lang="ar" dir="rtl"' in html
    assert "/ar/account/invitation/" in letter.body
    assert letter.extra_headers["Content-Language"] == "ar"


def test_the_secret_stands_nowhere_in_the_database(sara: User) -> None:
    _invitation, secret = actions.invite(actor_of(sara), **OMAR)
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT * FROM "{table}"')
            assert secret not in str(cursor.fetchall()), table


def test_a_link_works_once(client: Client, invited: tuple[Invitation, str]) -> None:
    actions.accept_invitation(invited[1], password=PASSWORD)
    page = client.get(follow(client, f"/en/account/invitation/{invited[1]}/"))
    assert page.status_code == 410
    assert "has been accepted already" in page.content.decode()
    with pytest.raises(NotFound):
        actions.accept_invitation(invited[1], password=PASSWORD)
    assert User.objects.filter(email="omar@example.org").count() == 1


def test_withdrawn_and_expired_and_invented_links_say_why_and_what_to_do(
    client: Client, sara: User, invited: tuple[Invitation, str]
) -> None:
    invitation, secret = invited
    assert b"does not exist" in client.get(follow(client, "/en/account/invitation/abcdef/")).content
    Invitation.objects.filter(pk=invitation.pk).update(expires_at=clock.now() - dt.timedelta(minutes=1))
    page = client.get(follow(client, f"/en/account/invitation/{secret}/"))
    assert page.status_code == 410
    assert b"has expired" in page.content
    assert b"send a new one" in page.content
    actions.withdraw_invitation(actor_of(sara), invitation.pk)
    assert b"has been withdrawn" in client.get("/en/account/invitation/").content
    with pytest.raises(Conflict):
        actions.withdraw_invitation(actor_of(sara), invitation.pk)


def test_sending_again_makes_the_former_link_void(sara: User, invited: tuple[Invitation, str], post: Post) -> None:
    invitation, former = invited
    with post():
        _same, secret = actions.send_invitation_again(actor_of(sara), invitation.pk)
    assert secret in mail.outbox[-1].body
    with pytest.raises(NotFound):
        actions.invitation_for(former)
    assert actions.invitation_for(secret).pk == invitation.pk


def test_a_poor_password_leaves_the_invitation_open(client: Client, invited: tuple[Invitation, str]) -> None:
    page = follow(client, f"/en/account/invitation/{invited[1]}/")
    answer = client.post(page, {"name": "Omar", "password": "password1234", "again": "password1234"})
    assert b"too common" in answer.content
    with pytest.raises(Invalid):
        actions.accept_invitation(invited[1], password="short")
    assert actions.invitation_for(invited[1])


def test_only_those_who_manage_access_invite_and_nobody_twice(sara: User, invited: tuple[Invitation, str]) -> None:
    omar = actions.accept_invitation(invited[1], password=PASSWORD)
    with pytest.raises(Denied):
        actions.invite(actor_of(omar), email="noor@example.org", name="Noor", role="partner")
    with pytest.raises(Conflict):
        actions.invite(actor_of(sara), **OMAR)
    actions.invite(actor_of(sara), email="noor@example.org", name="Noor", role="partner")
    with pytest.raises(Conflict):
        actions.invite(actor_of(sara), email="Noor@example.org", name="Noor", role="partner")
    with pytest.raises(Invalid):
        actions.invite(actor_of(sara), email="layla@example.org", name="Layla", role="king")


def test_what_happened_is_on_record_without_the_address(invited: tuple[Invitation, str]) -> None:
    actions.accept_invitation(invited[1], password=PASSWORD)
    events = Event.objects.filter(kind="invitation").order_by("id")
    assert [event.verb for event in events] == ["invite", "accept_invitation"]
    assert "example.org" not in str([event.detail for event in events])
