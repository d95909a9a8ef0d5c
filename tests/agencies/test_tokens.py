"""Tokens for programs: what is kept of them, who may make and revoke them, and how long they stand."""

import datetime as dt
import re

import pytest
from django.test import Client

from hulul.agencies import actions
from hulul.agencies.access import actor_for
from hulul.agencies.models import ApiToken, Grant, User
from hulul.agencies.queries.tokens import tokens
from hulul.agencies.rules import token_digest
from hulul.audit.models import Event
from hulul.kernel import clock
from hulul.kernel.actors import ANONYMOUS, Actor
from hulul.kernel.errors import Conflict, Denied, Invalid, NotFound

pytestmark = pytest.mark.django_db


def _user(name: str, *roles: str) -> User:
    user = User.objects.create(email=f"{name.lower()}@example.org", name=name)
    for role in roles:
        Grant.objects.create(user=user, role=role)
    return user


@pytest.fixture
def amal() -> User:
    return _user("Amal", "information_manager")


@pytest.fixture
def actor(amal: User) -> Actor:
    return actor_for(amal)


def _in(**much: float) -> dt.datetime:
    return clock.now() + dt.timedelta(**much)


def _make(actor: Actor, *scopes: str) -> tuple[ApiToken, str]:
    return actions.create_token(actor, name="Report", scopes=scopes or ("read",), expires_at=_in(days=30))


def test_only_a_digest_of_a_secret_of_256_bits_is_kept(actor: Actor) -> None:
    token, secret = _make(actor)
    assert re.fullmatch(r"hulul_[A-Za-z0-9_-]{43}", secret)
    kept = ApiToken.objects.filter(pk=token.pk).values().get()
    assert secret not in str(kept)
    assert kept["digest"] == token_digest(secret)
    assert secret.startswith(kept["prefix"])
    assert len(kept["prefix"]) == 12
    assert secret not in str(list(Event.objects.values()))


def test_two_tokens_are_never_alike(actor: Actor) -> None:
    assert _make(actor)[1] != _make(actor)[1]


def test_a_token_stands_for_its_owner_within_its_scopes(actor: Actor) -> None:
    _token, secret = _make(actor, "read")
    found = actions.use_token(secret)
    assert found is not None
    machine = found[1]
    assert (machine.user_id, machine.tier, machine.abilities) == (actor.user_id, actor.tier, actor.abilities)
    assert machine.scopes == {"read"}


def test_what_its_owner_may_no_longer_do_its_token_may_not_do(amal: User, actor: Actor) -> None:
    _token, secret = _make(actor)
    Grant.objects.filter(user=amal).update(ended_at=clock.now())
    found = actions.use_token(secret)
    assert found is not None
    assert not found[1].abilities


@pytest.mark.parametrize("secret", ["", "hulul_", "hulul_" + "A" * 43, "x" * 5000, "\u0000", "ح"])
def test_a_secret_that_is_not_known_stands_for_nobody(actor: Actor, secret: str) -> None:
    _make(actor)
    assert actions.use_token(secret) is None


def test_a_token_is_refused_once_it_ended_or_was_revoked_or_its_owner_left(amal: User, actor: Actor) -> None:
    token, secret = _make(actor)
    assert actions.use_token(secret) is not None
    ApiToken.objects.filter(pk=token.pk).update(expires_at=_in(seconds=-1))
    assert actions.use_token(secret) is None
    ApiToken.objects.filter(pk=token.pk).update(expires_at=_in(days=1))
    User.objects.filter(pk=amal.pk).update(is_active=False)
    assert actions.use_token(secret) is None
    User.objects.filter(pk=amal.pk).update(is_active=True)
    actions.revoke_token(actor, token.pk)
    assert actions.use_token(secret) is None
    with pytest.raises(Conflict):
        actions.revoke_token(actor, token.pk)


def test_its_use_is_noted_at_most_once_an_hour(actor: Actor) -> None:
    token, secret = _make(actor)
    actions.use_token(secret)
    first = ApiToken.objects.get(pk=token.pk).last_used_at
    assert first is not None
    actions.use_token(secret)
    assert ApiToken.objects.get(pk=token.pk).last_used_at == first
    ApiToken.objects.filter(pk=token.pk).update(last_used_at=_in(minutes=-61))
    actions.use_token(secret)
    assert ApiToken.objects.get(pk=token.pk).last_used_at >= first  # type: ignore[operator]


@pytest.mark.parametrize("much", [{"days": 367}, {"seconds": -1}, {"days": 3650}])
def test_a_token_ends_within_a_year(actor: Actor, much: dict[str, float]) -> None:
    with pytest.raises(Invalid):
        actions.create_token(actor, name="Report", scopes=["read"], expires_at=_in(**much))


@pytest.mark.parametrize(("name", "scopes"), [("  ", ["read"]), ("Report", []), ("Report", ["read", "everything"])])
def test_a_token_has_a_name_and_known_scopes(actor: Actor, name: str, scopes: list[str]) -> None:
    with pytest.raises(Invalid):
        actions.create_token(actor, name=name, scopes=scopes, expires_at=_in(days=1))


def test_a_scope_beyond_the_owners_roles_cannot_be_had() -> None:
    partner = actor_for(_user("Sara", "partner"))
    with pytest.raises(Denied):
        _make(partner, "read", "rounds")
    _make(partner, "read")


def test_neither_nobody_nor_a_token_makes_or_revokes_tokens(actor: Actor) -> None:
    token, secret = _make(actor)
    found = actions.use_token(secret)
    assert found is not None
    for other in (ANONYMOUS, found[1]):
        with pytest.raises(Denied):
            _make(other)
        with pytest.raises(Denied):
            actions.revoke_token(other, token.pk)


def test_there_is_an_end_to_how_many_one_person_may_have(actor: Actor) -> None:
    made = [_make(actor)[0] for _number in range(20)]
    with pytest.raises(Conflict):
        _make(actor)
    actions.revoke_token(actor, made[0].pk)
    _make(actor)


def test_everybody_sees_and_revokes_their_own_and_those_who_manage_access_all(actor: Actor) -> None:
    token, _secret = _make(actor)
    other = actor_for(_user("Sara", "coordinator"))
    boss = actor_for(_user("Dana", "administrator"))
    assert not tokens(other).exists()
    assert not tokens(ANONYMOUS).exists()
    with pytest.raises(NotFound):
        actions.revoke_token(other, token.pk)
    assert list(tokens(boss)) == [token]
    assert not tokens(boss, own=True).exists()
    actions.revoke_token(boss, token.pk)
    event = Event.objects.get(verb="revoke_token")
    assert (event.user_id, event.detail["owner"]) == (boss.user_id, actor.user_id)


def _form(**more: object) -> dict[str, object]:
    return {
        "name": "Weekly report",
        "scopes": ["read"],
        "last_day": (clock.today() + dt.timedelta(30)).isoformat(),
    } | more


def test_the_secret_is_shown_once_and_kept_by_no_cache(client: Client, amal: User) -> None:
    client.force_login(amal)
    answer = client.post("/en/account/tokens/new/", _form())
    page = answer.content.decode()
    secret = re.search(r"hulul_[\w-]{43}", page)
    assert secret
    assert actions.use_token(secret.group()) is not None
    assert "no-store" in answer["Cache-Control"]
    listed = client.get("/en/account/tokens/").content.decode()
    assert "Weekly report" in listed
    assert secret.group()[:12] in listed
    assert secret.group() not in listed


@pytest.mark.parametrize("wrong", [{"name": ""}, {"scopes": []}, {"scopes": ["all"]}, {"last_day": "2000-01-01"}])
def test_a_form_that_cannot_be_used_says_why_and_makes_nothing(
    client: Client, amal: User, wrong: dict[str, object]
) -> None:
    client.force_login(amal)
    page = client.post("/en/account/tokens/new/", _form(**wrong)).content.decode()
    assert "field-error" in page or "form-errors" in page
    assert not ApiToken.objects.exists()


def test_only_those_who_may_bring_rounds_in_are_offered_tokens_for_it(client: Client, amal: User) -> None:
    for user, offered in ((amal, True), (_user("Sara", "partner"), False)):
        client.force_login(user)
        assert ('value="rounds"' in client.get("/en/account/tokens/new/").content.decode()) is offered


def test_a_token_is_revoked_on_its_page_after_a_question(client: Client, amal: User, actor: Actor) -> None:
    token, secret = _make(actor)
    client.force_login(amal)
    page = f"/en/account/tokens/{token.pk}/revoke/"
    assert client.get(page).status_code == 200
    assert actions.use_token(secret) is not None
    client.post(page, {"sure": "yes"})
    assert actions.use_token(secret) is None


def test_administrators_see_whose_tokens_there_are(client: Client, actor: Actor) -> None:
    _make(actor)
    client.force_login(_user("Dana", "administrator"))
    page = client.get("/en/administration/tokens/").content.decode()
    assert "Amal" in page
    assert "Report" in page
