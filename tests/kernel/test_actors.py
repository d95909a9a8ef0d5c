"""Actors read their own tier and everything below it."""

import pytest

from hulul.kernel.abilities import Ability
from hulul.kernel.actors import ANONYMOUS, SYSTEM, Actor
from hulul.kernel.tiers import Tier


def test_nobody_in_particular_reads_only_what_is_public() -> None:
    assert ANONYMOUS.is_anonymous
    assert [tier for tier in Tier if ANONYMOUS.reads(tier)] == [Tier.PUBLIC]


@pytest.mark.parametrize("tier", list(Tier))
def test_a_reader_of_a_tier_reads_all_below_it_and_none_above(tier: Tier) -> None:
    actor = Actor(user_id=1, name="Amal", tier=tier)
    assert [other for other in Tier if actor.reads(other)] == [other for other in Tier if other <= tier]


def test_the_system_is_an_administrator_but_does_not_read_strictly_confidential_data() -> None:
    assert all(SYSTEM.may(ability) for ability in Ability)
    assert not SYSTEM.is_anonymous
    assert not SYSTEM.reads(Tier.STRICTLY_CONFIDENTIAL)


def test_an_actor_cannot_be_changed() -> None:
    with pytest.raises(AttributeError):
        ANONYMOUS.tier = Tier.CONFIDENTIAL  # type: ignore[misc]


def test_every_tier_has_a_name_for_people() -> None:
    assert [str(tier.label) for tier in Tier] == ["public", "restricted", "confidential", "strictly confidential"]
