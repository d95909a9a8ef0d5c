"""Signing in and out, and choosing a theme."""

import pytest
from django.test import Client

from hulul.agencies.models import User
from tests.agencies.letters import PASSWORD

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("specimen")]


def test_a_user_signs_in_with_the_address_in_any_case_and_goes_where_they_wanted(client: Client, sara: User) -> None:
    answer = client.post(
        "/en/account/sign-in/", {"login": "Sara@Example.org", "password": PASSWORD, "next": "/en/places/search/"}
    )
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/en/places/search/"
    assert client.session["_auth_user_id"] == str(sara.pk)


def test_nobody_is_sent_to_another_site(client: Client, sara: User) -> None:
    form = {"login": sara.email, "password": PASSWORD, "next": "https://evil.example/"}
    assert client.post("/en/account/sign-in/", form).headers["Location"] == "/en/"


@pytest.mark.parametrize(("email", "password"), [("sara@example.org", "wrong"), ("nobody@example.org", PASSWORD)])
def test_the_same_sentence_answers_a_wrong_password_and_an_unknown_address(
    client: Client, sara: User, email: str, password: str
) -> None:
    answer = client.post("/en/account/sign-in/", {"login": email, "password": password})
    assert answer.status_code == 200
    assert b"do not fit together" in answer.content
    assert "_auth_user_id" not in client.session


def test_a_closed_account_cannot_sign_in(client: Client, sara: User) -> None:
    User.objects.filter(pk=sara.pk).update(is_active=False)
    client.post("/en/account/sign-in/", {"login": sara.email, "password": PASSWORD})
    assert "_auth_user_id" not in client.session


def test_signing_out_needs_a_post(client: Client, sara: User) -> None:
    client.force_login(sara)
    assert client.get("/en/account/sign-out/").status_code == 405
    assert "_auth_user_id" in client.session
    answer = client.post("/en/account/sign-out/")
    assert answer.headers["Location"] == "/en/"
    assert "_auth_user_id" not in client.session


def test_the_account_menu_names_the_reader(client: Client, sara: User) -> None:
    client.force_login(sara)
    html = client.get("/en/").content.decode()
    assert "Sara</span>" in html
    assert "/en/account/sign-out/" in html


@pytest.mark.parametrize("chosen", ["light", "dark", "auto"])
def test_the_theme_is_remembered_and_the_reader_stays_on_the_page(client: Client, chosen: str) -> None:
    answer = client.post("/en/account/theme/", {"theme": chosen, "next": "/en/?round=r3"})
    assert answer.headers["Location"] == "/en/?round=r3"
    assert answer.cookies["theme"].value == chosen


def test_an_unknown_theme_or_a_foreign_address_changes_nothing(client: Client) -> None:
    answer = client.post("/en/account/theme/", {"theme": "pink", "next": "//evil.example/"})
    assert answer.headers["Location"] == "/en/"
    assert "theme" not in answer.cookies
    assert client.get("/en/account/theme/").status_code == 405
