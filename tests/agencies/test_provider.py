"""Signing in through an OpenID Connect provider: only people who have an account here, found by a verified address."""

from collections.abc import Iterator
from copy import deepcopy

import pytest
from allauth.socialaccount.models import SocialAccount
from django.test import Client
from pytest_django import Settings

from hulul.agencies.models import User
from hulul.audit.models import Event
from tests.agencies import provider as providers
from tests.agencies.provider import Provider

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("specimen")]
START = "/en/account/single-sign-on/oidc/"


@pytest.fixture
def provider(settings: Settings, specimen: None) -> Iterator[Provider]:
    with providers.running() as found:
        apps = deepcopy(settings.SOCIALACCOUNT_PROVIDERS)
        apps["openid_connect"]["APPS"] = [
            {
                "provider_id": "oidc",
                "name": "Ministry",
                "client_id": providers.CLIENT,
                "secret": providers.SECRET,
                "settings": {"server_url": found.url},
            }
        ]
        settings.SOCIALACCOUNT_PROVIDERS = apps
        settings.HULUL_OIDC_URL, settings.HULUL_OIDC_NAME = found.url, "Ministry"
        settings.ROOT_URLCONF = "tests.agencies.addresses"
        yield found


def person(email: str, *, verified: bool = True, number: str = "4711") -> dict[str, object]:
    return {"sub": number, "email": email, "email_verified": verified, "name": "Somebody"}


def sign_in(provider: Provider, client: Client) -> str:
    """The whole way to the provider and back; gives where it ends."""
    leave = client.post(START, {"next": "/en/account/"})
    assert leave.status_code == 302
    assert leave.headers["Location"].startswith(f"{provider.url}/authorize?")
    back = client.get(provider.authorize(leave.headers["Location"]))
    assert back.status_code == 302
    return str(back.headers["Location"])


def test_the_sign_in_page_offers_the_provider(provider: Provider, client: Client) -> None:
    assert "Ministry" in client.get("/en/account/sign-in/").content.decode()


def test_a_person_with_an_account_is_signed_in_and_recognised_afterwards(
    provider: Provider, client: Client, sara: User
) -> None:
    provider.person = person("SARA@example.org")
    assert sign_in(provider, client) == "/en/account/"
    assert client.session["_auth_user_id"] == str(sara.pk)
    assert provider.asked["code_challenge_method"] == "S256"
    kept = SocialAccount.objects.get()
    assert (kept.user_id, kept.uid, kept.extra_data) == (sara.pk, "4711", {})
    assert User.objects.get().has_usable_password()
    provider.person = person("other@example.org")  # the number tells who it is, whatever the address is now
    again = Client()
    sign_in(provider, again)
    assert again.session["_auth_user_id"] == str(sara.pk)
    assert SocialAccount.objects.get().extra_data == {}
    methods = [event.detail["method"] for event in Event.objects.filter(verb="sign_in")]
    assert methods == ["socialaccount", "socialaccount"]


@pytest.mark.parametrize(
    ("email", "verified"), [("nobody@example.org", True), ("sara@example.org", False)], ids=["unknown", "unverified"]
)
def test_nobody_gets_an_account_by_coming_from_the_provider(
    provider: Provider, client: Client, sara: User, email: str, verified: bool
) -> None:
    provider.person = person(email, verified=verified)
    assert sign_in(provider, client) == "/en/account/sign-in/"
    assert "_auth_user_id" not in client.session
    assert User.objects.count() == 1
    assert not SocialAccount.objects.exists()
    assert "for an invitation" in client.get("/en/account/sign-in/").content.decode()


def test_a_closed_account_stays_closed(provider: Provider, client: Client, sara: User) -> None:
    provider.person = person(sara.email)
    sign_in(provider, client)
    User.objects.filter(pk=sara.pk).update(is_active=False)
    other = Client()
    assert sign_in(provider, other) == "/en/account/sign-in/"
    assert "_auth_user_id" not in other.session


def test_an_answer_nobody_asked_for_is_refused(provider: Provider, client: Client, sara: User) -> None:
    provider.person = person(sara.email)
    answer = client.get("/single-sign-on/oidc/", {"code": "a-code", "state": "invented"})
    assert answer.headers["Location"] == "/en/account/sign-in/"
    assert "_auth_user_id" not in client.session


def test_without_the_option_there_is_no_such_page(client: Client, settings: Settings) -> None:
    settings.ROOT_URLCONF = "tests.agencies.addresses"
    assert client.post(START).status_code == 404
    assert client.get("/single-sign-on/oidc/").status_code == 404
