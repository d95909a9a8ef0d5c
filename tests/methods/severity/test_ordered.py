"""Ordered outcomes: the proportional-odds model of statsmodels."""

import numpy as np
import pyarrow as pa
import pytest
from scipy.optimize import minimize
from statsmodels.miscmodels.ordinal_model import OrderedModel

from hulul.methods import severity
from tests.methods.severity.simulated import LEVELS, dummies, effects, errors, one_scale, survey

CODES = ("water", "mines")
ONE = one_scale(*CODES)


def test_an_ordered_fit_is_that_of_statsmodels() -> None:
    made = survey(300, 1)
    fit = severity.fit(made.table, ONE, "level", outcome_order=LEVELS)
    y = np.array([LEVELS.index(level) for level in made.columns["level"]])
    oracle = OrderedModel(y, dummies(made, CODES), distr="logit").fit(method="bfgs", disp=0, gtol=1e-8, maxiter=500)
    assert effects(fit) == pytest.approx(oracle.params[:6], abs=1e-5)
    assert errors(fit) == pytest.approx(oracle.bse[:6], rel=1e-3)
    assert fit.diagnostics[0].log_likelihood == pytest.approx(oracle.llf, abs=1e-6)
    assert fit.diagnostics[0].null_log_likelihood == pytest.approx(oracle.llnull, abs=1e-4)


def test_a_weighted_ordered_fit_maximises_the_weighted_likelihood() -> None:
    made = survey(400, 2)
    people = made.columns["people"].astype(float)
    fit = severity.fit(made.table, ONE, "level", outcome_order=LEVELS, population="people")
    x = dummies(made, CODES)
    y = np.array([LEVELS.index(level) for level in made.columns["level"]])

    def negative(parameters: np.ndarray) -> float:
        cuts = np.concatenate([[-np.inf], np.cumsum([parameters[0], *np.exp(parameters[1:3])]), [np.inf]])
        linear = x @ parameters[3:]
        upper, lower = (1 / (1 + np.exp(-(cuts[y + step] - linear))) for step in (1, 0))
        return float(-people / people.mean() @ np.log(upper - lower))

    with np.errstate(over="ignore"):
        best = minimize(negative, np.zeros(9), method="BFGS", options={"gtol": 1e-7, "maxiter": 2000})
    assert fit.diagnostics[0].log_likelihood == pytest.approx(-best.fun, abs=1e-6)
    assert effects(fit) == pytest.approx(best.x[3:], abs=1e-3)


def test_two_ordered_levels_are_a_logistic_fit() -> None:
    made = survey(400, 3)
    words = np.where(made.columns["returned"] == 1, "yes", "no")
    ordered = severity.fit(made.with_(word=words), ONE, "word", outcome_order=("no", "yes"))
    plain = severity.fit(made.table, ONE, "returned")
    assert effects(ordered) == pytest.approx(effects(plain), abs=1e-8)
    assert errors(ordered) == pytest.approx(errors(plain), abs=1e-8)
    assert ordered.diagnostics[0].auc == pytest.approx(plain.diagnostics[0].auc)


def test_levels_nobody_has_are_left_out() -> None:
    made = survey(400, 4)
    wider = severity.fit(made.table, ONE, "level", outcome_order=("nobody", *LEVELS, "everybody"))
    assert effects(wider) == pytest.approx(effects(severity.fit(made.table, ONE, "level", outcome_order=LEVELS)))


def test_numbers_can_be_ordered_without_saying_how() -> None:
    made = survey(400, 5)
    numbers = [LEVELS.index(level) * 10 for level in made.columns["level"]]
    by_number = severity.fit(made.with_(number=numbers), ONE, "number", model="ordered")
    assert effects(by_number) == pytest.approx(effects(severity.fit(made.table, ONE, "level", outcome_order=LEVELS)))


def test_ordered_outcomes_told_apart_without_error_fall_back_on_a_prior() -> None:
    data = pa.table(
        {
            "unit": [str(row) for row in range(90)],
            "water": ["all"] * 30 + ["some"] * 30 + ["none"] * 30,
            "level": ["many"] * 30 + ["some"] * 30 + ["few"] * 30,
        }
    )
    fit = severity.fit(data, one_scale("water"), "level", outcome_order=("few", "some", "many"))
    (note,) = [note for note in fit.notes if note.code == "separation"]
    assert note.params["kind"] == "perfect"
    assert note.params["remedy"] == fit.diagnostics[0].remedy == "prior"
    assert 0 < fit.values["water"]["some"] < fit.values["water"]["none"] == 100
    assert all(abs(each.effect or 0) < 15 for each in fit.effects)
