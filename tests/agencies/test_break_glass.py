"""A break-glass session: for administrators, with a reason, for half an hour, recorded, and told to the owners."""

import datetime as dt
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.core import mail
from django.test import Client

from hulul.agencies import actions, queries
from hulul.agencies.access import actor_for
from hulul.agencies.models import BreakGlass, User
from hulul.audit.models import Event
from hulul.kernel import clock
from hulul.kernel.actors import SYSTEM
from hulul.kernel.errors import Conflict, Denied, Invalid
from hulul.kernel.tiers import Tier
from tests.agencies.people import NOON, REASON, acting, organisation, person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("specimen")]


Post = Callable[[], AbstractContextManager[object]]


def set_clock(monkeypatch: pytest.MonkeyPatch, moment: dt.datetime) -> None:
    monkeypatch.setattr(clock, "now", lambda: moment)


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    set_clock(monkeypatch, NOON)


@pytest.fixture
def sara() -> User:
    return person("Sara", administrator="")


def test_a_session_opens_every_tier_for_half_an_hour_and_not_a_second_more(
    sara: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert actor_for(sara).tier == Tier.RESTRICTED
    opened = actions.open_break_glass(actor_for(sara), reason=REASON)
    assert opened.ends_at == NOON + dt.timedelta(minutes=30)
    assert (actor_for(sara).tier, actor_for(sara).break_glass_minutes) == (Tier.STRICTLY_CONFIDENTIAL, 30)
    set_clock(monkeypatch, NOON + dt.timedelta(minutes=29, seconds=59))
    assert (actor_for(sara).tier, actor_for(sara).break_glass_minutes) == (Tier.STRICTLY_CONFIDENTIAL, 1)
    set_clock(monkeypatch, NOON + dt.timedelta(minutes=30))
    assert (actor_for(sara).tier, actor_for(sara).break_glass_minutes) == (Tier.RESTRICTED, 0)


def test_a_session_that_is_closed_or_whose_role_ended_opens_nothing(sara: User) -> None:
    other = person("Other", administrator="")
    actions.open_break_glass(actor_for(sara), reason=REASON)
    actions.close_break_glass(actor_for(sara))
    assert actor_for(sara).tier == Tier.RESTRICTED
    with pytest.raises(Conflict):
        actions.close_break_glass(actor_for(sara))
    actions.open_break_glass(actor_for(sara), reason=REASON)
    actions.end_grant(actor_for(other), sara.grants.get().pk)
    assert actor_for(sara).tier == Tier.PUBLIC


@pytest.mark.parametrize("reason", ["", "because", "a b c d e f g", "aaaaaaa aaaaaaaa aaaaaaaa", " . " * 20])
def test_a_reason_that_says_nothing_is_refused(sara: User, reason: str) -> None:
    with pytest.raises(Invalid, match="why this is needed"):
        actions.open_break_glass(actor_for(sara), reason=reason)
    assert not BreakGlass.objects.exists()


def test_a_reason_may_be_in_any_language(sara: User) -> None:
    assert actions.open_break_glass(actor_for(sara), reason="عائلة عالقة عند الحاجز وتحتاج إلى المساعدة الآن").pk


def test_only_a_person_who_is_an_administrator_everywhere_opens_one(sara: User) -> None:
    token = actor_for(sara, scopes=frozenset({"read", "rounds"}))
    for actor in (SYSTEM, token, acting(information_manager=""), acting(administrator="XH01"), acting(coordinator="")):
        with pytest.raises(Denied):
            actions.open_break_glass(actor, reason=REASON)
    assert not BreakGlass.objects.exists()


def test_a_session_gives_nothing_to_the_tokens_of_its_user_nor_to_anybody_else(sara: User) -> None:
    actions.open_break_glass(actor_for(sara), reason=REASON)
    assert actor_for(sara, scopes=frozenset({"read"})).tier == Tier.RESTRICTED
    assert acting(administrator="").tier == Tier.RESTRICTED


def test_one_session_at_a_time(sara: User, monkeypatch: pytest.MonkeyPatch) -> None:
    actions.open_break_glass(actor_for(sara), reason=REASON)
    with pytest.raises(Conflict):
        actions.open_break_glass(actor_for(sara), reason=REASON)
    set_clock(monkeypatch, NOON + dt.timedelta(hours=1))
    actions.open_break_glass(actor_for(sara), reason=REASON)
    assert len(queries.break_glass_sessions(actor_for(sara))) == 2


def test_opening_and_closing_are_recorded_with_the_reason(sara: User) -> None:
    opened = actions.open_break_glass(actor_for(sara), reason=REASON)
    actions.close_break_glass(actor_for(sara))
    events = Event.objects.filter(kind="break_glass", object_id=str(opened.pk)).order_by("pk")
    assert [(event.verb, event.user_id) for event in events] == [
        ("open_break_glass", sara.pk), ("close_break_glass", sara.pk),
    ]  # fmt: skip
    assert events[0].detail["reason"] == REASON


def test_owners_of_data_and_other_administrators_are_told_each_in_their_language(sara: User, post: Post) -> None:
    owner, closed = organisation("iom", "dtm"), organisation("old", "dtm")
    told = {person("Owner", agency=owner, partner=""), person("Other keeper", administrator="")}
    arabic = person("مها", agency=owner)
    User.objects.filter(pk=arabic.pk).update(language="ar")
    person("Of an agency without data", agency=organisation("donor"), coordinator="")
    person("Of a closed agency", agency=closed)
    actions.close_agency(SYSTEM, closed.pk)
    User.objects.filter(pk=person("Left", agency=owner).pk).update(is_active=False)
    with post():
        opened = actions.open_break_glass(actor_for(sara), reason=REASON)
        assert not mail.outbox
    assert {message.to[0] for message in mail.outbox} == {user.email for user in told} | {arabic.email}
    assert all(len(message.to) == 1 and REASON in str(message.body) for message in mail.outbox)
    by_address = {message.to[0]: message for message in mail.outbox}
    assert "Sara" in by_address[arabic.email].subject
    assert by_address[arabic.email].subject != by_address[next(iter(told)).email].subject
    assert opened.reason == REASON


def test_every_page_says_while_it_runs_for_how_long_and_lets_it_be_closed(
    client: Client, sara: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.force_login(sara)
    assert b"notice-break-glass" not in client.get("/en/").content
    actions.open_break_glass(actor_for(sara), reason=REASON)
    set_clock(monkeypatch, NOON + dt.timedelta(minutes=12, seconds=30))
    page = client.get("/en/").content.decode()
    assert "you can read sensitive data for 18 more minutes" in page
    assert "break-glass/close/" in page
    actions.close_break_glass(actor_for(sara))
    assert b"notice-break-glass" not in client.get("/en/").content


def test_sessions_are_read_by_auditors_and_by_oneself(sara: User) -> None:
    opened = actions.open_break_glass(actor_for(sara), reason=REASON)
    assert list(queries.break_glass_sessions(acting(administrator=""))) == [opened]
    assert list(queries.break_glass_sessions(acting(coordinator=""))) == []
