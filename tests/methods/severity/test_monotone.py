"""A worse answer never counts as less severe than a better one."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hulul.methods import severity
from hulul.methods.severity.monotone import severities
from tests.methods.severity.simulated import ANSWERS, TRUTH, codes_of, one_scale, survey


def test_effects_in_order_are_left_as_they_are() -> None:
    found = severities(np.array([0.0, -0.5, -1.0, -2.0]), np.ones(4))
    assert found.answers.tolist() == [0.0, 0.5, 1.0, 2.0]
    assert not found.pooled


def test_violators_are_pooled_to_their_mean_by_how_many_gave_them() -> None:
    """By hand: 0.9 given by 10 before 0.3 given by 20: both (9 + 6) / 30 = 0.5."""
    found = severities(np.array([0.0, -0.9, -0.3, -2.0]), np.array([5.0, 10.0, 20.0, 5.0]))
    assert found.answers == pytest.approx([0.0, 0.5, 0.5, 2.0])
    assert found.pooled


def test_pooling_that_reaches_the_best_answer_moves_the_zero() -> None:
    """By hand: 0 given by 30 before -0.4 given by 10: both -0.1, which becomes 0, and 1.0 becomes 1.1."""
    found = severities(np.array([0.0, 0.4, -1.0]), np.array([30.0, 10.0, 7.0]))
    assert found.answers == pytest.approx([0.0, 0.0, 1.1])
    assert found.base == pytest.approx(-0.1)


def test_answers_nobody_gave_lie_between_those_around_them() -> None:
    effects = np.array([np.nan, 0.0, np.nan, -1.0, np.nan])
    assert severities(effects, np.array([0.0, 5, 0, 5, 0])).answers.tolist() == [0.0, 0.0, 0.5, 1.0, 1.0]


@given(st.lists(st.tuples(st.floats(-9, 9), st.integers(1, 99)), min_size=2, max_size=6))
def test_answer_severities_always_rise_from_0(answers: list[tuple[float, int]]) -> None:
    found = severities(np.array([effect for effect, _ in answers]), np.array([float(units) for _, units in answers]))
    assert found.answers[0] == 0
    assert (np.diff(found.answers) >= 0).all()


def test_an_indicator_whose_worse_answers_bring_more_returns_has_no_weight() -> None:
    made = survey(2000, 1)
    upside_down = np.array(ANSWERS)[3 - made.positions["water"]]
    fit = severity.fit(made.with_(water=upside_down), one_scale("water", "mines"), "returned")
    assert fit.weights == {"water": 0.0, "mines": 1.0}
    assert "no_effect" in codes_of(fit)


def test_pooled_answers_are_named() -> None:
    """The truth has equal effects for two pairs of answers of schools: some seed draws them the wrong way round."""
    assert TRUTH["schools"] == (0.0, 0.0, -1.0, -1.0)
    for seed in range(20):
        fit = severity.fit(survey(600, seed).table, one_scale("schools"), "returned")
        effects = [each.effect for each in fit.effects]
        pooled = [note.params["answers"] for note in fit.notes if note.code == "pooled"]
        expected = [code for code in ANSWERS if code in "".join(pooled)]
        values = fit.values["schools"]
        assert bool(pooled) == (effects != sorted(effects, reverse=True))
        assert all(any(values[code] == values[other] for other in ANSWERS if other != code) for code in expected)
