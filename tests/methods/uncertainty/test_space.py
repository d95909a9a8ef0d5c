"""Points of assumptions: how weights are drawn, how choices are made, and that each factor has its own stream."""

import numpy as np
import pytest

from hulul.methods.composite import Imputation, compiled
from hulul.methods.uncertainty import Perturbation, WeightNoise
from hulul.methods.uncertainty.space import Space
from tests.methods.uncertainty.small_index import SPECIFICATION, flat

PLAN = compiled(SPECIFICATION)


def space(perturbation: Perturbation) -> Space:
    return Space.of(perturbation, SPECIFICATION, PLAN, PLAN.weights)


def test_every_weight_with_a_sibling_is_a_column_of_one_factor() -> None:
    assert space(Perturbation()).factors == {"weights": 6}  # four indicators, two groups


def test_a_choice_among_one_is_no_factor() -> None:
    wanted = Perturbation(aggregations=("worst",), imputations=(Imputation(), Imputation("mean")), informants=True)
    assert space(wanted).factors == {"weights": 6, "imputations": 1, "informants": 1}


def test_a_member_without_weight_does_not_vary_and_leaves_its_sibling_alone() -> None:
    weights = PLAN.weights.copy()
    weights[1] = 0.0  # power, so that water has no sibling with a weight
    assert Space.of(Perturbation(), SPECIFICATION, PLAN, weights).factors == {"weights": 4}


def test_an_index_of_one_indicator_has_no_weights_to_doubt() -> None:
    alone = compiled(flat("water"))
    made = Space.of(Perturbation(), flat("water"), alone, alone.weights)
    assert made.factors == {}
    assert made.weights_at(made.random(3, seed=1)).tolist() == [alone.weights.tolist()] * 3


def test_normal_weights_vary_by_the_spread_around_the_given_ones() -> None:
    made = space(Perturbation(WeightNoise("normal", 0.2)))
    weights = made.weights_at(made.random(20_000, seed=1))[:, :4]
    assert weights.mean(axis=0) == pytest.approx([3, 1, 1, 1], rel=0.01)
    assert weights.std(axis=0) == pytest.approx([0.6, 0.2, 0.2, 0.2], rel=0.03)


def test_normal_weights_are_never_negative() -> None:
    made = space(Perturbation(WeightNoise("normal", 2.0)))
    weights = made.weights_at(made.random(500, seed=1))
    assert weights.min() == 0


def test_dirichlet_weights_keep_their_mean_and_have_the_spread_in_a_group_of_equals() -> None:
    """calm and hazards are equals; of water and power (3 : 1) the smaller varies relatively more."""
    made = space(Perturbation(WeightNoise("dirichlet", 0.3)))
    weights = made.weights_at(made.random(20_000, seed=1))
    equal = weights[:, [2, 3]] / weights[:, [2, 3]].sum(axis=1, keepdims=True)
    assert equal.mean(axis=0) == pytest.approx([0.5, 0.5], abs=0.005)
    assert equal.std(axis=0) / 0.5 == pytest.approx([0.3, 0.3], rel=0.03)
    unequal = weights[:, [0, 1]] / weights[:, [0, 1]].sum(axis=1, keepdims=True)
    assert unequal.mean(axis=0) == pytest.approx([0.75, 0.25], abs=0.005)
    concentration = 1 / 0.3**2 - 1
    expected = np.sqrt(0.75 * 0.25 / (concentration + 1))
    assert unequal.std(axis=0) == pytest.approx([expected, expected], rel=0.03)


def test_choices_are_equally_likely_and_every_combination_occurs() -> None:
    wanted = Perturbation(None, ("arithmetic", "geometric", "worst"), imputations=(Imputation(), Imputation("mean")))
    made = space(wanted)
    plans = made.plans_at(made.random(6000, seed=1))
    assert np.bincount(plans, minlength=6) == pytest.approx([1000] * 6, rel=0.1)
    rules = {(plan.aggregations[0], plan.imputation.rule) for plan in made.plans}
    assert len(rules) == 6


def test_the_far_corner_of_the_hypercube_is_the_last_choice() -> None:
    made = space(Perturbation(None, ("arithmetic", "geometric", "worst")))
    corner = made.plans_at(np.array([[0.0], [np.nextafter(1.0, 0.0)]]))
    assert [made.plans[number].aggregations[0] for number in corner] == ["arithmetic", "worst"]
