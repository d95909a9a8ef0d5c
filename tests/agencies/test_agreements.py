"""Agreements open one agency's data to another: in one direction, for a purpose, until a day."""

import datetime as dt
from typing import Any

import pytest

from hulul.agencies import actions, queries
from hulul.agencies.access import actor_for
from hulul.agencies.models import Agency, Agreement
from hulul.audit.models import Event
from hulul.kernel import clock, datasets
from hulul.kernel.actors import SYSTEM, Share
from hulul.kernel.errors import Conflict, Denied, Invalid
from hulul.kernel.tiers import Tier
from tests.agencies.people import NOON, TODAY, acting, organisation, person

pytestmark = pytest.mark.django_db
PURPOSE = "Planning of winter assistance in the governorates of return."


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOON)
    monkeypatch.setattr(clock, "today", NOON.date)


@pytest.fixture
def owner() -> Agency:
    return organisation("iom", "dtm")


@pytest.fixture
def recipient() -> Agency:
    return organisation("nrc", "ministry")


def agree(owner: Agency, recipient: Agency, /, **changes: Any) -> Agreement:
    said: dict[str, Any] = {
        "owner": owner.pk, "recipient": recipient.pk, "kind": "early_warning", "tier": Tier.RESTRICTED,
        "purpose": PURPOSE, "valid_until": TODAY,
    }  # fmt: skip
    return actions.agree(SYSTEM, **said | changes)


def test_an_agreement_opens_data_to_those_who_stand_in_for_the_recipient_only(owner: Agency, recipient: Agency) -> None:
    agree(owner, recipient)
    assert acting(agency=recipient, partner="").shares == (Share("early_warning", frozenset({"dtm"}), Tier.RESTRICTED),)
    assert acting(agency=owner, partner="").shares == ()
    assert acting(partner="").shares == ()
    assert acting(agency=recipient).shares == ()


def test_each_direction_is_an_agreement_of_its_own(owner: Agency, recipient: Agency) -> None:
    agree(owner, recipient)
    agree(recipient, owner)
    assert [share.sources for share in acting(agency=owner, partner="").shares] == [frozenset({"ministry"})]
    assert [share.sources for share in acting(agency=recipient, partner="").shares] == [frozenset({"dtm"})]


def test_it_opens_data_only_where_the_person_stands_in_for_the_recipient(owner: Agency, recipient: Agency) -> None:
    agree(owner, recipient)
    limited = acting(agency=recipient, partner="XH01", field_officer="XH02")
    assert {share.place for share in limited.shares} == {"XH01", "XH02"}
    assert {share.place for share in acting(agency=recipient, partner="XH01", government="").shares} == {""}


def test_an_agreement_expires_at_the_end_of_its_day_and_stops_at_once_when_it_is_ended(
    owner: Agency, recipient: Agency, monkeypatch: pytest.MonkeyPatch
) -> None:
    user = person(agency=recipient, partner="")
    agreed = agree(owner, recipient)
    assert actor_for(user).shares
    monkeypatch.setattr(clock, "today", lambda: TODAY + dt.timedelta(days=1))
    assert not actor_for(user).shares
    monkeypatch.setattr(clock, "today", lambda: TODAY)
    actions.end_agreement(SYSTEM, agreed.pk)
    assert not actor_for(user).shares
    with pytest.raises(Conflict):
        actions.end_agreement(SYSTEM, agreed.pk)


@pytest.mark.parametrize("closed", ["owner", "recipient"])
def test_an_agreement_with_a_closed_agency_opens_nothing(closed: str, owner: Agency, recipient: Agency) -> None:
    person("Keeper", administrator="")
    user = person(partner="")
    user.grants.update(agency=recipient)
    agree(owner, recipient)
    assert actor_for(user).shares
    actions.close_agency(SYSTEM, (owner if closed == "owner" else recipient).pk)
    assert not actor_for(user).shares


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"purpose": ""}, "will be used for"),
        ({"purpose": "planning"}, "will be used for"),
        ({"purpose": "xxxxxxx xxxxxxx xxxxxxx"}, "will be used for"),
        ({"valid_until": TODAY - dt.timedelta(days=1)}, "past"),
        ({"kind": "gossip"}, "gossip"),
        ({"kind": ""}, "no kind"),
        ({"tier": Tier.PUBLIC}, "Restricted and confidential"),
        ({"tier": Tier.STRICTLY_CONFIDENTIAL}, "Restricted and confidential"),
        ({"recipient": 987_654}, "no such organisation"),
    ],
)
def test_what_no_agreement_can_say_is_refused(
    changes: dict[str, Any], sentence: str, owner: Agency, recipient: Agency
) -> None:
    with pytest.raises(Invalid, match=sentence):
        agree(owner, recipient, **changes)


def test_an_agreement_is_between_two_open_agencies_of_which_the_owner_has_data(
    owner: Agency, recipient: Agency
) -> None:
    with pytest.raises(Invalid, match="two organisations"):
        agree(owner, owner)
    with pytest.raises(Invalid, match="no source"):
        agree(organisation("donor"), recipient)
    person("Keeper", administrator="")
    actions.close_agency(SYSTEM, recipient.pk)
    with pytest.raises(Invalid, match="closed"):
        agree(owner, recipient)


def test_the_same_is_agreed_once(owner: Agency, recipient: Agency) -> None:
    agree(owner, recipient)
    with pytest.raises(Conflict):
        agree(owner, recipient)


def test_only_who_manages_access_agrees_and_ends(owner: Agency, recipient: Agency) -> None:
    agreed = agree(owner, recipient)
    for actor in (acting(information_manager=""), acting(agency=owner, coordinator="")):
        with pytest.raises(Denied):
            actions.end_agreement(actor, agreed.pk)
        with pytest.raises(Denied):
            actions.agree(
                actor, owner=recipient.pk, recipient=owner.pk, kind="early_warning", tier=1, purpose=PURPOSE,
                valid_until=TODAY,
            )  # fmt: skip


def test_agreements_are_recorded_and_read_by_both_sides(owner: Agency, recipient: Agency) -> None:
    agreed = agree(owner, recipient)
    for agency in (owner, recipient):
        assert list(queries.agreements(acting(agency=agency, partner=""))) == [agreed]
    assert list(queries.agreements(acting(partner=""))) == []
    actions.end_agreement(SYSTEM, agreed.pk)
    events = Event.objects.filter(kind="agreement", object_id=str(agreed.pk)).order_by("pk")
    assert [event.verb for event in events] == ["agree", "end_agreement"]
    assert events[0].detail["purpose"] == PURPOSE
    keeper = acting(administrator="")
    assert list(queries.agreements(keeper, active=True)) == []
    assert list(queries.agreements(keeper, agency=recipient.pk, active=False)) == [agreed]


def test_what_can_be_shared_is_what_registered_datasets_above_the_public_tier_call_their_kind() -> None:
    above = {d.kind for d in datasets.registered().values() if d.tier > Tier.PUBLIC}
    assert set(datasets.kinds()) == above - {""}
    assert "early_warning" in datasets.kinds()


def test_changes_of_an_organisation_are_recorded(owner: Agency) -> None:
    actions.change_agency(SYSTEM, owner.pk, code="iom", name="IOM Iraq", kind="un", sources=["dtm", "ministry"])
    events = Event.objects.filter(kind="agency", object_id=str(owner.pk)).order_by("pk")
    assert [event.verb for event in events] == ["create_agency", "change_agency"]
    assert events[1].detail["before"]["sources"] == ["dtm"]


@pytest.mark.parametrize(
    "said",
    [
        {"code": "two words"}, {"code": ""}, {"name": " "}, {"kind": "club"}, {"sources": ["nobody"]},
        {"name": "x" * 161}, {"code": "x" * 41},
    ],
)  # fmt: skip
def test_an_organisation_needs_a_code_a_name_a_kind_and_known_sources(said: dict[str, Any]) -> None:
    with pytest.raises(Invalid):
        actions.create_agency(SYSTEM, **{"code": "unhcr", "name": "UNHCR", "kind": "un"} | said)


def test_two_organisations_do_not_have_one_code(owner: Agency) -> None:
    with pytest.raises(Conflict):
        organisation("IOM")
