"""Rules that make one score of many, each worked by hand and against scipy or the matrix of all pairs."""

import itertools
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from hulul.methods.composite.aggregation import RULES, aggregate
from hulul.methods.composite.specification import Aggregation
from hulul.methods.errors import MethodError
from tests.methods.composite import reference

NAN = np.nan


def one(members: Any, weights: Any, rule: Aggregation) -> list[float]:
    """Scores of units whose members are rows."""
    columns = [column[None] for column in np.array(members, dtype=float).T]
    scores: list[float] = aggregate(columns, np.array([weights], dtype=float), rule)[0].tolist()
    return scores


VALUES = np.random.default_rng(4).uniform(1, 100, (25, 4))
WEIGHTS = np.array([1.0, 2.0, 0.5, 3.0])


def test_arithmetic_mean() -> None:
    assert one([[1, 2, 3]], [3, 2, 1], "arithmetic") == pytest.approx([(3 + 4 + 3) / 6])
    np.testing.assert_allclose(one(VALUES, WEIGHTS, "arithmetic"), np.average(VALUES, axis=1, weights=WEIGHTS))


def test_geometric_mean() -> None:
    assert one([[1, 10, 100]], [1, 1, 2], "geometric") == pytest.approx([10**1.25])
    np.testing.assert_allclose(one(VALUES, WEIGHTS, "geometric"), stats.gmean(VALUES, axis=1, weights=WEIGHTS))


def test_harmonic_mean() -> None:
    assert one([[40, 60]], [1, 1], "harmonic") == pytest.approx([48])
    np.testing.assert_allclose(one(VALUES, WEIGHTS, "harmonic"), stats.hmean(VALUES, axis=1, weights=WEIGHTS))


def test_worst_case_is_the_highest_member_with_a_weight() -> None:
    assert one([[20, 90, 100], [30, 10, NAN]], [1, 5, 0], "worst") == [90, 30]


def test_outranking_by_hand() -> None:
    """Weights 0.6 and 0.4: a beats b in the first and loses in the second, both equal c in the second."""
    members = [[3, 1], [2, 2], [1, 1]]
    a, b, c = 0.6 + (0.6 + 0.2), 0.4 + 1.0, 0.2 + 0.0
    assert one(members, [3, 2], "outranking") == pytest.approx([a, b, c])


def test_outranking_is_the_row_sum_of_the_matrix_of_all_pairs() -> None:
    members = np.random.default_rng(6).integers(0, 4, (20, 4)).astype(float)
    expected = reference.outranking_matrix(members, WEIGHTS).sum(axis=1)
    np.testing.assert_allclose(one(members, WEIGHTS, "outranking"), expected)


def test_an_outranking_with_gaps_gives_half_of_what_cannot_be_compared_to_each() -> None:
    members = [[3, NAN], [2, 5], [NAN, NAN]]  # the last is not compared at all
    a, b, nothing = one(members, [1, 1], "outranking")
    assert (a, b) == (0.75, 0.25)
    assert np.isnan(nothing)
    assert one(members[::-1], [1, 1], "outranking")[::-1][:2] == [a, b], "the order of units does not matter"


@pytest.mark.parametrize("rule", ["arithmetic", "geometric", "harmonic"])
def test_a_missing_member_drops_out_with_its_weight(rule: Aggregation) -> None:
    assert one([[4, NAN, 9], [NAN, NAN, 7]], [1, 5, 2], rule) == pytest.approx(
        [*one([[4, 9]], [1, 2], rule), *one([[7]], [2], rule)]
    )


@pytest.mark.parametrize("rule", RULES)
def test_without_any_member_there_is_no_score(rule: Aggregation) -> None:
    assert np.isnan(one([[NAN, NAN], [1, 2]], [1, 1], rule)).tolist() == [True, False]


@pytest.mark.parametrize("rule", ["arithmetic", "geometric", "harmonic", "worst"])
def test_members_without_weight_make_no_score(rule: Aggregation) -> None:
    assert np.isnan(one([[3, NAN]], [0, 1], rule)).all()


@pytest.mark.parametrize("rule", ["geometric", "harmonic"])
@pytest.mark.parametrize("value", [0.0, -2.0])
def test_means_of_ratios_refuse_what_is_not_positive(rule: Aggregation, value: float) -> None:
    with pytest.raises(MethodError) as refused:
        one([[1, value], [2, 3]], [1, 1], rule)
    assert (refused.value.code, refused.value.params["member"], refused.value.params["number"]) == (
        "not_positive", 2, 1,
    )  # fmt: skip


@pytest.mark.parametrize("rule", RULES)
def test_many_runs_at_once_equal_runs_one_by_one(rule: Aggregation) -> None:
    chance = np.random.default_rng(8)
    fixed, varying = chance.uniform(1, 9, (1, 12)), chance.uniform(1, 9, (5, 12))
    varying[2, 3] = fixed[0, 7] = NAN
    weights = chance.uniform(0, 1, (5, 2))
    together = aggregate([fixed, varying], weights, rule)
    for run in range(5):
        alone = aggregate([fixed, varying[run : run + 1]], weights[run : run + 1], rule)
        np.testing.assert_allclose(together[run], alone[0])


@given(
    st.lists(st.tuples(st.floats(1, 100), st.floats(1, 100), st.floats(1, 100)), min_size=1, max_size=8),
    st.tuples(st.floats(0.1, 9), st.floats(0.1, 9), st.floats(0.1, 9)),
)
def test_harmonic_is_at_most_geometric_at_most_arithmetic_at_most_worst(
    members: list[tuple[float, float, float]], weights: tuple[float, float, float]
) -> None:
    rules: tuple[Aggregation, ...] = ("harmonic", "geometric", "arithmetic", "worst")
    scores = [np.array(one(members, weights, rule)) for rule in rules]
    for lower, higher in itertools.pairwise(scores):
        assert (lower <= higher + 1e-9).all()
