"""Runs without dataframes: thousands of variants equal runs one by one, and failures are kept."""

from dataclasses import replace

import numpy as np
import pytest

from hulul.methods.composite import Normalisation, Plan, Weighting, compiled, engine, run, run_many
from hulul.methods.errors import MethodError
from tests.methods.composite import reference
from tests.methods.composite.test_index import POSITIVE, SPECIFICATION


@pytest.fixture
def plan() -> Plan:
    return compiled(SPECIFICATION)


@pytest.fixture
def values() -> np.ndarray:
    return reference.example()[[indicator.code for indicator in SPECIFICATION.indicators]].to_numpy()


def drawn(plan: Plan, number: int) -> list[Plan]:
    chance = np.random.default_rng(11)
    return [replace(plan, weights=plan.weights * chance.uniform(0.75, 1.25, plan.weights.size)) for _ in range(number)]


def test_a_plan_lists_groups_from_the_top_and_every_group_after_its_parent(plan: Plan) -> None:
    assert plan.groups == ("index", "services", "living", "safety", "care")
    assert plan.parents.tolist() == [1, 1, 4, 4, 2, 2, 3, 3, 3, -1, 0, 0, 0, 1]
    assert [members.tolist() for members in plan.members] == [[10, 11, 12], [0, 1, 13], [4, 5], [6, 7, 8], [2, 3]]
    assert plan.leaves.sum(axis=0).tolist() == [9, 4, 2, 3, 2]


def test_many_runs_equal_runs_one_by_one(plan: Plan, values: np.ndarray) -> None:
    variants = []
    for number, one in enumerate(drawn(plan, 40)):
        rule = ("arithmetic", "geometric", "harmonic", "worst", "outranking")[number % 5]
        variants.append(
            replace(
                one,
                aggregations=(rule,) * 5,  # type: ignore[arg-type]
                normalisation=POSITIVE[number % 3],
                minimum_share=0.5 if number % 2 else 0.0,
                weighting=Weighting("optimised" if number == 10 else "given"),
            )
        )
    runs = run_many(values, variants)
    assert not runs.failed
    for number, one in enumerate(variants):
        np.testing.assert_allclose(runs.scores[number], run(values, one)[:, 0])
    assert len(np.unique(runs.scores[:, 0])) > 30, "they differ"


def test_many_runs_are_the_same_in_small_blocks(
    plan: Plan, values: np.ndarray, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = run_many(values, drawn(plan, 25)).scores
    monkeypatch.setattr(engine, "BLOCK", 3 * len(values))
    np.testing.assert_allclose(run_many(values, drawn(plan, 25)).scores, whole)


def test_a_run_that_is_refused_is_kept_as_failed(plan: Plan, values: np.ndarray) -> None:
    variants = drawn(plan, 4)
    variants[1] = replace(variants[1], normalisation=Normalisation("zscore"), aggregations=("geometric",) * 5)
    variants[2] = replace(variants[2], imputation=replace(plan.imputation, rule="carry_forward"))
    variants[3] = replace(variants[3], weighting=Weighting("pca"))
    runs = run_many(values, variants)
    codes = {number: refused.code for number, refused in runs.failed.items()}
    assert codes == {1: "not_positive", 2: "previous_missing", 3: "pca_negative"}
    assert np.isnan(runs.scores).all(axis=1).tolist() == [False, True, True, True]


def test_what_one_run_refuses_is_raised(plan: Plan, values: np.ndarray) -> None:
    with pytest.raises(MethodError, match="In the group care: The geometric mean"):
        run(values, replace(plan, aggregations=("geometric",) * 5))


def test_the_values_of_the_caller_are_not_changed(plan: Plan, values: np.ndarray) -> None:
    before = values.copy()
    run(values, replace(plan, outliers=replace(plan.outliers, rule="winsorise"), imputation=replace(
        plan.imputation, rule="mean")))  # fmt: skip
    np.testing.assert_array_equal(values, before)
