"""Metric 5: by hand where the regression can be solved by hand, and against other libraries."""

import numpy as np
import pyarrow as pa
import pytest
import statsmodels.api as sm
from sklearn.metrics import roc_curve

from hulul.methods.exit import SUB_CRITERIA, Comparator
from hulul.methods.exit.classifier import best_cut
from tests.methods.exit.profiles import STAYEES, column, measured, one_indicator, survey


def food(yes: int, no: int, weight: float = 1.0) -> list[tuple[str, int, dict[str, float]]]:
    """Households with and without enough food; the other nine are not looked at."""
    return [("1111111111", yes, {"weight": weight}), ("1101111111", no, {"weight": weight})]


def test_with_one_indicator_by_hand() -> None:
    """p(enough) = 40 / 120 = 1/3, p(not) = 60 / 80 = 3/4. Cut 3/4: sensitivity 0.6 + specificity 0.8 is the most."""
    found = measured(survey(idp=food(40, 60), stayee=food(80, 20)), **one_indicator())
    assert column(found, "classifier") == pytest.approx((40, 0.4, 0, 0))


def test_it_says_who_is_different_not_who_is_worse_off() -> None:
    """Displaced households that eat better than those who stayed: here the well-fed stay in the stock."""
    found = measured(survey(idp=food(60, 40), stayee=food(20, 80)), **one_indicator())
    assert column(found, "classifier")[:2] == (40, 0.4)


def answers(seed: int) -> pa.Table:
    rng = np.random.default_rng(seed)
    rows = 1500
    displaced = rng.random(rows) < 0.4
    columns = {f"i{code}": (rng.random(rows) < np.where(displaced, 0.5, 0.65)).astype(int) for code in SUB_CRITERIA}
    asked = {f"asked{code}": [True] * rows for code in SUB_CRITERIA}
    population = np.where(displaced, "idp", "stayee")
    return pa.table(columns | asked | {"population": population, "weight": rng.uniform(0.5, 4, rows)})


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_it_agrees_with_a_regression_of_households_and_another_librarys_roc(seed: int) -> None:
    """Here households with equal answers share a row; there every household is one."""
    data = answers(seed)
    frame = data.to_pandas()
    displaced, weights = (frame.population == "idp").to_numpy(), frame.weight.to_numpy()
    design = sm.add_constant(frame[[f"i{code}" for code in SUB_CRITERIA]].astype(float))
    model = sm.GLM(displaced.astype(float), design, family=sm.families.Binomial(), freq_weights=weights).fit()
    p = np.round(model.fittedvalues.to_numpy(), 9)
    wrong, right, cuts = roc_curve(displaced, p, sample_weight=weights, drop_intermediate=False)
    gains = np.round(right - wrong, 9)
    cut = cuts[gains == gains.max()].min()
    found = measured(data)
    assert column(found, "classifier")[0] == pytest.approx(weights[displaced & (p < cut)].sum())


def test_of_equally_good_cuts_the_lowest_counts() -> None:
    """At 0.2: 1 + 1/2; at 0.9: 1/2 + 1. The lower one lets nobody exit who has 0.2."""
    cut, gain = best_cut(np.array([0.1, 0.2, 0.9]), np.array([0.0, 1, 1]), np.array([1.0, 1, 0]))
    assert (cut, gain) == (0.2, 0.5)


def test_populations_that_do_not_differ_are_undecided() -> None:
    found = measured(survey(idp=food(30, 20), stayee=food(60, 40)), **one_indicator())
    assert column(found, "classifier") == (None, None, 1, 0)
    assert "classes_alike" in [note.code for note in found.notes]


def test_nor_are_those_who_all_answer_the_same() -> None:
    found = measured(survey(idp=food(30, 0), stayee=food(60, 0)), **one_indicator())
    assert column(found, "classifier") == (None, None, 1, 0)


def test_populations_that_are_told_apart_without_an_error_keep_everybody_and_say_so() -> None:
    found = measured(survey(idp=food(0, 50), stayee=food(50, 0)), **one_indicator())
    assert column(found, "classifier") == (0, 0, 0, 0)
    assert "classes_apart" in [note.code for note in found.notes]


def test_an_indicator_that_separates_only_one_side_is_no_trouble() -> None:
    """No stayee is without food: the coefficient grows without bound, the probabilities settle at 20/70 and 1."""
    found = measured(survey(idp=food(20, 30), stayee=food(50, 0)), **one_indicator())
    assert column(found, "classifier") == pytest.approx((20, 0.4, 0, 0))
    assert "classes_apart" not in [note.code for note in found.notes]


def test_large_weights_change_nothing() -> None:
    small = measured(survey(idp=food(40, 60), stayee=food(80, 20)), **one_indicator())
    large = measured(survey(idp=food(40, 60, 5000.0), stayee=food(80, 20, 5000.0)), **one_indicator())
    assert column(large, "classifier")[1] == pytest.approx(column(small, "classifier")[1])


def test_displaced_households_of_a_national_comparator_are_not_on_both_sides() -> None:
    data = survey(idp=food(40, 60), stayee=food(80, 20))
    national = measured(data, comparator=Comparator("national"), **one_indicator())
    stayees = measured(data, comparator=STAYEES, **one_indicator())
    assert column(national, "classifier") == column(stayees, "classifier")


def test_a_comparator_of_displaced_households_only_decides_nothing() -> None:
    found = measured(survey(idp=food(40, 60)), comparator=Comparator("national"), **one_indicator())
    assert column(found, "classifier") == (None, None, 1, 0)
    assert "one_class" in [note.code for note in found.notes]
