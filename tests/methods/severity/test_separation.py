"""Answers that tell outcomes apart without error: found, named, and remedied or refused."""

import numpy as np
import pyarrow as pa
import pytest
from scipy.optimize import minimize

from hulul.methods import severity
from hulul.methods.errors import MethodError
from tests.methods.severity.simulated import codes_of, dummies, effects, errors, one_scale, survey

ONE = one_scale("water", "mines")


def counts(**cells: tuple[int, int]) -> pa.Table:
    """A survey of one question by answer: (with returns, without)."""
    water = [code for code, (yes, no) in cells.items() for _ in range(yes + no)]
    returned = [value for yes, no in cells.values() for value in [1] * yes + [0] * no]
    return pa.table({"unit": [str(row) for row in range(len(water))], "water": water, "returned": returned})


def test_an_answer_with_no_returns_at_all_is_quasi_separation() -> None:
    """By hand: Firth's penalty on a table of counts adds one half to every cell."""
    fit = severity.fit(counts(all=(30, 10), none=(0, 25)), one_scale("water"), "returned")
    (note,) = [note for note in fit.notes if note.code == "separation"]
    assert note.params == {"scale": "only", "kind": "quasi", "columns": "water = none", "remedy": "firth"}
    assert effects(fit)[-1] == pytest.approx(np.log(0.5 * 10.5 / (30.5 * 25.5)), abs=1e-8)
    assert "Firth" in str(note)


def test_perfect_separation_is_told_from_quasi_separation() -> None:
    fit = severity.fit(counts(all=(30, 0), none=(0, 25)), one_scale("water"), "returned")
    (note,) = [note for note in fit.notes if note.code == "separation"]
    assert note.params["kind"] == fit.diagnostics[0].separation == "perfect"
    assert effects(fit)[-1] == pytest.approx(np.log(0.5 * 0.5 / (30.5 * 25.5)), abs=1e-8)


def test_firth_maximises_the_penalised_likelihood() -> None:
    made = survey(80, 3)
    returned = np.where(made.positions["mines"] == 3, 0, made.columns["returned"])
    fit = severity.fit(made.with_(returned=returned), ONE, "returned")
    assert fit.diagnostics[0].remedy == "firth"
    x = np.column_stack([np.ones(80), dummies(made, ("water", "mines"))])

    def negative(parameters: np.ndarray) -> float:
        p = 1 / (1 + np.exp(-x @ parameters))
        information = (x.T * (p * (1 - p))) @ x
        likelihood = returned @ np.log(p) + (1 - returned) @ np.log(1 - p)
        return float(-likelihood - 0.5 * np.linalg.slogdet(information)[1])

    best = minimize(negative, np.zeros(7), method="BFGS", options={"gtol": 1e-8})
    assert effects(fit) == pytest.approx(best.x[1:], abs=1e-4)
    p = 1 / (1 + np.exp(-x @ best.x))
    covariance = np.linalg.inv((x.T * (p * (1 - p))) @ x)
    assert errors(fit) == pytest.approx(np.sqrt(np.diag(covariance))[1:], abs=1e-4)


def test_shares_of_0_and_1_only_can_be_separated_too() -> None:
    data = counts(all=(30, 0), none=(0, 25))
    fit = severity.fit(data, one_scale("water"), "returned", model="fractional")
    assert "separation" in codes_of(fit)
    between = data.set_column(2, "returned", pa.array([0.9] * 30 + [0.1] * 25))
    assert "separation" not in codes_of(severity.fit(between, one_scale("water"), "returned"))


def test_a_strong_effect_is_not_separation() -> None:
    """One unit in two thousand on either side of nearly certain outcomes: the effect is large and has a bound."""
    fit = severity.fit(counts(all=(1999, 1), none=(1, 1999)), one_scale("water"), "returned")
    assert effects(fit)[-1] == pytest.approx(-2 * np.log(1999), abs=1e-6)
    assert "separation" not in codes_of(fit)


def test_separation_can_be_refused() -> None:
    with pytest.raises(MethodError, match="water = none") as refused:
        severity.fit(counts(all=(30, 10), none=(0, 25)), one_scale("water"), "returned", separation="refuse")
    assert refused.value.code == "separation"
