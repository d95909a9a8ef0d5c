"""Filling of gaps, with the figures that COINr publishes in its article on imputation."""

import numpy as np
import pytest

from hulul.methods.composite.imputation import impute, mean, median, of_groups
from hulul.methods.composite.specification import Imputation
from hulul.methods.errors import MethodError

NAN = np.nan
# Pat, CultServ, CultGood and Tourist of ten countries, as printed there
PUBLISHED = np.array(
    [
        [23.7, 0.13405, NAN, 11.519],
        [583.5, 2.20754, 16.182, 24.040],
        [3.6, 0.05780, 0.985, 6.509],
        [249.8, 1.79800, NAN, 17.242],
        [NAN, NAN, NAN, 3.315],
        [64.2, 1.15292, 7.555, 26.757],
        [0.3, 0.00266, 0.046, 0.404],
        [NAN, 0.08905, NAN, 2.907],
        [46.5, 0.34615, 1.213, 3.370],
        [7.2, 0.03553, 1.256, 0.966],
    ]
)
HALVES = np.array([0] * 5 + [1] * 5)


def test_by_the_mean() -> None:
    filled = impute(PUBLISHED, Imputation("mean"))
    np.testing.assert_allclose(filled[4], [122.35, 0.6470778, 4.5395, 3.315], atol=5e-8)
    np.testing.assert_allclose(filled[7], [122.35, 0.08905, 4.5395, 2.907], atol=5e-8)
    assert filled[0, 2] == pytest.approx(4.5395)
    np.testing.assert_array_equal(filled[~np.isnan(PUBLISHED)], PUBLISHED[~np.isnan(PUBLISHED)])


def test_by_the_median() -> None:
    filled = impute(PUBLISHED, Imputation("median"))
    assert filled[4].tolist() == pytest.approx([(23.7 + 46.5) / 2, 0.13405, 1.2345, 3.315])


def test_by_the_mean_of_the_group() -> None:
    filled = impute(PUBLISHED, Imputation("group_mean", "half"), by=HALVES)
    assert filled[4, 0] == pytest.approx((23.7 + 583.5 + 3.6 + 249.8) / 4)
    assert filled[7, 2] == pytest.approx((7.555 + 0.046 + 1.213 + 1.256) / 4)


def test_by_the_median_of_the_group() -> None:
    filled = impute(PUBLISHED, Imputation("group_median", "half"), by=HALVES)
    np.testing.assert_allclose(filled[4], [136.75, 0.966025, 8.5835, 3.315], atol=5e-8)
    np.testing.assert_allclose(filled[7], [26.85, 0.08905, 1.2345, 2.907], atol=5e-8)


def test_a_unit_without_a_group_and_a_group_without_answers_keep_their_gaps() -> None:
    values = np.array([[1.0, 1.0], [NAN, 1.0], [NAN, 1.0], [NAN, 2.0]])
    filled = impute(values, Imputation("group_mean", "g"), by=np.array([0, 0, -1, 1]))
    np.testing.assert_array_equal(filled[:, 0], [1.0, 1.0, NAN, NAN])


def test_carried_forward_from_the_round_before() -> None:
    values = np.array([[1.0, NAN], [NAN, 4.0], [NAN, NAN]])
    before = np.array([[9.0, 8.0], [NAN, 7.0], [5.0, 5.0]])
    filled = impute(values, Imputation("carry_forward"), previous=before)
    np.testing.assert_array_equal(filled, [[1.0, 8.0], [NAN, 4.0], [NAN, NAN]])


def test_no_rule_fills_a_unit_that_answered_nothing() -> None:
    values = np.array([[1.0, 2.0], [NAN, NAN]])
    for rule in ("mean", "median", "group_mean", "group_median"):
        assert np.isnan(impute(values, Imputation(rule, "g"), by=np.array([0, 0]))[1]).all()


def test_without_a_rule_nothing_is_filled() -> None:
    assert impute(PUBLISHED, Imputation()) is PUBLISHED


def test_an_indicator_without_any_answer_has_no_middle() -> None:
    values = np.array([[NAN, 1.0], [NAN, 3.0]])
    np.testing.assert_array_equal(mean(values), [NAN, 2.0])
    np.testing.assert_array_equal(median(values), [NAN, 2.0])
    np.testing.assert_array_equal(of_groups(values, np.array([0, 1]), mean), [[NAN, 1.0], [NAN, 3.0]])


@pytest.mark.parametrize(("rule", "code"), [("group_mean", "by_missing"), ("carry_forward", "previous_missing")])
def test_what_a_rule_needs_must_be_given(rule: str, code: str) -> None:
    with pytest.raises(MethodError) as refused:
        impute(PUBLISHED, Imputation(rule))  # type: ignore[arg-type]
    assert refused.value.code == code
