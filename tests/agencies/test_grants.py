"""Roles are held where and until when the grant says, and not a moment longer."""

import datetime as dt

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hulul.agencies import actions, queries
from hulul.agencies.access import actor_for
from hulul.agencies.models import Grant, User
from hulul.agencies.rules import GRANTABLE, ROLES, PlaceName
from hulul.audit.models import Event
from hulul.kernel import clock
from hulul.kernel.abilities import Ability
from hulul.kernel.actors import ANONYMOUS, SYSTEM
from hulul.kernel.errors import Conflict, Denied, Invalid, NotFound
from hulul.kernel.tiers import Tier
from tests.agencies.people import NOON, TODAY, acting, organisation, person

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    set_clock(monkeypatch, NOON)


def set_clock(monkeypatch: pytest.MonkeyPatch, moment: dt.datetime) -> None:
    monkeypatch.setattr(clock, "now", lambda: moment)
    monkeypatch.setattr(clock, "today", moment.date)


@pytest.fixture(autouse=True)
def _places(monkeypatch: pytest.MonkeyPatch) -> None:
    known = {code: PlaceName(code, f"Place {code}") for code in ("XH01", "XH02")}
    monkeypatch.setattr("hulul.agencies.rules._finders", [known.get])


def test_a_grant_counts_until_the_end_of_its_last_day(monkeypatch: pytest.MonkeyPatch) -> None:
    user = person()
    actions.grant(SYSTEM, user.pk, role="coordinator", valid_until=TODAY)
    set_clock(monkeypatch, NOON.replace(hour=23, minute=59, second=59))
    assert actor_for(user).tier == Tier.RESTRICTED
    set_clock(monkeypatch, NOON.replace(hour=0) + dt.timedelta(days=1))
    assert actor_for(user).roles == frozenset()
    assert actor_for(user).tier == Tier.PUBLIC


def test_a_grant_that_was_ended_stops_at_once() -> None:
    user = person()
    granted = actions.grant(SYSTEM, user.pk, role="information_manager")
    person("Another", administrator="")
    assert actor_for(user).may(Ability.PUBLISH)
    actions.end_grant(SYSTEM, granted.pk)
    assert not actor_for(user).may(Ability.PUBLISH)
    with pytest.raises(Conflict):
        actions.end_grant(SYSTEM, granted.pk)


def test_a_grant_in_a_place_gives_neither_abilities_nor_a_tier_elsewhere() -> None:
    actor = acting(information_manager="XH01")
    assert actor.abilities == frozenset()
    assert actor.tier == Tier.PUBLIC
    assert [(item.place, item.tier) for item in actor.held] == [("XH01", Tier.CONFIDENTIAL)]


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(GRANTABLE),
            st.sampled_from(["", "XH01", "XH02"]),
            st.none() | st.integers(-3, 3),
            st.booleans(),
        ),
        max_size=6,
        unique_by=lambda grant: grant[:2],
    )
)
def test_an_actor_has_exactly_what_its_valid_grants_say(grants: list[tuple[str, str, int | None, bool]]) -> None:
    user = person()
    for role, place, days, ended in grants:
        until = None if days is None else TODAY + dt.timedelta(days=days)
        Grant.objects.create(user=user, role=role, place=place, valid_until=until, ended_at=NOON if ended else None)
    valid = [(role, place) for role, place, days, ended in grants if not ended and (days is None or days >= 0)]
    everywhere = [ROLES[role] for role, place in valid if not place]
    actor = actor_for(user)
    assert actor.roles == {role for role, _place in valid}
    assert actor.tier == max((role.tier for role in everywhere), default=Tier.PUBLIC)
    assert actor.abilities == {ability for role in everywhere for ability in role.abilities}
    assert {(item.role, item.place) for item in actor.held} == set(valid)
    assert actor.aggregates_only == (bool(valid) and {role for role, _place in valid} == {"government"})


def test_only_who_manages_access_grants() -> None:
    user = person()
    for actor in (ANONYMOUS, acting(information_manager=""), acting(coordinator=""), acting(administrator="XH01")):
        with pytest.raises(Denied):
            actions.grant(actor, user.pk, role="partner")
    assert not user.grants.exists()


@pytest.mark.parametrize("role", ["public", "system", "emperor", ""])
def test_an_unknown_role_is_refused(role: str) -> None:
    with pytest.raises(Invalid, match="Unknown role"):
        actions.grant(SYSTEM, person().pk, role=role)


def test_an_unknown_place_a_past_day_a_closed_agency_and_nobody_are_refused() -> None:
    user = person()
    agency = organisation("iom")
    person("Another", administrator="")
    actions.close_agency(SYSTEM, agency.pk)
    with pytest.raises(Invalid, match="XH99"):
        actions.grant(SYSTEM, user.pk, role="partner", place="XH99")
    with pytest.raises(Invalid, match="past"):
        actions.grant(SYSTEM, user.pk, role="partner", valid_until=TODAY - dt.timedelta(days=1))
    with pytest.raises(Invalid, match="closed"):
        actions.grant(SYSTEM, user.pk, role="partner", agency=agency.pk)
    with pytest.raises(NotFound):
        actions.grant(SYSTEM, 987_654, role="partner")


def test_the_same_is_granted_once_and_again_after_it_expired(monkeypatch: pytest.MonkeyPatch) -> None:
    user = person()
    first = actions.grant(SYSTEM, user.pk, role="partner", place="XH01", valid_until=TODAY)
    with pytest.raises(Conflict):
        actions.grant(SYSTEM, user.pk, role="partner", place="XH01")
    actions.grant(SYSTEM, user.pk, role="partner", place="XH02")
    set_clock(monkeypatch, NOON + dt.timedelta(days=2))
    actions.grant(SYSTEM, user.pk, role="partner", place="XH01")
    first.refresh_from_db()
    assert first.ended_at is not None


def test_the_last_administrator_cannot_end_their_own_role() -> None:
    last = person(administrator="")
    person("Not now", administrator="XH01")
    gone = person("Gone", administrator="")
    User.objects.filter(pk=gone.pk).update(is_active=False)
    with pytest.raises(Conflict, match="Nobody would be left"):
        actions.end_grant(actor_for(last), last.grants.get().pk)
    assert actor_for(last).may(Ability.MANAGE_ACCESS)
    other = person("Another", administrator="")
    actions.end_grant(actor_for(last), last.grants.get().pk)
    assert not actor_for(last).may(Ability.MANAGE_ACCESS)
    assert actor_for(other).may(Ability.MANAGE_ACCESS)


def test_nobody_lets_themselves_read_more_than_before() -> None:
    sara = person(administrator="")
    with pytest.raises(Denied, match="themselves"):
        actions.grant(actor_for(sara), sara.pk, role="information_manager")
    actions.open_break_glass(actor_for(sara), reason="Looking for a family that called for help.")
    with pytest.raises(Denied, match="themselves"):
        actions.grant(actor_for(sara), sara.pk, role="information_manager")
    actions.grant(actor_for(sara), sara.pk, role="coordinator")
    actions.grant(actor_for(person("Another", administrator="")), sara.pk, role="information_manager")
    assert actor_for(sara).tier == Tier.STRICTLY_CONFIDENTIAL


def test_what_a_closed_agency_gave_does_not_count_until_it_is_reopened() -> None:
    agency = organisation("iom")
    own = person("Own", agency=agency, coordinator="")
    lent = person("Lent")
    actions.grant(SYSTEM, lent.pk, role="coordinator", agency=agency.pk)
    with pytest.raises(Conflict, match="Nobody would be left"):
        actions.close_agency(SYSTEM, agency.pk)
    person("Keeper", administrator="")
    actions.close_agency(SYSTEM, agency.pk)
    assert actor_for(own).tier == actor_for(lent).tier == Tier.PUBLIC
    actions.reopen_agency(SYSTEM, agency.pk)
    assert actor_for(own).tier == actor_for(lent).tier == Tier.RESTRICTED


def test_a_deactivated_account_is_nobody() -> None:
    user = person(administrator="")
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert actor_for(User.objects.get(pk=user.pk)) == ANONYMOUS


def test_every_change_is_recorded_with_who_made_it() -> None:
    sara, amal = person("Sara", administrator=""), person("Amal")
    granted = actions.grant(actor_for(sara), amal.pk, role="partner", place="XH01", valid_until=TODAY)
    actions.end_grant(actor_for(sara), granted.pk)
    events = Event.objects.filter(kind="grant", object_id=str(granted.pk)).order_by("pk")
    assert [(event.verb, event.user_id) for event in events] == [("grant", sara.pk), ("end_grant", sara.pk)]
    assert events[0].detail == {
        "user": amal.pk, "role": "partner", "agency": None, "place": "XH01", "valid_until": TODAY.isoformat(),
    }  # fmt: skip


def test_a_token_has_no_ability_but_what_its_scope_names() -> None:
    user = person(administrator="", information_manager="")
    reading, bringing = (actor_for(user, scopes=frozenset({scope})) for scope in ("read", "rounds"))
    assert [ability for ability in Ability if reading.may(ability)] == []
    assert [ability for ability in Ability if bringing.may(ability)] == [Ability.IMPORT_ROUNDS]
    assert reading.tier == Tier.CONFIDENTIAL
    assert bringing.tier == Tier.PUBLIC
    partner = actor_for(person(partner=""), scopes=frozenset({"rounds"}))
    assert not partner.may(Ability.IMPORT_ROUNDS)


def test_people_see_themselves_and_those_who_manage_access_see_everybody() -> None:
    sara, amal = person("Sara", administrator=""), person("Amal", partner="XH01")
    keeper, own = actor_for(sara), actor_for(amal)
    assert set(queries.users(keeper)) == {sara, amal}
    assert list(queries.users(own)) == [amal]
    assert list(queries.users(ANONYMOUS)) == []
    assert list(queries.users(keeper, search="ama", role="partner", active=True)) == [amal]
    assert list(queries.users(keeper, role="government")) == []
    assert [grant.user for grant in queries.grants(own)] == [amal]
    assert [grant.user for grant in queries.grants(keeper, place="XH01")] == [amal]
    with pytest.raises(NotFound):
        queries.user(own, sara.pk)
