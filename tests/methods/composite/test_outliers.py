"""Treatment of outliers, with the figures that COINr publishes in its article and tests on it."""

from typing import Any

import numpy as np
import pytest
from scipy import stats

from hulul.methods.composite.outliers import kurtosis, logarithm, passes, skewness, treat, winsorise
from hulul.methods.composite.specification import Outliers

TWO_OUTLIERS = np.array([1.0, 2, 3, 4, 5, 6, 7, 8, 9, 10, 30, 100])
RULE = Outliers("winsorise_then_log")
LIMITS = Outliers("winsorise")


def treated(answers: Any, outliers: Outliers) -> Any:
    values, done = treat(np.array(answers, dtype=float)[:, None], outliers, np.array([True]))
    return values[:, 0].tolist(), done


def test_skewness_and_kurtosis_are_those_that_are_published() -> None:
    assert skewness(TWO_OUTLIERS) == pytest.approx(3.063241, abs=5e-7)
    assert kurtosis(TWO_OUTLIERS) == pytest.approx(9.741391, abs=5e-7)


def test_skewness_and_kurtosis_are_scipys_unbiased_ones() -> None:
    answers = np.random.default_rng(3).exponential(size=40)
    assert skewness(answers) == pytest.approx(stats.skew(answers, bias=False))
    assert kurtosis(answers) == pytest.approx(stats.kurtosis(answers, bias=False))


@pytest.mark.parametrize("unit", [1e-150, 1e-3, 1e120])
def test_the_unit_of_an_indicator_does_not_matter(unit: float) -> None:
    assert skewness(TWO_OUTLIERS * unit) == pytest.approx(skewness(TWO_OUTLIERS))
    assert kurtosis(TWO_OUTLIERS * unit) == pytest.approx(kurtosis(TWO_OUTLIERS))


def test_winsorising_one_value_is_enough_in_the_published_example() -> None:
    moved, number = winsorise(TWO_OUTLIERS, LIMITS)
    assert (moved[-2:].tolist(), number) == ([30.0, 30.0], 1)
    assert skewness(moved) == pytest.approx(1.712038, abs=5e-7)
    assert kurtosis(moved) == pytest.approx(1.815781, abs=5e-7)
    assert passes(moved, LIMITS)


def test_an_outlier_becomes_the_next_value() -> None:
    values, done = treated([*range(1, 11), 100], LIMITS)
    assert values == [*range(1, 11), 10]
    assert (done[0].rule, done[0].moved, done[0].passes) == ("winsorise", 1, True)


def test_a_low_outlier_becomes_the_next_value_above() -> None:
    assert treated([*range(1, 11), -100], LIMITS)[0] == [*range(1, 11), 1]


def test_winsorising_stops_at_the_most_that_may_be_moved() -> None:
    values, done = treated([*range(1, 21), 100, 200], Outliers("winsorise", most=1))
    assert values == [*range(1, 21), 100, 100]
    assert not done[0].passes


def test_where_winsorising_is_not_enough_the_logarithm_of_the_untouched_values_is_taken() -> None:
    values, done = treated([*range(1, 21), 100, 200], Outliers("winsorise_then_log", most=1))
    expected = np.log(np.array([*range(1, 21), 100, 200]) - 1 + 0.01 * 199)
    np.testing.assert_allclose(values, expected)
    assert (done[0].rule, done[0].moved) == ("log", 22)


def test_the_logarithm_may_be_the_only_rule() -> None:
    values, done = treated(TWO_OUTLIERS, Outliers("log"))
    np.testing.assert_allclose(values, np.log(TWO_OUTLIERS - 1 + 0.99))
    assert done[0].rule == "log"
    np.testing.assert_allclose(logarithm(TWO_OUTLIERS), values)


def test_an_indicator_within_bounds_is_left_alone() -> None:
    answers = np.random.default_rng(1).normal(size=50)
    assert treated(answers, RULE) == (answers.tolist(), ())


def test_high_skewness_alone_is_not_an_outlier() -> None:
    outliers = Outliers("winsorise", kurtosis=10.0)
    assert treated(TWO_OUTLIERS, outliers) == (TWO_OUTLIERS.tolist(), ())


def test_an_indicator_is_never_winsorised_into_a_constant() -> None:
    values, done = treated([0.0] * 30 + [1.0], LIMITS)
    assert values == [0.0] * 30 + [1.0]
    assert (done[0].moved, done[0].passes) == (0, False)


def test_missing_answers_stay_missing_and_do_not_count() -> None:
    with_gap = [*TWO_OUTLIERS[:6], np.nan, *TWO_OUTLIERS[6:]]
    values, _ = treated(with_gap, LIMITS)
    np.testing.assert_array_equal(values, [*TWO_OUTLIERS[:6], np.nan, 7, 8, 9, 10, 30, 30])


def test_too_few_answers_and_single_values_have_no_outliers() -> None:
    assert treated([1.0, 2.0, 900.0], RULE)[1] == ()
    assert treated([5.0] * 9, RULE)[1] == ()
    assert treated([np.nan] * 9, RULE)[1] == ()


def test_only_the_given_columns_are_treated() -> None:
    values = np.column_stack([TWO_OUTLIERS, TWO_OUTLIERS])
    after, done = treat(values, LIMITS, np.array([False, True]))
    assert [treatment.column for treatment in done] == [1]
    np.testing.assert_array_equal(after[:, 0], TWO_OUTLIERS)
    assert values[-1, 1] == 100, "the caller's values are not changed"
