"""Ranks, their intervals, and groups of units that cannot be told apart."""

from itertools import combinations, pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hulul.methods.uncertainty import ranks

NONE = np.nan


def test_the_highest_score_is_first_and_equal_scores_share_the_better_rank() -> None:
    assert ranks.ranks(np.array([[10.0, 30.0, 30.0, 20.0]])).tolist() == [[4, 1, 1, 3]]


def test_a_unit_without_a_score_has_no_rank_and_takes_nobodys() -> None:
    assert ranks.ranks(np.array([[NONE, 5.0, NONE, 7.0]])).tolist() == [[0, 2, 0, 1]]


def test_scores_that_differ_by_rounding_are_level() -> None:
    assert ranks.ranks(np.array([[0.1 + 0.2, 0.3, 0.2]])).tolist() == [[1, 1, 3]]


def test_negative_scores_rank_like_others() -> None:
    assert ranks.ranks(np.array([[-1.0, -3.0, 0.0]])).tolist() == [[2, 3, 1]]


def test_the_interval_of_a_rank_leaves_a_tail_on_each_side() -> None:
    """Ranks 1..20 of one unit in 20 replications: 90 % leave one replication out at each end, rounded outwards."""
    ranked = np.arange(1, 21, dtype=np.int32)[::-1, None]
    low, high = ranks.interval(ranked, 0.9)
    assert (low[0], high[0]) == (1, 20)  # 5 % of 19 steps is 0.95 of a step: the outer whole rank
    low, high = ranks.interval(ranked, 0.5)
    assert (low[0], high[0]) == (5, 16)


def test_replications_in_which_a_unit_is_not_scored_do_not_count_in_its_interval() -> None:
    ranked = np.array([[0, 0], [3, 0], [2, 0]], dtype=np.int32)
    low, high = ranks.interval(ranked, 0.9)
    assert (low.tolist(), high.tolist()) == ([2, 0], [3, 0])


def test_units_that_swap_are_one_group_and_one_that_stays_behind_is_another() -> None:
    scores = np.array([[3.0, 2.0, 1.0], [2.0, 3.0, 1.0]] * 50)
    ranked = ranks.ranks(scores)
    assert ranks.groups(ranked, np.array([1, 2, 3], dtype=np.int32)).tolist() == [1, 1, 2]


@pytest.mark.parametrize(("ahead", "expected"), [(94, [1, 1]), (95, [1, 2]), (100, [1, 2])])
def test_two_units_are_told_apart_from_95_of_100_replications_on(ahead: int, expected: list[int]) -> None:
    scores = np.array([[2.0, 1.0]] * ahead + [[1.0, 2.0]] * (100 - ahead))
    assert ranks.groups(ranks.ranks(scores), np.array([1, 2], dtype=np.int32)).tolist() == expected


def test_being_level_is_no_evidence_of_being_ahead() -> None:
    level = ranks.ranks(np.array([[5.0, 5.0, 5.0]] * 30))
    assert ranks.groups(level, np.array([1, 1, 1], dtype=np.int32)).tolist() == [1, 1, 1]


def test_only_replications_with_both_scores_speak_about_a_pair() -> None:
    """One is ahead in the 10 replications in which both are scored: told apart; never together: not."""
    together = np.array([[2.0, 1.0]] * 10 + [[NONE, 1.0]] * 90)
    assert ranks.groups(ranks.ranks(together), np.array([1, 2], dtype=np.int32)).tolist() == [1, 2]
    apart = np.array([[2.0, NONE]] * 10 + [[NONE, 1.0]] * 90)
    assert ranks.groups(ranks.ranks(apart), np.array([1, 2], dtype=np.int32)).tolist() == [1, 1]


def test_a_unit_without_a_rank_in_the_index_belongs_to_no_group() -> None:
    ranked = ranks.ranks(np.array([[3.0, 2.0]] * 4))
    assert ranks.groups(ranked, np.array([1, 0], dtype=np.int32)).tolist() == [1, 0]


def test_nobody_and_one_unit_have_no_one_to_be_told_apart_from() -> None:
    assert ranks.groups(np.zeros((3, 0), np.int32), np.zeros(0, np.int32)).tolist() == []
    assert ranks.groups(np.ones((3, 1), np.int32), np.ones(1, np.int32)).tolist() == [1]


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 12), st.integers(1, 70), st.floats(0.1, 3), st.integers(0, 10_000))
def test_within_a_group_no_pair_is_told_apart_and_no_group_could_go_on(
    units: int, runs: int, noise: float, seed: int
) -> None:
    generator = np.random.default_rng(seed)
    truth = generator.normal(size=units)
    scores = np.round(truth + noise * generator.normal(size=(runs, units)), 1)
    scores[generator.random(scores.shape) < 0.1] = np.nan
    ranked, base = ranks.ranks(scores), ranks.ranks(truth[None])[0]
    grouped = ranks.groups(ranked, base)

    def told_apart(one: int, other: int) -> bool:
        both = ~np.isnan(scores[:, one]) & ~np.isnan(scores[:, other])
        if not both.any():
            return False
        difference = scores[both, one] - scores[both, other]
        return max((difference > 0).sum(), (difference < 0).sum()) / both.sum() >= 0.95

    order = np.argsort(base)
    assert grouped[order].tolist() == sorted(grouped.tolist())
    for number in range(1, grouped.max() + 1):
        members = np.flatnonzero(grouped == number)
        assert not any(told_apart(one, other) for one, other in combinations(members, 2))
    for above, below in pairwise(order.tolist()):
        if grouped[above] != grouped[below]:
            assert any(told_apart(member, below) for member in np.flatnonzero(grouped == grouped[above]))
