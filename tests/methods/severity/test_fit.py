"""The regression of returns on answers: known truths, and statsmodels as oracle."""

import numpy as np
import pyarrow as pa
import pytest
import statsmodels.api as sm
from scipy.stats import spearmanr

from hulul.methods import severity
from tests.methods.severity.simulated import (
    ANSWERS,
    SCALES,
    TRUTH,
    codes_of,
    dummies,
    effects,
    errors,
    one_scale,
    survey,
)

CODES = ("water", "power", "schools", "mines", "blocked")
ONE = one_scale(*CODES)


def test_known_effects_are_recovered_with_intervals_that_cover_them() -> None:
    """All indicators in one scale, as in the truth: 15 intervals, 12 times over."""
    truth = np.array([TRUTH[code][at] for code in CODES for at in (1, 2, 3)])
    covered, found, expected = [], [], []
    for seed in range(12):
        fit = severity.fit(survey(2000, seed, alike=0.4).table, ONE, "returned")
        spread = 1.959963984540054 * errors(fit)
        covered.append(np.abs(effects(fit) - truth) <= spread)
        found.append(effects(fit))
        expected.append(errors(fit))
    assert np.mean(covered) == pytest.approx(0.95, abs=0.05)
    assert (np.abs(np.mean(found, axis=0) - truth) <= 4 * np.mean(expected, axis=0) / np.sqrt(12)).all()


def test_units_are_ranked_as_their_true_conditions_are() -> None:
    made = survey(2500, 1, alike=0.4)
    scores = severity.fit(made.table, ONE, "returned").score(made.table)
    assert spearmanr(scores.severity, -made.linear).statistic > 0.98
    apart = severity.fit(made.table, SCALES, "returned").score(made.table)
    assert spearmanr(apart.severity, -made.linear).statistic > 0.93


def test_a_logistic_fit_is_that_of_statsmodels() -> None:
    made = survey(800, 2, alike=0.5)
    fit = severity.fit(made.table, ONE, "returned")
    oracle = sm.Logit(made.columns["returned"], sm.add_constant(dummies(made, CODES))).fit(disp=0, tol=1e-12)
    assert effects(fit) == pytest.approx(oracle.params[1:], abs=1e-8)
    assert errors(fit) == pytest.approx(oracle.bse[1:], abs=1e-8)
    low, high = oracle.conf_int()[1:].T
    worse = [each for each in fit.effects if each.answer != "all"]
    assert [each.low for each in worse] == pytest.approx(low, abs=1e-8)
    assert [each.high for each in worse] == pytest.approx(high, abs=1e-8)
    assert [each.odds_ratio for each in worse] == pytest.approx(np.exp(oracle.params[1:]), abs=1e-8)
    (diagnostics,) = fit.diagnostics
    assert diagnostics.log_likelihood == pytest.approx(oracle.llf, abs=1e-8)
    assert diagnostics.pseudo_r2 == pytest.approx(oracle.prsquared, abs=1e-9)


def test_population_weights_and_their_sandwich_are_those_of_statsmodels() -> None:
    """statsmodels' weighted effects; the sandwich from its fitted means, each unit's score with its weight."""
    made = survey(700, 3)
    people = made.columns["people"].astype(float)
    fit = severity.fit(made.table, ONE, "returned", population="people")
    x = sm.add_constant(dummies(made, CODES))
    oracle = sm.GLM(made.columns["returned"], x, family=sm.families.Binomial(), var_weights=people).fit(tol=1e-12)
    assert effects(fit) == pytest.approx(oracle.params[1:], abs=1e-7)
    residual = people * (made.columns["returned"] - oracle.mu)
    bread = np.linalg.inv((x.T * (people * oracle.mu * (1 - oracle.mu))) @ x)
    sandwich = bread @ ((x.T * residual**2) @ x) @ bread
    assert errors(fit) == pytest.approx(np.sqrt(np.diag(sandwich))[1:], abs=1e-7)
    assert fit.diagnostics[0].covariance_of == "sandwich"


def test_weights_count_by_their_proportions_only() -> None:
    made = survey(400, 4)
    one, tenfold = (
        severity.fit(made.with_(people=made.columns["people"] * factor), ONE, "returned", population="people")
        for factor in (1, 10)
    )
    assert effects(one) == pytest.approx(effects(tenfold), abs=1e-9)
    assert errors(one) == pytest.approx(errors(tenfold), abs=1e-9)


def test_a_fractional_fit_is_the_quasi_binomial_of_statsmodels_with_robust_errors() -> None:
    made = survey(600, 5)
    fit = severity.fit(made.table, ONE, "share")
    x = sm.add_constant(dummies(made, CODES))
    oracle = sm.GLM(made.columns["share"], x, family=sm.families.Binomial()).fit(cov_type="HC0", tol=1e-12)
    assert effects(fit) == pytest.approx(oracle.params[1:], abs=1e-7)
    assert errors(fit) == pytest.approx(oracle.bse[1:], abs=1e-7)
    assert fit.diagnostics[0].auc is None
    assert fit.diagnostics[0].hosmer_lemeshow is None


def test_a_linear_indicator_has_one_step_between_answers() -> None:
    made = survey(900, 6)
    fit = severity.fit(made.table, ONE, "returned", coding="linear")
    x = sm.add_constant(np.column_stack([made.positions[code] for code in CODES]))
    oracle = sm.Logit(made.columns["returned"], x).fit(disp=0, tol=1e-12)
    for at, code in enumerate(CODES, start=1):
        own = [each for each in fit.effects if each.indicator == code]
        assert [each.effect for each in own] == pytest.approx(oracle.params[at] * np.arange(4), abs=1e-8)
        assert [each.standard_error for each in own[1:]] == pytest.approx(oracle.bse[at] * np.arange(1, 4), abs=1e-8)
        assert list(fit.values[code].values()) == pytest.approx([0, 100 / 3, 200 / 3, 100])


def test_each_scale_has_a_regression_of_its_own() -> None:
    made = survey(900, 7)
    both = severity.fit(made.table, SCALES, "returned")
    for scale in SCALES:
        alone = severity.fit(made.table, (scale,), "returned")
        own = [each.effect for each in both.effects if each.scale == scale.code]
        assert [each.effect for each in alone.effects] == own
    assert [each.scale for each in both.diagnostics] == ["services", "safety"]


def test_weights_are_shares_of_the_worst_answers_and_values_run_from_0_to_100() -> None:
    fit = severity.fit(survey(3000, 8).table, SCALES, "returned")
    for scale in SCALES:
        assert sum(fit.weights[each.code] for each in scale.indicators) == pytest.approx(1)
    for values in fit.values.values():
        assert (min(values.values()), max(values.values())) == (values["all"], values["none"]) == (0, 100)
        assert list(values.values()) == sorted(values.values())
    assert fit.weights["water"] > fit.weights["schools"] > fit.weights["power"]


def test_missing_answers_take_the_most_frequent_answer_of_the_fit() -> None:
    made = survey(500, 9)
    gaps = np.arange(500) % 7 == 0
    water = np.where(gaps, None, made.columns["water"])
    fit = severity.fit(made.with_(water=water), ONE, "returned", missing="mode")
    mode = fit.modes["water"]
    counts = {code: int((water == code).sum()) for code in ANSWERS}
    assert counts[mode] == max(counts.values())
    filled = severity.fit(made.with_(water=np.where(gaps, mode, made.columns["water"])), ONE, "returned")
    assert effects(fit) == pytest.approx(effects(filled), abs=1e-10)
    (note,) = [note for note in fit.notes if note.code == "answers_missing"]
    assert note.params == {"indicator": "water", "units": int(gaps.sum()), "rule": "mode", "answer": mode}


def test_of_equally_frequent_answers_the_worse_stands_in() -> None:
    data = pa.table(
        {
            "unit": [str(row) for row in range(81)],
            "water": ["all", "none"] * 40 + [None],
            "returned": [1, 0, 0, 1, 1, 0, 1, 0] * 10 + [1],
        }
    )
    assert severity.fit(data, one_scale("water"), "returned").modes == {"water": "none"}


def test_a_missing_answer_as_a_category_has_an_effect_of_its_own() -> None:
    made = survey(800, 10)
    gaps = np.arange(800) % 5 == 0
    data = made.with_(water=np.where(gaps, None, made.columns["water"]))
    fit = severity.fit(data, ONE, "returned", missing="category")
    x = np.column_stack([dummies(made, CODES) * np.where(gaps, 0, 1)[:, None] ** (np.arange(15) < 3), gaps])
    oracle = sm.Logit(made.columns["returned"], sm.add_constant(x.astype(float))).fit(disp=0, tol=1e-12)
    (own,) = [each for each in fit.effects if each.answer == severity.MISSING]
    assert own.effect == pytest.approx(oracle.params[-1], abs=1e-7)
    assert own.units == int(gaps.sum())
    assert 0 <= fit.values["water"][severity.MISSING] <= 100


def test_units_with_gaps_can_be_left_out_of_the_regression() -> None:
    made = survey(600, 11)
    kept = np.arange(600) % 6 != 0
    data = made.with_(power=np.where(kept, made.columns["power"], None))
    fit = severity.fit(data, ONE, "returned", missing="drop")
    assert effects(fit) == pytest.approx(effects(severity.fit(data.filter(pa.array(kept)), ONE, "returned")), abs=1e-10)
    assert fit.diagnostics[0].units == int(kept.sum())


def test_answers_that_always_go_together_share_their_effect_and_have_no_interval() -> None:
    made = survey(500, 12)
    twin = made.with_(blocked=made.columns["mines"])
    fit = severity.fit(twin, one_scale("water", "mines", "blocked"), "returned")
    alone = severity.fit(made.table, one_scale("water", "mines"), "returned")
    by_code = {(each.indicator, each.answer): each for each in fit.effects}
    for each in alone.effects:
        if each.indicator == "mines" and each.answer != "all":
            for code in ("mines", "blocked"):
                assert by_code[code, each.answer].effect == pytest.approx((each.effect or 0) / 2, abs=1e-8)
                assert by_code[code, each.answer].standard_error is None
        elif each.indicator == "water" and each.answer != "all":
            assert by_code["water", each.answer].standard_error == pytest.approx(each.standard_error, abs=1e-8)
    assert "collinear_exactly" in codes_of(fit)
    assert set(fit.diagnostics[0].vif.values()) == {None}


def test_everything_is_labelled_as_a_re_implementation() -> None:
    fit = severity.fit(survey(300, 13).table, SCALES, "returned")
    assert fit.status == "Hulul re-implementation"
    assert set(fit.score(survey(3, 1).table).table()["status"].to_pylist()) == {"Hulul re-implementation"}


def test_the_table_of_effects_has_a_row_per_answer() -> None:
    fit = severity.fit(survey(300, 14).table, SCALES, "returned")
    rows = fit.table().to_pylist()
    assert len(rows) == 20
    assert rows[0] == {
        "scale": "services", "indicator": "water", "answer": "all", "units": fit.effects[0].units,
        "effect": 0.0, "standard_error": None, "low": None, "high": None, "odds_ratio": 1.0, "value": 0.0,
    }  # fmt: skip
