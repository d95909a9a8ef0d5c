"""Common scales, with published figures and calculations by hand."""

from typing import Any

import numpy as np
import pytest
from scipy import stats

from hulul.methods.composite.normalisation import normalise
from hulul.methods.composite.specification import Normalisation

NAN = np.nan


def scaled(answers: Any, rule: Normalisation, direction: int = 1, posts: tuple[float, float] = (NAN, NAN)) -> Any:
    values = np.array(answers, dtype=float)[:, None]
    return normalise(values, rule, np.array([float(direction)]), np.array([posts]))[:, 0]


# The cars of Motor Trend 1974 (mtcars): column, lowest and highest of all 32, first six; and what COINr's article on
# normalisation prints for these six on a scale from 0 to 1 (n_dist2max, which is min-max on that scale)
CARS = {
    "mpg": (10.4, 33.9, [21.0, 21.0, 22.8, 21.4, 18.7, 18.1]),
    "disp": (71.1, 472.0, [160.0, 160.0, 108.0, 258.0, 360.0, 225.0]),
    "wt": (1.513, 5.424, [2.620, 2.875, 2.320, 3.215, 3.440, 3.460]),
}
PRINTED = {
    "mpg": [0.4510638, 0.4510638, 0.5276596, 0.4680851, 0.3531915, 0.3276596],
    "disp": [0.2217511, 0.2217511, 0.0920429, 0.4662010, 0.7206286, 0.3838863],
    "wt": [0.2830478, 0.3482485, 0.2063411, 0.4351828, 0.4927129, 0.4978266],
}


@pytest.mark.parametrize("column", CARS)
def test_minmax_gives_the_published_figures(column: str) -> None:
    lowest, highest, six = CARS[column]
    got = scaled([*six, lowest, highest], Normalisation("minmax", 0, 1))
    np.testing.assert_allclose(got[:6], PRINTED[column], atol=5e-8)
    assert got[6:].tolist() == [0.0, 1.0]


def test_minmax_runs_from_low_to_high() -> None:
    assert scaled([1, 4, 10], Normalisation("minmax", 2, 7)).tolist() == pytest.approx([2, 2 + 5 / 3, 7])


def test_minmax_turned_round() -> None:
    assert scaled([1, 4, 10], Normalisation("minmax", 0, 9), -1).tolist() == pytest.approx([9, 6, 0])


def test_zscore() -> None:
    answers = np.random.default_rng(2).normal(40, 7, 30)
    np.testing.assert_allclose(scaled(answers, Normalisation("zscore")), stats.zscore(answers, ddof=1))
    np.testing.assert_allclose(scaled(answers, Normalisation("zscore"), -1), -stats.zscore(answers, ddof=1))


def test_rank_gives_equals_the_lower_rank() -> None:
    assert scaled([7, 5, 7, 9, 7], Normalisation("rank")).tolist() == [2, 1, 2, 5, 2]
    assert scaled([7, 5, 7, 9, 7], Normalisation("rank"), -1).tolist() == [2, 5, 2, 1, 2]


def test_percentile_is_the_share_of_the_others_that_are_lower() -> None:
    assert scaled([7, 5, 7, 9, 7], Normalisation("percentile")).tolist() == [0.25, 0, 0.25, 1, 0.25]


@pytest.mark.parametrize(
    ("value", "direction", "expected"), [(1, 1, 0.1), (11, 1, 1), (-1, 1, 0), (1, -1, 0.9), (-1, -1, 1), (11, -1, 0)]
)
def test_goalposts_as_in_the_published_tests(value: float, direction: int, expected: float) -> None:
    """COINr's tests of n_goalposts with posts at 0 and 10."""
    got = scaled([value], Normalisation("goalposts", 0, 1), direction, (0, 10))
    assert got.tolist() == pytest.approx([expected])


def test_goalposts_on_another_scale() -> None:
    assert scaled([20, 35, 80], Normalisation("goalposts", 1, 100), 1, (20, 50)).tolist() == [1, 50.5, 100]


def test_none_keeps_the_values_of_answers() -> None:
    assert scaled([0, 33, 100, NAN], Normalisation("none"))[:3].tolist() == [0, 33, 100]


@pytest.mark.parametrize("rule", ["minmax", "zscore", "rank", "percentile", "none", "goalposts"])
def test_a_missing_answer_stays_missing_and_changes_nothing_for_the_others(rule: Any) -> None:
    scale = Normalisation(rule)
    whole = scaled([3, 8, 5], scale, -1, (0, 10))
    gaps = scaled([3, NAN, 8, 5, NAN], scale, -1, (0, 10))
    np.testing.assert_array_equal(gaps[[0, 2, 3]], whole)
    assert np.isnan(gaps[[1, 4]]).all()


@pytest.mark.parametrize("rule", ["minmax", "zscore"])
def test_an_indicator_that_is_the_same_everywhere_cannot_be_placed(rule: Any) -> None:
    assert np.isnan(scaled([4, 4, 4], Normalisation(rule))).all()


@pytest.mark.parametrize("rule", ["minmax", "zscore", "rank", "percentile"])
def test_an_indicator_without_answers_stays_empty(rule: Any) -> None:
    assert np.isnan(scaled([NAN, NAN], Normalisation(rule))).all()
