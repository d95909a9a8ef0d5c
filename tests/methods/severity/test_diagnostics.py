"""Diagnostics against their definitions and against statsmodels and scipy."""

import numpy as np
import pytest
from scipy.stats import chi2, mannwhitneyu
from statsmodels.stats.outliers_influence import variance_inflation_factor

from hulul.methods import severity
from hulul.methods.severity.diagnostics import concordance, condition_number, variance_inflation
from tests.methods.severity.simulated import LEVELS, codes_of, dummies, effects, one_scale, survey

CODES = ("water", "mines")
ONE = one_scale(*CODES)


def test_the_area_under_the_curve_is_that_of_mann_and_whitney() -> None:
    random = np.random.default_rng(1)
    y, fitted = random.integers(0, 2, 200).astype(float), np.round(random.random(200), 1)
    pairs = (y == 1).sum() * (y == 0).sum()
    assert concordance(y, fitted, np.ones(200)) == pytest.approx(
        mannwhitneyu(fitted[y == 1], fitted[y == 0]).statistic / pairs
    )


def test_concordance_of_levels_counts_every_pair_by_its_weights() -> None:
    random = np.random.default_rng(2)
    y, fitted, weights = random.integers(0, 4, 60).astype(float), np.round(random.random(60), 1), random.random(60)
    agreeing = pairs = 0.0
    for a in range(60):
        for b in range(60):
            if y[a] < y[b]:
                pairs += weights[a] * weights[b]
                agreeing += weights[a] * weights[b] * ((fitted[a] < fitted[b]) + (fitted[a] == fitted[b]) / 2)
    assert concordance(y, fitted, weights) == pytest.approx(agreeing / pairs)


def test_variance_inflation_of_single_columns_is_that_of_statsmodels() -> None:
    x = np.random.default_rng(3).normal(size=(100, 4)) @ np.array(
        [[1, 0.5, 0, 0], [0, 1, 0, 0.9], [0, 0, 1, 0], [0, 0, 0, 0.3]]
    )
    rows = np.column_stack([np.ones(100), x])
    found = variance_inflation(x, ["a", "b", "c", "d"])
    assert list(found.values()) == pytest.approx([variance_inflation_factor(rows, at) for at in range(1, 5)])


def test_variance_inflation_of_an_indicator_does_not_depend_on_its_reference_answer() -> None:
    """Why it is generalised: the dummies of one indicator inflate each other, more or less by the choice."""
    made = survey(500, 4, alike=0.7)
    first = variance_inflation(dummies(made, CODES), ["water"] * 3 + ["mines"] * 3)
    other = np.column_stack([made.positions[code] == at for code in CODES for at in (0, 1, 2)]).astype(float)
    second = variance_inflation(other, ["water"] * 3 + ["mines"] * 3)
    assert first == pytest.approx(second)
    assert first["water"] == pytest.approx(first["mines"])
    assert 1 < (first["water"] or 0) < 5


def test_the_condition_number_is_of_columns_of_length_1() -> None:
    x = np.array([[1.0, 0], [0, 1], [0, 0], [0, 0]])
    rows = np.array([[0.5, 1, 0], [0.5, 0, 1], [0.5, 0, 0], [0.5, 0, 0]])
    assert condition_number(x) == pytest.approx(np.linalg.cond(rows))


def test_calibration_compares_tenths_and_hosmer_lemeshow_adds_them_up() -> None:
    made = survey(1000, 5)
    fit = severity.fit(made.table, ONE, "returned")
    (found,) = fit.diagnostics
    assert [tenth.units for tenth in found.calibration] == [100] * 10
    assert [tenth.expected for tenth in found.calibration] == sorted(tenth.expected for tenth in found.calibration)
    statistic = sum(
        100 * (tenth.observed - tenth.expected) ** 2 / (tenth.expected * (1 - tenth.expected))
        for tenth in found.calibration
    )
    assert found.hosmer_lemeshow == pytest.approx((statistic, chi2.sf(statistic, 8)))
    assert np.mean([tenth.expected for tenth in found.calibration]) == pytest.approx(made.columns["returned"].mean())


def test_hosmer_lemeshow_accepts_the_true_model_about_as_often_as_it_should() -> None:
    p_values = []
    for seed in range(20):
        (found,) = severity.fit(
            survey(1000, seed).table, one_scale("water", "mines", "blocked"), "returned"
        ).diagnostics
        assert found.hosmer_lemeshow is not None
        p_values.append(found.hosmer_lemeshow[1])
    assert np.mean(np.array(p_values) > 0.05) >= 0.8


def test_few_units_have_no_hosmer_lemeshow() -> None:
    (found,) = severity.fit(survey(45, 1).table, one_scale("water"), "returned").diagnostics
    assert found.hosmer_lemeshow is None


def test_calibration_of_levels_is_of_their_positions() -> None:
    made = survey(600, 6)
    (found,) = severity.fit(made.table, ONE, "level", outcome_order=LEVELS).diagnostics
    observed = np.mean([LEVELS.index(level) for level in made.columns["level"]])
    assert np.mean([tenth.observed for tenth in found.calibration]) == pytest.approx(observed)
    assert 0.5 < (found.auc or 0) < 1


def test_indicators_that_nearly_say_the_same_are_noted() -> None:
    made = survey(2000, 7)
    twin = made.positions["water"].copy()
    twin[:30] = (twin[:30] + 1) % 4
    answers = np.array(["all", "most", "some", "none"])[twin]
    fit = severity.fit(made.with_(mines=answers), ONE, "returned")
    assert {note.params["indicator"] for note in fit.notes if note.code == "collinear"} == set(CODES)
    assert (fit.diagnostics[0].vif["water"] or 0) > 10
    assert "collinear" not in codes_of(severity.fit(made.table, ONE, "returned"))
    assert len(effects(fit)) == 6
