"""Which backups are kept: the newest of each period, never none, and the same whether one thins out often or once."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hulul.site.backup.retention import kept, read_policy

START = dt.datetime(2024, 2, 28, 3, 0, tzinfo=dt.UTC)
HOURS = st.lists(st.integers(0, 24 * 800), max_size=60, unique=True)
POLICIES = st.dictionaries(st.sampled_from("hdwmy"), st.integers(0, 9), max_size=5)


def at(*hours: int) -> set[dt.datetime]:
    return {START + dt.timedelta(hours=hour) for hour in hours}


def test_a_year_of_nights_leaves_seven_days_four_weeks_and_six_months() -> None:
    nights = {START + dt.timedelta(days=day) for day in range(366)}
    found = sorted(kept(nights, read_policy("7d4w6m")), reverse=True)
    last = max(nights)
    assert found[:7] == [last - dt.timedelta(days=day) for day in range(7)]
    assert last.date() == dt.date(2025, 2, 27)
    # The weeks end on Sundays, 23, 16 and 9 February, of which the 23rd is one of the seven days already.
    assert [moment.date() for moment in found[7:]] == [
        dt.date(2025, 2, 16),
        dt.date(2025, 2, 9),
        dt.date(2025, 1, 31),
        dt.date(2024, 12, 31),
        dt.date(2024, 11, 30),
        dt.date(2024, 10, 31),
        dt.date(2024, 9, 30),
    ]


@settings(deadline=None)
@given(hours=HOURS, policy=POLICIES)
def test_the_newest_is_always_kept_and_never_more_than_asked_for(hours: list[int], policy: dict[str, int]) -> None:
    moments = at(*hours)
    found = kept(moments, policy)
    assert found <= moments
    assert (max(moments) in found) if moments else not found
    assert len(found) <= max(1, sum(policy.values()))


@settings(deadline=None)
@given(hours=HOURS, policy=POLICIES)
def test_thinning_out_what_was_thinned_out_changes_nothing(hours: list[int], policy: dict[str, int]) -> None:
    once = kept(at(*hours), policy)
    assert kept(once, policy) == once


@settings(deadline=None)
@given(hours=HOURS, policy=POLICIES)
def test_thinning_out_after_every_backup_keeps_what_thinning_out_once_would(
    hours: list[int], policy: dict[str, int]
) -> None:
    there: set[dt.datetime] = set()
    for hour in sorted(hours):
        there = kept(there | at(hour), policy)
    assert there == kept(at(*hours), policy)


@settings(deadline=None)
@given(hours=HOURS, policy=POLICIES, more=st.integers(1, 5))
def test_a_policy_that_asks_for_more_keeps_all_that_the_other_keeps(
    hours: list[int], policy: dict[str, int], more: int
) -> None:
    larger = {period: count + more for period, count in policy.items()}
    assert kept(at(*hours), policy) <= kept(at(*hours), larger)


def test_when_no_new_backup_comes_the_old_ones_stay() -> None:
    old = at(0, 24, 48)
    assert kept(old, {"d": 3}) == old


@pytest.mark.parametrize("text", ["", "7", "d7", "7d7d", "7d 4w", "0d", "7x", "-1d", "7d,4w"])
def test_a_policy_that_cannot_be_understood_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="7d4w6m"):
        read_policy(text)


def test_a_policy_may_name_hours_and_years_too() -> None:
    assert read_policy("24h7D10y") == {"h": 24, "d": 7, "y": 10}
