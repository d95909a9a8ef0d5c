"""A whole index: equal to the reference for every combination of rules, and honest about what it did."""

import itertools
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from hulul.methods.composite import (
    Aggregation,
    Categories,
    Group,
    Imputation,
    Indicator,
    Normalisation,
    Outliers,
    Specification,
    Weighting,
    build,
)
from hulul.methods.errors import MethodError
from tests.methods.composite import reference

INDICATORS = (
    Indicator("water", "services", weight=2, goalposts=(10, 90)),
    Indicator("power", "services", direction=-1, goalposts=(20, 80)),
    Indicator("health", "care", goalposts=(0, 6)),
    Indicator("school", "care", weight=0.5, goalposts=(0, 40)),
    Indicator("work", "living", direction=-1, weight=3, goalposts=(0, 1)),
    Indicator("farms", "living", goalposts=(0, 4)),
    Indicator("calm", "safety", goalposts=(-3, 3)),
    Indicator("trust", "safety", direction=-1, goalposts=(0, 100)),
    Indicator("mines", "safety", weight=1.5, goalposts=(0, 8)),
)
GROUPS = (
    Group("care", "services"),  # an indicator and a group may be members of the same group
    Group("services", "index", weight=2),
    Group("living", "index"),
    Group("safety", "index", weight=1.5),
    Group("index"),
)
SPECIFICATION = Specification(INDICATORS, GROUPS)
POSITIVE: tuple[Normalisation, ...] = (
    Normalisation("minmax", 1, 100),
    Normalisation("rank"),
    Normalisation("goalposts", 1, 10),
)
OTHERS: tuple[Normalisation, ...] = (Normalisation("zscore"), Normalisation("percentile"), Normalisation("none"))
MEANS: tuple[Aggregation, ...] = ("arithmetic", "geometric", "harmonic")
ANY: tuple[Aggregation, ...] = ("arithmetic", "worst")
COMBINATIONS = [*itertools.product(POSITIVE, (*MEANS, "worst")), *itertools.product(OTHERS, ANY)]


@pytest.mark.parametrize(("normalisation", "aggregation"), COMBINATIONS)
def test_equal_specification_gives_equal_scores(normalisation: Normalisation, aggregation: Aggregation) -> None:
    frame = reference.example()
    specification = replace(SPECIFICATION, normalisation=normalisation, aggregation=aggregation)
    index, expected = build(frame, specification), reference.scores(frame, specification)
    assert index.codes == ("index", "services", "living", "safety", "care")
    np.testing.assert_allclose(index.scores, expected[list(index.codes)], atol=1e-9)


@pytest.mark.parametrize("rule", ["mean", "median", "group_mean", "group_median"])
@pytest.mark.parametrize("outliers", ["none", "winsorise", "log", "winsorise_then_log"])
def test_equal_preparation_gives_equal_scores(rule: Any, outliers: Any) -> None:
    frame = reference.example(units=80, seed=5)
    frame.loc[[3, 7, 8], "trust"] = [9_000.0, 12_000.0, 30_000.0]
    frame.loc[9, "calm"] = -400.0
    specification = replace(
        SPECIFICATION, imputation=Imputation(rule, "district"), outliers=Outliers(outliers, most=2), aggregation="worst"
    )
    index, expected = build(frame, specification), reference.scores(frame, specification)
    np.testing.assert_allclose(index.scores, expected[list(index.codes)], atol=1e-9)


def test_outranking_equals_the_matrix_of_all_pairs() -> None:
    frame = reference.example(missing=0)
    specification = replace(SPECIFICATION, aggregation="outranking")
    expected = reference.scores(frame, specification)
    np.testing.assert_allclose(build(frame, specification).scores[:, 0], expected["index"], atol=1e-9)


def test_a_group_may_have_a_rule_of_its_own() -> None:
    frame = reference.example()
    groups = tuple(replace(group, aggregation="worst") if group.code == "safety" else group for group in GROUPS)
    specification = replace(SPECIFICATION, groups=groups, normalisation=POSITIVE[0], aggregation="geometric")
    index, expected = build(frame, specification), reference.scores(frame, specification)
    np.testing.assert_allclose(index.scores, expected[list(index.codes)], atol=1e-9)
    assert not np.allclose(index.scores, build(frame, replace(specification, groups=GROUPS)).scores)


@pytest.mark.parametrize("kind", [pd.DataFrame, pl.DataFrame, pl.LazyFrame, pa.table])
def test_every_kind_of_dataframe_gives_the_same(kind: Any) -> None:
    data = {
        "place": ["a", "b", "c"],
        "water": ["none", "all", None],
        "power": [1, 2, 3],
        "people": [10.0, 10.0, 30.0],
    }
    specification = Specification(
        (
            Indicator("water", "index", answers={"all": 0.0, "none": 100.0}),
            Indicator("power", "index", denominator="people"),
        ),
        (Group("index"),),
    )
    index = build(kind(data), specification, unit="place")
    np.testing.assert_allclose(index.scores[:, 0], [50.0, 50.0, 0.0])
    assert index.units.tolist() == ["a", "b", "c"]


def test_units_keep_their_type() -> None:
    frame = pd.DataFrame({"unit": [7, 5], "water": [1.0, 2.0]})
    index = build(frame, Specification((Indicator("water", "index"),), (Group("index"),)))
    assert index.table()["unit"].to_pylist() == [7, 5]


def test_a_missing_score_is_null_in_the_table_and_never_nan() -> None:
    frame = pd.DataFrame({"unit": ["a", "b", "c"], "water": [1.0, 2.0, None], "power": [3.0, 9.0, None]})
    specification = Specification(
        (Indicator("water", "index"), Indicator("power", "index")),
        (Group("index"),),
        imputation=Imputation("mean"),
        categories=Categories("thresholds", ("low", "high"), (50.0,)),
    )
    index = build(frame, specification)
    assert index.table().to_pydict() == {
        "unit": ["a", "b", "c"],
        "index": [0.0, 100.0, None],
        "category": ["low", "high", None],
        "imputed": [0, 0, 0],
    }
    assert {note.code: dict(note.params) for note in index.notes} == {
        "unanswered": {"number": 1},
        "not_scored": {"group": "index", "number": 1},
    }


def test_a_group_is_scored_only_with_enough_answers_of_its_own() -> None:
    frame = pd.DataFrame(
        {
            "unit": ["a", "b", "c"],
            "water": [0.0, 50.0, 100.0],
            "power": [0.0, None, 100.0],
            "calm": [0.0, None, None],
            "trust": [10.0, 20.0, None],
        }
    )
    specification = Specification(
        tuple(
            Indicator(code, group)
            for code, group in {"water": "services", "power": "services", "calm": "safety", "trust": "safety"}.items()
        ),
        (Group("index"), Group("services", "index"), Group("safety", "index")),
        imputation=Imputation("mean"),
        normalisation=Normalisation("none"),
        minimum_share=0.5,
    )
    index = build(frame, specification)
    assert index.table().select(["index", "services", "safety"]).to_pylist() == [
        {"index": 2.5, "services": 0.0, "safety": 5.0},
        {"index": 30.0, "services": 50.0, "safety": 10.0},  # one of two is enough, and the mean fills the other
        {"index": 100.0, "services": 100.0, "safety": None},  # half of the four is enough for the index
    ]


def test_the_log_tells_every_step_with_its_figures() -> None:
    frame = reference.example()
    specification = replace(
        SPECIFICATION,
        imputation=Imputation("median"),
        outliers=Outliers("winsorise_then_log"),
        categories=Categories("quantiles", ("low", "medium", "high")),
    )
    index = build(frame, specification)
    codes = [step.code for step in index.log]
    steps = ["read", "imputed", "treated", "normalised", "weighted", "aggregated", "classified"]
    assert list(dict.fromkeys(codes)) == steps
    assert all("{" not in str(step) for step in (*index.log, *index.notes))
    filled = sum(step.params["number"] for step in index.log if step.code == "imputed")  # type: ignore[misc]
    assert filled == index.imputed.sum() == frame[list(index.indicators)].isna().sum().sum() > 0
    school = next(step for step in index.log if step.code == "treated" and step.params["indicator"] == "school")
    assert str(school).startswith("school had outliers (skewness ")


def test_imputation_is_always_reported() -> None:
    index = build(reference.example(), replace(SPECIFICATION, imputation=Imputation("mean")))
    note = next(note for note in index.notes if note.code == "imputed")
    assert note.params == {"number": int(index.imputed.sum()), "possible": 60 * 9}


def test_gaps_that_remain_are_reported() -> None:
    index = build(reference.example(), SPECIFICATION)
    note = next(note for note in index.notes if note.code == "gaps_remain")
    assert note.params["number"] == int((~index.answered).sum())


def test_answers_are_carried_forward_from_the_round_before() -> None:
    answers = {"all": 0.0, "some": 50.0, "none": 100.0}
    specification = Specification(
        (Indicator("water", "index", answers=answers), Indicator("power", "index", answers=answers)),
        (Group("index"),),
        imputation=Imputation("carry_forward"),
        normalisation=Normalisation("none"),
    )
    before = pd.DataFrame({"unit": ["b", "a", "x"], "water": ["none", "some", "all"], "power": ["none", None, "all"]})
    now = pd.DataFrame({"unit": ["a", "b", "c"], "water": [None, "all", None], "power": ["all", None, "some"]})
    index = build(now, specification, previous=before)
    assert index.scores[:, 0].tolist() == [25.0, 50.0, 50.0]
    assert index.imputed.tolist() == [[True, False], [False, True], [False, False]]
    with pytest.raises(MethodError) as refused:
        build(now, specification)
    assert refused.value.code == "previous_missing"


@pytest.mark.parametrize("aggregation", ["arithmetic", "geometric", "harmonic", "worst", "outranking"])
def test_contributions_of_indicators_sum_to_the_score(aggregation: Aggregation) -> None:
    specification = replace(SPECIFICATION, normalisation=POSITIVE[0], aggregation=aggregation)
    index = build(reference.example(), specification)
    contributions = index.contributions()
    np.testing.assert_allclose(contributions.sum(axis=1), index.scores[:, 0])
    if aggregation != "outranking":  # where a missing answer gets half of every comparison
        assert (contributions[np.isnan(index.normalised)] == 0).all()


def test_a_contribution_is_weight_times_value() -> None:
    index = build(reference.example(missing=0), SPECIFICATION)
    effective = index.effective_weights()
    expected = index.normalised * [effective[code] for code in index.indicators]
    np.testing.assert_allclose(index.contributions(), expected)


def test_effective_weights_are_those_that_coinr_publishes() -> None:
    """COINr's manual, get_eff_weights: of 49 equally weighted indicators, Goods has 0.02 and Renew 0.03333333."""
    sizes = {"Conn": {"Physical": 8, "ConEcFin": 5, "Political": 3, "Instit": 6, "P2P": 8}}
    sizes["Sust"] = {"Environ": 5, "Social": 9, "SusEcFin": 5}
    indicators = [
        Indicator(f"{pillar}{number}", pillar)
        for pillars in sizes.values()
        for pillar, size in pillars.items()
        for number in range(size)
    ]
    groups = [Group("Index"), *(Group(sub, "Index") for sub in sizes)]
    groups += [Group(pillar, sub) for sub, pillars in sizes.items() for pillar in pillars]
    assert len(indicators) == 49
    frame = pd.DataFrame({indicator.code: [1.0, 2.0] for indicator in indicators}).assign(unit=["a", "b"])
    effective = build(frame, Specification(tuple(indicators), tuple(groups))).effective_weights()
    assert effective["ConEcFin0"] == pytest.approx(0.02)
    assert effective["Environ0"] == pytest.approx(0.03333333, abs=1e-8)
    assert sum(effective[indicator.code] for indicator in indicators) == pytest.approx(1)


def test_weights_are_shares_of_their_group() -> None:
    index = build(reference.example(), SPECIFICATION)
    assert index.weights["index"] == 1
    assert index.weights["water"] == pytest.approx(2 / 4)  # with power 1 and the group care 1
    assert index.weights["services"] == pytest.approx(2 / 4.5)
    fitted = replace(SPECIFICATION, weighting=Weighting("fitted", {"water": 8.0, "living": 0.0}))
    index = build(reference.example(), fitted)
    assert index.weights["water"] == pytest.approx(8 / 10)
    assert index.weights["living"] == 0
    equal = build(reference.example(), replace(SPECIFICATION, weighting=Weighting("equal")))
    assert equal.weights["mines"] == pytest.approx(1 / 3)
